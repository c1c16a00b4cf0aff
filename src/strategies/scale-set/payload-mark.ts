import type { ImageReference } from '../../azure/scale-sets.ts';

/**
 * A payload by what may be written down of it, in plans, tags and the saved state: an image whole, of an extension's settings
 * only a hash.
 */
export type PayloadMark =
  | { readonly kind: 'image'; readonly image: ImageReference }
  | {
      readonly kind: 'extension';
      readonly name: string;
      /** SHA-256 over the settings that ARM gives back, protected ones left out. */
      readonly settingsHash: string;
      /** By which an instance tells that it has it; absent in a model that never had one. */
      readonly forceUpdateTag?: string;
    };
