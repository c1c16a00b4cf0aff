import { ArmError } from '../azure/arm/arm-error.ts';
import { DeadlineError, withDeadline } from '../engine/deadline.ts';
import { LockedError } from '../record/lock.ts';
import type { HeldLock, ReleaseStrategy } from '../strategies/strategy.ts';
import type { CommandContext } from './command.ts';

/** For the look at the very end of the patience: the lock may have gone since the one before. */
const LAST_LOOK_MS = 10_000;

/**
 * Waits until nothing is locked any more.
 *
 * @param untilMs `Clock.monotonicMs` at which patience ends.
 * @throws LockedError naming the owner.
 */
export async function awaitUnlocked(
  context: CommandContext,
  strategy: ReleaseStrategy,
  found: HeldLock,
  untilMs: number,
): Promise<void> {
  const { clock, signal, emit } = context;
  let last = found;
  emit({ type: 'lock-wait', atMs: clock.monotonicMs(), resource: found.holder.name, lock: found.lock });
  for (;;) {
    const leftMs = untilMs - clock.monotonicMs();
    if (leftMs <= 0) {
      throw lockedBy(last, strategy);
    }
    await clock.sleep(Math.min(strategy.lockLookMs, leftMs), signal);
    const [first] = await lookAt(context, strategy, last, untilMs);
    if (first === undefined) {
      return;
    }
    last = first;
  }
}

/** @returns the last one that was seen where ARM wants to be left alone: whoever has the lock needs the quota more than who waits for it. */
async function lookAt(
  { arm, clock, lease, signal }: CommandContext,
  strategy: ReleaseStrategy,
  last: HeldLock,
  untilMs: number,
): Promise<readonly HeldLock[]> {
  const timeoutMs = Math.max(untilMs - clock.monotonicMs(), LAST_LOOK_MS);
  const deadline = { clock, signal, timeoutMs, subject: `the lock of "${last.holder.name}"` };
  try {
    return await withDeadline(deadline, (limited) => strategy.boundLocks({ arm, lease, signal: limited }));
  } catch (error) {
    if (error instanceof ArmError && error.status === 429) {
      return [last];
    }
    throw error instanceof DeadlineError ? lockedBy(last, strategy) : error;
  }
}

function lockedBy({ holder, lock, beside }: HeldLock, { undertaking }: ReleaseStrategy): LockedError {
  return new LockedError(holder, lock, undertaking, beside);
}
