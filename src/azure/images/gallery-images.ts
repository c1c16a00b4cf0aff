import type { Arm } from '../arm/arm.ts';
import { regionName } from '../regions.ts';
import { compareVersions, isVersion } from './image-versions.ts';
import {
  ImageError,
  type ImagePlace,
  orNotFound,
  type ResolvedImage,
  securityTypeOf,
} from './resolved-image.ts';

/** Microsoft.Compute/galleries/images, api-version 2023-07-03: what the product reads of it. */
interface GalleryImageDefinition {
  readonly name: string;
  readonly properties: {
    readonly osType: 'Linux' | 'Windows';
    readonly osState?: 'Generalized' | 'Specialized';
    /** Absent: V1. */
    readonly hyperVGeneration?: 'V1' | 'V2';
    readonly architecture?: string;
    readonly features?: readonly { readonly name?: string; readonly value?: string }[];
  };
}

/** Microsoft.Compute/galleries/images/versions, with `$expand=ReplicationStatus` where it is read alone. */
interface GalleryImageVersion {
  readonly id: string;
  readonly name: string;
  readonly properties: {
    readonly provisioningState?: string;
    readonly publishingProfile?: {
      readonly excludeFromLatest?: boolean;
      readonly targetRegions?: readonly TargetRegion[];
    };
    readonly replicationStatus?: {
      readonly summary?: readonly { readonly region?: string; readonly state?: string }[];
    };
  };
}

interface TargetRegion {
  readonly name: string;
  readonly excludeFromLatest?: boolean;
}

const GALLERY_API_VERSION = '2023-07-03';

const GALLERY_IMAGE =
  /^(?<definition>\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Compute\/galleries\/[^/]+\/images\/[^/]+)(?:\/versions\/(?<version>[^/]+))?$/i;

/**
 * GalleryImages_Get, and GalleryImageVersions_Get or GalleryImageVersions_ListByGalleryImage. Without a version, or with
 * `latest`, it is the one that the platform would take in that region: the highest that is not kept from being the latest
 * one, there or everywhere, and that has arrived there.
 */
export async function resolveGalleryImage(
  arm: Arm,
  id: string,
  { region }: ImagePlace,
  signal: AbortSignal,
): Promise<ResolvedImage> {
  const { definition: definitionId, version: asked } = GALLERY_IMAGE.exec(id)?.groups ?? {};
  if (definitionId === undefined) {
    throw new ImageError(
      `"${id}" is neither a gallery image, .../galleries/{gallery}/images/{image}, nor one of its versions, .../versions/{version}.`,
    );
  }
  const read = arm.get(definitionId, GALLERY_API_VERSION, signal) as Promise<GalleryImageDefinition>;
  const definition = await orNotFound(read, `There is no gallery image ${definitionId}.`);
  const version =
    asked === undefined || asked.toLowerCase() === 'latest'
      ? await findLatest(arm, definitionId, region, signal)
      : await findVersion(arm, definitionId, asked, region, signal);
  const { osType, osState, hyperVGeneration = 'V1', architecture, features } = definition.properties;
  return {
    image: { id: `${definitionId}/versions/${version.name}` },
    osType,
    generation: hyperVGeneration,
    ...securityTypeOf(features),
    ...(architecture === undefined ? {} : { architecture }),
    ...(osState === undefined ? {} : { osState }),
    regions: targetRegionsOf(version).map(({ name }) => regionName(name)),
    source: 'gallery',
  };
}

async function findVersion(
  arm: Arm,
  definitionId: string,
  name: string,
  region: string,
  signal: AbortSignal,
): Promise<GalleryImageVersion> {
  const version = await readVersion(arm, definitionId, name, signal);
  const reason = reasonAgainst(version, region);
  if (reason !== undefined) {
    throw new ImageError(`Version ${name} of gallery image ${definitionId} ${reason}.`);
  }
  return version;
}

async function findLatest(
  arm: Arm,
  definitionId: string,
  region: string,
  signal: AbortSignal,
): Promise<GalleryImageVersion> {
  const path = `${definitionId}/versions`;
  const versions = (await arm.list(path, GALLERY_API_VERSION, signal)) as GalleryImageVersion[];
  const eligible = versions
    .filter((version) => isVersion(version.name) && mayBeLatest(version, region))
    .toSorted((left, right) => compareVersions(right.name, left.name));
  const reasons: string[] = [];
  for (const { name } of eligible) {
    const version = await readVersion(arm, definitionId, name, signal);
    const reason = reasonAgainst(version, region);
    if (reason === undefined) {
      return version;
    }
    reasons.push(`${name} ${reason}`);
  }
  throw new ImageError(
    `Gallery image ${definitionId} has no version that is the latest one in ${regionName(region)}: ` +
      (reasons.length === 0
        ? `none of its ${versions.length} versions is replicated there without being excluded from latest.`
        : `${reasons.join('; ')}.`),
  );
}

async function readVersion(
  arm: Arm,
  definitionId: string,
  name: string,
  signal: AbortSignal,
): Promise<GalleryImageVersion> {
  const path = `${definitionId}/versions/${name}`;
  const query = { $expand: 'ReplicationStatus' };
  const read = arm.get(path, GALLERY_API_VERSION, signal, query) as Promise<GalleryImageVersion>;
  return await orNotFound(read, `Gallery image ${definitionId} has no version ${name}.`);
}

function mayBeLatest(version: GalleryImageVersion, region: string): boolean {
  const target = targetIn(version, region);
  const isExcluded = version.properties.publishingProfile?.excludeFromLatest ?? false;
  return target !== undefined && !isExcluded && !(target.excludeFromLatest ?? false);
}

/** Why no machine can be made of a version in a region: completes a sentence that begins with its name. */
function reasonAgainst(version: GalleryImageVersion, region: string): string | undefined {
  const { provisioningState, replicationStatus } = version.properties;
  const wanted = regionName(region);
  if (targetIn(version, region) === undefined) {
    const regions = targetRegionsOf(version).map(({ name }) => regionName(name));
    return `is not replicated to ${wanted}, only to ${regions.join(', ') || 'nowhere'}: add the region to its target regions`;
  }
  if (provisioningState === 'Failed' || provisioningState === 'Deleting') {
    return `is ${provisioningState}`;
  }
  const arrival = replicationStatus?.summary?.find((each) => regionName(each.region ?? '') === wanted);
  return arrival?.state === undefined || arrival.state === 'Completed'
    ? undefined
    : `has not arrived in ${wanted}: its replication is ${arrival.state}`;
}

function targetIn(version: GalleryImageVersion, region: string): TargetRegion | undefined {
  return targetRegionsOf(version).find(({ name }) => regionName(name) === regionName(region));
}

function targetRegionsOf({ properties }: GalleryImageVersion): readonly TargetRegion[] {
  return properties.publishingProfile?.targetRegions ?? [];
}
