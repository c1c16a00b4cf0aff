import { type Call, param, type Reply, type Route } from './call.ts';
import { timeOf } from './compute/compute-resources.ts';
import type { ControlPlane } from './control-plane.ts';
import { ArmError, errors } from './errors.ts';
import type { Operation } from './operations.ts';

/** Where long-running operations are asked about: two URLs for Microsoft.Network, one for Microsoft.Compute. */
export function operationRoutes(plane: ControlPlane): Route[] {
  const base = '/subscriptions/{subscriptionId}/providers/Microsoft.Network/locations/{location}';
  const compute = '/subscriptions/{subscriptionId}/providers/Microsoft.Compute/locations/{location}';
  return [
    {
      path: `${compute}/operations/{operationId}`,
      methods: {
        GET: (call) => {
          const operation = findOperation(plane, call);
          return call.query.get('monitor') === 'true'
            ? printComputeResult(operation, call)
            : printComputeStatus(operation);
        },
      },
    },
    {
      path: `${base}/operations/{operationId}`,
      methods: { GET: (call) => printStatus(plane, findOperation(plane, call)) },
    },
    {
      path: `${base}/operationResults/{operationId}`,
      methods: { GET: (call) => printResult(plane, findOperation(plane, call), call) },
    },
  ];
}

/** The signature must come back as it was given: an operation is not found by its id alone. */
function findOperation(plane: ControlPlane, call: Call): Operation {
  const operation = plane.operations.find(param(call, 'operationId'));
  const signed =
    operation !== undefined &&
    Object.entries(operation.signature).every(([name, value]) => call.query.get(name) === value);
  if (!signed) throw errors.operationNotFound(param(call, 'operationId'));
  return operation;
}

/** HTTP 200 whatever the operation's end; `Retry-After` only while it runs. */
function printStatus(plane: ControlPlane, operation: Operation): Reply {
  if (operation.ended === undefined) {
    return {
      status: 200,
      headers: { 'retry-after': plane.retryAfter(10) },
      body: { status: 'InProgress' },
    };
  }
  return { status: 200, body: operation.ended.end };
}

/** Compute says when its operations began and ended. Its polls mostly carry no `Retry-After` (recorded). */
function printComputeStatus(operation: Operation): Reply {
  const { id, provider, ended, acceptedAtMs } = operation;
  const startedAtMs = provider.namespace === 'Microsoft.Compute' ? provider.startedAtEpochMs : 0;
  const startTime = timeOf(startedAtMs);
  if (ended === undefined) return { status: 200, body: { startTime, status: 'InProgress', name: id } };
  const endTime = timeOf(startedAtMs + ended.atMs - acceptedAtMs);
  const output = operation.result.body === undefined ? {} : { properties: { output: operation.result.body } };
  const succeeded = ended.end.status === 'Succeeded';
  return {
    status: 200,
    body: { startTime, endTime, ...(succeeded ? output : {}), ...ended.end, name: id },
  };
}

function printComputeResult(operation: Operation, call: Call): Reply {
  if (operation.ended === undefined) {
    const { path, query } = call.request;
    return { status: 202, headers: { location: `${call.origin}${path}?${query}` } };
  }
  const { end } = operation.ended;
  if (end.status !== 'Succeeded') throw new ArmError(end.status === 'Canceled' ? 409 : 500, end.error);
  return operation.result;
}

function printResult(plane: ControlPlane, operation: Operation, call: Call): Reply {
  if (operation.ended === undefined) {
    const { path, query } = call.request;
    return {
      status: 202,
      headers: { location: `${call.origin}${path}?${query}`, 'retry-after': plane.retryAfter(10) },
    };
  }
  const { end } = operation.ended;
  if (end.status !== 'Succeeded') throw new ArmError(end.status === 'Canceled' ? 409 : 500, end.error);
  return operation.result;
}
