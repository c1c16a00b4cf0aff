import { ArmError } from '../azure/arm/arm-error.ts';
import { LockedError } from '../record/lock.ts';
import type { HeldLock, Recoverable, ReleaseStrategy } from '../strategies/strategy.ts';
import type { CommandContext } from './command.ts';

/**
 * Waits until nothing is locked any more.
 *
 * @param untilMs `Clock.monotonicMs` at which patience ends.
 * @throws LockedError naming the owner.
 */
export async function awaitUnlocked(
  { arm, clock, signal, lease, emit }: CommandContext,
  strategy: ReleaseStrategy,
  found: HeldLock,
  untilMs: number,
): Promise<void> {
  let last = found;
  emit({ type: 'lock-wait', atMs: clock.monotonicMs(), resource: found.holder.name, lock: found.lock });
  for (;;) {
    const leftMs = untilMs - clock.monotonicMs();
    if (leftMs <= 0) {
      throw new LockedError(last.holder, last.lock, strategy.undertaking, last.beside);
    }
    await clock.sleep(Math.min(strategy.lockLookMs, leftMs), signal);
    const [first] = (await lookAt(strategy, { arm, signal, lease })) ?? [last];
    if (first === undefined) {
      return;
    }
    last = first;
  }
}

/** @returns undefined where ARM wants to be left alone: whoever has the lock needs the quota more than who waits for it. */
async function lookAt(
  strategy: Recoverable,
  context: Parameters<Recoverable['boundLocks']>[0],
): Promise<readonly HeldLock[] | undefined> {
  try {
    return await strategy.boundLocks(context);
  } catch (error) {
    if (error instanceof ArmError && error.status === 429) {
      return undefined;
    }
    throw error;
  }
}
