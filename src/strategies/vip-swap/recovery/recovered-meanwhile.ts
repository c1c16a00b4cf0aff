import type { Arm } from '../../../azure/arm.ts';
import type { ReleaseSubject } from '../../strategy.ts';
import { isPlaced } from '../live-placement.ts';
import { placementsOf, type SwapJournal } from '../swap-journal.ts';

/** The release has ended, or somebody else has recovered it, and production is whole: there is nothing left to do. */
export class RecoveredMeanwhileError extends Error {
  override readonly name = 'RecoveredMeanwhileError';
  readonly code = 'RecoveredMeanwhile';
  readonly productionAddresses: ReleaseSubject['productionAddresses'];

  constructor(productionAddresses: ReleaseSubject['productionAddresses']) {
    const names = productionAddresses.map(({ name }) => name).join(' and ');
    super(
      `the interrupted release of ${names} has come to its end meanwhile, by itself or by somebody else's recovery`,
    );
    this.productionAddresses = productionAddresses;
  }
}

/** Whether a swap is at one of its two ends, and nothing moves. */
export async function isAtAnEnd(arm: Arm, swap: SwapJournal, signal: AbortSignal): Promise<boolean> {
  const { before, after } = placementsOf(swap);
  return (await isPlaced(arm, swap, after, signal, 0)) || (await isPlaced(arm, swap, before, signal, 0));
}
