import { describe, expect, test } from 'vitest';
import { outagesOf, totalOutageMs } from '../../bench/ground-truth.ts';
import type { GroundTruthInterval } from '../../emulator/data-plane/contract.ts';

const production = { address: '127.0.2.1', port: 9000 };

function interval(fromMs: number, state: GroundTruthInterval['state'], of = production): GroundTruthInterval {
  return { publicIpAddressId: '/subscriptions/s/…/vipswap1pip', ...of, fromMs, state };
}

describe('outages of an address', () => {
  test('last from the first moment that nobody answers to the first that somebody does, whatever nobody looked like', () => {
    const intervals = [
      interval(0, 'served'),
      interval(100, 'refused'),
      interval(150, 'swallowed'),
      interval(400, 'mixed'),
      interval(500, 'served'),
      interval(900, 'swallowed'),
      interval(950, 'served'),
    ];
    expect(outagesOf(intervals, production)).toEqual([
      { fromMs: 100, toMs: 400 },
      { fromMs: 900, toMs: 950 },
    ]);
  });

  test('are open while they last', () => {
    expect(outagesOf([interval(0, 'served'), interval(70, 'swallowed')], production)).toEqual([
      { fromMs: 70 },
    ]);
  });

  test('of other ports and addresses are not its own', () => {
    const others = [
      interval(0, 'refused', { ...production, port: 50_000 }),
      interval(0, 'swallowed', { ...production, address: '127.0.2.2' }),
    ];
    expect(outagesOf([interval(0, 'served'), ...others], production)).toEqual([]);
  });
});

describe('the time of all outages', () => {
  const outages = [{ fromMs: 100, toMs: 400 }, { fromMs: 900, toMs: 950 }, { fromMs: 2_000 }];

  test('counts those that began in the window', () => {
    expect(totalOutageMs(outages, { startedMs: 100, endedMs: 1_000 })).toBe(350);
    expect(totalOutageMs(outages, { startedMs: 101, endedMs: 900 })).toBe(0);
  });

  test('counts one that lasts up to the end of the window', () => {
    expect(totalOutageMs(outages, { startedMs: 1_000, endedMs: 2_500 })).toBe(500);
  });
});
