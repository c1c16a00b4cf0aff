import type { ArmResource, ResourceReader } from '../data-plane/contract.ts';
import { NatPorts } from '../nat-ports.ts';

/** What the control plane holds. Resources are replaced, never changed in place, so that a reader keeps what it read. */
export class ResourceStore implements ResourceReader {
  readonly natPorts = new NatPorts();
  readonly #resources = new Map<string, ArmResource>();

  get(id: string): ArmResource | undefined {
    return this.#resources.get(id.toLowerCase());
  }

  list(type: string): readonly ArmResource[] {
    const wanted = type.toLowerCase();
    return this.all().filter((resource) => resource.type.toLowerCase() === wanted);
  }

  all(): readonly ArmResource[] {
    return [...this.#resources.values()];
  }

  put(resource: ArmResource): void {
    this.#resources.set(resource.id.toLowerCase(), resource);
  }

  remove(id: string): void {
    this.#resources.delete(id.toLowerCase());
  }
}
