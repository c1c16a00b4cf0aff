import type { Arm } from '../../../azure/arm.ts';
import { getLoadBalancer } from '../../../azure/load-balancers.ts';
import { getPublicIpAddress } from '../../../azure/public-ip-addresses.ts';
import type { Clock } from '../../../engine/clock.ts';
import type { SwapJournal } from '../swap-journal.ts';

/**
 * A run that is alive sends the next write of its window half a second after the last one was done. What waits longer waits
 * outside of it, and looks at the lock before it writes again.
 */
const STANDSTILL_MS = 5_000;
const LOOK_MS = 500;

/**
 * Waits until nothing has moved for five seconds on what a swap works on.
 *
 * @returns false where that did not happen within `patienceMs`: an update hangs, and does so whoever began it.
 */
export async function awaitStandstill(
  arm: Arm,
  journal: SwapJournal,
  clock: Clock,
  patienceMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  const startedAtMs = clock.monotonicMs();
  let sinceMs = startedAtMs;
  let last = await fingerprint(arm, journal, signal);
  while (clock.monotonicMs() - sinceMs < STANDSTILL_MS) {
    if (clock.monotonicMs() - startedAtMs >= patienceMs) {
      return false;
    }
    await clock.sleep(LOOK_MS, signal);
    const now = await fingerprint(arm, journal, signal);
    if (now.text !== last.text || now.isUpdating) {
      sinceMs = clock.monotonicMs();
    }
    last = now;
  }
  return true;
}

async function fingerprint(arm: Arm, journal: SwapJournal, signal: AbortSignal) {
  const [loadBalancers, addresses] = await Promise.all([
    Promise.all(
      [journal.productionLoadBalancerId, journal.targetLoadBalancerId].map((id) =>
        getLoadBalancer(arm, id, signal),
      ),
    ),
    Promise.all(
      journal.moves.map(({ productionAddressId }) => getPublicIpAddress(arm, productionAddressId, signal)),
    ),
  ]);
  const resources = [...loadBalancers, ...addresses];
  return {
    text: resources.map(({ etag, properties }) => `${etag} ${properties.provisioningState}`).join(),
    isUpdating: resources.some(({ properties }) => properties.provisioningState === 'Updating'),
  };
}
