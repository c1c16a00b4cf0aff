import { getPublicIpAddress } from '../azure/public-ip-addresses.ts';
import { isOver, type Lock, LockedError, readLock } from '../record/lock.ts';
import type { CommandContext } from './command.ts';

/** A look at each address; nothing is in a hurry that waits for a release. */
const LOOK_MS = 10_000;

/**
 * Waits until no address is locked any more.
 *
 * @param untilMs `Clock.monotonicMs` at which patience ends.
 * @throws LockedError naming the owner.
 */
export async function awaitUnlocked(
  { arm, clock, signal, lease, emit }: CommandContext,
  found: { readonly address: string; readonly lock: Lock },
  addressIds: readonly string[],
  untilMs: number,
): Promise<void> {
  let last = found;
  emit({ type: 'lock-wait', atMs: clock.monotonicMs(), ...found });
  for (;;) {
    const leftMs = untilMs - clock.monotonicMs();
    if (leftMs <= 0) {
      throw new LockedError(last.address, last.lock);
    }
    await clock.sleep(Math.min(LOOK_MS, leftMs), signal);
    const addresses = await Promise.all(addressIds.map((id) => getPublicIpAddress(arm, id, signal)));
    const locked = addresses.flatMap(({ name, tags = {} }) => {
      const lock = readLock(tags);
      return lock === undefined || lock.id === lease.id || isOver(lock, lease.owner, arm.epochMs())
        ? []
        : [{ address: name, lock }];
    });
    const [first] = locked;
    if (first === undefined) {
      return;
    }
    last = first;
  }
}
