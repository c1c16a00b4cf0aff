import type { ArmRequest } from './http.ts';

/**
 * `PUT/SUBSCRIPTIONS/RESOURCEGROUPS/PROVIDERS/MICROSOFT.NETWORK/PUBLICIPADDRESSES/`: the words of a path without the names, of which
 * a last one leaves its slash. Lists and actions end in their word: `…/VIRTUALMACHINES/START`.
 */
export function operationOf({ method, path }: ArmRequest): string {
  const parts = path.split(/\/providers\//i).map((part) => part.split('/').filter((word) => word !== ''));
  const words = parts.map((segments, index) => wordsOf(segments, index > 0).join('/')).join('/PROVIDERS/');
  const last = parts.at(-1) ?? [];
  const endsInName = (last.length % 2 === 0) !== parts.length > 1;
  return `${method}/${words}${endsInName ? '/' : ''}`.toUpperCase();
}

/** Every second one is a name; a namespace is none. */
function wordsOf(segments: readonly string[], hasNamespace: boolean): readonly string[] {
  return segments.filter((_, index) => index === 0 || (index % 2 === 0) !== hasNamespace);
}
