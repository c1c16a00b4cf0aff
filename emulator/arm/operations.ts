import type { ErrorBody } from './errors.ts';
import { sameId } from './resource-id.ts';

export type OperationEnd =
  | { readonly status: 'Succeeded' }
  | { readonly status: 'Failed' | 'Canceled'; readonly error: ErrorBody };

/** The query of an operation's URLs beside `api-version`. ARM wants it back as it gave it. */
export type PollSignature = Readonly<Record<'t' | 'c' | 's' | 'h', string>>;

/** Whose operation it is: each provider has its own URLs and status bodies. Compute's say when they began. */
export type OperationProvider =
  | { readonly namespace: 'Microsoft.Network' }
  | { readonly namespace: 'Microsoft.Compute'; readonly startedAtEpochMs: number };

export interface NewOperation {
  readonly id: string;
  readonly provider: OperationProvider;
  /** As Microsoft.Network names it in its error texts: `PutLoadBalancerOperation`. */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly location: string;
  readonly signature: PollSignature;
  /** What it writes: a later write of the same resource supersedes it. */
  readonly resourceIds: readonly string[];
  /** What it holds `Updating` beside: the public IP addresses whose binding it changes. */
  readonly heldIds: readonly string[];
  readonly acceptedAtMs: number;
  /** Infinity: never. */
  readonly endsAtMs: number;
  readonly end: OperationEnd;
  /** What `operationResults` answers once it has succeeded. */
  readonly result: { readonly status: number; readonly body?: unknown };
  /** Brings the model to where the end leaves it. Not called for an operation that was superseded. */
  readonly settle: (end: OperationEnd) => void;
}

export interface Operation extends NewOperation {
  readonly ended: { readonly atMs: number; readonly end: OperationEnd } | undefined;
}

interface Step {
  readonly atMs: number;
  readonly carryOut: () => void;
}

/**
 * Long-running operations. They end when somebody looks, at the time that was drawn for them, so that the emulator
 * needs no timer and a virtual clock can jump over any number of them.
 */
export class Operations {
  readonly #operations: Operation[] = [];
  #steps: Step[] = [];

  begin(operation: NewOperation): void {
    this.#operations.push({ ...operation, ended: undefined });
  }

  all(): readonly Operation[] {
    return this.#operations;
  }

  find(id: string): Operation | undefined {
    return this.#operations.find((operation) => sameId(operation.id, id));
  }

  running(resourceId: string): Operation | undefined {
    return this.#operations.find(
      ({ ended, resourceIds }) => ended === undefined && resourceIds.some((id) => sameId(id, resourceId)),
    );
  }

  /** The last operation that wrote or held a resource, ended or not. */
  lastOf(resourceId: string): Operation | undefined {
    return this.#operations.findLast(({ resourceIds, heldIds }) =>
      [...resourceIds, ...heldIds].some((id) => sameId(id, resourceId)),
    );
  }

  /**
   * Something that an operation does on its way, at a time that is known: one of several instances is upgraded. It comes
   * true even where the operation is overtaken meanwhile, because a machine that has begun does not turn back.
   */
  schedule(atMs: number, carryOut: () => void): void {
    this.#steps.push({ atMs, carryOut });
  }

  /** Carries out, in order of their times, the steps and the ends whose time has come. A step comes before an end. */
  settle(nowMs: number): void {
    const steps = this.#steps.filter(({ atMs }) => atMs <= nowMs);
    this.#steps = this.#steps.filter(({ atMs }) => atMs > nowMs);
    const ends = this.#operations
      .filter(({ ended, endsAtMs }) => ended === undefined && endsAtMs <= nowMs)
      .map((operation) => ({
        atMs: operation.endsAtMs,
        carryOut: () => {
          this.#end(operation, operation.endsAtMs, operation.end);
          operation.settle(operation.end);
        },
      }));
    for (const { carryOut } of [...steps, ...ends].toSorted((left, right) => left.atMs - right.atMs)) {
      carryOut();
    }
  }

  /**
   * Ends the operation that still runs on a resource, as `endOf` says. By default: as Microsoft.Network does.
   *
   * @returns what it held, which goes over to the one that supersedes it, and what else it wrote, which nobody writes any
   *   more: a swap of two load balancers is superseded by a write of one.
   */
  supersede(
    resourceId: string,
    by: { readonly id: string; readonly name: string },
    nowMs: number,
    endOf: (former: Operation) => OperationEnd = (former) => supersededEnd(former, by),
  ): { readonly heldIds: readonly string[]; readonly abandonedIds: readonly string[] } {
    const former = this.running(resourceId);
    if (former === undefined) return { heldIds: [], abandonedIds: [] };
    this.#end(former, nowMs, endOf(former));
    return {
      heldIds: former.heldIds,
      abandonedIds: former.resourceIds.filter((id) => !sameId(id, resourceId)),
    };
  }

  #end(operation: Operation, atMs: number, end: OperationEnd): void {
    const index = this.#operations.findIndex(({ id }) => id === operation.id);
    this.#operations[index] = { ...operation, ended: { atMs, end } };
  }
}

/** The text Microsoft.Network gives to the client of an operation that another one has overtaken. */
export function supersededEnd(
  former: { readonly id: string; readonly name: string },
  by: { readonly id: string; readonly name: string },
): OperationEnd {
  return {
    status: 'Canceled',
    error: {
      code: 'Canceled',
      message: 'Operation was canceled.',
      details: [
        {
          code: 'CanceledAndSupersededDueToAnotherOperation',
          message: `Operation ${former.name} (${former.id}) was canceled and superseded by operation ${by.name} (${by.id}).`,
        },
      ],
    },
  };
}
