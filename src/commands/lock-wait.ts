import { LockedError } from '../record/lock.ts';
import type { HeldLock, Recoverable } from '../strategies/strategy.ts';
import type { CommandContext } from './command.ts';

/** A look at each record; nothing is in a hurry that waits for a release. */
const LOOK_MS = 10_000;

/**
 * Waits until nothing is locked any more.
 *
 * @param untilMs `Clock.monotonicMs` at which patience ends.
 * @throws LockedError naming the owner.
 */
export async function awaitUnlocked(
  { arm, clock, signal, lease, emit }: CommandContext,
  strategy: Recoverable,
  found: HeldLock,
  untilMs: number,
): Promise<void> {
  let last = found;
  emit({ type: 'lock-wait', atMs: clock.monotonicMs(), resource: found.holder.name, lock: found.lock });
  for (;;) {
    const leftMs = untilMs - clock.monotonicMs();
    if (leftMs <= 0) {
      throw new LockedError(last.holder.name, last.lock);
    }
    await clock.sleep(Math.min(LOOK_MS, leftMs), signal);
    const [first] = await strategy.boundLocks({ arm, signal, lease });
    if (first === undefined) {
      return;
    }
    last = first;
  }
}
