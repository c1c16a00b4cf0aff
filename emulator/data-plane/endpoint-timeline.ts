import { sameId } from '../arm/resource-id.ts';
import type { Route } from './route.ts';

/** What one (public IP, port) is forwarded to from an instant on. */
export interface Forwarding {
  readonly fromMs: number;
  /** Undefined: nobody has the address. */
  readonly route: Route | undefined;
  /** The old side, which goes on answering beside the new one until `mixedUntilMs`. */
  readonly oldRoute?: Route;
  readonly mixedUntilMs?: number;
}

/** When the changes of one update become effective. */
export interface ChangeTimes {
  readonly detachAtMs: number;
  readonly attachAtMs: number;
}

/**
 * The past and the planned future of one (public IP, port). Whatever order writes plan it in, no change becomes
 * effective before one planned earlier: an attach never before the detach that it waits for.
 */
export class EndpointTimeline {
  #current: Forwarding = { fromMs: -Infinity, route: undefined };
  #planned: Forwarding[] = [];
  /** Who had the address last: the old side of the next attach. */
  #lastRoute: Route | undefined;

  get current(): Forwarding {
    return this.#current;
  }

  /** When the next change becomes effective, the end of a mixed time included. */
  get nextChangeAtMs(): number | undefined {
    const planned = this.#planned[0]?.fromMs ?? Infinity;
    const next = Math.min(planned, this.#current.mixedUntilMs ?? Infinity);
    return next === Infinity ? undefined : next;
  }

  /** Sets what has been so for long. */
  settle(route: Route): void {
    this.#current = { fromMs: -Infinity, route };
    this.#lastRoute = route;
  }

  /** The load balancer gives the address up, at `atMs` at the earliest. */
  detach(loadBalancerId: string, atMs: number): void {
    // An attach that is not effective yet never will be: the next owner must not wait for it either.
    this.#planned = this.#planned.filter((change) => !sameId(change.route?.loadBalancerId, loadBalancerId));
    if (!sameId(this.#end.route?.loadBalancerId, loadBalancerId)) return;
    this.#planned.push({ fromMs: atMs, route: undefined });
  }

  /** The route begins to forward, at `atMs` at the earliest, or replaces another one of its load balancer without a gap. */
  attach(route: Route, atMs: number, mixedMs: number): void {
    this.#dropPlannedDetachOf(route.loadBalancerId);
    const fromMs = Math.max(atMs, this.#end.fromMs);
    const oldRoute = this.#routeBefore();
    const mixed = oldRoute === undefined ? {} : { oldRoute, mixedUntilMs: fromMs + mixedMs };
    this.#planned.push({ fromMs, route, ...mixed });
  }

  /**
   * What an overtaken update of the load balancer had planned comes with the one that has overtaken it: once that has ended, the data
   * plane is as the model.
   */
  hasten(loadBalancerId: string, { detachAtMs, attachAtMs }: ChangeTimes): void {
    let before = this.#current;
    this.#planned = this.#planned.map((change) => {
      const isOwn = sameId((change.route ?? before.route)?.loadBalancerId, loadBalancerId);
      const atMs = change.route === undefined ? detachAtMs : attachAtMs;
      const soonerMs = isOwn ? Math.max(0, change.fromMs - Math.max(atMs, before.fromMs)) : 0;
      before = sooner(change, soonerMs);
      return before;
    });
  }

  /** Makes the earliest change that is due by `nowMs` effective and returns it; undefined where none is due. */
  advance(nowMs: number): Forwarding | undefined {
    const dueMs = this.nextChangeAtMs;
    if (dueMs === undefined || dueMs > nowMs) return undefined;
    const next = this.#planned[0];
    if (next !== undefined && next.fromMs <= dueMs) {
      this.#planned.shift();
      this.#current = next;
      this.#lastRoute = next.route ?? this.#lastRoute;
    } else {
      this.#current = { fromMs: dueMs, route: this.#current.route };
    }
    return this.#current;
  }

  /** Whether the load balancer has the address, or will have it. */
  isWith(loadBalancerId: string): boolean {
    return sameId(this.#end.route?.loadBalancerId, loadBalancerId);
  }

  /** Every route that answers, will answer, or may yet answer as the old side of a move. */
  routes(): Route[] {
    const forwardings = [this.#current, ...this.#planned];
    return [this.#lastRoute, ...forwardings.flatMap(({ route, oldRoute }) => [route, oldRoute])].filter(
      (route) => route !== undefined,
    );
  }

  get #end(): Forwarding {
    return this.#planned.at(-1) ?? this.#current;
  }

  /** A load balancer that takes its address back before it has let go of it never lets go. */
  #dropPlannedDetachOf(loadBalancerId: string): void {
    if (this.#planned.at(-1)?.route !== undefined) return;
    const before = this.#planned.at(-2) ?? this.#current;
    if (sameId(before.route?.loadBalancerId, loadBalancerId)) this.#planned.pop();
  }

  #routeBefore(): Route | undefined {
    return this.#planned.findLast((change) => change.route !== undefined)?.route ?? this.#lastRoute;
  }
}

function sooner(change: Forwarding, byMs: number): Forwarding {
  const { fromMs, mixedUntilMs } = change;
  return {
    ...change,
    fromMs: fromMs - byMs,
    ...(mixedUntilMs === undefined ? {} : { mixedUntilMs: mixedUntilMs - byMs }),
  };
}
