import type { Arm } from '../../azure/arm/arm.ts';
import { getLoadBalancer, type LoadBalancer } from '../../azure/network/load-balancers.ts';
import { untilSettled } from '../../azure/settled.ts';

/**
 * The load balancers as they were last read. The update that closes the downtime window takes its body from the read that
 * closed the step before the window: a read inside it would be part of the outage.
 */
export class LoadBalancerBodies {
  readonly #bodies = new Map<string, LoadBalancer>();

  /** As it is now, whatever operation runs on it. */
  async read(arm: Arm, id: string, signal: AbortSignal): Promise<LoadBalancer> {
    const body = await getLoadBalancer(arm, id, signal);
    this.#bodies.set(id.toLowerCase(), body);
    return body;
  }

  /** @param patienceMs as of `untilSettled`. */
  readSettled(arm: Arm, id: string, signal: AbortSignal, patienceMs?: number): Promise<LoadBalancer> {
    return untilSettled(arm, () => this.read(arm, id, signal), signal, patienceMs);
  }

  async lastRead(arm: Arm, id: string, signal: AbortSignal, patienceMs?: number): Promise<LoadBalancer> {
    return this.#bodies.get(id.toLowerCase()) ?? (await this.readSettled(arm, id, signal, patienceMs));
  }
}
