import type { Call } from '../call.ts';

/** Ascending, unless `$orderby=name desc` is asked for; the first ones alone with `$top`. */
export function versionsAsAsked<Version extends { readonly name: string }>(
  call: Call,
  versions: readonly Version[],
): readonly Version[] {
  const ascending = versions.toSorted((left, right) => compareVersions(left.name, right.name));
  const descends = /^name\s+desc$/i.test(call.query.get('$orderby') ?? '');
  const ordered = descends ? ascending.reverse() : ascending;
  return ordered.slice(0, Number(call.query.get('$top') ?? ordered.length));
}

/** Part by part as numbers: 10.0.2 comes after 9.9.9. */
export function compareVersions(left: string, right: string): number {
  const [one, other] = [left, right].map((version) => version.split('.').map(Number));
  for (const [index, part] of (one ?? []).entries()) {
    const difference = part - (other?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
