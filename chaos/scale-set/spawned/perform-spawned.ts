import { endsWhole, lastWord } from '../../spawned/aftermath.ts';
import { spawnSignalled } from '../../spawned/signalled-run.ts';
import type { SpawnedResult } from '../../spawned/spawned-part.ts';
import { ForeignChanges } from '../schedules/foreign-changes.ts';
import { judgeRelease, recoverAndJudge, spokenTruly } from './spawned-release.ts';
import { type SpawnedReleaseSchedule, spawnedJobs, startPlainRelease } from './spawned-schedule.ts';

export async function performSpawnedRelease(
  { command, disturbances, signal, isMachineLost, recovery }: SpawnedReleaseSchedule,
  seed: number,
): Promise<SpawnedResult> {
  await using world = await startPlainRelease(command, seed);
  const job = spawnedJobs[command];
  const foreign = new ForeignChanges(world.emulator.arm.plane, 'image', disturbances);
  const { run, violations: late } = await spawnSignalled(
    world,
    { inputs: job.inputs, runsPost: !isMachineLost },
    signal,
  );
  const violations = [...spokenTruly(world, command, run), ...late];
  const isRecovered = !endsWhole(run);
  if (isRecovered) {
    violations.push(...(await recoverAndJudge(world, job, recovery)).violations);
  }
  const reach = command === 'rollout' ? 'everybody' : 'canaries';
  violations.push(...(await judgeRelease(world, reach)), ...foreign.violations());
  return { end: lastWord(run).claim?.outcome ?? 'nothing', isRecovered, violations };
}
