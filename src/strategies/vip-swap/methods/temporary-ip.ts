import { confirmProduction } from '../confirm-production.ts';
import { type SwapEnvironment, sidesOf } from '../environment.ts';
import { placementsOf, type SwapJournal } from '../record/swap-journal.ts';
import type { TemporaryAddress, VipSwapStep } from '../steps.ts';
import type { PlannedSwap } from '../swap.ts';
import { assignStep } from './assign-step.ts';
import { planMoves } from './moves.ts';
import { temporaryAddressFor } from './temporary-address.ts';
import { createStep, deleteStep } from './temporary-address-steps.ts';

/** The temporary addresses that a swap has to make: none where the user gave spares. */
export function temporaryAddresses(
  environment: SwapEnvironment,
  tags: Readonly<Record<string, string>>,
): TemporaryAddress[] {
  return environment.moves
    .filter((move) => move.spareAddress === undefined)
    .map((move) => temporaryAddressFor(move.productionAddress, tags));
}

/** The seed article's swap, with its two unavoidable updates next to each other and everything else outside. */
export function temporaryIpSteps(
  environment: SwapEnvironment,
  journal: SwapJournal,
  { goal: { temporaryIpTags: tags }, isProbeOn }: PlannedSwap,
): { readonly steps: VipSwapStep[]; readonly cleanUp: VipSwapStep[] } {
  const temporary = temporaryAddresses(environment, tags);
  const { before, after } = placementsOf(journal);
  const moves = planMoves({
    current: before,
    wanted: after,
    productionAddressIds: journal.moves.map(({ productionAddressId }) => productionAddressId),
    spareAddressIds: journal.moves.map(({ standIn }) => standIn.id),
  });
  const loadBalancers = sidesOf(environment);
  return {
    steps: [
      ...(temporary.length === 0 ? [] : [createStep(temporary)]),
      ...moves.map((move) => assignStep(loadBalancers[move.side], move, before[move.side])),
      confirmProduction(loadBalancers, after, 'target', { isProbeOn }),
    ],
    cleanUp: temporary.length === 0 ? [] : [deleteStep(temporary.map(({ id }) => id))],
  };
}
