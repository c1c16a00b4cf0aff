import type { Arm } from '../../../azure/arm/arm.ts';
import type { RecoveryDirection } from '../../../record/journal.ts';
import { isPlaced } from '../live-placement.ts';
import { placementsOf, type SwapJournal } from '../record/swap-journal.ts';

/** At which of its two ends a swap is, where nothing moves; undefined: at neither. */
export async function endOf(
  arm: Arm,
  swap: SwapJournal,
  signal: AbortSignal,
): Promise<RecoveryDirection | undefined> {
  const { before, after } = placementsOf(swap);
  if (await isPlaced(arm, swap, after, signal, 0)) {
    return 'finish';
  }
  return (await isPlaced(arm, swap, before, signal, 0)) ? 'undo' : undefined;
}
