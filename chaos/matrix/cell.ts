import type { Violation } from '../invariants/violation.ts';
import { judgeProduction, recoverAndJudge, spokenTruly } from '../spawned/aftermath.ts';
import type { Recovery } from '../spawned/recovery.ts';
import { spawnRun } from '../spawned/spawned-run.ts';
import { describePoint, type Killer, type KillPoint, killAt } from './kill-point.ts';
import { type VictimName, victims } from './victims.ts';

export interface Cell {
  readonly victim: VictimName;
  readonly point: KillPoint;
  /** On another machine: this one is lost together with `main`, and nobody runs `post`. */
  readonly recovery: Recovery;
}

export interface CellResult {
  readonly cell: Cell;
  /** The run ended before it came there. */
  readonly isMissed: boolean;
  /** Which way the recovery says that it went, else its outcome. */
  readonly end: string;
  readonly violations: readonly Violation[];
}

export async function performCell(cell: Cell): Promise<CellResult> {
  const { prepare, options } = victims[cell.victim];
  await using world = await prepare();
  const operationsBefore = world.emulator.arm.plane.operations.all().length;
  let killer: Killer | undefined;
  const run = await spawnRun(world, {
    ...options,
    runsPost: false,
    onStart: (main) => {
      killer = killAt(world, cell.point, main, operationsBefore);
    },
  });
  killer?.stop();
  const spoken = spokenTruly(world, run);
  const recovered = await recoverAndJudge(world, cell.recovery, options.inputs);
  return {
    cell,
    isMissed: run.main.signal !== 'SIGKILL',
    end: recovered.end,
    violations: [...spoken, ...recovered.violations, ...(await judgeProduction(world))],
  };
}

/** `run by temporary-ip, after PUT …/loadBalancers/vipswap1lb (1), recover auto` */
export function describeCell({ victim, point, recovery }: Cell): string {
  return `${victim}, ${describePoint(point)}, ${recovery}`;
}
