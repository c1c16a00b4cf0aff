import { type HttpAnswer, headerOf } from './answer.ts';
import { groupCount, parsePattern } from './pattern.ts';

/** Where an answer says which version gave it. */
export type VersionMarker =
  | { readonly kind: 'header'; readonly name: string }
  /** Its first group captures the version. */
  | { readonly kind: 'body'; readonly pattern: RegExp };

/**
 * Reads the input `probe-version`.
 *
 * @throws Error naming the value and the allowed forms.
 */
export function parseVersionMarker(value: string): VersionMarker {
  const name = /^header:([\w-]+)$/.exec(value)?.[1];
  if (name !== undefined) return { kind: 'header', name };
  const pattern = value.startsWith('body:') ? parsePattern(value.slice('body:'.length)) : undefined;
  if (pattern !== undefined && groupCount(pattern) === 1) return { kind: 'body', pattern };
  throw new Error(
    `probe-version: '${value}' is not understood. Allowed: a header (header:x-app-version), ` +
      'or a pattern on the body whose one group captures the version (body:/version: (\\S+)/).',
  );
}

export function readVersion(answer: HttpAnswer, marker: VersionMarker): string | undefined {
  return marker.kind === 'header' ? headerOf(answer, marker.name) : marker.pattern.exec(answer.body)?.[1];
}
