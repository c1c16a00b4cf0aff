import type { ArmResource } from '../../data-plane/contract.ts';
import { checkLocation, requiredBody } from '../bodies.ts';
import { type Call, param, type Reply, type Route } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import { isObject, type JsonObject, objectOf, without } from '../json.ts';
import { findResource, readingRoutes, resourceIdOf } from '../reading.ts';

export const autoscaleType = 'Microsoft.Insights/autoscalesettings';

/**
 * Autoscale settings, kept as they are given: synchronous, without etags, as specified. Nothing here measures a load: when it
 * rises or falls, scenarios and tests say (the fault `autoscale`).
 */
export function autoscaleRoutes(plane: ControlPlane): Route[] {
  return readingRoutes(plane, autoscaleType, {
    PUT: (call) => putSetting(plane, call),
    PATCH: (call) => patchSetting(plane, call),
    DELETE: (call) => deleteSetting(plane, call),
  });
}

function putSetting(plane: ControlPlane, call: Call): Reply {
  const body = requiredBody(call);
  const id = resourceIdOf(call, autoscaleType);
  const before = plane.store.get(id);
  checkLocation(body, autoscaleType, before);
  const name = before?.name ?? param(call, 'name');
  const setting: ArmResource = {
    ...without(body, 'properties', 'systemData'),
    id: before?.id ?? id,
    name,
    // The provider writes its type in this way (specification's examples).
    type: 'Microsoft.Insights/autoscaleSettings',
    properties: { enabled: false, name, ...objectOf(body, 'properties') },
  };
  plane.store.put(setting);
  return { status: before === undefined ? 201 : 200, body: setting };
}

/** Tags and each member of `properties` that is given replace what was there. */
function patchSetting(plane: ControlPlane, call: Call): Reply {
  const before = findResource(plane, call, autoscaleType);
  const body = requiredBody(call);
  const after: ArmResource = {
    ...before,
    ...(isObject(body.tags) ? { tags: textTags(body.tags) } : {}),
    properties: { ...before.properties, ...objectOf(body, 'properties') },
  };
  plane.store.put(after);
  return { status: 200, body: after };
}

function textTags(tags: JsonObject): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, String(value)]));
}

function deleteSetting(plane: ControlPlane, call: Call): Reply {
  const before = plane.store.get(resourceIdOf(call, autoscaleType));
  if (before === undefined) return { status: 204 };
  plane.store.remove(before.id);
  return { status: 200 };
}
