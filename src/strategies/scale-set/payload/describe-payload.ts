import { describeImage } from './describe-image.ts';
import type { RecordedPayload } from './payload-text.ts';

/** For people: an image in its own words; of an extension the beginning of the hash of its settings, and never those. */
export function describePayload(payload: RecordedPayload): string {
  return payload.kind === 'image'
    ? describeImage(payload.image)
    : `extension ${payload.name} (settings ${payload.settingsHash.slice(0, 12)}${payload.forceUpdateTag === undefined ? '' : `, ${payload.forceUpdateTag}`})`;
}
