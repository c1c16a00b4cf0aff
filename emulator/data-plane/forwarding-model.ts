import type { AcceptedWrite, ArmResource, BackendHealth, ResourceReader } from './contract.ts';
import { type Endpoint, endpointKey } from './endpoint.ts';
import { EndpointTimeline, type Forwarding } from './endpoint-timeline.ts';
import type { EndpointState } from './ground-truth.ts';
import type { HealthProbes } from './health-probes.ts';
import type { Instances } from './instances.ts';
import { loadBalancersOf, networkInterfaceTypes, readRoutes } from './load-balancer-routes.ts';
import type { Backend, Route } from './route.ts';
import type { DrawTiming } from './timing.ts';

export interface ForwardingModelParts {
  readonly resources: ResourceReader;
  readonly instances: Instances;
  readonly probes: HealthProbes;
  readonly drawTiming: DrawTiming;
  readonly speed: number;
}

/** Where one connection goes. */
export interface Destination {
  readonly route: Route;
  readonly backend: Backend;
}

type RoutesByEndpoint = ReadonlyMap<string, Route>;

interface Reconfiguration {
  readonly loadBalancerId: string;
  readonly before: RoutesByEndpoint;
  readonly after: RoutesByEndpoint;
}

const noRoutes: RoutesByEndpoint = new Map();

/**
 * What every (public IP, port) is forwarded to, as a function of time. It is told what the control plane accepts and
 * what instances do; it opens no socket and reads no clock. Its time only moves forward, by `advance`.
 */
export class ForwardingModel {
  readonly #parts: ForwardingModelParts;
  /** What the data plane has been told, by load balancer. A write that it does not follow never comes here. */
  readonly #configured = new Map<string, RoutesByEndpoint>();
  readonly #timelines = new Map<string, EndpointTimeline>();
  #rotations = new WeakMap<Route, readonly Backend[]>();

  constructor(parts: ForwardingModelParts) {
    this.#parts = parts;
  }

  /** Takes every load balancer as it is, effective for long. */
  start(nowMs: number): void {
    for (const loadBalancer of this.#parts.resources.list('Microsoft.Network/loadBalancers')) {
      const { after } = this.#configure(loadBalancer.id, loadBalancer);
      for (const [key, route] of after) this.#timeline(key).settle(route);
    }
    this.#watchBackends(nowMs);
    this.#parts.probes.settle();
  }

  accept(write: AcceptedWrite): void {
    if (!write.dataPlaneFollows) return;
    const changed = this.#changedLoadBalancers(write);
    if (changed.size === 0) return;
    const timing = this.#parts.drawTiming();
    const detachAtMs = write.acceptedAtMs + timing.detachFraction * write.durationMs;
    const attachAtMs =
      write.acceptedAtMs + timing.attachFraction * write.durationMs + timing.lagMs / this.#parts.speed;
    const mixedMs = timing.mixedMs / this.#parts.speed;
    for (const id of write.changes.flatMap(({ before, after }) => (after ?? before)?.id ?? [])) {
      for (const timeline of this.#timelines.values()) timeline.hasten(id, { detachAtMs, attachAtMs });
    }
    const reconfigurations = [...changed].map(([id, resource]) => this.#configure(id, resource));
    // In a swap each address leaves one load balancer for the other: every attach has to find its detach planned.
    for (const { loadBalancerId, before, after } of reconfigurations) {
      for (const key of before.keys()) {
        if (!after.has(key)) this.#timeline(key).detach(loadBalancerId, detachAtMs);
      }
    }
    for (const { loadBalancerId, before, after } of reconfigurations) {
      for (const [key, route] of after) {
        const timeline = this.#timeline(key);
        // Another load balancer may have taken the address from one that did not follow when it was told to let go.
        const isHere = sameRoute(before.get(key), route) && timeline.isWith(loadBalancerId);
        if (!isHere) timeline.attach(route, attachAtMs, mixedMs);
      }
    }
    this.#watchBackends(write.acceptedAtMs);
  }

  /** To be called after every change of an instance, with all backends that it had or has. */
  instanceChanged(backends: readonly string[], nowMs: number): void {
    this.#parts.probes.observe(backends, nowMs);
  }

  nextChangeAtMs(): number | undefined {
    let next = this.#parts.probes.nextChangeAtMs() ?? Infinity;
    for (const timeline of this.#timelines.values())
      next = Math.min(next, timeline.nextChangeAtMs ?? Infinity);
    return next === Infinity ? undefined : next;
  }

  /** Makes everything effective that is due by `nowMs`. */
  advance(nowMs: number): void {
    for (const timeline of this.#timelines.values()) while (timeline.advance(nowMs) !== undefined);
    if (this.#parts.probes.advance(nowMs)) this.#rotations = new WeakMap();
  }

  stateOf({ key }: Endpoint): EndpointState {
    const { route, oldRoute } = this.#forwarding(key);
    if (route === undefined) return { state: 'swallowed' };
    const state = this.#routeState(route);
    const alike = oldRoute === undefined || (state !== 'served' && this.#routeState(oldRoute) === state);
    return { state: alike ? state : 'mixed', loadBalancerId: route.loadBalancerId };
  }

  /** The instance that a new connection goes to; undefined where it is swallowed. */
  choose({ key }: Endpoint, flow: Flow): Destination | undefined {
    const { route, oldRoute } = this.#forwarding(key);
    const takesOldSide = oldRoute !== undefined && flow.hash('address-and-port', 'side') % 2 === 0;
    const side = takesOldSide ? oldRoute : route;
    if (side === undefined) return undefined;
    const rotation = this.#rotation(side);
    const backend = rotation[flow.hash(side.flowKey, 'instance') % rotation.length];
    return backend === undefined ? undefined : { route: side, backend };
  }

  /** The load balancers that answer on an endpoint now: none, one, or two while a move is mixed. */
  owners({ key }: Endpoint): string[] {
    const { route, oldRoute } = this.#forwarding(key);
    return [route, oldRoute].flatMap((side) => side?.loadBalancerId ?? []);
  }

  ports(): number[] {
    const routes = [...this.#configured.values()].flatMap((byEndpoint) => [...byEndpoint.values()]);
    return [...new Set(routes.map((route) => route.frontendPort))];
  }

  ruleHealth(loadBalancerId: string, ruleName: string): BackendHealth[] {
    const routes = [...(this.#configured.get(loadBalancerId.toLowerCase()) ?? noRoutes).values()];
    const route = routes.find((candidate) => candidate.ruleName.toLowerCase() === ruleName.toLowerCase());
    if (route === undefined) return [];
    const { probe, backends } = route;
    const states = probe === undefined ? [] : this.#parts.probes.states(probe, backends);
    return backends.map(({ id }, index) => ({ backend: id, state: states[index] ?? 'Unknown' }));
  }

  #forwarding(key: string): Pick<Forwarding, 'route' | 'oldRoute'> {
    return this.#timelines.get(key)?.current ?? { route: undefined };
  }

  #routeState(route: Route): EndpointState['state'] {
    const { instances } = this.#parts;
    const reactions = new Set(
      this.#rotation(route).map((backend) => instances.reaction(backend, route.instancePort)),
    );
    if (reactions.size > 1) return 'mixed';
    if (reactions.has('accepts')) return 'served';
    return reactions.has('refuses') ? 'refused' : 'swallowed';
  }

  #rotation(route: Route): readonly Backend[] {
    const known = this.#rotations.get(route);
    if (known !== undefined) return known;
    const { probe, backends } = route;
    const states = probe && this.#parts.probes.states(probe, backends);
    const rotation = backends.filter((_, index) => states === undefined || states[index] === 'Up');
    this.#rotations.set(route, rotation);
    return rotation;
  }

  #changedLoadBalancers(write: AcceptedWrite): Map<string, ArmResource | undefined> {
    const changed = new Map<string, ArmResource | undefined>();
    for (const { before, after } of write.changes) {
      const type = (after ?? before)?.type.toLowerCase();
      const id = (after ?? before)?.id.toLowerCase();
      if (type === 'microsoft.network/loadbalancers' && id !== undefined) changed.set(id, after);
      if (!networkInterfaceTypes.some((known) => known.toLowerCase() === type)) continue;
      for (const joined of [...loadBalancersOf(before), ...loadBalancersOf(after)]) {
        if (!changed.has(joined)) changed.set(joined, this.#parts.resources.get(joined));
      }
    }
    return changed;
  }

  #configure(id: string, loadBalancer: ArmResource | undefined): Reconfiguration {
    const key = id.toLowerCase();
    const before = this.#configured.get(key) ?? noRoutes;
    const { resources, instances } = this.#parts;
    const routes =
      loadBalancer === undefined
        ? []
        : readRoutes(loadBalancer, { resources, workloads: instances.workloads() });
    const after = new Map(
      routes.map((route) => [endpointKey(route.publicIpAddressId, route.frontendPort), route]),
    );
    this.#configured.set(key, after);
    return { loadBalancerId: loadBalancer?.id ?? firstOf(before)?.loadBalancerId ?? id, before, after };
  }

  #timeline(key: string): EndpointTimeline {
    const known = this.#timelines.get(key);
    if (known !== undefined) return known;
    const timeline = new EndpointTimeline();
    this.#timelines.set(key, timeline);
    return timeline;
  }

  /** Old sides are probed on: they still answer. */
  #watchBackends(nowMs: number): void {
    const configured = [...this.#configured.values()].flatMap((routes) => [...routes.values()]);
    const effective = [...this.#timelines.values()].flatMap((timeline) => timeline.routes());
    const pools = [...new Set([...configured, ...effective])].flatMap(({ probe, backends }) =>
      probe === undefined ? [] : { probe, backends },
    );
    this.#parts.probes.watch(pools, nowMs);
  }
}

/** The client's side of a connection, as a load balancer's hash sees it. */
export interface Flow {
  hash(key: Route['flowKey'], purpose: string): number;
}

function firstOf(routes: RoutesByEndpoint): Route | undefined {
  return routes.values().next().value;
}

function sameRoute(left: Route | undefined, right: Route): boolean {
  return left !== undefined && JSON.stringify(left) === JSON.stringify(right);
}
