import type { ImageReference } from '../../azure/scale-sets.ts';
import { imageText, readImageText } from './image-text.ts';
import { hashOfSettings, type Settings } from './same-settings.ts';

/** A payload as far as a tag may know it: of an extension's settings there is a hash, and never the settings. */
export type RecordedPayload =
  | { readonly kind: 'image'; readonly image: ImageReference }
  | { readonly kind: 'extension'; readonly name: string; readonly settingsHash: string };

export function recordedExtension(name: string, settings: Settings | undefined): RecordedPayload {
  return { kind: 'extension', name, settingsHash: hashOfSettings(settings) };
}

/** Without a blank: `group/gallery/image/1.2.3`, `extension:install-shop:9f86d0…`. */
export function payloadText(payload: RecordedPayload, subscriptionId: string): string {
  return payload.kind === 'image'
    ? imageText(payload.image, subscriptionId)
    : `extension:${encodeURIComponent(payload.name)}:${payload.settingsHash}`;
}

/** Undefined for what `payloadText` has not written: a newer version, or a hand. */
export function readPayloadText(text: string, subscriptionId: string): RecordedPayload | undefined {
  const [, encoded, settingsHash] = /^extension:([^:\s]+):([0-9a-f]{64})$/.exec(text) ?? [];
  if (encoded !== undefined && settingsHash !== undefined) {
    const name = decode(encoded);
    return name === undefined ? undefined : { kind: 'extension', name, settingsHash };
  }
  const image = readImageText(text, subscriptionId);
  return image === undefined ? undefined : { kind: 'image', image };
}

function decode(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}
