import type { ImageReference } from '../azure/scale-sets/scale-sets.ts';
import type { InputName } from './definitions.ts';
import { InputError, misunderstood } from './input-error.ts';

const allowed =
  'the resource ID of a managed image (.../Microsoft.Compute/images/NAME), of a gallery image or one of its versions ' +
  '(.../Microsoft.Compute/galleries/GALLERY/images/NAME[/versions/1.2.3]), or publisher:offer:sku:version of the marketplace';

const guid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const named = '[a-z0-9][\\w.-]*';
const managedOrGallery = new RegExp(
  `^(?<image>/subscriptions/${guid}/resourceGroups/[^/]+/providers/Microsoft\\.Compute/` +
    `(?:images/${named}|galleries/${named}/images/${named}))(?:/versions/(?<version>[^/]+))?$`,
  'i',
);
const marketplace = /^(?<publisher>[\w.-]+):(?<offer>[\w.-]+):(?<sku>[\w.-]+):(?<version>[\w.-]+)$/;
const version = /^\d+\.\d+\.\d+$/;

/**
 * Reads an image as the three kinds of them are named. `latest` of the marketplace stays, to be resolved when the plan is
 * made; the latest version of a gallery image is the image without a version.
 */
export function parseImage(name: InputName, value: string): ImageReference {
  return value.includes('/') ? imageOfId(name, value) : imageOfMarketplace(name, value);
}

function imageOfId(name: InputName, value: string): ImageReference {
  const parts = managedOrGallery.exec(value)?.groups;
  const hasVersion = parts?.version !== undefined;
  if (parts?.image === undefined || (hasVersion && !/\/galleries\//i.test(value))) {
    throw misunderstood(name, value, allowed);
  }
  if (!hasVersion) return { id: value };
  if (parts.version?.toLowerCase() === 'latest') return { id: parts.image };
  return { id: checkedVersion(name, value, parts.version, value) };
}

function imageOfMarketplace(name: InputName, value: string): ImageReference {
  const parts = marketplace.exec(value)?.groups;
  if (parts === undefined) {
    throw misunderstood(name, value, allowed);
  }
  const { publisher = '', offer = '', sku = '' } = parts;
  const isLatest = parts.version?.toLowerCase() === 'latest';
  const pinned = isLatest ? 'latest' : checkedVersion(name, value, parts.version, parts.version ?? '');
  return { publisher, offer, sku, version: pinned };
}

/** @returns `result`, where the version is one. */
function checkedVersion(name: InputName, value: string, text: string | undefined, result: string): string {
  if (text === undefined || !version.test(text)) {
    throw new InputError(
      name,
      `'${value}' has the version '${text}'. Allowed: three numbers (1.2.3), or latest.`,
    );
  }
  return result;
}
