import type { ControlPlane } from '../../emulator/arm/control-plane.ts';
import { sameId } from '../../emulator/arm/resource-id.ts';
import { addressesIn, type Placed, printPlacement, samePlacement } from './azure-as-it-is.ts';
import type { AzureBefore } from './azure-before.ts';
import type { Violation } from './violation.ts';

/**
 * Who fails and leaves something leaves the journal too: nobody else could go on. Without one, both sides have what they had
 * before the run or are to have after it, and nobody is locked out. A temporary address that nothing holds is found by its
 * own tag.
 *
 * @param placement without what other writers have made of it.
 */
export function failureCanBeRecovered(
  plane: ControlPlane,
  placement: readonly Placed[],
  before: AzureBefore,
  act: string,
): Violation[] {
  const tags = addressesIn(plane)
    .filter(({ id }) => before.productionAddressIds.some((production) => sameId(production, id)))
    .flatMap((address) => Object.keys(address.tags ?? {}));
  if (tags.some((name) => name.startsWith('azure-rollout-journal'))) {
    return [];
  }
  const violation = (what: string): Violation => ({
    invariant: 'failure-can-be-recovered',
    message: `${act} says failed, there is no journal, and ${what}`,
  });
  const isWhole = samePlacement(placement, before.placement) || samePlacement(placement, before.swapped);
  return [
    ...(isWhole ? [] : [violation(`the addresses are half moved: ${printPlacement(placement)}`)]),
    ...(tags.some((name) => name.startsWith('azure-rollout-lock')) ? [violation('the lock stays')] : []),
  ];
}
