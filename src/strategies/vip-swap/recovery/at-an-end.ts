import type { Arm } from '../../../azure/arm.ts';
import { isPlaced } from '../live-placement.ts';
import { placementsOf, type SwapJournal } from '../swap-journal.ts';

/** Whether a swap is at one of its two ends, and nothing moves. */
export async function isAtAnEnd(arm: Arm, swap: SwapJournal, signal: AbortSignal): Promise<boolean> {
  const { before, after } = placementsOf(swap);
  return (await isPlaced(arm, swap, after, signal, 0)) || (await isPlaced(arm, swap, before, signal, 0));
}
