import type { ControlPlane } from '../../emulator/arm/control-plane.ts';
import { addressesIn, holderOf, type Placed, placementIn } from './azure-as-it-is.ts';

/** Azure before anything was run: what every later state is judged by. */
export interface AzureBefore {
  readonly addressIds: readonly string[];
  readonly placement: readonly Placed[];
  /** Where every address is once the swap is done. */
  readonly swapped: readonly Placed[];
  readonly productionAddressIds: readonly string[];
  readonly productionLoadBalancer: string;
  readonly targetLoadBalancer: string;
}

/** @param targetLoadBalancer name of the one that production shall move to; each has as many frontends as the other. */
export function readAzureBefore(
  plane: ControlPlane,
  productionAddressIds: readonly string[],
  targetLoadBalancer: string,
): AzureBefore {
  const placement = placementIn(plane);
  const [first = ''] = productionAddressIds;
  const productionLoadBalancer = holderOf(placement, first);
  if (productionLoadBalancer === undefined || productionLoadBalancer === targetLoadBalancer) {
    throw new Error(`Nothing is to be swapped: ${first} is on ${productionLoadBalancer}.`);
  }
  return {
    addressIds: addressesIn(plane).map(({ id }) => id),
    placement,
    swapped: swapped(placement),
    productionAddressIds,
    productionLoadBalancer,
    targetLoadBalancer,
  };
}

/** Frontends of the same name change places. */
function swapped(placement: readonly Placed[]): Placed[] {
  return placement.map((placed) => {
    const counterpart = placement.find(
      (other) => other.frontend === placed.frontend && other.loadBalancer !== placed.loadBalancer,
    );
    if (counterpart === undefined) {
      throw new Error(
        `${placed.loadBalancer} has a frontend ${placed.frontend} that the other side has not.`,
      );
    }
    return { ...placed, addressId: counterpart.addressId };
  });
}
