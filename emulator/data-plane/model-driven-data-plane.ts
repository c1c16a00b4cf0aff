import { AddressBook } from './address-book.ts';
import type {
  AcceptedWrite,
  ApplicationHealthProbe,
  BackendHealth,
  DataPlane,
  DataPlaneClock,
  GroundTruthInterval,
  InstanceCondition,
  PlannedInstanceChange,
  PortMapping,
  UnansweredRequest,
  Workload,
} from './contract.ts';
import { type Endpoint, endpointKey } from './endpoint.ts';
import type { ForwardingModel } from './forwarding-model.ts';
import { type EndpointState, type GroundTruthLog, sameState } from './ground-truth.ts';
import { type DueChange, InstancePlans } from './instance-plans.ts';
import { answers, type Instances } from './instances.ts';

/** Makes the model's states come true, and records in the log when they have. */
export interface EndpointFollower extends AsyncDisposable {
  follow(endpoint: Endpoint, state: EndpointState, atMs: number): void;
  /** An instance's process or machine is gone, and its connections with it. */
  loseInstance(instance: string, fate: 'reset' | 'hung'): void;
  drop(endpoint: Endpoint, atMs: number): void;
  settled(): Promise<void>;
  portMap(): readonly PortMapping[];
  unansweredRequests(): readonly UnansweredRequest[];
}

export interface ModelDrivenParts {
  readonly instances: Instances;
  readonly model: ForwardingModel;
  readonly log: GroundTruthLog;
  readonly follower: EndpointFollower;
  /** The first three parts of every public address. */
  readonly network: string;
  /** False where time only moves when the data plane is told or asked something. */
  readonly followsClock: boolean;
}

/**
 * Keeps the model's time and has each of its changes followed at each endpoint. Every public address has an endpoint
 * for every port that any load balancer forwards: there it swallows while nobody has it.
 */
export class ModelDrivenDataPlane implements DataPlane {
  readonly #clock: DataPlaneClock;
  readonly #parts: ModelDrivenParts;
  readonly #addresses: AddressBook;
  readonly #plans = new InstancePlans();
  readonly #endpoints = new Map<string, Endpoint>();
  readonly #states = new Map<Endpoint, EndpointState>();
  readonly #ports = new Set<number>();
  #publishedAtMs = -Infinity;
  #timer: AbortController | undefined;
  #disposed = false;

  constructor(clock: DataPlaneClock, parts: ModelDrivenParts) {
    this.#clock = clock;
    this.#parts = parts;
    this.#addresses = new AddressBook(parts.network);
  }

  assignAddress(publicIpAddressId: string, version: 'IPv4' | 'IPv6' = 'IPv4'): string {
    const address = this.#addresses.assign(publicIpAddressId, version);
    this.#change(() => this.#addEndpoints());
    return address;
  }

  releaseAddress(publicIpAddressId: string): void {
    this.#addresses.release(publicIpAddressId);
    for (const [key, endpoint] of this.#endpoints) {
      if (endpoint.publicIpAddressId.toLowerCase() !== publicIpAddressId.toLowerCase()) continue;
      this.#parts.follower.drop(endpoint, this.#clock.monotonicMs());
      this.#endpoints.delete(key);
      this.#states.delete(endpoint);
    }
  }

  accepted(write: AcceptedWrite): void {
    this.#change(() => {
      this.#parts.model.accept(write);
      this.#addEndpoints();
    });
  }

  async start(): Promise<void> {
    this.#change((nowMs) => {
      this.#parts.model.start(nowMs);
      this.#addEndpoints();
    });
    await this.settled();
  }

  placeWorkload(workload: Workload): void {
    this.#changeInstance(workload.instance, () => this.#parts.instances.place(workload));
  }

  removeWorkload(instance: string): void {
    this.#changeInstance(instance, () => {
      this.#plans.forget(instance);
      this.#parts.instances.remove(instance);
    });
    this.#parts.follower.loseInstance(instance, 'hung');
  }

  setInstanceCondition(instance: string, condition: InstanceCondition): void {
    this.#changeInstance(instance, () => this.#parts.instances.setCondition(instance, condition));
    this.#loseConnections(instance, condition);
  }

  planInstances(plans: ReadonlyMap<string, readonly PlannedInstanceChange[]>): void {
    for (const [instance, changes] of plans) this.#checkPlan(instance, changes);
    this.#change((nowMs) => {
      for (const [instance, changes] of plans) this.#plans.plan(instance, changes, nowMs);
    });
  }

  answersLocally(instance: string, probe: ApplicationHealthProbe): boolean {
    this.#advance();
    return answers(this.#parts.instances.named(instance), probe);
  }

  conditionOf(instance: string): InstanceCondition | undefined {
    this.#advance();
    return this.#parts.instances.named(instance)?.condition;
  }

  ruleHealth(loadBalancerId: string, ruleName: string): readonly BackendHealth[] {
    this.#advance();
    return this.#parts.model.ruleHealth(loadBalancerId, ruleName);
  }

  groundTruth(): readonly GroundTruthInterval[] {
    this.#advance();
    return this.#parts.log.intervals();
  }

  unansweredRequests(): readonly UnansweredRequest[] {
    return this.#parts.follower.unansweredRequests();
  }

  portMap(): readonly PortMapping[] {
    return this.#parts.follower.portMap();
  }

  async settled(): Promise<void> {
    this.#advance();
    await this.#parts.follower.settled();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    this.#timer?.abort();
    await this.#parts.follower[Symbol.asyncDispose]();
  }

  #checkPlan(instance: string, changes: readonly PlannedInstanceChange[]): void {
    this.#parts.instances.known(instance);
    const stranger = changes.find(({ workload }) => workload !== undefined && workload.instance !== instance);
    if (stranger === undefined) return;
    throw new Error(`${instance} cannot become ${stranger.workload?.instance}: nothing was planned for it.`);
  }

  #changeInstance(instance: string, change: () => void): void {
    this.#change((nowMs) => this.#changeInstanceAt(instance, change, nowMs));
  }

  #changeInstanceAt(instance: string, change: () => void, atMs: number): void {
    const backends = () => this.#parts.instances.named(instance)?.workload.backends ?? [];
    const before = backends();
    change();
    this.#parts.model.instanceChanged([...before, ...backends()], atMs);
  }

  #carryOut({ instance, change }: DueChange): void {
    const { instances } = this.#parts;
    const apply = () => {
      if (change.workload !== undefined) instances.place(change.workload);
      instances.setCondition(instance, change.condition);
    };
    this.#changeInstanceAt(instance, apply, change.atMs);
    this.#loseConnections(instance, change.condition);
  }

  /** A machine that stops loses its connections without a word; where only its process dies, the machine resets them. */
  #loseConnections(instance: string, condition: InstanceCondition): void {
    if (condition === 'process-dead') this.#parts.follower.loseInstance(instance, 'reset');
    if (condition === 'machine-down') this.#parts.follower.loseInstance(instance, 'hung');
  }

  /** What was due before the change must have happened before it. */
  #change(change: (nowMs: number) => void): void {
    this.#advance();
    const nowMs = this.#clock.monotonicMs();
    change(nowMs);
    this.#advance();
    this.#publish(nowMs);
    this.#schedule();
  }

  #advance(): void {
    const nowMs = this.#clock.monotonicMs();
    for (;;) {
      const dueMs = this.#nextChangeAtMs();
      if (dueMs === undefined || dueMs > nowMs) return;
      for (const due of this.#plans.take(dueMs)) this.#carryOut(due);
      this.#parts.model.advance(dueMs);
      this.#publish(dueMs);
    }
  }

  #nextChangeAtMs(): number | undefined {
    const nextMs = Math.min(
      this.#plans.nextChangeAtMs() ?? Infinity,
      this.#parts.model.nextChangeAtMs() ?? Infinity,
    );
    return nextMs === Infinity ? undefined : nextMs;
  }

  #publish(atMs: number): void {
    // An operation of the control plane may outlive its data plane; its sockets must not.
    if (this.#disposed) return;
    this.#publishedAtMs = Math.max(this.#publishedAtMs, atMs);
    for (const endpoint of this.#endpoints.values()) {
      const state = this.#parts.model.stateOf(endpoint);
      if (sameState(this.#states.get(endpoint), state)) continue;
      this.#states.set(endpoint, state);
      this.#parts.follower.follow(endpoint, state, this.#publishedAtMs);
    }
  }

  #addEndpoints(): void {
    for (const port of this.#parts.model.ports()) this.#ports.add(port);
    for (const { publicIpAddressId, address } of this.#addresses.assigned()) {
      for (const port of this.#ports) {
        const key = endpointKey(publicIpAddressId, port);
        if (this.#endpoints.has(key)) continue;
        this.#endpoints.set(key, { key, publicIpAddressId, address, port });
      }
    }
  }

  #schedule(): void {
    this.#timer?.abort();
    const nextMs = this.#nextChangeAtMs();
    if (this.#disposed || !this.#parts.followsClock || nextMs === undefined) return;
    const timer = new AbortController();
    this.#timer = timer;
    const wake = () => {
      this.#advance();
      this.#schedule();
    };
    // Rejects only when aborted: then another timer has taken over, or nothing is left to wait for.
    this.#clock.sleep(nextMs - this.#clock.monotonicMs(), timer.signal).then(wake, () => {});
  }
}
