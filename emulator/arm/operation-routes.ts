import { type Call, param, type Reply, type Route } from './call.ts';
import type { ControlPlane } from './control-plane.ts';
import { ArmError, errors } from './errors.ts';
import type { Operation } from './operations.ts';

/** The two URLs of a long-running Microsoft.Network operation. */
export function operationRoutes(plane: ControlPlane): Route[] {
  const base = '/subscriptions/{subscriptionId}/providers/Microsoft.Network/locations/{location}';
  return [
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
