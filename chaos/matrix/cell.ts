import type { Violation } from '../invariants/violation.ts';
import type { Recovery } from '../spawned/recovery.ts';
import { spawnRun } from '../spawned/spawned-run.ts';
import { describePoint, type Killer, type KillPoint, killAt } from './kill-point.ts';
import type { Victim } from './victim.ts';

export interface Cell {
  /** Its name. */
  readonly victim: string;
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

export async function performCell({ prepare, options }: Victim, cell: Cell): Promise<CellResult> {
  await using scene = await prepare();
  const operationsBefore = scene.emulator.arm.plane.operations.all().length;
  let killer: Killer | undefined;
  const run = await spawnRun(scene, {
    ...options,
    runsPost: false,
    onStart: (main) => {
      killer = killAt(scene, cell.point, main, operationsBefore);
    },
  });
  killer?.stop();
  const spoken = await scene.judgeRun(run);
  const recovered = await scene.recover(cell.recovery);
  return {
    cell,
    isMissed: run.main.signal !== 'SIGKILL',
    end: recovered.end,
    violations: [...spoken, ...recovered.violations, ...(await scene.judgeEnd())],
  };
}

/** `run by temporary-ip, after PUT …/loadBalancers/vipswap1lb (1), recover auto` */
export function describeCell({ victim, point, recovery }: Cell): string {
  return `${victim}, ${describePoint(point)}, ${recovery}`;
}
