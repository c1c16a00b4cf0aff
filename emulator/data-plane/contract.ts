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

/** What the control plane tells the data plane and asks of it. Times are CLOCK_MONOTONIC milliseconds. */
export interface DataPlane extends AsyncDisposable {
  /** The address that a public IP gets: stable for the life of the resource. */
  assignAddress(publicIpAddressId: string): string;
  releaseAddress(publicIpAddressId: string): void;
  /** Told at the instant of acceptance. */
  accepted(write: AcceptedWrite): void;
  /** Health of the backends behind one load-balancing rule, as the data plane's own health probes see it. */
  ruleHealth(loadBalancerId: string, ruleName: string): readonly BackendHealth[];
}

/**
 * What one machine answers. A scenario lists these beside its ARM resources, because no ARM body says what runs inside
 * a machine. A backend pool reaches a machine by the id of an IP configuration or by a private address.
 */
export interface Workload {
  /** ARM id of the machine: a virtual machine, or `…/virtualMachineScaleSets/{set}/virtualMachines/{instance}`. */
  readonly machineId: string;
  /** What `backendAddressPools[].properties.backendIPConfigurations` name. Compared without case. */
  readonly ipConfigurationIds: readonly string[];
  /** What IP-based pools name. */
  readonly privateIpAddresses: readonly string[];
  /** What its answers carry, so that the two sides of a switch can be told apart: `blue`. */
  readonly version: string;
  /** Backend ports it listens on, 1024 or higher. */
  readonly ports: readonly number[];
  /** Answers 200 to a health probe; every other path answers with the version. */
  readonly healthPath: string;
}
