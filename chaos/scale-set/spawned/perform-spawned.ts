import { endsWhole, lastWord } from '../../spawned/aftermath.ts';
import { spawnSignalled } from '../../spawned/signalled-run.ts';
import type { SpawnedResult } from '../../spawned/spawned-part.ts';
import { ForeignChanges } from '../schedules/foreign-changes.ts';
import {
  inputsOf,
  judgeRelease,
  recoverAndJudge,
  spokenTruly,
  startSpawnedRelease,
} from './spawned-release.ts';
import type { SpawnedReleaseSchedule } from './spawned-schedule.ts';

export async function performSpawnedRelease(
  { command, disturbances, signal, isMachineLost, recovery }: SpawnedReleaseSchedule,
  seed: number,
): Promise<SpawnedResult> {
  await using world = await startSpawnedRelease(command, seed);
  const foreign = new ForeignChanges(world.emulator.arm.plane, 'image', disturbances);
  const { run, violations: late } = await spawnSignalled(
    world,
    { inputs: inputsOf[command], runsPost: !isMachineLost },
    signal,
  );
  const violations = [...spokenTruly(world, command, run), ...late];
  const isRecovered = !endsWhole(run);
  if (isRecovered) {
    violations.push(...(await recoverAndJudge(world, command, recovery)).violations);
  }
  violations.push(...(await judgeRelease(world)), ...foreign.violations());
  return { end: lastWord(run).claim?.outcome ?? 'nothing', isRecovered, violations };
}
