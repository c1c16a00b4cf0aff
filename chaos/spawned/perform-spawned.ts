import { placementIn, printPlacement, samePlacement } from '../invariants/azure-as-it-is.ts';
import type { Violation } from '../invariants/violation.ts';
import { ForeignChanges } from '../schedules/foreign-changes.ts';
import { scenarioOf } from '../schedules/scenario.ts';
import { matchOf } from '../schedules/spots.ts';
import { endsWhole, judgeProduction, lastWord, recoverAndJudge, spokenTruly } from './aftermath.ts';
import { hasRecover } from './product.ts';
import { sendAfter } from './signals.ts';
import { spawnRun } from './spawned-run.ts';
import type { SpawnedSchedule } from './spawned-schedule.ts';
import { type SpawnedWorld, startSpawnedWorld } from './spawned-world.ts';

export interface SpawnedResult {
  /** How the run has ended by its own last word; `nothing` where it could not say any. */
  readonly end: string;
  readonly isRecovered: boolean;
  readonly violations: readonly Violation[];
}

export async function performSpawned(schedule: SpawnedSchedule, seed: number): Promise<SpawnedResult> {
  await using world = await startSpawnedWorld(scenarioOf('vipswap'), seed);
  const { plane } = world.emulator.arm;
  const foreign = new ForeignChanges(plane, world.before, schedule.disturbances);
  for (const disturbance of schedule.disturbances) {
    if (disturbance.kind === 'fault') {
      plane.faults.add({ match: matchOf(disturbance.at), ...disturbance.effect });
    }
  }
  const inputs = { 'swap-method': schedule.method };
  const { signal } = schedule;
  let writesBefore: number | undefined;
  let stopSending = () => {};
  const run = await spawnRun(world, {
    inputs,
    runsPost: !(hasRecover() && schedule.isMachineLost),
    onStart: (main) => {
      if (signal !== undefined) {
        stopSending = sendAfter(main, signal.kind, signal.afterMs, () => {
          writesBefore = writesIn(world);
        });
      }
    },
  });
  stopSending();
  const violations = spokenTruly(world, run);
  if (writesBefore === 0) {
    violations.push(...stoppedBeforeItBegan(world));
  }
  const end = lastWord(run).claim?.outcome ?? 'nothing';
  const isToRecover = hasRecover() && !endsWhole(run);
  if (isToRecover) {
    violations.push(...(await recoverAndJudge(world, schedule.recovery, inputs)));
  }
  if (isToRecover || endsWhole(run)) {
    violations.push(...(await judgeProduction(world)), ...foreign.violations());
  }
  return { end, isRecovered: isToRecover, violations };
}

function writesIn({ emulator }: SpawnedWorld): number {
  return emulator.arm.journal
    .entries()
    .filter(({ method, path }) => method !== 'GET' && !path.endsWith('/health')).length;
}

/** Whoever stops a job before its first write does not want to find a release in its place. */
function stoppedBeforeItBegan({ emulator, before }: SpawnedWorld): Violation[] {
  const placement = placementIn(emulator.arm.plane);
  return samePlacement(placement, before.placement)
    ? []
    : [
        {
          invariant: 'cancelled-before-it-began',
          message: `stopped before its first write, it has moved production all the same: ${printPlacement(placement)}`,
        },
      ];
}
