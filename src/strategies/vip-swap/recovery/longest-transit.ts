import { LATE_SWAP_MS, LATE_WRITE_MS } from '../../late-writes.ts';

/**
 * How long a write of an interrupted release may be on its way.
 *
 * @param hasSwapped production is where the release was to take it: ARM's own swap has arrived then, and there was only one.
 */
export function longestTransitMs(method: string, hasSwapped: boolean): number {
  return method === 'native' && !hasSwapped ? LATE_SWAP_MS : LATE_WRITE_MS;
}
