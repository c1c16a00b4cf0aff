import type { ArmResource } from '../../data-plane/contract.ts';
import { requiredBody } from '../bodies.ts';
import { type Call, param, type Reply, type Route } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import { errors } from '../errors.ts';
import { isObject } from '../json.ts';
import { printList } from '../reading.ts';

const lockType = 'Microsoft.Authorization/locks';
const marker = `/providers/${lockType}/`.toLowerCase();

/** Microsoft.Authorization/locks at any scope. */
export function lockRoutes(plane: ControlPlane): Route[] {
  return [
    {
      path: '{scope*}/providers/Microsoft.Authorization/locks/{name}',
      methods: {
        GET: (call) => ({ status: 200, body: findLock(plane, call) }),
        PUT: (call) => putLock(plane, call),
        DELETE: (call) => deleteLock(plane, call),
      },
    },
    {
      path: '{scope*}/providers/Microsoft.Authorization/locks',
      methods: { GET: (call) => printList(locksAt(plane, param(call, 'scope'))) },
    },
  ];
}

/** Refuses a write or a delete that a lock on the scope, above it, or (for a delete) below it forbids. */
export function checkLocks(plane: ControlPlane, method: string, scope: string): void {
  if (method === 'GET' || method === 'HEAD' || scope.toLowerCase().includes(marker)) return;
  const deletes = method === 'DELETE';
  const inForce = plane.store.list(lockType).filter((lock) => {
    const locked = scopeOf(lock).toLowerCase();
    const asked = scope.toLowerCase();
    const above = asked === locked || asked.startsWith(`${locked}/`);
    const below = deletes && locked.startsWith(`${asked}/`);
    return (above || below) && (deletes || lock.properties.level === 'ReadOnly');
  });
  if (inForce.length > 0) {
    throw errors.scopeLocked(scope, deletes ? 'delete' : 'write', inForce.map(scopeOf));
  }
}

/** A list at a scope has the locks that hold there: its own, those above and those below. */
function locksAt(plane: ControlPlane, scope: string): readonly ArmResource[] {
  const asked = scope.toLowerCase();
  return plane.store.list(lockType).filter((lock) => {
    const locked = scopeOf(lock).toLowerCase();
    return asked === locked || asked.startsWith(`${locked}/`) || locked.startsWith(`${asked}/`);
  });
}

function scopeOf(lock: ArmResource): string {
  return lock.id.slice(0, lock.id.toLowerCase().lastIndexOf(marker));
}

function idOf(call: Call): string {
  return `${param(call, 'scope')}/providers/${lockType}/${param(call, 'name')}`;
}

function findLock(plane: ControlPlane, call: Call): ArmResource {
  const lock = plane.store.get(idOf(call));
  if (lock === undefined) throw errors.lockNotFound(param(call, 'name'));
  return lock;
}

function putLock(plane: ControlPlane, call: Call): Reply {
  const body = requiredBody(call);
  const properties = isObject(body.properties) ? body.properties : {};
  if (properties.level !== 'CanNotDelete' && properties.level !== 'ReadOnly') {
    throw errors.invalidRequestContent(
      `Error converting value "${String(properties.level)}" to a lock level`,
    );
  }
  const created = plane.store.get(idOf(call)) === undefined;
  plane.store.put({ properties, id: idOf(call), type: lockType, name: param(call, 'name') });
  return { status: created ? 201 : 200, body: findLock(plane, call) };
}

function deleteLock(plane: ControlPlane, call: Call): Reply {
  if (plane.store.get(idOf(call)) === undefined) return { status: 204 };
  plane.store.remove(idOf(call));
  return { status: 200 };
}
