import type { ArmResource, ResourceChange } from '../data-plane/contract.ts';
import type { ModelEffect, OperationFault } from '../faults.ts';
import type { Call, Reply } from './call.ts';
import type { ControlPlane } from './control-plane.ts';
import { type OperationEnd, type PollSignature, supersededEnd } from './operations.ts';
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

/** Accepts a write: the model changes now, the operation ends when its time has come. */
export function acceptWrite(plane: ControlPlane, call: Call, write: Write): AcceptedOperation {
  const nowMs = plane.clock.monotonicMs();
  const fault = call.operationFault;
  const operation = { id: plane.random.uuid(), name: write.name };
  const resourceIds = write.changes.map(({ before, after }) => (after ?? before)?.id ?? '');
  const asynchronous = write.durationMs !== undefined || fault !== undefined;
  const durationMs = write.durationMs ?? 0;
  const applied = applyModel(write.changes, fault?.model ?? 'changed');

  const inheritedIds = resourceIds.flatMap((id) => plane.operations.supersede(id, operation, nowMs));
  const changed = applied.filter(({ before, after }) => before !== after);
  const consequences = write.consequences?.(changed) ?? [];
  const state = stateDuring(asynchronous, call.request.method);
  storeChanges(plane, applied, state);
  const held = asynchronous ? 'Updating' : 'Succeeded';
  for (const resource of consequences) plane.store.put(stamp(resource, held, newEtag(plane)));
  const heldIds = [...consequences.map(({ id }) => id), ...inheritedIds];
  tellDataPlane(plane, write, applied, fault, nowMs, durationMs);

  const signature = pollSignature(plane);
  plane.operations.begin({
    ...operation,
    method: call.request.method,
    path: call.request.path,
    location: write.location,
    signature,
    resourceIds,
    heldIds,
    acceptedAtMs: nowMs,
    endsAtMs: fault?.effect === 'stuck' ? Number.POSITIVE_INFINITY : nowMs + durationMs,
    end: plannedEnd(plane, fault, operation),
    result: write.result ?? { status: 204 },
    settle: (end) => {
      if (asynchronous) settleResources(plane, resourceIds, heldIds, end, write.complete);
    },
  });
  if (!asynchronous) plane.operations.settle(nowMs);
  return { id: operation.id, headers: operationHeaders(call, write.location, operation.id, signature) };
}

/** The answer to a PUT: the resource as it stands now. */
export function putReply(
  plane: ControlPlane,
  id: string,
  created: boolean,
  operation: AcceptedOperation,
  retryAfterSeconds: number | undefined,
): Reply {
  return {
    status: created ? 201 : 200,
    headers: {
      'azure-asyncoperation': operation.headers['azure-asyncoperation'] ?? '',
      'azure-asyncnotification': 'Enabled',
      ...(retryAfterSeconds === undefined ? {} : { 'retry-after': plane.retryAfter(retryAfterSeconds) }),
    },
    body: plane.store.get(id),
  };
}

/** The answer to a DELETE or an action: no body, and where to ask. Microsoft.Network asks for 10 s between polls. */
export function acceptedReply(plane: ControlPlane, operation: AcceptedOperation): Reply {
  return {
    status: 202,
    headers: {
      ...operation.headers,
      'azure-asyncnotification': 'Enabled',
      'retry-after': plane.retryAfter(10),
    },
  };
}

export function newEtag(plane: ControlPlane): string {
  return `W/"${plane.random.uuid()}"`;
}

function applyModel(changes: readonly ResourceChange[], model: ModelEffect): readonly ResourceChange[] {
  if (model === 'changed') return changes;
  const applied = model === 'half-changed' ? 1 : 0;
  return changes.map((change, index) =>
    index < applied ? change : { before: change.before, after: change.before },
  );
}

function stateDuring(asynchronous: boolean, method: string): ProvisioningState {
  if (!asynchronous) return 'Succeeded';
  return method === 'DELETE' ? 'Deleting' : 'Updating';
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
  acceptedAtMs: number,
  durationMs: number,
): void {
  if (write.changes.length === 0) return;
  const dataPlaneFollows = fault?.dataPlaneFollows ?? (fault === undefined || fault.model !== 'unchanged');
  // Where the model stays and the data plane follows, the data plane does what the client asked for.
  const changes = fault?.model === 'unchanged' && dataPlaneFollows ? write.changes : applied;
  plane.dataPlane.accepted({ changes, acceptedAtMs, durationMs, dataPlaneFollows });
}

function plannedEnd(
  plane: ControlPlane,
  fault: OperationFault | undefined,
  operation: { readonly id: string; readonly name: string },
): OperationEnd {
  switch (fault?.effect) {
    case 'operation-fails':
      return {
        status: 'Failed',
        error: {
          code: fault.code ?? 'InternalServerError',
          message: fault.message ?? 'An error occurred.',
          details: [],
        },
      };
    case 'operation-canceled':
      return {
        status: 'Canceled',
        error: {
          code: fault.code ?? 'Canceled',
          message: fault.message ?? 'Operation was canceled.',
          details: [],
        },
      };
    case 'operation-superseded':
      return supersededEnd(operation, { id: plane.random.uuid(), name: operation.name });
    default:
      return { status: 'Succeeded' };
  }
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

/** Recorded since late 2023: four parameters beside the api-version, opaque to the client. */
function pollSignature(plane: ControlPlane): PollSignature {
  const opaque = (length: number): string =>
    Array.from({ length }, () => plane.random.uuid().replaceAll('-', '')).join('');
  return { t: String(Math.round(plane.clock.epochMs())), c: opaque(4), s: opaque(3), h: opaque(1) };
}

function operationHeaders(
  call: Call,
  location: string,
  id: string,
  signature: PollSignature,
): Readonly<Record<string, string>> {
  const base = `${call.origin}/subscriptions/${call.params.subscriptionId}/providers/Microsoft.Network/locations/${location}`;
  const query = new URLSearchParams({ 'api-version': call.apiVersion, ...signature }).toString();
  return {
    'azure-asyncoperation': `${base}/operations/${id}?${query}`,
    location: `${base}/operationResults/${id}?${query}`,
  };
}
