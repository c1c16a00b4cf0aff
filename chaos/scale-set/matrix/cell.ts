import type { Violation } from '../../invariants/violation.ts';
import { describePoint, type Killer, type KillPoint, killAt } from '../../matrix/kill-point.ts';
import { type RecordedRun, recorded } from '../../matrix/recorded-run.ts';
import { spawnRun } from '../../spawned/spawned-run.ts';
import {
  inputsOf,
  judgeRelease,
  type ReleaseRecovery,
  recoverAndJudge,
  type SpawnedCommand,
  spokenTruly,
  startSpawnedRelease,
} from '../spawned/spawned-release.ts';

export interface ReleaseCell {
  readonly command: SpawnedCommand;
  readonly point: KillPoint;
  /** On another machine: this one is lost together with `main`, and nobody runs `post`. */
  readonly recovery: ReleaseRecovery;
}

export interface ReleaseCellResult {
  readonly cell: ReleaseCell;
  /** The run ended before it came there. */
  readonly isMissed: boolean;
  /** Which way the recovery says that it went, else its outcome. */
  readonly end: string;
  readonly violations: readonly Violation[];
}

export async function performReleaseCell(cell: ReleaseCell): Promise<ReleaseCellResult> {
  const { command, point, recovery } = cell;
  await using world = await startSpawnedRelease(command, 1);
  const before = world.emulator.arm.plane.operations.all().length;
  let killer: Killer | undefined;
  const run = await spawnRun(world, {
    inputs: inputsOf[command],
    runsPost: false,
    onStart: (main) => {
      killer = killAt(world, point, main, before);
    },
  });
  killer?.stop();
  const spoken = spokenTruly(world, command, run);
  const recovered = await recoverAndJudge(world, command, recovery);
  return {
    cell,
    isMissed: run.main.signal !== 'SIGKILL',
    end: recovered.end,
    violations: [...spoken, ...recovered.violations, ...(await judgeRelease(world))],
  };
}

/** `rollout, after POST …/web/manualupgrade (1), recover auto` */
export function describeReleaseCell({ command, point, recovery }: ReleaseCell): string {
  return `${command}, ${describePoint(point)}, ${recovery}`;
}

/** What an undisturbed run sends: the matrix has a row for each of these, and none by hand. */
export async function recordRelease(command: SpawnedCommand): Promise<RecordedRun> {
  await using world = await startSpawnedRelease(command, 1);
  const { journal, plane } = world.emulator.arm;
  const requestsBefore = journal.entries().length;
  const operationsBefore = plane.operations.all().length;
  const { main } = await spawnRun(world, { inputs: inputsOf[command] });
  if (main.claim?.outcome !== 'succeeded') {
    throw new Error(`A ${command} that nothing disturbs does not succeed:\n${main.stdout}`);
  }
  return {
    requests: recorded(journal.entries().slice(requestsBefore)),
    operationCount: plane.operations.all().length - operationsBefore,
  };
}
