import type { ControlPlane } from '../../emulator/arm/control-plane.ts';
import type { NewOperation } from '../../emulator/arm/operations.ts';
import { sameId } from '../../emulator/arm/resource-id.ts';
import { holderOf, nameOf, placementIn } from './azure-as-it-is.ts';
import type { AzureBefore } from './azure-before.ts';
import type { Violation } from './violation.ts';

/** As the emulator names an operation of another writer. */
const FOREIGN_OPERATION = 'OperationOfAnotherWriter';

/**
 * Watches whether a release takes production away while an operation of somebody else runs on what takes part, that it could have
 * seen: ARM would not carry out what brings production back before that has ended.
 */
export class OthersAtWork {
  readonly violations: Violation[] = [];
  readonly #plane: ControlPlane;
  readonly #before: AzureBefore;
  /** The order of requests and of operations: on a virtual clock many things have one time. */
  #order = 0;
  /** When the last read of a resource was sent that was answered, by its id in lower case. */
  readonly #looks = new Map<string, number>();
  /** When each operation of another writer was begun, by its id. */
  readonly #begun = new Map<string, number>();
  /** What ran, and could be seen, when the last update of the production load balancer was sent. */
  #seen: readonly string[] = [];

  constructor(plane: ControlPlane, before: AzureBefore) {
    this.#plane = plane;
    this.#before = before;
    this.#watch();
  }

  /** Of a release on its way forwards. @returns what to call when the request is answered. */
  requestSent(method: string, path: string): () => void {
    this.#order += 1;
    const sent = this.#order;
    if (method === 'PUT' && nameOf(path) === this.#before.productionLoadBalancer && this.#isServed()) {
      this.#seen = this.#runningThatCouldBeSeen();
    }
    return () => {
      if (method === 'GET') {
        this.#looks.set(path.toLowerCase(), sent);
      }
    };
  }

  #isServed(): boolean {
    const placement = placementIn(this.#plane);
    return this.#before.productionAddressIds.every((id) => holderOf(placement, id) !== undefined);
  }

  #runningThatCouldBeSeen(): string[] {
    const nowMs = this.#plane.clock.monotonicMs();
    return this.#plane.operations
      .all()
      .filter(({ ended, endsAtMs }) => ended === undefined && endsAtMs > nowMs)
      .filter(({ id, path }) => {
        const begun = this.#begun.get(id);
        return begun !== undefined && (this.#looks.get(path.toLowerCase()) ?? 0) > begun;
      })
      .map(({ path }) => nameOf(path));
  }

  /** The model has changed when an operation begins. */
  #watch(): void {
    const { operations } = this.#plane;
    const begin = operations.begin.bind(operations);
    operations.begin = (operation) => {
      begin(operation);
      this.#order += 1;
      if (operation.name === FOREIGN_OPERATION) {
        this.#begun.set(operation.id, this.#order);
      } else if (this.#isOpening(operation)) {
        this.violations.push(
          ...this.#seen.map(
            (name): Violation => ({
              invariant: 'nobody-at-work',
              message: `production is taken away while an operation of somebody else runs on ${name}, which the run had seen`,
            }),
          ),
        );
        this.#seen = [];
      }
    };
  }

  #isOpening({ method, resourceIds }: NewOperation): boolean {
    const [id = ''] = resourceIds;
    return method === 'PUT' && sameId(nameOf(id), this.#before.productionLoadBalancer) && !this.#isServed();
  }
}
