import type { ArmResource, ResourceChange } from '../data-plane/contract.ts';
import type { ModelEffect, OperationFault } from '../faults.ts';
import type { Call } from './call.ts';
import type { ControlPlane } from './control-plane.ts';
import { newEtag } from './etags.ts';
import type { ArmRequest } from './http.ts';
import { plannedEnd } from './operation-end.ts';
import { operationHeaders, pollSignature } from './operation-urls.ts';
import type { OperationEnd, PollSignature } from './operations.ts';
import { type ProvisioningState, stamp } from './stamp.ts';

/** A write that a handler has validated. */
export interface Write {
  /** `PutLoadBalancerOperation` */
  readonly name: string;
  readonly location: string;
  readonly changes: readonly ResourceChange[];
  /** Other resources that change with what was applied: the back-references of public IP addresses. */
  readonly consequences?: (applied: readonly ResourceChange[]) => readonly ArmResource[];
  /** Undefined: done with the answer, which says `Succeeded`. */
  readonly durationMs: number | undefined;
  /** What only the end brings: the address of a new public IP. */
  readonly complete?: (resource: ArmResource) => ArmResource;
  /** What `operationResults` answers at the end. */
  readonly result?: { readonly status: number; readonly body?: unknown };
}

export interface AcceptedOperation {
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What an operation keeps of the request that began it. */
export interface Cause {
  readonly request: Pick<ArmRequest, 'method' | 'path'>;
  readonly operationFault: OperationFault | undefined;
}

/** Accepts a write: the model changes now, the operation ends when its time has come. */
export function acceptWrite(plane: ControlPlane, call: Call, write: Write): AcceptedOperation {
  const { id, signature } = beginWrite(plane, call, write);
  return { id, headers: operationHeaders(call, write.location, id, signature) };
}

/** A write whose answer nobody waits for here. */
export function beginWrite(
  plane: ControlPlane,
  call: Cause,
  write: Write,
): { readonly id: string; readonly signature: PollSignature } {
  const operation = { id: plane.random.uuid(), name: write.name };
  const applied = applyModel(write.changes, call.operationFault?.model ?? 'changed');
  const heldIds = changeModel(plane, call, write, operation, applied);
  tellDataPlane(plane, write, applied, call.operationFault);
  return { id: operation.id, signature: beginOperation(plane, call, write, operation, heldIds) };
}

/** Undefined duration: the answer says `Succeeded`, unless a fault wants an operation to follow. */
function isAsynchronous(call: Cause, write: Write): boolean {
  return write.durationMs !== undefined || call.operationFault !== undefined;
}

/** What the operation holds `Updating` beside what it writes. */
function changeModel(
  plane: ControlPlane,
  call: Cause,
  write: Write,
  operation: { readonly id: string; readonly name: string },
  applied: readonly ResourceChange[],
): readonly string[] {
  const nowMs = plane.clock.monotonicMs();
  const superseded = idsOf(write).map((id) => plane.operations.supersede(id, operation, nowMs));
  abandon(
    plane,
    superseded.flatMap(({ abandonedIds }) => abandonedIds),
  );
  const changed = applied.filter(({ before, after }) => before !== after);
  const consequences = write.consequences?.(changed) ?? [];
  const asynchronous = isAsynchronous(call, write);
  const during = call.request.method === 'DELETE' ? 'Deleting' : 'Updating';
  storeChanges(plane, applied, asynchronous ? during : 'Succeeded');
  for (const resource of consequences) {
    plane.store.put(stamp(resource, asynchronous ? 'Updating' : 'Succeeded', newEtag(plane)));
  }
  return [...consequences.map(({ id }) => id), ...superseded.flatMap(({ heldIds }) => heldIds)];
}

/** What only a superseded operation was to write: whether the data plane follows its model, nobody can tell. */
function abandon(plane: ControlPlane, ids: readonly string[]): void {
  for (const id of ids) {
    const resource = plane.store.get(id);
    if (resource !== undefined) plane.store.put(stamp(resource, 'Failed', newEtag(plane)));
  }
}

function beginOperation(
  plane: ControlPlane,
  call: Cause,
  write: Write,
  operation: { readonly id: string; readonly name: string },
  heldIds: readonly string[],
): PollSignature {
  const acceptedAtMs = plane.clock.monotonicMs();
  const signature = pollSignature(plane);
  const fault = call.operationFault;
  const resourceIds = idsOf(write);
  const asynchronous = isAsynchronous(call, write);
  plane.operations.begin({
    ...operation,
    provider: { namespace: 'Microsoft.Network' },
    method: call.request.method,
    path: call.request.path,
    location: write.location,
    signature,
    resourceIds,
    heldIds,
    acceptedAtMs,
    endsAtMs: fault?.effect === 'stuck' ? Number.POSITIVE_INFINITY : acceptedAtMs + (write.durationMs ?? 0),
    end: plannedEnd(plane, fault, operation),
    result: write.result ?? { status: 204 },
    settle: (end) => {
      if (asynchronous) settleResources(plane, resourceIds, heldIds, end, write.complete);
    },
  });
  if (!asynchronous) plane.operations.settle(acceptedAtMs);
  return signature;
}

function idsOf({ changes }: Write): readonly string[] {
  return changes.flatMap(({ before, after }) => (after ?? before)?.id ?? []);
}

function applyModel(changes: readonly ResourceChange[], model: ModelEffect): readonly ResourceChange[] {
  if (model === 'changed') return changes;
  const applied = model === 'half-changed' ? 1 : 0;
  return changes.map((change, index) =>
    index < applied ? change : { before: change.before, after: change.before },
  );
}

function storeChanges(
  plane: ControlPlane,
  changes: readonly ResourceChange[],
  state: ProvisioningState,
): void {
  for (const { before, after } of changes) {
    // Unchanged by a fault: a resource that was never there stays away.
    if (after !== undefined) plane.store.put(stamp(after, state, newEtag(plane)));
    else if (before !== undefined) plane.store.remove(before.id);
  }
}

function tellDataPlane(
  plane: ControlPlane,
  write: Write,
  applied: readonly ResourceChange[],
  fault: OperationFault | undefined,
): void {
  if (write.changes.length === 0) return;
  plane.dataPlane.accepted({
    ...followed(write, applied, fault),
    acceptedAtMs: plane.clock.monotonicMs(),
    durationMs: write.durationMs ?? 0,
  });
}

function followed(write: Write, applied: readonly ResourceChange[], fault: OperationFault | undefined) {
  // What has overtaken the write brings the data plane to the model as it stands.
  if (fault?.effect === 'operation-superseded') return { changes: applied, dataPlaneFollows: true };
  const dataPlaneFollows = fault?.dataPlaneFollows ?? (fault === undefined || fault.model !== 'unchanged');
  // Where the model stays and the data plane follows, the data plane does what the client asked for.
  const changes = fault?.model === 'unchanged' && dataPlaneFollows ? write.changes : applied;
  return { changes, dataPlaneFollows };
}

function settleResources(
  plane: ControlPlane,
  resourceIds: readonly string[],
  heldIds: readonly string[],
  end: OperationEnd,
  complete: (resource: ArmResource) => ArmResource = (resource) => resource,
): void {
  const superseded =
    end.status === 'Canceled' && end.error.details?.[0]?.code.startsWith('CanceledAndSuperseded');
  const state = end.status === 'Succeeded' || superseded === true ? 'Succeeded' : 'Failed';
  for (const id of resourceIds) {
    const resource = plane.store.get(id);
    if (resource === undefined) continue;
    plane.store.put(stamp(state === 'Succeeded' ? complete(resource) : resource, state, newEtag(plane)));
  }
  for (const id of heldIds) {
    const resource = plane.store.get(id);
    // A write of the address itself may still run: its own end settles it.
    if (resource !== undefined && plane.operations.running(id) === undefined) {
      plane.store.put(stamp(resource, 'Succeeded', newEtag(plane)));
    }
  }
}
