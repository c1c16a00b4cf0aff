import type { ImageReference } from '../../../azure/scale-sets/scale-sets.ts';
import { imageText, readImageText } from './image-text.ts';
import { hashOfSettings, type Settings } from './same-settings.ts';

/** A payload as far as a tag may know it: of an extension's settings there is a hash, and never the settings. */
export type RecordedPayload =
  | {
      readonly kind: 'image';
      readonly image: ImageReference;
      /** Of what there was before a release: the model named it without a version, and this is the one that instances ran. */
      readonly inModel?: 'unpinned';
    }
  | {
      readonly kind: 'extension';
      readonly name: string;
      /** Of the public settings: protected ones never come back, and a short secret can be guessed from its hash. */
      readonly settingsHash: string;
      /** By it an instance tells which of two payloads it has where only protected settings differ. Absent: it has none. */
      readonly forceUpdateTag?: string;
    };

export function recordedExtension(
  name: string,
  settings: Settings | undefined,
  forceUpdateTag: string | undefined,
): RecordedPayload {
  return {
    kind: 'extension',
    name,
    settingsHash: hashOfSettings(settings),
    ...(forceUpdateTag === undefined ? {} : { forceUpdateTag }),
  };
}

/** Without a blank: `group/gallery/image/1.2.3`, `extension:install-shop:9f86d0…`, with its `forceUpdateTag` behind that. */
export function payloadText(payload: RecordedPayload, subscriptionId: string): string {
  if (payload.kind === 'image') {
    return imageText(payload.image, subscriptionId);
  }
  const { name, settingsHash, forceUpdateTag } = payload;
  return ['extension', encodeURIComponent(name), settingsHash, ...tagPart(forceUpdateTag)].join(':');
}

function tagPart(forceUpdateTag: string | undefined): string[] {
  return forceUpdateTag === undefined ? [] : [encodeURIComponent(forceUpdateTag)];
}

/** Undefined for what `payloadText` has not written: a newer version, or a hand. */
export function readPayloadText(text: string, subscriptionId: string): RecordedPayload | undefined {
  const parts = /^extension:(?<name>[^:\s]+):(?<hash>[0-9a-f]{64})(?::(?<tag>[^:\s]*))?$/.exec(text)?.groups;
  if (parts?.hash !== undefined) {
    const [name, forceUpdateTag] = [decode(parts.name), decode(parts.tag)];
    return name === undefined || (parts.tag !== undefined && forceUpdateTag === undefined)
      ? undefined
      : {
          kind: 'extension',
          name,
          settingsHash: parts.hash,
          ...(forceUpdateTag === undefined ? {} : { forceUpdateTag }),
        };
  }
  const image = readImageText(text, subscriptionId);
  return image === undefined ? undefined : { kind: 'image', image };
}

function decode(encoded: string | undefined): string | undefined {
  try {
    return encoded === undefined ? undefined : decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}
