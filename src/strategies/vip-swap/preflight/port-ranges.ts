/** Ports `first` to `last`, both included. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

export const ALL_PORTS: PortRange = { first: 0, last: 65_535 };

/** The same ports in ascending order, without overlap; ranges that touch become one. */
export function mergeRanges(ranges: readonly PortRange[]): PortRange[] {
  const merged: PortRange[] = [];
  for (const range of ranges.toSorted((left, right) => left.first - right.first)) {
    const previous = merged.at(-1);
    if (previous !== undefined && range.first <= previous.last + 1) {
      merged.splice(-1, 1, { first: previous.first, last: Math.max(previous.last, range.last) });
    } else {
      merged.push(range);
    }
  }
  return merged;
}

/** The ports of `ranges` that are not in `taken`, merged. */
export function subtractRanges(ranges: readonly PortRange[], taken: readonly PortRange[]): PortRange[] {
  return taken.reduce<PortRange[]>(
    (left, hole) =>
      left.flatMap((range) =>
        [
          { first: range.first, last: Math.min(range.last, hole.first - 1) },
          { first: Math.max(range.first, hole.last + 1), last: range.last },
        ].filter(({ first, last }) => first <= last),
      ),
    mergeRanges(ranges),
  );
}

/** `443`, or `8443-8500`. */
export function formatRange({ first, last }: PortRange): string {
  return first === last ? `${first}` : `${first}-${last}`;
}
