import type { Operation } from '../../emulator/arm/operations.ts';
import { sameId } from '../../emulator/arm/resource-id.ts';
import { nameOf } from '../invariants/azure-as-it-is.ts';
import type { Violation } from '../invariants/violation.ts';

/** A request of one of several runs at once that moves an address. */
export interface MovingWrite {
  readonly run: string;
  readonly path: string;
  readonly sentAtMs: number;
  /** Absent where no answer came. */
  readonly answeredAtMs?: number;
}

/** With whose lock was in the tags of the production address when it was sent. */
export interface LockedWrite extends MovingWrite {
  /** URL of its run. */
  readonly url: string;
  /** Empty where nobody had it. */
  readonly lockOwner: string;
}

/** Whoever moves something has the lock at that moment. */
export function onlyUnderLock(writes: readonly LockedWrite[]): Violation[] {
  return writes
    .filter(({ url, lockOwner }) => url !== lockOwner)
    .map(({ run, path, lockOwner }) => ({
      invariant: 'never-two-inside',
      message: `${run} writes ${nameOf(path)}, and the lock is of ${lockOwner || 'nobody'}`,
    }));
}

/** From the first move of a run to the end of its last one nobody else moves anything. */
export function neverTwoInside(
  writes: readonly MovingWrite[],
  operations: readonly Operation[],
): Violation[] {
  const windows = [...Map.groupBy(writes, ({ run }) => run)].map(([run, own]) => ({
    run,
    fromMs: Math.min(...own.map(({ sentAtMs }) => sentAtMs)),
    toMs: Math.max(...own.map((write) => endOf(write, operations))),
  }));
  return writes.flatMap((write) =>
    windows
      .filter(
        ({ run, fromMs, toMs }) => run !== write.run && fromMs < write.sentAtMs && write.sentAtMs < toMs,
      )
      .map(({ run }) => ({
        invariant: 'never-two-inside',
        message: `${write.run} writes ${nameOf(write.path)} while ${run} is inside`,
      })),
  );
}

/** A move lasts until its operation has ended. */
function endOf(
  { path, sentAtMs, answeredAtMs = sentAtMs }: MovingWrite,
  operations: readonly Operation[],
): number {
  const operation = operations.find(
    (each) => sameId(each.path, path) && each.acceptedAtMs >= sentAtMs && each.acceptedAtMs <= answeredAtMs,
  );
  return operation?.ended?.atMs ?? answeredAtMs;
}
