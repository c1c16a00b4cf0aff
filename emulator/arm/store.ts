import type { ArmResource, ResourceReader } from '../data-plane/contract.ts';
import { NatPorts } from '../nat-ports.ts';
import { parentId, sameId } from './resource-id.ts';

/** By id in lower case. */
type ById = Map<string, ArmResource>;

/** What the control plane holds. Resources are replaced, never changed in place, so that a reader keeps what it read. */
export class ResourceStore implements ResourceReader {
  readonly natPorts = new NatPorts();
  readonly #resources: ById = new Map();
  /** By type and by parent, in lower case: the same resources, so that a call for a hundred instances reads each of them once. */
  readonly #byType = new Map<string, ById>();
  readonly #byParent = new Map<string, ById>();

  get(id: string): ArmResource | undefined {
    return this.#resources.get(id.toLowerCase());
  }

  list(type: string): readonly ArmResource[] {
    return [...(this.#byType.get(type.toLowerCase())?.values() ?? [])];
  }

  /** The resources of a type that stand directly under another one: the instances of a scale set. */
  childrenOf(id: string, type: string): readonly ArmResource[] {
    const children = this.#byParent.get(id.toLowerCase())?.values() ?? [];
    return [...children].filter((child) => sameId(child.type, type));
  }

  all(): readonly ArmResource[] {
    return [...this.#resources.values()];
  }

  put(resource: ArmResource): void {
    const key = resource.id.toLowerCase();
    const former = this.get(key);
    if (former !== undefined && !sameId(former.type, resource.type)) this.remove(key);
    this.#resources.set(key, resource);
    for (const group of this.#groupsOf(resource)) group.set(key, resource);
  }

  remove(id: string): void {
    const resource = this.get(id);
    if (resource === undefined) return;
    const key = id.toLowerCase();
    this.#resources.delete(key);
    for (const group of this.#groupsOf(resource)) group.delete(key);
  }

  #groupsOf({ id, type }: ArmResource): readonly ById[] {
    return [groupIn(this.#byType, type), groupIn(this.#byParent, parentId(id))];
  }
}

function groupIn(groups: Map<string, ById>, name: string): ById {
  const known = groups.get(name.toLowerCase());
  if (known !== undefined) return known;
  const group: ById = new Map();
  groups.set(name.toLowerCase(), group);
  return group;
}
