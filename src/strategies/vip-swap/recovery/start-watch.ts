import type { PublicIpAddress } from '../../../azure/network/public-ip-addresses.ts';
import {
  type ProductionWatch,
  unwatched,
  type WatchOptions,
  watchProduction,
} from '../../production-watch.ts';
import { RefusedError } from '../../refused-error.ts';
import type { RecoveryContext } from '../../strategy.ts';
import { probeTargetOn } from '../probe-target.ts';
import { frontendOf } from '../record/swap-journal.ts';
import { type ChosenDirection, servingSides } from './direction.ts';
import type { LiveSwap } from './live-swap.ts';

/** Production may be down: that it cannot be asked must not keep anybody from bringing it back. */
export async function startWatch(
  { clock, emit }: RecoveryContext,
  options: WatchOptions,
  live: LiveSwap,
  { direction }: ChosenDirection,
  [address]: readonly PublicIpAddress[],
): Promise<{ watch: ProductionWatch; unchecked: readonly string[] }> {
  if (!options.isProbeOn || address === undefined) {
    return { watch: unwatched, unchecked: [] };
  }
  const [move] = live.journal.moves;
  const [side = 'production'] = servingSides(live, direction);
  try {
    const target = probeTargetOn(
      address,
      move === undefined ? '' : frontendOf(move, side),
      live.loadBalancers[side],
      options.probe.url,
    );
    const watch = await watchProduction(target, options.probe, options.verifyTimeoutMs, clock, emit);
    return { watch, unchecked: [] };
  } catch (error) {
    if (!(error instanceof RefusedError)) {
      throw error;
    }
    return { watch: unwatched, unchecked: [`Whether production answers afterwards: ${error.message}`] };
  }
}
