import { emulatorInputs } from '../../scripts/runner/emulator-connection.ts';
import { placementIn, printPlacement, samePlacement } from '../invariants/azure-as-it-is.ts';
import type { Violation } from '../invariants/violation.ts';
import { ForeignChanges } from '../schedules/foreign-changes.ts';
import { scenarioOf } from '../schedules/scenario.ts';
import { matchOf } from '../schedules/spots.ts';
import { endsWhole, judgeProduction, lastWord, recoverAndJudge, spokenTruly } from './aftermath.ts';
import { spawnSignalled } from './signalled-run.ts';
import type { SpawnedResult } from './spawned-part.ts';
import { writesIn } from './spawned-run.ts';
import type { SpawnedSchedule } from './spawned-schedule.ts';
import { type SpawnedWorld, startSpawnedWorld } from './spawned-world.ts';

export async function performSpawned(schedule: SpawnedSchedule, seed: number): Promise<SpawnedResult> {
  await using world = await startSpawnedWorld(scenarioOf('vipswap'), seed);
  const { plane } = world.emulator.arm;
  const foreign = new ForeignChanges(plane, world.before, schedule.disturbances);
  for (const disturbance of schedule.disturbances) {
    if (disturbance.kind === 'fault') {
      plane.faults.add({ match: matchOf(disturbance.at, world.before), ...disturbance.effect });
    }
  }
  const inputs = { 'swap-method': schedule.method };
  let writesBefore: number | undefined;
  const { run, violations: late } = await spawnSignalled(
    world,
    { inputs: { ...inputs, ...probeInputs(world, schedule) }, runsPost: !schedule.isMachineLost },
    schedule.signal,
    () => {
      writesBefore = writesIn(world);
    },
  );
  const violations = [
    ...(await spokenTruly(world, run)),
    ...late,
    ...(writesBefore === 0 ? stoppedBeforeItBegan(world) : []),
  ];
  const end = lastWord(run).claim?.outcome ?? 'nothing';
  const isToRecover = !endsWhole(run);
  if (isToRecover) {
    const recovered = await recoverAndJudge(world, schedule.recovery, inputs);
    violations.push(...recovered.violations);
  }
  violations.push(...(await judgeProduction(world)), ...foreign.violations());
  return { end, isRecovered: isToRecover, violations };
}

function probeInputs(
  { emulator }: SpawnedWorld,
  { probeTimeout }: SpawnedSchedule,
): Readonly<Record<string, string>> {
  const { 'probe-connect-to': connectTo = '' } = emulatorInputs(emulator.announcement);
  return probeTimeout === undefined
    ? {}
    : { probe: 'on', 'probe-timeout': probeTimeout, 'probe-connect-to': connectTo };
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
