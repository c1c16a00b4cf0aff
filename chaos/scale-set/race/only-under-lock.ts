import type { ControlPlane } from '../../../emulator/arm/control-plane.ts';
import { sameId } from '../../../emulator/arm/resource-id.ts';
import { readLock } from '../../../src/record/lock.ts';
import type { Violation } from '../../invariants/violation.ts';
import { scaleSetId } from '../scenario.ts';

/** A request that works on instances, or on what is set aside for them. */
export interface ReleaseWork {
  readonly run: string;
  /** URL of the run, as a lock names its owner. */
  readonly owner: string;
  readonly what: string;
  readonly sentAtMs: number;
}

/** From the look at the lock to the request that follows it. */
const LONGEST_LOOK_MS = 5_000;

/** Who has had the lock of the scale set, and when. */
export class LockHistory {
  readonly #owners: { readonly fromMs: number; readonly owner: string }[] = [];
  readonly #takesOver: string;

  /** @param takesOver URL of the recovery, which may take a lock from its owner. */
  constructor({ store, clock }: ControlPlane, takesOver: string) {
    this.#takesOver = takesOver;
    const put = store.put.bind(store);
    store.put = (resource) => {
      put(resource);
      if (!sameId(resource.id, scaleSetId)) {
        return;
      }
      const owner = readLock((resource.tags ?? {}) as Readonly<Record<string, string>>)?.owner ?? '';
      if (owner !== this.#owners.at(-1)?.owner) {
        this.#owners.push({ fromMs: clock.monotonicMs(), owner });
      }
    };
  }

  /** Whoever works on instances has the lock, or had it when they looked last; and nobody takes it from somebody else. */
  violations(works: readonly ReleaseWork[]): Violation[] {
    return [...this.#workWithoutLock(works), ...this.#stolenLocks()];
  }

  #workWithoutLock(works: readonly ReleaseWork[]): Violation[] {
    return works
      .filter(({ owner, sentAtMs }) => !this.#hasHad(owner, sentAtMs - LONGEST_LOOK_MS, sentAtMs))
      .map(({ run, what, sentAtMs }) => ({
        invariant: 'never-two-inside',
        message: `${run} sends ${what} at ${Math.round(sentAtMs)}, and the lock is of ${this.#ownerAt(sentAtMs) || 'nobody'}`,
      }));
  }

  #stolenLocks(): Violation[] {
    return this.#owners.flatMap(({ fromMs, owner }, index) => {
      const former = this.#owners[index - 1]?.owner ?? '';
      return former === '' || owner === '' || owner === this.#takesOver
        ? []
        : [
            {
              invariant: 'never-two-inside',
              message: `${owner} has the lock at ${Math.round(fromMs)}, and ${former} had not given it back`,
            },
          ];
    });
  }

  #hasHad(owner: string, fromMs: number, toMs: number): boolean {
    return this.#owners.some(
      (each, index) =>
        each.owner === owner &&
        each.fromMs <= toMs &&
        (this.#owners[index + 1]?.fromMs ?? Number.POSITIVE_INFINITY) >= fromMs,
    );
  }

  #ownerAt(atMs: number): string {
    return this.#owners.findLast(({ fromMs }) => fromMs <= atMs)?.owner ?? '';
  }
}
