import type { ControlPlane } from '../../emulator/arm/control-plane.ts';
import { parentId, sameId } from '../../emulator/arm/resource-id.ts';
import { readOpenRelease } from '../../src/record/open-release.ts';
import { scaleSetId } from './scenario.ts';

/** What the tags of the scale set have told of open releases, at any time. */
export class OpenedReleases {
  readonly #plane: Pick<ControlPlane, 'store'>;
  readonly #canaryIds = new Set<string>();
  #lastId: string | undefined;
  #mostCanaries = 0;
  #mostInstances = 0;

  constructor(plane: Pick<ControlPlane, 'store'>) {
    this.#plane = plane;
    const { store } = plane;
    const put = store.put.bind(store);
    store.put = (resource) => {
      put(resource);
      if (sameId(resource.id, scaleSetId)) {
        const open = readOpenRelease((resource.tags ?? {}) as Readonly<Record<string, string>>);
        this.#lastId = open?.id ?? this.#lastId;
        this.#noteCanaries(open?.canaryIds ?? []);
      }
    };
  }

  /** The release that was open last; undefined: none ever was. */
  get lastId(): string | undefined {
    return this.#lastId;
  }

  /** All that were canaries of any release. */
  get canaryIds(): ReadonlySet<string> {
    return this.#canaryIds;
  }

  /** Of the instances that were there, at whatever time there were most of either. */
  get mostCanaries(): { readonly canaries: number; readonly instances: number } {
    return { canaries: this.#mostCanaries, instances: this.#mostInstances };
  }

  #noteCanaries(ids: readonly string[]): void {
    const { store } = this.#plane;
    const isThere = (id: string) => store.get(`${scaleSetId}/virtualMachines/${id}`) !== undefined;
    this.#mostCanaries = Math.max(this.#mostCanaries, ids.filter(isThere).length);
    const instances = store
      .list('Microsoft.Compute/virtualMachineScaleSets/virtualMachines')
      .filter(({ id }) => sameId(parentId(id), scaleSetId));
    this.#mostInstances = Math.max(this.#mostInstances, instances.length);
    for (const id of ids) {
      this.#canaryIds.add(id);
    }
  }
}
