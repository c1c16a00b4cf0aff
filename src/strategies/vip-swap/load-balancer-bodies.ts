import type { Arm } from '../../azure/arm/arm.ts';
import { getSettled, type LoadBalancer } from '../../azure/network/load-balancers.ts';

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

  /** @param patienceMs as of `getSettled`. */
  async read(id: string, signal: AbortSignal, patienceMs?: number): Promise<LoadBalancer> {
    const body = await getSettled(this.#arm, id, signal, patienceMs);
    this.#bodies.set(id.toLowerCase(), body);
    return body;
  }

  async lastRead(id: string, signal: AbortSignal, patienceMs?: number): Promise<LoadBalancer> {
    return this.#bodies.get(id.toLowerCase()) ?? (await this.read(id, signal, patienceMs));
  }
}
