import type { GroundTruthInterval } from './contract.ts';
import type { Endpoint } from './endpoint.ts';

/** What an endpoint does at one instant. */
export type EndpointState = Pick<GroundTruthInterval, 'state' | 'loadBalancerId'>;

export function sameState(left: EndpointState | undefined, right: EndpointState): boolean {
  return left?.state === right.state && left.loadBalancerId === right.loadBalancerId;
}

type OpenInterval = { -readonly [Member in keyof GroundTruthInterval]: GroundTruthInterval[Member] };

/** What every endpoint did, as intervals without gaps from its first record on. */
export class GroundTruthLog {
  readonly #intervals: OpenInterval[] = [];
  readonly #open = new Map<Endpoint, OpenInterval>();

  record(endpoint: Endpoint, atMs: number, state: EndpointState): void {
    const open = this.#open.get(endpoint);
    if (sameState(open, state)) return;
    this.end(endpoint, atMs);
    const { publicIpAddressId, address, port } = endpoint;
    const interval = { publicIpAddressId, address, port, fromMs: atMs, ...state };
    this.#intervals.push(interval);
    this.#open.set(endpoint, interval);
  }

  end(endpoint: Endpoint, atMs: number): void {
    const open = this.#open.get(endpoint);
    if (open === undefined) return;
    open.toMs = atMs;
    this.#open.delete(endpoint);
    // Several changes at one instant are one change: nobody can have met the states between them.
    if (open.fromMs === atMs) this.#intervals.splice(this.#intervals.lastIndexOf(open), 1);
  }

  intervals(): GroundTruthInterval[] {
    return this.#intervals.map((interval) => ({ ...interval }));
  }
}
