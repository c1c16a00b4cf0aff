import type { ApplicationHealthProbe, InstanceCondition, Workload } from './contract.ts';
import type { Backend } from './route.ts';

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
    this.#byName.set(instance, { ...this.known(instance), condition });
  }

  /** Throws where there is no such machine. */
  known(instance: string): Instance {
    const known = this.#byName.get(instance);
    if (known !== undefined) return known;
    const names = [...this.#byName.keys()].slice(0, 10).join(', ');
    throw new Error(`There is no instance ${instance}; the first ones are: ${names || 'none'}.`);
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
    return reactionOf(this.at(backend), port);
  }

  passes(probe: ApplicationHealthProbe, backend: Backend): boolean {
    return answers(this.at(backend), probe);
  }
}

/** Whether a machine that is asked on one of its ports gives the answer that a health probe wants. */
export function answers(instance: Instance | undefined, probe: ApplicationHealthProbe): boolean {
  if (instance === undefined || reactionOf(instance, probe.port) !== 'accepts') return false;
  return probe.protocol === 'tcp' || statusOf(instance, probe.path) === 200;
}

function reactionOf(instance: Instance | undefined, port: number): Reaction {
  if (instance === undefined || instance.condition === 'machine-down') return 'swallows';
  const listens = instance.condition !== 'process-dead' && instance.workload.ports.includes(port);
  return listens ? 'accepts' : 'refuses';
}

/** The HTTP status that an instance answers a path (without query) with. */
export function statusOf(instance: Instance, path: string): 200 | 503 {
  return instance.condition === 'unhealthy' && path === instance.workload.healthPath ? 503 : 200;
}
