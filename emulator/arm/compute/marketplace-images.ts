import { type Call, param, type Reply, type Route } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import { errors } from '../errors.ts';
import { sameId, sameLocation } from '../resource-id.ts';
import type { MarketplaceImage, MarketplaceImageVersion } from '../scenario.ts';

const versions =
  '/subscriptions/{subscriptionId}/providers/Microsoft.Compute/locations/{location}/publishers/{publisher}/artifacttypes/vmimage/offers/{offer}/skus/{sku}/versions';

/** What the marketplace offers in a location: the scenario's section `marketplaceImages`. */
export function marketplaceImageRoutes(plane: ControlPlane): Route[] {
  return [
    { path: versions, methods: { GET: (call) => listVersions(plane, call) } },
    { path: `${versions}/{version}`, methods: { GET: (call) => printVersion(plane, call) } },
  ];
}

/** A bare array, in ascending order unless `$orderby=name desc` is asked for. */
function listVersions(plane: ControlPlane, call: Call): Reply {
  const image = findImage(plane, call);
  const ascending = image.versions.toSorted((left, right) => compareVersions(left.name, right.name));
  const descends = /^name\s+desc$/i.test(call.query.get('$orderby') ?? '');
  const ordered = descends ? ascending.reverse() : ascending;
  const top = Number(call.query.get('$top') ?? ordered.length);
  const expanded = /\bproperties\b/i.test(call.query.get('$expand') ?? '');
  return {
    status: 200,
    body: ordered.slice(0, top).map((version) => printed(plane, call, image, version, expanded)),
  };
}

function printVersion(plane: ControlPlane, call: Call): Reply {
  const image = findImage(plane, call);
  const version = image.versions.find(({ name }) => sameId(name, param(call, 'version')));
  if (version === undefined) throw errors.vmImageNotFound();
  return { status: 200, body: printed(plane, call, image, version, true) };
}

function findImage(plane: ControlPlane, call: Call): MarketplaceImage {
  const image = plane.scenario.marketplaceImages?.find(
    ({ publisher, offer, sku, locations }) =>
      sameId(publisher, param(call, 'publisher')) &&
      sameId(offer, param(call, 'offer')) &&
      sameId(sku, param(call, 'sku')) &&
      (locations === undefined ||
        locations.some((location) => sameLocation(location, param(call, 'location')))),
  );
  if (image === undefined) throw errors.vmImageNotFound();
  return image;
}

function printed(
  plane: ControlPlane,
  call: Call,
  { publisher, offer, sku }: MarketplaceImage,
  version: MarketplaceImageVersion,
  withProperties: boolean,
): unknown {
  const location = param(call, 'location');
  const path = `/Subscriptions/${plane.scenario.subscriptionId}/Providers/Microsoft.Compute/Locations/${location}/Publishers/${publisher}/ArtifactTypes/VMImage/Offers/${offer}/Skus/${sku}/Versions/${version.name}`;
  return {
    location,
    name: version.name,
    id: path,
    ...(withProperties ? { properties: propertiesOf(version) } : {}),
  };
}

function propertiesOf(version: MarketplaceImageVersion): unknown {
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

/** Part by part as numbers: 10.0.2 comes after 9.9.9. */
function compareVersions(left: string, right: string): number {
  return left.localeCompare(right, 'en', { numeric: true });
}
