import type { Workload } from '../../data-plane/contract.ts';
import type { JsonObject } from '../json.ts';

/** The parts of a scale set that its instances take over, protected settings of extensions included. */
export interface InstanceModel {
  readonly vmSize: string | undefined;
  readonly profile: JsonObject;
}

export type PowerState = 'running' | 'stopped' | 'deallocated';

/** What is true of one instance and stands in none of the bodies that a client reads. */
export interface InstanceState {
  /** The model that it was last brought to. */
  readonly applied: InstanceModel;
  /** What `latest` was when its disk was made. */
  readonly exactVersion: string | undefined;
  /** Another one with every disk that is made: by an upgrade to another image, and by a reimage. */
  readonly diskName: string;
  readonly power: PowerState;
  /** Away while the machine is down: its agent reports nothing. */
  readonly guest: 'reporting' | 'away';
  /** What the agent reports as failed, by name in lower case. */
  readonly failedExtensions: readonly string[];
  /** Due on a machine that was off when it was upgraded or made anew: then they run when it starts. */
  readonly scripts: 'ran' | 'due';
  readonly faultDomain: number;
  /** When it last came to a settled state, in milliseconds since the epoch. */
  readonly settledAtEpochMs: number;
  /** Undefined where the scenario says of nobody what it serves. */
  readonly workload: Workload | undefined;
}

/** What is true of a scale set and stands in no body of it. */
export interface ScaleSetState {
  /** Ids of instances are never given twice. */
  readonly nextInstanceNumber: number;
  readonly automaticRepairs: 'Running' | 'Suspended';
  /** By the name of the extension, in lower case. No GET returns them. */
  readonly protectedSettings: ReadonlyMap<string, JsonObject>;
  readonly settledAtEpochMs: number;
}

const newScaleSet: ScaleSetState = {
  nextInstanceNumber: 0,
  automaticRepairs: 'Running',
  protectedSettings: new Map(),
  settledAtEpochMs: 0,
};

/** What Microsoft.Compute knows beyond the resources that it prints. Ids are compared without case. */
export class ComputeState {
  readonly #instances = new Map<string, InstanceState>();
  readonly #scaleSets = new Map<string, ScaleSetState>();

  instance(id: string): InstanceState | undefined {
    return this.#instances.get(id.toLowerCase());
  }

  putInstance(id: string, state: InstanceState): void {
    this.#instances.set(id.toLowerCase(), state);
  }

  removeInstance(id: string): void {
    this.#instances.delete(id.toLowerCase());
  }

  scaleSet(id: string): ScaleSetState {
    return this.#scaleSets.get(id.toLowerCase()) ?? newScaleSet;
  }

  changeScaleSet(id: string, change: Partial<ScaleSetState>): void {
    this.#scaleSets.set(id.toLowerCase(), { ...this.scaleSet(id), ...change });
  }

  removeScaleSet(id: string): void {
    this.#scaleSets.delete(id.toLowerCase());
  }
}
