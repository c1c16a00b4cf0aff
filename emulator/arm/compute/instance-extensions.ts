import type { ArmResource } from '../../data-plane/contract.ts';
import { type Call, param, type Reply, type Route } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import { errors } from '../errors.ts';
import { type JsonObject, listOf, objectOf } from '../json.ts';
import { printList } from '../reading.ts';
import { sameId } from '../resource-id.ts';
import { instanceViewOf } from './instance-view.ts';
import { findInstance } from './instances.ts';

/** Extensions as an instance has them, which may be those of an older model. They are written through the scale set only. */
export function instanceExtensionRoutes(plane: ControlPlane, instancePath: string): Route[] {
  return [
    { path: `${instancePath}/extensions`, methods: { GET: (call) => listExtensions(plane, call) } },
    {
      path: `${instancePath}/extensions/{extension}`,
      methods: { GET: (call) => readExtension(plane, call) },
    },
  ];
}

function listExtensions(plane: ControlPlane, call: Call): Reply {
  const instance = findInstance(plane, call);
  return printList(listOf(instance, 'resources').map((one) => printExtension(plane, call, instance, one)));
}

function readExtension(plane: ControlPlane, call: Call): Reply {
  const instance = findInstance(plane, call);
  const extension = listOf(instance, 'resources').find(({ name }) =>
    sameId(String(name), param(call, 'extension')),
  );
  if (extension === undefined) throw errors.computeNotFound();
  return { status: 200, body: printExtension(plane, call, instance, extension) };
}

/** With what the agent says of it where that is asked for. */
function printExtension(
  plane: ControlPlane,
  call: Call,
  instance: ArmResource,
  extension: JsonObject,
): JsonObject {
  if (!/\binstanceView\b/i.test(call.query.get('$expand') ?? '')) return extension;
  const instanceView = listOf(instanceViewOf(plane, instance), 'extensions').find(
    ({ name }) => name === extension.name,
  );
  if (instanceView === undefined) return extension;
  return { ...extension, properties: { ...objectOf(extension, 'properties'), instanceView } };
}
