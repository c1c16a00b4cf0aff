import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatRange,
  mergeRanges,
  type PortRange,
  subtractRanges,
} from '../../../src/strategies/vip-swap/preflight/port-ranges.ts';

/** Small numbers: ranges touch and overlap often. */
const range = fc
  .tuple(fc.nat(60), fc.nat(12))
  .map(([first, length]): PortRange => ({ first, last: first + length }));
const ranges = fc.array(range, { maxLength: 8 });

function portsIn(list: readonly PortRange[]): Set<number> {
  return new Set(
    list.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, index) => first + index)),
  );
}

describe('ranges of ports', () => {
  test('merged ranges hold the same ports, ascending, with a gap between each two', () => {
    fc.assert(
      fc.property(ranges, (list) => {
        const merged = mergeRanges(list);
        expect(portsIn(merged)).toEqual(new Set([...portsIn(list)].toSorted((a, b) => a - b)));
        for (const [index, next] of merged.entries()) {
          const previous = merged[index - 1];
          expect(next.first).toBeGreaterThan(previous === undefined ? -1 : previous.last + 1);
        }
      }),
    );
  });

  test('a difference holds each port of the first that the second lacks, once', () => {
    fc.assert(
      fc.property(ranges, ranges, (wanted, served) => {
        const difference = subtractRanges(wanted, served);
        expect(portsIn(difference)).toEqual(portsIn(wanted).difference(portsIn(served)));
        const total = difference.reduce((sum, { first, last }) => sum + last - first + 1, 0);
        expect(total).toBe(portsIn(difference).size);
      }),
    );
  });

  test.each([
    [{ first: 443, last: 443 }, '443'],
    [{ first: 8443, last: 8500 }, '8443-8500'],
  ])('%o is written %s', (given, written) => {
    expect(formatRange(given)).toBe(written);
  });
});
