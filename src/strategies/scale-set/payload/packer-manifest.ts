import type { ImageReference } from '../../../azure/scale-sets/scale-sets.ts';
import { isJsonObject, type JsonObject } from '../../json-object.ts';
import { RefusedError } from '../../refused-error.ts';

interface PackerBuild {
  readonly name: string;
  readonly builderType: string;
  readonly artifactId: string;
  readonly runId: string;
  readonly customData: ReadonlyMap<string, string>;
}

const DEPLOYABLE =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Compute\/(?:images\/[^/]+|galleries\/[^/]+\/images\/[^/]+\/versions\/[^/]+)$/i;

/** Under this name Packer's builder tells the image version in a gallery; a template may pass it on. In lower case. */
const GALLERY_ID = 'managedimagesharedimagegalleryid';

/**
 * The image that the last run of Packer has made, by the file of its manifest post-processor.
 *
 * @param file How the user named it, for errors.
 * @throws RefusedError
 */
export function imageOfPackerManifest(content: string, file: string): ImageReference {
  const builds = azureBuilds(content, file);
  const ids = new Map(builds.map((build) => [imageIdOf(build, file).toLowerCase(), build] as const));
  const [first] = builds;
  if (first === undefined || ids.size > 1) {
    throw new RefusedError(
      `The last run in the Packer manifest ${file} has made ${ids.size} Azure images (builds ` +
        `${builds.map(({ name }) => name).join(', ')}), and which one to release cannot be told from it. Name it with image, or ` +
        'write the manifests of the builds to files of their own.',
    );
  }
  return { id: imageIdOf(first, file) };
}

function azureBuilds(content: string, file: string): PackerBuild[] {
  const manifest = parse(content, file);
  const builds = readBuilds(manifest, file);
  const lastRun = textOf(manifest, 'last_run_uuid') || (builds.at(-1)?.runId ?? '');
  const ofLastRun = builds.filter(({ runId }) => runId === lastRun);
  const ofAzure = ofLastRun.filter(({ builderType }) => builderType === 'azure-arm');
  if (ofAzure.length > 0) {
    return ofAzure;
  }
  const types = [...new Set(ofLastRun.map(({ builderType }) => builderType))].join(', ');
  throw new RefusedError(
    `The Packer manifest ${file} has no build by azure-arm of its last run${lastRun && ` (${lastRun})`}; ` +
      `${types === '' ? 'it lists none of that run' : `those of that run are by ${types}`}. Run packer build for Azure, or ` +
      'name the image with image.',
  );
}

function readBuilds(manifest: JsonObject, file: string): PackerBuild[] {
  if (!Array.isArray(manifest.builds)) {
    throw new RefusedError(
      `${file} is not a Packer manifest: it has no list "builds". Give the file that Packer's post-processor "manifest" writes.`,
    );
  }
  return manifest.builds.filter(isJsonObject).map((build) => ({
    name: textOf(build, 'name'),
    builderType: textOf(build, 'builder_type'),
    artifactId: textOf(build, 'artifact_id'),
    runId: textOf(build, 'packer_run_uuid'),
    customData: new Map(
      Object.entries(isJsonObject(build.custom_data) ? build.custom_data : {}).map(([name, value]) => [
        name.toLowerCase(),
        String(value),
      ]),
    ),
  }));
}

/** The version in a gallery, where the template tells it, and else the artifact: with both, that is the managed image. */
function imageIdOf({ name, artifactId, customData }: PackerBuild, file: string): string {
  const id = customData.get(GALLERY_ID) || artifactId;
  if (DEPLOYABLE.test(id)) {
    return id;
  }
  const where = `The build "${name}" of the Packer manifest ${file}`;
  throw new RefusedError(
    /^https?:/i.test(id)
      ? `${where} made a disk (${withoutQuery(id)}), which a scale set cannot be put on. Let Packer make a managed image ` +
          '(managed_image_name) or a version in a gallery (shared_image_gallery_destination); with keep_os_disk it names the disk.'
      : `${where} names the artifact "${id}", which is no id of a managed image or of a version of a gallery image. Name the ` +
          'image with image.',
  );
}

/** A disk may be named with the signature that lets anybody read it. */
function withoutQuery(uri: string): string {
  return uri.replace(/\?.*$/s, '');
}

function parse(content: string, file: string): JsonObject {
  let parsed: unknown;
  try {
    parsed = JSON.parse(content.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new RefusedError(
      `The Packer manifest ${file} is no JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  return isJsonObject(parsed) ? parsed : {};
}

function textOf(object: JsonObject, name: string): string {
  const value = object[name];
  return typeof value === 'string' ? value : '';
}
