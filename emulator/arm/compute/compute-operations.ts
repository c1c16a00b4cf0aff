import type { Call, Reply } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import { errors } from '../errors.ts';
import { plannedComputeEnd, preemptedEnd } from '../operation-end.ts';
import { computeOperationHeaders, pollSignature } from '../operation-urls.ts';
import type { OperationEnd } from '../operations.ts';
import type { AcceptedOperation } from '../writes.ts';
import { checkNotDeleting } from './compute-resources.ts';
import { endOfWorks } from './extension-failures.ts';
import { affectedBy, beginWorks, type InstanceWork, longest, settleWorks } from './instance-works.ts';

/** A request to Microsoft.Compute that a handler has validated. */
export interface ComputeWrite {
  /** `VirtualMachineScaleSets.ManualUpgrade.POST`, as Compute names its operations in error texts. */
  readonly name: string;
  readonly location: string;
  /** The scale set or instance whose body it writes, beside the instances that it works on. */
  readonly resourceIds: readonly string[];
  /** How long it lasts at least: its instances may take longer. */
  readonly durationMs: number;
  readonly works?: readonly InstanceWork[];
  /**
   * Changes the model, now. Not called where a fault leaves it unchanged; `affected` are the works that it leaves. Returns
   * the works on instances that only the change has made.
   */
  readonly apply?: (affected: readonly InstanceWork[]) => readonly InstanceWork[];
  /** Marks what is being written; after `apply`, whatever a fault says. */
  readonly begin?: () => void;
  readonly settle?: (end: OperationEnd) => void;
  /** How it ends, where no fault says otherwise. Default: well. */
  readonly end?: OperationEnd;
  /** What `Location` answers at the end. Default: an empty 200. */
  readonly result?: { readonly status: number; readonly body?: unknown };
}

/** Accepts a write: the model changes now, each instance in its own time, and the operation ends when all have. */
export function acceptCompute(plane: ControlPlane, call: Call, write: ComputeWrite): AcceptedOperation {
  const { name, location } = write;
  const fault = call.operationFault;
  const model = fault?.model ?? 'changed';
  const operation = { id: plane.random.uuid(), name };
  const nowMs = plane.clock.monotonicMs();
  for (const id of write.resourceIds) plane.operations.supersede(id, operation, nowMs, () => preemptedEnd);
  const known = write.works ?? [];
  const more = model === 'unchanged' ? [] : (write.apply?.(affectedBy(known, model)) ?? []);
  const works = [...known, ...more];
  write.begin?.();
  beginWorks(plane, works, { operationId: operation.id, acceptedAtMs: nowMs, fault });
  const signature = pollSignature(plane);
  const endsAtMs = nowMs + longest(works, write.durationMs);
  plane.operations.begin({
    ...operation,
    provider: { namespace: 'Microsoft.Compute', startedAtEpochMs: plane.clock.epochMs() },
    method: call.request.method,
    path: call.request.path,
    location,
    signature,
    resourceIds: [...write.resourceIds, ...works.map(({ instance }) => instance.id)],
    heldIds: [],
    acceptedAtMs: nowMs,
    endsAtMs: fault?.effect === 'stuck' ? Number.POSITIVE_INFINITY : endsAtMs,
    end: fault === undefined ? (write.end ?? endOfWorks(plane, works)) : plannedComputeEnd(fault),
    result: write.result ?? { status: 200 },
    settle: (end) => {
      // One that a later one has overtaken leaves things as that one makes them.
      const succeeded = end.status === 'Succeeded' || end === preemptedEnd;
      settleWorks(plane, works, succeeded);
      write.settle?.(end);
    },
  });
  return {
    id: operation.id,
    headers: computeOperationHeaders(plane, call, location, operation.id, signature),
  };
}

/** 409 where an operation still runs on any of these (recorded of manualupgrade), or one is on its way out. */
export function checkNoConcurrentOperation(plane: ControlPlane, ids: readonly string[]): void {
  for (const id of ids) {
    if (plane.operations.running(id) !== undefined) throw errors.concurrentRequest();
    checkNotDeleting(plane.store.get(id));
  }
}

/** The answer to a PUT or PATCH of a scale set asks for 10 s between polls; that of an instance for nothing (recorded). */
export function computePutReply(
  plane: ControlPlane,
  operation: AcceptedOperation,
  answer: { readonly status: number; readonly body: unknown; readonly retryAfterSeconds?: number },
): Reply {
  const etag = (answer.body as { readonly etag?: unknown } | undefined)?.etag;
  return {
    status: answer.status,
    headers: {
      'azure-asyncoperation': operation.headers['azure-asyncoperation'] ?? '',
      'azure-asyncnotification': 'Enabled',
      ...(typeof etag === 'string' ? { etag } : {}),
      ...(answer.retryAfterSeconds === undefined
        ? {}
        : { 'retry-after': plane.retryAfter(answer.retryAfterSeconds) }),
    },
    body: answer.body,
  };
}

/** The answer to a DELETE or an action: no body, both URLs, no `Retry-After` (recorded). */
export function computeAcceptedReply(operation: AcceptedOperation): Reply {
  return { status: 202, headers: { ...operation.headers, 'azure-asyncnotification': 'Enabled' } };
}
