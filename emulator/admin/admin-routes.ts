import type { Arm } from '../arm/arm.ts';
import { foreignWrite } from '../arm/foreign-write.ts';
import { isObject, memberOf, textOf } from '../arm/json.ts';
import type { Operation } from '../arm/operations.ts';
import type { Permission } from '../arm/scenario.ts';
import type { InstanceCondition } from '../data-plane/contract.ts';
import { isFault } from '../faults.ts';
import type { AdminAnswer, AdminRequest, AdminRoutes } from './admin-server.ts';

const conditions: readonly string[] = ['healthy', 'unhealthy', 'process-dead', 'machine-down'];

export function adminRoutes(arm: Arm): AdminRoutes {
  const { plane, journal } = arm;
  const settle = (): void => plane.operations.settle(plane.clock.monotonicMs());
  return {
    'GET /requests': () => ok(journal.entries()),
    'GET /operations': () => {
      settle();
      return ok(plane.operations.all().map(printOperation));
    },
    'GET /resources': ({ query }) => {
      settle();
      const id = query.get('id');
      if (id === null) return ok(plane.store.all());
      const resource = plane.store.get(id);
      return resource === undefined ? refused(404, `${id} is not there.`) : ok(resource);
    },
    'PUT /resources': (request) => {
      settle();
      return ok(
        foreignWrite(plane, request.query.get('id') ?? textOf(request.body, 'id') ?? '', request.body),
      );
    },
    'GET /faults': () => ok(plane.faults.list()),
    'POST /faults': ({ body }) =>
      isFault(body)
        ? { status: 201, body: plane.faults.add(body) }
        : refused(400, 'A fault has a match and a known effect.'),
    'DELETE /faults': ({ query }) => {
      plane.faults.remove(query.get('id') ?? undefined);
      return ok(plane.faults.list());
    },
    'PUT /permissions': (request) => replacePermissions(arm, request),
    'PUT /instances': (request) => setCondition(arm, request),
    'GET /ground-truth': () => ok(plane.dataPlane.groundTruth()),
    'GET /unanswered-requests': () => ok(plane.dataPlane.unansweredRequests()),
    'GET /throttling': () => ok(plane.throttling.levels()),
    'GET /port-map': () => ok(plane.dataPlane.portMap()),
    'GET /clock': () => ok({ monotonicMs: plane.clock.monotonicMs(), epochMs: plane.clock.epochMs() }),
  };
}

function ok(body: unknown): AdminAnswer {
  return { status: 200, body };
}

function refused(status: number, message: string): AdminAnswer {
  return { status, body: { message } };
}

function printOperation(operation: Operation): unknown {
  const { id, name, method, path, resourceIds, acceptedAtMs, endsAtMs, ended } = operation;
  return {
    id,
    name,
    method,
    path,
    resourceIds,
    acceptedAtMs,
    ...(Number.isFinite(endsAtMs) ? { endsAtMs } : {}),
    ...(ended === undefined ? {} : { endedAtMs: ended.atMs }),
    status: ended?.end.status ?? 'InProgress',
  };
}

/** A list replaces what the principal may do; `null` gives everything back. */
function replacePermissions(arm: Arm, { body }: AdminRequest): AdminAnswer {
  if (body !== null && !(Array.isArray(body) && body.every(isPermission))) {
    return refused(400, 'Permissions are a list of {scope, actions, notActions}, or null for all of them.');
  }
  arm.plane.permissions.replace(body === null ? undefined : body.filter(isPermission));
  return ok(arm.plane.permissions.at('/'));
}

function isPermission(value: unknown): value is Permission {
  return isObject(value) && typeof value.scope === 'string' && Array.isArray(value.actions);
}

function setCondition(arm: Arm, { body }: AdminRequest): AdminAnswer {
  const instance = textOf(body, 'instance');
  const condition = memberOf(body, 'condition');
  if (instance === undefined || !isCondition(condition)) {
    return refused(400, `An instance's condition is one of ${conditions.join(', ')}.`);
  }
  arm.plane.dataPlane.setInstanceCondition(instance, condition);
  return ok({ instance, condition });
}

function isCondition(value: unknown): value is InstanceCondition {
  return typeof value === 'string' && conditions.includes(value);
}
