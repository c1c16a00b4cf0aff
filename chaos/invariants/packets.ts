import type { ControlPlane } from '../../emulator/arm/control-plane.ts';
import { sameId } from '../../emulator/arm/resource-id.ts';
import { nameOf } from './azure-as-it-is.ts';

/** From when to when somebody looked. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * By what packets do, and not by what the model says: whether each port of an address was served by a load balancer at some time of the
 * span. In the moment after a move in which connections still get different answers, it is served by the new one.
 */
export function isServed(
  { dataPlane }: ControlPlane,
  addressId: string,
  loadBalancer: string,
  { fromMs, toMs }: Span,
): boolean {
  const meanwhile = dataPlane
    .groundTruth()
    .filter(
      (each) =>
        sameId(each.publicIpAddressId, addressId) &&
        each.fromMs <= toMs &&
        (each.toMs ?? Number.POSITIVE_INFINITY) >= fromMs,
    );
  const byPort = Map.groupBy(meanwhile, ({ port }) => port);
  return [...byPort.values()].every((port) =>
    port.some(
      ({ state, loadBalancerId = '' }) =>
        (state === 'served' || state === 'mixed') &&
        nameOf(loadBalancerId).toLowerCase() === loadBalancer.toLowerCase(),
    ),
  );
}
