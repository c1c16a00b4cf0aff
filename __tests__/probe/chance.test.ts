import { describe, expect, it } from 'vitest';
import { fewestFailures, largestShare, type ShareAway } from '../../src/probe/chance.ts';
import { measureDowntime } from '../../src/probe/downtime.ts';
import type { ProbeSample } from '../../src/probe/probe-events.ts';

describe('the fewest failures in a row that are no chance', () => {
  it.each([
    // 100 * (1 / 3) ** 10 is 0.0017, and ** 11 is 0.0006.
    [1 / 3, 100, 11],
    // 3,000 * 0.2 ** 9 is 0.0015, and ** 10 is 0.0003.
    [0.2, 3_000, 10],
    [0.5, 1_000, 20],
    [0.099, 1_000, 6],
    [0.01, 1_000, 4],
    [0.99, 1_000, 1375],
  ])('with %d away, among %d requests', (share, requestCount, fewest) => {
    expect(fewestFailures(share, requestCount)).toBe(fewest);
    expect(requestCount * share ** fewest).toBeLessThan(0.001);
    expect(requestCount * share ** (fewest - 1)).toBeGreaterThanOrEqual(0.001);
  });

  it('are a single one where nobody is away, so that chance explains none, and where all are', () => {
    expect([0, 1].map((share) => fewestFailures(share, 1_000))).toEqual([1, 1]);
  });

  it('are met in one of a thousand releases at most, by so many draws', () => {
    let seed = 7;
    const draw = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return seed / 2 ** 31;
    };
    const [share, requestCount, releases] = [1 / 3, 200, 2_000];
    const fewest = fewestFailures(share, requestCount);
    const longestRun = () => {
      let [longest, run] = [0, 0];
      for (let request = 0; request < requestCount; request += 1) {
        run = draw() < share ? run + 1 : 0;
        longest = Math.max(longest, run);
      }
      return longest;
    };
    const runs = Array.from({ length: releases }, longestRun);
    expect(runs.filter((run) => run >= fewest).length).toBeLessThanOrEqual(releases * 0.001 * 3);
    // A rule that was four requests shorter would have called an outage what was none.
    expect(runs.filter((run) => run >= fewest - 4).length).toBeGreaterThan(releases * 0.01);
  });
});

describe('the largest share at a time', () => {
  const shares: ShareAway[] = [
    { fromMs: 1_000, share: 0.2 },
    { fromMs: 2_000, share: 0.1 },
    { fromMs: 3_000, share: 1 },
  ];

  it.each([
    [0, 500, 0],
    [0, 1_500, 0.2],
    [1_900, 1_950, 0.2],
    // What was away when it began may have failed the first request, and what came after it the last.
    [1_900, 2_500, 0.2],
    [2_100, 2_900, 0.1],
    [2_900, 3_100, 1],
    [9_000, 9_100, 1],
  ])('from %d to %d', (fromMs, toMs, share) => {
    expect(largestShare(shares, fromMs, toMs)).toBe(share);
  });
});

describe('an outage of production of which a share may be away', () => {
  const sharesAway = [{ fromMs: 0, share: 0.5 }];
  const answers = (pattern: string): ProbeSample[] =>
    [...pattern].map((letter, index) => ({
      dueAtMs: index * 250,
      sentAtMs: index * 250,
      completedAtMs: index * 250 + 5,
      result: letter === '.' ? { kind: 'good' } : { kind: 'failed', cause: 'no answer' },
    }));
  const measure = (pattern: string, away: readonly ShareAway[] = sharesAway) =>
    measureDowntime(answers(pattern), { intervalMs: 250, slowAfterMs: 1_000, sharesAway: away });
  const calm = '.'.repeat(40);

  it('has so many failures that they are no chance', () => {
    // 100 requests: 100 * 0.5 ** 17 is below 0.001, and ** 16 is not.
    const all = `${calm}${'x'.repeat(17)}${'.'.repeat(43)}`;
    const fewer = `${calm}${'x'.repeat(16)}${'.'.repeat(44)}`;
    expect(measure(all)).toMatchObject({
      fewestFailures: 17,
      outages: [{ failedCount: 17, downMs: 17 * 250 }],
      resolutionMs: 17 * 250,
    });
    expect(measure(fewer)).toMatchObject({ failedCount: 16, outages: [], totalMs: 0, uncertaintyMs: 0 });
  });

  it('is not put together of several runs', () => {
    expect(measure(`${'.xxxx'.repeat(20)}${'.'.repeat(10)}`)).toMatchObject({ failedCount: 80, outages: [] });
  });

  it('is not open where only the last request has failed', () => {
    expect(measure(`${calm}x`)?.outages).toEqual([]);
    expect(measure(`${calm}${'x'.repeat(30)}`)?.outages).toMatchObject([{ failedCount: 30 }]);
  });

  it('is any failure before a release takes somebody away, and once it has all away', () => {
    const pattern = '.x..x..x..';
    const away = [
      { fromMs: 700, share: 0.5 },
      { fromMs: 1_600, share: 1 },
    ];
    expect(measure(pattern, away)?.outages.map(({ fromMs }) => fromMs)).toEqual([5, 1_505]);
    expect(measure(pattern, [])).toMatchObject({ fewestFailures: 1, resolutionMs: 250 });
    expect(measure(pattern, [])?.outages).toHaveLength(3);
  });
});
