import type { ArmResource } from '../../data-plane/contract.ts';
import { type Call, param, type Reply, type Route } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import { errors } from '../errors.ts';
import { sameId } from '../resource-id.ts';
import type { MarketplaceImage, MarketplaceImageVersion } from '../scenario.ts';
import { versionsAsAsked } from './artifact-versions.ts';
import { marketplaceVersionType } from './images.ts';

const sku =
  '/subscriptions/{subscriptionId}/providers/Microsoft.Compute/locations/{location}/publishers/{publisher}/artifacttypes/vmimage/offers/{offer}/skus/{sku}';

/** What the marketplace offers in a location: the scenario's section `marketplaceImages`. */
export function marketplaceImageRoutes(plane: ControlPlane): Route[] {
  return [
    { path: `${sku}/versions`, methods: { GET: (call) => listVersions(plane, call) } },
    { path: `${sku}/versions/{version}`, methods: { GET: (call) => printVersion(plane, call) } },
  ];
}

/** The versions as resources, in every location in which they are offered. */
export function marketplaceVersions(plane: ControlPlane): readonly ArmResource[] {
  const { marketplaceImages = [], resourceGroups } = plane.scenario;
  const everywhere = [...new Set(resourceGroups.map(({ location }) => location))];
  return marketplaceImages.flatMap((image) =>
    (image.locations ?? everywhere).flatMap((location) =>
      image.versions.map((version) => versionIn(plane, image, version, location)),
    ),
  );
}

function versionIn(
  plane: ControlPlane,
  { publisher, offer, sku: skuName }: MarketplaceImage,
  version: MarketplaceImageVersion,
  location: string,
): ArmResource {
  const base = `/Subscriptions/${plane.scenario.subscriptionId}/Providers/Microsoft.Compute/Locations/${location}`;
  return {
    id: `${base}/Publishers/${publisher}/ArtifactTypes/VMImage/Offers/${offer}/Skus/${skuName}/Versions/${version.name}`,
    name: version.name,
    type: marketplaceVersionType,
    location,
    properties: propertiesOf(version),
  };
}

function propertiesOf(version: MarketplaceImageVersion): ArmResource['properties'] {
  const features = Object.entries(version.features ?? {}).map(([name, value]) => ({ name, value }));
  return {
    hyperVGeneration: version.hyperVGeneration,
    architecture: version.architecture ?? 'x64',
    osDiskImage: { operatingSystem: version.operatingSystem },
    dataDiskImages: [],
    automaticOSUpgradeProperties: { automaticOSUpgradeSupported: false },
    ...(features.length === 0 ? {} : { features }),
  };
}

/** A bare array. */
function listVersions(plane: ControlPlane, call: Call): Reply {
  const expanded = /\bproperties\b/i.test(call.query.get('$expand') ?? '');
  return {
    status: 200,
    body: versionsAsAsked(call, versionsOf(plane, call)).map((version) =>
      expanded ? { ...nameOf(version), properties: version.properties } : nameOf(version),
    ),
  };
}

function printVersion(plane: ControlPlane, call: Call): Reply {
  const version = versionsOf(plane, call).find(({ name }) => sameId(name, param(call, 'version')));
  if (version === undefined) throw errors.vmImageNotFound();
  return { status: 200, body: { ...nameOf(version), properties: version.properties } };
}

/** The versions of the SKU that a path names. A SKU without any is none. */
function versionsOf(plane: ControlPlane, call: Call): readonly ArmResource[] {
  const path = sku.replaceAll(/\{(\w+)\}/g, (_, name: string) => param(call, name));
  const versions = plane.store.childrenOf(path, marketplaceVersionType);
  if (versions.length === 0) throw errors.vmImageNotFound();
  return versions;
}

/** An entry of the marketplace carries no type. */
function nameOf({ location, name, id }: ArmResource): Pick<ArmResource, 'location' | 'name' | 'id'> {
  return { ...(location === undefined ? {} : { location }), name, id };
}
