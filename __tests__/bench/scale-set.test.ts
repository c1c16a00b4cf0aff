import { describe, expect, test } from 'vitest';
import { mostUsed, usedShare } from '../../bench/scale-set/bucket-use.ts';
import { canaryFigures } from '../../bench/scale-set/canary-figures.ts';
import type { CanaryRound } from '../../bench/scale-set/canary-rounds.ts';
import type { ClientSample } from '../../bench/scale-set/client-sample.ts';
import { listingsByBatch } from '../../bench/scale-set/listings.ts';
import { describeUnexplained, unexplained } from '../../bench/scale-set/lost-requests.ts';
import { rolloutFigures } from '../../bench/scale-set/rollout-figures.ts';
import type { RolloutRound } from '../../bench/scale-set/rollout-rounds.ts';

const idOf = (id: string) => `/s/virtualMachineScaleSets/web/virtualMachines/${id}`;

function failed(sentAtMs: number, localPort: number | null = 50_001): ClientSample {
  return {
    dueAtMs: sentAtMs,
    sentAtMs,
    completedAtMs: sentAtMs + 2_000,
    result: { kind: 'failed', cause: 'no answer' },
    localPort,
  };
}

describe('a failed request is accounted for', () => {
  const lost = {
    atMs: 1_003,
    clientPort: 50_001,
    backend: `${idOf('1')}/networkInterfaces/n/ipConfigurations/i`,
  };
  const upgrade = { resourceIds: [idOf('0'), idOf('1')], acceptedAtMs: 900, endsAtMs: 5_000 };
  const truth = { unanswered: [lost], intervals: [], operations: [upgrade] };

  test('by that very connection, which a machine that was being upgraded did not answer', () => {
    expect(unexplained([failed(1_000)], truth)).toEqual([]);
    expect(unexplained([failed(5_000)], truth)).toEqual([failed(5_000)]);
  });

  test('as late as an emulator that is held up accepts it, and not by who has the port after it', () => {
    const at = (atMs: number) => ({ ...truth, unanswered: [{ ...lost, atMs }] });
    expect(unexplained([failed(1_000)], at(2_900))).toEqual([]);
    expect(unexplained([failed(1_000)], at(3_100))).toEqual([failed(1_000)]);
  });

  test('or told with what was lost near it', () => {
    expect(describeUnexplained(failed(1_000, 50_002), truth)).toBe(
      'port 50002, sent 0 ms late, ended after 2000 ms: no answer; ' +
        `lost near it by the emulator: port 50001 to ${lost.backend} after 3 ms`,
    );
    expect(describeUnexplained(failed(9_000), truth)).toMatch(/by the emulator: nothing$/);
  });

  test('not by what another one has lost at the same time', () => {
    const others = [failed(1_000, 50_002), failed(1_000, null)];
    expect(unexplained(others, truth)).toEqual(others);
  });

  test.each([
    ['that nobody worked on', { ...upgrade, resourceIds: [idOf('0'), idOf('10')] }],
    ['that was ready again', { ...upgrade, acceptedAtMs: 100, endsAtMs: 900 }],
    ['that was worked on only later', { ...upgrade, acceptedAtMs: 1_500 }],
  ])('not by an instance %s', (_, operation) => {
    expect(unexplained([failed(1_000)], { ...truth, operations: [operation] })).toEqual([failed(1_000)]);
  });

  test('by a time in which nobody served', () => {
    const intervals = [
      { fromMs: 0, toMs: 1_000, state: 'served' },
      { fromMs: 1_000, toMs: 2_000, state: 'swallowed' },
      { fromMs: 2_000, state: 'served' },
    ] as const;
    const left = unexplained([failed(1_500), failed(2_500)], { ...truth, unanswered: [], intervals });
    expect(left).toEqual([failed(2_500)]);
  });
});

test('listings are counted from each upgrade on, the last one too, their first pages alone', () => {
  const upgrade = { method: 'POST', path: '/s/web/manualupgrade', query: '' };
  const first = { method: 'GET', path: '/s/web/virtualMachines', query: '$expand=instanceView' };
  const second = { ...first, query: '$expand=instanceView&$skiptoken=50' };
  const single = { ...first, path: '/s/web/virtualMachines/4' };
  const listing = [first, second];
  const requests = [
    ...listing,
    upgrade,
    single,
    ...listing,
    upgrade,
    ...listing,
    ...listing,
    upgrade,
    ...listing,
  ];
  expect(listingsByBatch(requests)).toEqual([1, 2, 1]);
  expect(listingsByBatch([...listing, upgrade])).toEqual([0]);
  expect(listingsByBatch(listing)).toEqual([]);
});

test('of each rate limit that bucket counts of which most was in use', () => {
  const bucket = { name: 'views', scope: 'web_0', capacity: 40, lowest: 30, refused: 0 };
  const [most, ...others] = mostUsed([bucket, { ...bucket, scope: 'web_1', lowest: 10 }]);
  expect(others).toEqual([]);
  expect(most).toMatchObject({ scope: 'web_1' });
  expect(usedShare(bucket)).toBe(0.25);
});

describe('the table', () => {
  const ours: RolloutRound = {
    entrant: 'full-rollout',
    upgraded: 100,
    tookMs: 600_000,
    requests: 12_000,
    failed: 6,
    unexplained: [],
    unanswered: 7,
    outageMs: 0,
    listingsByBatch: [1, 1, 1, 1, 3],
    buckets: [{ name: 'Listings', scope: 'web', capacity: 30, lowest: 20, refused: 0 }],
  };
  const oneByOne: RolloutRound = { ...ours, entrant: 'one-by-one', upgraded: 8, tookMs: 480_000 };
  const verdicts = (round: RolloutRound) =>
    rolloutFigures([round]).flatMap((row) => row.slice(-1).filter(Boolean));

  test('tells what a hundred would take where fewer were upgraded', () => {
    const row = rolloutFigures([ours, oneByOne]).find(([figure]) => figure?.startsWith('time for 100'));
    expect(row?.slice(1, 4)).toEqual(['10 min 00 s', '', '100 min 00 s']);
  });

  test('tells between which figures the draws of an entrant are, of which it shows the first', () => {
    const rows = rolloutFigures([ours, ...[9, 6, 13].map((failed) => ({ ...oneByOne, failed }))]);
    const failed = rows.filter(([figure]) => figure === 'failed' || figure === 'failed, in all draws');
    expect(failed.map((row) => row.slice(1, 4))).toEqual([
      ['6 (0.05 %)', '', '9 (0.07 %)'],
      ['', '', '6 to 13, of 3'],
    ]);
  });

  test('judges ours alone', () => {
    expect(verdicts(ours)).toEqual(['yes', 'yes', 'yes', 'yes']);
    expect(
      verdicts({
        ...ours,
        unexplained: ['port 50001'],
        listingsByBatch: [1, 2, 4],
        buckets: ours.buckets.map((each) => ({ ...each, lowest: 14 })),
      }),
    ).toEqual(['NO', 'NO', 'NO', 'NO']);
    expect(verdicts(oneByOne)).toEqual([]);
  });
});

describe('the table of canaries', () => {
  const bucket = { name: 'GetVMScaleSetResource', scope: 'web', capacity: 36, lowest: 18, refused: 0 };
  const small: CanaryRound = {
    name: '30, check-http',
    upgraded: 30,
    tookMs: 180_000,
    calls: 400,
    listings: 9,
    buckets: [bucket],
  };
  const verdicts = (...rounds: CanaryRound[]) =>
    canaryFigures(rounds).flatMap((row) => row.slice(-1).filter(Boolean));

  test('has each limit that anybody met, and an empty cell for who did not', () => {
    const other = { ...bucket, name: 'GetVMScaleSetVM', lowest: 35 };
    const rows = canaryFigures([small, { ...small, name: '100, both', buckets: [other] }]);
    expect(rows.slice(-2)).toEqual([
      ['in use of 36 GetVMScaleSetResource, most', '50 %', '', '', '', '<= 50 %', 'yes'],
      ['in use of 36 GetVMScaleSetVM, most', '', '', '', '2.78 %', '<= 50 %', 'yes'],
    ]);
  });

  test('judges whether anybody was refused, and by whom of all a limit was used most', () => {
    expect(verdicts(small)).toEqual(['yes', 'yes']);
    const large = { ...small, name: '100, both', buckets: [{ ...bucket, lowest: 17, refused: 1 }] } as const;
    expect(verdicts(small, large)).toEqual(['NO', 'NO']);
  });
});
