import type { ApplicationHealthProbe, InstanceCondition, Workload } from './contract.ts';
import type { Backend, ProbeConfiguration } from './route.ts';

/** What a machine does with a connection attempt to one of its ports. */
export type Reaction = 'accepts' | 'refuses' | 'swallows';

export interface Instance {
  readonly workload: Workload;
  readonly condition: InstanceCondition;
}

/** The machines behind the load balancers, and what each of them does. */
export class Instances {
  readonly #byName = new Map<string, Instance>();
  readonly #nameByBackend = new Map<string, string>();

  place(workload: Workload): void {
    const condition = this.#byName.get(workload.instance)?.condition ?? 'healthy';
    this.remove(workload.instance);
    this.#byName.set(workload.instance, { workload, condition });
    for (const backend of workload.backends)
      this.#nameByBackend.set(backend.toLowerCase(), workload.instance);
  }

  remove(instance: string): void {
    const backends = this.#byName.get(instance)?.workload.backends ?? [];
    for (const backend of backends) this.#nameByBackend.delete(backend.toLowerCase());
    this.#byName.delete(instance);
  }

  setCondition(instance: string, condition: InstanceCondition): void {
    const known = this.#byName.get(instance);
    if (known === undefined) {
      const names = [...this.#byName.keys()].slice(0, 10).join(', ');
      throw new Error(`There is no instance ${instance}; the first ones are: ${names || 'none'}.`);
    }
    this.#byName.set(instance, { ...known, condition });
  }

  *workloads(): Generator<Workload> {
    for (const { workload } of this.#byName.values()) yield workload;
  }

  at(backend: Backend): Instance | undefined {
    return this.#byName.get(this.#nameByBackend.get(backend.key) ?? '');
  }

  named(instance: string): Instance | undefined {
    return this.#byName.get(instance);
  }

  /** Where no machine has the address, nothing answers: the attempt is swallowed. */
  reaction(backend: Backend, port: number): Reaction {
    const instance = this.at(backend);
    if (instance === undefined || instance.condition === 'machine-down') return 'swallows';
    const listens = instance.condition !== 'process-dead' && instance.workload.ports.includes(port);
    return listens ? 'accepts' : 'refuses';
  }

  /** Whether the machine itself answers, as an agent on it would see. */
  answersLocally(name: string, probe: ApplicationHealthProbe): boolean {
    const instance = this.#byName.get(name);
    if (instance === undefined) return false;
    if (instance.condition === 'machine-down' || instance.condition === 'process-dead') return false;
    if (!instance.workload.ports.includes(probe.port)) return false;
    return probe.protocol === 'tcp' || statusOf(instance, probe.path) === 200;
  }

  passes(probe: ProbeConfiguration, backend: Backend): boolean {
    if (this.reaction(backend, probe.port) !== 'accepts') return false;
    const instance = this.at(backend);
    return probe.protocol === 'tcp' || (instance !== undefined && statusOf(instance, probe.path) === 200);
  }
}

/** The HTTP status that an instance answers a path (without query) with. */
export function statusOf(instance: Instance, path: string): 200 | 503 {
  return instance.condition === 'unhealthy' && path === instance.workload.healthPath ? 503 : 200;
}
