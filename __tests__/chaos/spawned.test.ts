import { describe, expect, it } from 'vitest';
import { tenthOfMatrix } from '../../chaos/matrix/matrix.ts';
import type { Part } from '../../chaos/part.ts';
import { raceSpawned } from '../../chaos/race-spawned/race-spawned.ts';
import { everySpawnedEndIsFair, type SpawnedRaceEnd } from '../../chaos/race-spawned/spawned-race-ends.ts';
import { scenarioOf } from '../../chaos/schedules/scenario.ts';
import { spokenTruly } from '../../chaos/spawned/aftermath.ts';
import { cancel, spawned } from '../../chaos/spawned/spawned.ts';
import { spawnRun } from '../../chaos/spawned/spawned-run.ts';
import { startSpawnedWorld } from '../../chaos/spawned/spawned-world.ts';

const parts: readonly [string, Part, number][] = [
  ['a tenth of the crash matrix', tenthOfMatrix, 0],
  ['runs with faults and signals', spawned, 6],
  ['cancelled runs', cancel, 4],
  ['a race', raceSpawned, 1],
];

/** The matrix records each command first, and a recovery that it kills looks for late writes for ten seconds, as the one after it. */
const TIMEOUT_MS = 300_000;

/** A seeded part of what `npm run chaos` does by the hundred. */
describe.concurrent('production is whole after', () => {
  it.each(parts)(
    '%s',
    async (_, part, count) => {
      const { failures } = await part({
        seed: 1,
        count,
        // They wait for most of their time.
        parallel: 2,
        match: '',
        onProgress: () => undefined,
      });
      expect(failures).toEqual([]);
    },
    TIMEOUT_MS,
  );
});

it(
  'holds the writes that have reached Azure against a run that says no-change',
  async () => {
    await using world = await startSpawnedWorld(scenarioOf('vipswap'), 1);
    const moved = await spawnRun(world, { inputs: { 'swap-method': 'native' } });
    const { claim } = moved.main;
    expect.assert(claim !== undefined);
    expect(claim.outcome).toBe('succeeded');
    expect(claim.writes).toBeGreaterThan(0);
    const untrue = { ...moved, main: { ...moved.main, claim: { ...claim, outcome: 'no-change' } } } as const;
    expect((await spokenTruly(world, untrue)).map(({ message }) => message)).toEqual([
      expect.stringMatching(/^main says no-change, and has sent \d+ writes/),
    ]);
    const again = await spawnRun(world, { inputs: { 'swap-method': 'native' } });
    expect(again.main.claim).toMatchObject({ outcome: 'no-change', writes: 0 });
    expect(await spokenTruly(world, again)).toEqual([]);
  },
  TIMEOUT_MS,
);

describe('the end of a spawned race', () => {
  const move = {
    path: '/loadBalancers/lb',
    sentAtMs: 0,
    answeredAtMs: 1,
    requestId: '1',
    lockOwner: 'https://github.com/contoso/shop/actions/runs/1/attempts/1',
  };
  const winner: SpawnedRaceEnd = {
    name: 'run 1',
    ownUrl: '/actions/runs/1/',
    waits: false,
    exitCode: 0,
    outcome: 'succeeded',
    message: '',
    moves: [move],
  };
  const loser: SpawnedRaceEnd = {
    ...winner,
    name: 'run 2',
    ownUrl: '/actions/runs/2/',
    exitCode: 1,
    outcome: 'failed',
    message: `locked by ${move.lockOwner}`,
    moves: [],
  };
  const waiter: SpawnedRaceEnd = { ...loser, waits: true, exitCode: 0, outcome: 'no-change', message: '' };

  it.each([[loser], [waiter]])('is fair where the others have waited, or name the winner', (other) => {
    expect(everySpawnedEndIsFair([winner, other])).toEqual([]);
  });

  it.each<[string, Partial<SpawnedRaceEnd>]>([
    ['moves something while another run has the lock', { ...waiter, outcome: 'succeeded', moves: [move] }],
    ['succeeds without having moved anything', { ...waiter, outcome: 'succeeded' }],
    ['fails although it had time to wait', { waits: true }],
    ['does not say who has the lock', { message: 'locked' }],
    ['says that it has undone something', { outcome: 'rolled-back' }],
    ['is green', { exitCode: 0 }],
    ['says nothing', { outcome: undefined }],
  ])('is not where one %s', (_, more) => {
    expect(everySpawnedEndIsFair([winner, { ...loser, ...more }])).toHaveLength(1);
  });
});
