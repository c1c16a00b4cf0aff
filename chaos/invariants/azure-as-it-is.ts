import type { ControlPlane } from '../../emulator/arm/control-plane.ts';
import { listOf, referenceOf, textOf } from '../../emulator/arm/json.ts';
import { sameId } from '../../emulator/arm/resource-id.ts';
import type { ArmResource } from '../../emulator/data-plane/contract.ts';

/** One frontend and the address that it has. */
export interface Placed {
  readonly loadBalancer: string;
  readonly frontend: string;
  /** Resource id; empty where the frontend has no public address. */
  readonly addressId: string;
}

const loadBalancerType = 'Microsoft.Network/loadBalancers';
const publicIpType = 'Microsoft.Network/publicIPAddresses';

/** What the emulator holds, read without a request: no fault meets it. */
export function loadBalancersIn({ store }: ControlPlane): readonly ArmResource[] {
  return store.list(loadBalancerType);
}

export function addressesIn({ store }: ControlPlane): readonly ArmResource[] {
  return store.list(publicIpType);
}

export function placementIn(plane: ControlPlane): readonly Placed[] {
  return loadBalancersIn(plane).flatMap((loadBalancer) =>
    listOf(loadBalancer.properties, 'frontendIPConfigurations').map((frontend) => ({
      loadBalancer: loadBalancer.name,
      frontend: textOf(frontend, 'name') ?? '',
      addressId: referenceOf(frontend.properties, 'publicIPAddress') ?? '',
    })),
  );
}

/** Name of the load balancer whose frontend has the address. */
export function holderOf(placement: readonly Placed[], addressId: string): string | undefined {
  return placement.find((placed) => sameId(placed.addressId, addressId))?.loadBalancer;
}

/** `vipswap1lb: vipswap1pip, vipswap2lb: vipswap2pip` */
export function printPlacement(placement: readonly Placed[]): string {
  return placement
    .map(({ loadBalancer, addressId }) => `${loadBalancer}: ${nameOf(addressId) || 'nothing'}`)
    .join(', ');
}

export function samePlacement(left: readonly Placed[], right: readonly Placed[]): boolean {
  return (
    left.length === right.length &&
    left.every((placed) =>
      right.some(
        (other) =>
          other.loadBalancer === placed.loadBalancer &&
          other.frontend === placed.frontend &&
          sameId(other.addressId, placed.addressId),
      ),
    )
  );
}

export function nameOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

/** Whether a request changes what a frontend has. */
export function movesAnAddress(method: string, path: string): boolean {
  return (
    (method === 'PUT' && /\/loadBalancers\/[^/]+$/i.test(path)) ||
    (method === 'POST' && /\/setLoadBalancerFrontendPublicIpAddresses$/i.test(path))
  );
}
