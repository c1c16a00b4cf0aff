import type { ImageReference } from '../../../azure/scale-sets/scale-sets.ts';

/** What a release puts on the machines of a scale set. */
export type Payload = ImagePayload | ExtensionPayload;

/** Replaces the OS disk of every machine that it reaches. */
export interface ImagePayload {
  readonly kind: 'image';
  /** Pinned: no `latest` in it, and a gallery image has its version. */
  readonly image: ImageReference;
}

/** New settings of an extension that the model has already. */
export interface ExtensionPayload {
  readonly kind: 'extension';
  readonly name: string;
  readonly settings: ExtensionSettings;
  /**
   * Of the release: with another value of it the platform runs a script again although its settings are what they were, and
   * by it an instance tells which release it has.
   */
  readonly forceUpdateTag: string;
}

/** As given. Of what is absent the extension has none from then on. */
export interface ExtensionSettings {
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Never in a log, a tag, a plan or the saved state. */
  readonly protectedSettings?: Readonly<Record<string, unknown>>;
}
