import { getInput } from '@actions/core';
import { openArm } from './azure-session.ts';
import { systemClock } from './engine/clock.ts';
import { readInputsOfPost } from './inputs.ts';
import { maskInLog } from './masking.ts';
import type { Hold } from './state.ts';

/**
 * In `post`: the lock of a recovery that was cancelled or killed goes, so that nobody takes it for one that is under way. Where
 * that cannot be done it ends by itself, and `recover` takes it over.
 */
export async function giveUpHold({ lease, holders }: Hold): Promise<void> {
  // Another signal is no reason to leave the lock.
  const { signal } = new AbortController();
  try {
    const inputs = readInputsOfPost({ getInput, mask: maskInLog });
    const context = {
      arm: await openArm(inputs, systemClock, {
        emit: () => undefined,
        mask: maskInLog,
        conceal: (text) => text,
      }),
      clock: systemClock,
      lease,
    };
    if (holders.input === 'production-public-ip') {
      const { giveUpLocks } = await import('./strategies/vip-swap/index.ts');
      await giveUpLocks(context, holders.ids, signal);
    } else {
      const { giveUpLock } = await import('./strategies/scale-set/index.ts');
      await giveUpLock(context, holders.ids[0] ?? '', false, signal);
    }
  } catch {
    // What there is to say of the recovery is said already.
  }
}
