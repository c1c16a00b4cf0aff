import { getInput } from '@actions/core';
import { openArm } from './azure-session.ts';
import { cancellation } from './cancellation.ts';
import { systemClock } from './engine/clock.ts';
import { readInputs } from './inputs.ts';
import type { Hold } from './state.ts';

/**
 * In `post`: the lock of a recovery that was cancelled or killed goes, so that nobody takes it for one that is under way. Where
 * that cannot be done it ends by itself, and `recover` takes it over.
 */
export async function giveUpHold({ lease, productionPublicIpIds }: Hold): Promise<void> {
  const signal = cancellation();
  try {
    const [{ giveUpLocks }, arm] = await Promise.all([
      import('./strategies/vip-swap/index.ts'),
      openArm(readInputs(getInput), systemClock, () => undefined),
    ]);
    await giveUpLocks({ arm, clock: systemClock, lease }, productionPublicIpIds, signal);
  } catch {
    // What there is to say of the recovery is said already.
  }
}
