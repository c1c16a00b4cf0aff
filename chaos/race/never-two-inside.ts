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
  /** No frontend had the production address when it was sent. */
  readonly isInWindow: boolean;
}

/** What ARM has carried out: a write that it refused has moved nothing. */
export function carriedOut<T extends MovingWrite>(
  writes: readonly T[],
  operations: readonly Operation[],
): T[] {
  return writes.filter((write) => operationOf(write, operations) !== undefined);
}

/**
 * Whoever moves something has the lock at that moment. Who brings production back does not look first, for that would be a part
 * of the outage, and has nothing but its ETag.
 */
export function onlyUnderLock(writes: readonly LockedWrite[]): Violation[] {
  return writes
    .filter(({ url, lockOwner, isInWindow }) => url !== lockOwner && !isInWindow)
    .map(({ run, path, lockOwner }) => ({
      invariant: 'never-two-inside',
      message: `${run} writes ${nameOf(path)}, and the lock is of ${lockOwner || 'nobody'}`,
    }));
}

/**
 * From the first move of a run to the end of its last one nobody else moves anything. A recovery may put an update in the place
 * of one that hangs, whoever waits for that.
 */
export function neverTwoInside(
  writes: readonly MovingWrite[],
  operations: readonly Operation[],
  recoveries: ReadonlySet<string> = new Set(),
): Violation[] {
  const windows = [...Map.groupBy(writes, ({ run }) => run)].map(([run, own]) => ({
    run,
    fromMs: Math.min(...own.map(({ sentAtMs }) => sentAtMs)),
    toMs: Math.max(...own.map((write) => endOf(write, operations))),
    hangsUntilMs: Math.max(...own.map((write) => supersededAtMs(write, operations))),
  }));
  return writes.flatMap((write) =>
    windows
      .filter(
        ({ run, fromMs, toMs, hangsUntilMs }) =>
          run !== write.run &&
          fromMs < write.sentAtMs &&
          write.sentAtMs < toMs &&
          !(recoveries.has(write.run) && toMs === hangsUntilMs),
      )
      .map(({ run }) => ({
        invariant: 'never-two-inside',
        message: `${write.run} writes ${nameOf(write.path)} while ${run} is inside`,
      })),
  );
}

/** A move lasts until its operation has ended. */
function endOf(write: MovingWrite, operations: readonly Operation[]): number {
  return operationOf(write, operations)?.ended?.atMs ?? write.answeredAtMs ?? write.sentAtMs;
}

function supersededAtMs(write: MovingWrite, operations: readonly Operation[]): number {
  const ended = operationOf(write, operations)?.ended;
  return ended?.end.status === 'Canceled' ? ended.atMs : Number.NEGATIVE_INFINITY;
}

function operationOf(
  { path, sentAtMs, answeredAtMs = sentAtMs }: MovingWrite,
  operations: readonly Operation[],
): Operation | undefined {
  return operations.find(
    (each) => sameId(each.path, path) && each.acceptedAtMs >= sentAtMs && each.acceptedAtMs <= answeredAtMs,
  );
}
