import type { Clock } from '../clock.ts';
import type { NatPorts } from '../nat-ports.ts';

/** A resource as a GET prints it: the emulator keeps nothing else of it. */
export interface ArmResource {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly location?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly [member: string]: unknown;
}

/** Read access to what the control plane holds at this instant. Ids are compared without case, as ARM does. */
export interface ResourceReader {
  get(id: string): ArmResource | undefined;
  /** All resources of a type, `Microsoft.Network/loadBalancers`. */
  list(type: string): readonly ArmResource[];
  readonly natPorts: NatPorts;
}

/** A write that the control plane has accepted. The model has changed already; the data plane follows in its own time. */
export interface ResourceChange {
  readonly before: ArmResource | undefined;
  readonly after: ArmResource | undefined;
}

export interface AcceptedWrite {
  /** One write may change several resources at once (the swap operation changes two load balancers). */
  readonly changes: readonly ResourceChange[];
  readonly acceptedAtMs: number;
  readonly durationMs: number;
  /** False where a fault says that the model changed and the data plane did not follow. */
  readonly dataPlaneFollows: boolean;
}

export interface BackendHealth {
  /** IP configuration id of the network interface, or the address of an IP-based backend. */
  readonly backend: string;
  readonly state: 'Up' | 'Down' | 'Unknown';
}

/** Virtual in tests of thousands of schedules, else the machine's. */
export type DataPlaneClock = Pick<Clock, 'monotonicMs' | 'sleep'>;

/**
 * When the data plane follows a write accepted at t0 that lasts D: the old frontend stops at t0 + detachFraction * D,
 * the new one forwards at t0 + attachFraction * D + lagMs, and for mixedMs after that both sides answer.
 */
export interface DataPlaneTiming {
  readonly detachFraction: number;
  readonly attachFraction: number;
  /** At speed 1; divided by the emulator's speed, as durations are. */
  readonly lagMs: number;
  /** At speed 1. Default 0. */
  readonly mixedMs?: number;
}

/** Azure documents no data-plane timing: these are assumptions, and every one of them must be survived. */
export type DataPlanePreset = 'pessimistic' | 'optimistic' | 'late' | 'random';

/** What happens to connections that are open when their address moves away. Azure documents none of the three. */
export type ExistingConnections = 'kept' | 'reset' | 'hung';

/**
 * - `healthy`: answers everything with 200.
 * - `unhealthy`: the health path answers 503, everything else still 200.
 * - `process-dead`: the machine is up, nothing listens: connections are refused.
 * - `machine-down`: connection attempts are swallowed.
 */
export type InstanceCondition = 'healthy' | 'unhealthy' | 'process-dead' | 'machine-down';

/** What one virtual machine or scale-set instance serves. */
export interface Workload {
  /** The name that it answers with: `blue_0`. Placing another workload under the same name replaces it. */
  readonly instance: string;
  /** How load balancers refer to it: the ids of its IP configurations, and private addresses for IP-based pools. */
  readonly backends: readonly string[];
  readonly version: string;
  /** Ports that the process listens on; all of them speak HTTP. */
  readonly ports: readonly number[];
  readonly healthPath: string;
}

/** What a machine will do from an instant on that is known in advance: an upgrade takes it down and brings it back. */
export interface PlannedInstanceChange {
  readonly atMs: number;
  readonly condition: InstanceCondition;
  /** What it serves from then on. Absent: what it served before. */
  readonly workload?: Workload;
}

/** How the application health extension asks the machine that it runs on. */
export interface ApplicationHealthProbe {
  readonly protocol: 'tcp' | 'http';
  readonly port: number;
  /** Empty for TCP. */
  readonly path: string;
}

/** What one (public IP address, port) really did between two instants of CLOCK_MONOTONIC. */
export interface GroundTruthInterval {
  readonly publicIpAddressId: string;
  readonly address: string;
  readonly port: number;
  readonly fromMs: number;
  /** Absent while it lasts. */
  readonly toMs?: number;
  /**
   * `mixed`: connections get different answers, because both sides of a move still answer, or because instances that
   * do not answer are still in rotation.
   */
  readonly state: 'served' | 'swallowed' | 'refused' | 'mixed';
  /** Whose frontend has the address. In the mixed time after a move: the new one. Absent where no frontend has it. */
  readonly loadBalancerId?: string;
}

/**
 * A request that was sent to a machine which did not answer it. What an address swallows or refuses as a whole never comes
 * to a machine, and is not among them: the intervals of the ground truth say when that was.
 */
export interface UnansweredRequest {
  readonly publicIpAddressId: string;
  readonly address: string;
  readonly port: number;
  /** Port of the client's end of the connection: which request of which client it was. */
  readonly clientPort: number;
  readonly loadBalancerId: string;
  /** Name of the load-balancing rule or inbound NAT rule. */
  readonly ruleName: string;
  /** The IP configuration or private address that it was sent to. */
  readonly backend: string;
  /** Absent where no machine had that address any more. */
  readonly instance?: string;
  /** When it was sent: on a connection of its own, when that was opened. */
  readonly atMs: number;
  /** `cut`: the machine had the request when its process died, and the connection was reset. */
  readonly fate: 'swallowed' | 'refused' | 'cut';
}

/** Where only 127.0.0.1 exists, a public address and port is reached here instead: `--connect-to` in curl's meaning. */
export interface PortMapping {
  readonly address: string;
  readonly port: number;
  readonly connectHost: string;
  readonly connectPort: number;
}

export interface DataPlaneOptions {
  readonly resources: ResourceReader;
  readonly clock: DataPlaneClock;
  /** Default `pessimistic`. */
  readonly timing?: DataPlanePreset | DataPlaneTiming;
  /** Default 1. Health probe intervals, lag and mixed time are divided by it. */
  readonly speed?: number;
  /** Default 1. Drawn from it: the timing of `random`, the phases of health probes, the choice of instances. */
  readonly seed?: number;
  /** Default `hung`. */
  readonly existingConnections?: ExistingConnections;
  /** `port-map`: only 127.0.0.1 is used. Default: a network of 127.0.0.0/8 where the machine has one, else that. */
  readonly publicAddresses?: 'port-map';
  /** Told when a socket could not be made as the model asks (port in use, port below 1024). Default: a process warning. */
  readonly onSocketError?: (error: Error) => void;
}

/** What the control plane tells the data plane and asks of it. Times are CLOCK_MONOTONIC milliseconds. */
export interface DataPlane extends AsyncDisposable {
  /**
   * The address that a public IP gets: stable for the life of the resource. An IPv6 one is IPv4-mapped
   * (`::ffff:127.x.y.z`), because a machine has only one IPv6 loopback address.
   */
  assignAddress(publicIpAddressId: string, version?: 'IPv4' | 'IPv6'): string;
  releaseAddress(publicIpAddressId: string): void;
  /** Told at the instant of acceptance. */
  accepted(write: AcceptedWrite): void;
  /** Health of the backends behind one load-balancing rule, as the data plane's own health probes see it. */
  ruleHealth(loadBalancerId: string, ruleName: string): readonly BackendHealth[];

  /**
   * Takes everything that the control plane holds now as effective and healthy for long: call it once, when the scenario
   * is loaded, addresses are assigned and workloads are placed. Resolves when the sockets do what the model says.
   */
  start(): Promise<void>;
  /** Place a workload before the write that makes a load balancer refer to it. A new instance begins `healthy`. */
  placeWorkload(workload: Workload): void;
  removeWorkload(instance: string): void;
  /** Throws where no workload has that instance name. */
  setInstanceCondition(instance: string, condition: InstanceCondition): void;
  /**
   * Carries changes of machines, by instance, out when their times come, without anybody asking. What was planned for one of them
   * before and has not come yet is forgotten. All that are due now go together: no connection meets one of them changed and
   * another one not. Throws, and plans nothing, where no workload has one of the instance names.
   */
  planInstances(plans: ReadonlyMap<string, readonly PlannedInstanceChange[]>): void;
  /** How a machine is now. Undefined where there is no such machine. */
  conditionOf(instance: string): InstanceCondition | undefined;
  /** Whether the machine itself would answer now, whatever its load balancer thinks. False where there is no such machine. */
  answersLocally(instance: string, probe: ApplicationHealthProbe): boolean;
  /** What really happened so far, in the order of beginning: for `GET /ground-truth`. */
  groundTruth(): readonly GroundTruthInterval[];
  /** In the order in which they were found to be without an answer. Empty where there are no sockets. */
  unansweredRequests(): readonly UnansweredRequest[];
  /** Empty where public addresses really listen. */
  portMap(): readonly PortMapping[];
  /** Resolves when every socket does what the model says at this instant. */
  settled(): Promise<void>;
}
