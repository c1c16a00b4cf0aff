import { createHash } from 'node:crypto';
import { isJsonObject } from '../../json-object.ts';

export type Settings = Readonly<Record<string, unknown>>;

/** Compared as JSON, by value: the names of an object have no order. No settings are the same as empty ones. */
export function sameSettings(left: Settings | undefined, right: Settings | undefined): boolean {
  return inOrder(left ?? {}) === inOrder(right ?? {});
}

/** Tells settings apart without giving them away. Of public ones only: a short secret can be guessed from its hash. */
export function hashOfSettings(settings: Settings | undefined): string {
  return createHash('sha256')
    .update(inOrder(settings ?? {}))
    .digest('hex');
}

/** The one JSON text of a value, whatever the order in which its names were written. */
function inOrder(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    isJsonObject(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)))
      : inner,
  );
}
