import { ownerOf } from '../in-process/action.ts';
import type { Outcome } from '../invariants/outcome-is-true.ts';
import type { Violation } from '../invariants/violation.ts';
import { neverTwoInside } from '../race/never-two-inside.ts';
import { scenarioOf } from '../schedules/scenario.ts';
import { judgeProduction } from '../spawned/aftermath.ts';
import { type SpawnedRun, spawnRun } from '../spawned/spawned-run.ts';
import { type SpawnedWorld, startSpawnedWorld } from '../spawned/spawned-world.ts';
import { type ObservedMove, observeMoves } from './observed-moves.ts';
import type { SpawnedRace } from './spawned-race.ts';
import { everySpawnedEndIsFair } from './spawned-race-ends.ts';

export interface SpawnedRaceResult {
  readonly outcomes: readonly (Outcome | undefined)[];
  readonly violations: readonly Violation[];
}

/** What a runner of the race calls itself on GitHub; the first run of the harness is 1000001. */
const FIRST_RUN_ID = 2_000_001;

export async function performSpawnedRace(race: SpawnedRace, seed: number): Promise<SpawnedRaceResult> {
  await using world = await startSpawnedWorld(scenarioOf('vipswap'), seed);
  const { before } = world;
  const { plane } = world.emulator.arm;
  const observed = observeMoves(world, before);
  const runs = await Promise.all(
    race.runners.map(async ({ startsAfterMs, target, waits, lockTransitMs }, index) => {
      const runId = String(FIRST_RUN_ID + index);
      delayLock(world, runId, lockTransitMs);
      await plane.clock.sleep(startsAfterMs);
      const run = await spawnRun(world, {
        inputs: {
          'swap-method': race.method,
          'target-load-balancer':
            target === 'there' ? before.targetLoadBalancer : before.productionLoadBalancer,
          'lock-timeout': waits ? '5m' : '0s',
        },
        environment: { GITHUB_RUN_ID: runId },
      });
      return { name: `run ${runId}`, ownUrl: `/actions/runs/${runId}/`, waits, run };
    }),
  );
  const ends = runs.map(({ run, ...end }) => ({
    ...end,
    exitCode: run.main.exitCode,
    outcome: run.main.claim?.outcome,
    message: run.main.claim?.message ?? run.main.stdout.slice(-300),
    moves: observed.filter(({ requestId }) => isOf(run, requestId)),
  }));
  const production = await judgeProduction(world);
  return {
    outcomes: ends.map(({ outcome }) => outcome),
    violations: [
      ...runs.flatMap(({ run }) => run.secretsTold),
      ...unclaimed(
        observed,
        runs.map(({ run }) => run),
      ),
      ...neverTwoInside(
        ends.flatMap(({ name, moves }) => moves.map((move) => ({ ...move, run: name }))),
        plane.operations.all(),
      ),
      ...everySpawnedEndIsFair(ends),
      ...production,
    ],
  };
}

/** What a run writes into the tags while it has the lock, or takes it, names it as the owner: it is told from others by that. */
function delayLock({ emulator }: SpawnedWorld, runId: string, transitMs: number): void {
  emulator.arm.plane.faults.add({
    match: {
      method: 'PUT',
      path: 'publicIPAddresses/vipswap1pip$',
      body: {
        pointer: '/tags/azure-rollout-lock-owner',
        equals: ownerOf({ run: Number(runId), attempt: 1 }),
      },
      times: 'always',
    },
    effect: 'delayed',
    beforeMs: transitMs,
  });
}

function isOf({ main, post }: SpawnedRun, requestId: string): boolean {
  return [main, post].some((phase) => phase?.requestIds.includes(requestId));
}

/** Nobody else writes here: a move that no report tells of would be one that nothing is judged by. */
function unclaimed(observed: readonly ObservedMove[], runs: readonly SpawnedRun[]): Violation[] {
  return observed
    .filter(({ requestId }) => !runs.some((run) => isOf(run, requestId)))
    .map(({ path }) => ({ invariant: 'outcome-is-true', message: `no report has the write of ${path}` }));
}
