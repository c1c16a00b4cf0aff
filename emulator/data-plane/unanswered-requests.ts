import type { UnansweredRequest } from './contract.ts';
import type { Endpoint } from './endpoint.ts';
import type { Destination } from './forwarding-model.ts';

/** How one request that found no answer went: what is known of it beside where it was sent. */
export type Loss = Pick<UnansweredRequest, 'atMs' | 'clientPort' | 'fate' | 'instance'>;

/** The requests that machines did not answer. */
export class UnansweredRequests {
  readonly #requests: UnansweredRequest[] = [];

  add({ publicIpAddressId, address, port }: Endpoint, { route, backend }: Destination, loss: Loss): void {
    const { loadBalancerId, ruleName } = route;
    this.#requests.push({
      publicIpAddressId,
      address,
      port,
      loadBalancerId,
      ruleName,
      backend: backend.id,
      ...loss,
    });
  }

  list(): readonly UnansweredRequest[] {
    return [...this.#requests];
  }
}
