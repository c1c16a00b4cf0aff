import type { Arm } from '../../azure/arm/arm.ts';
import { getLoadBalancer, type LoadBalancer } from '../../azure/network/load-balancers.ts';
import { untilSettled } from '../../azure/settled.ts';

/**
 * The load balancers as they were last read. The update that closes the downtime window takes its body from the read that
 * closed the step before the window: a read inside it would be part of the outage.
 */
export class LoadBalancerBodies {
  readonly #arm: Arm;
  readonly #bodies = new Map<string, LoadBalancer>();

  constructor(arm: Arm) {
    this.#arm = arm;
  }

  /** As it is now, whatever operation runs on it. */
  async read(id: string, signal: AbortSignal): Promise<LoadBalancer> {
    const body = await getLoadBalancer(this.#arm, id, signal);
    this.#bodies.set(id.toLowerCase(), body);
    return body;
  }

  /** @param patienceMs as of `untilSettled`. */
  readSettled(id: string, signal: AbortSignal, patienceMs?: number): Promise<LoadBalancer> {
    return untilSettled(this.#arm, () => this.read(id, signal), signal, patienceMs);
  }

  async lastRead(id: string, signal: AbortSignal, patienceMs?: number): Promise<LoadBalancer> {
    return this.#bodies.get(id.toLowerCase()) ?? (await this.readSettled(id, signal, patienceMs));
  }
}
