import type { ArmResource } from '../../data-plane/contract.ts';
import { type Call, param, type Reply, type Route } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import { errors } from '../errors.ts';
import { without } from '../json.ts';
import { findResource, printList, readingRoutes } from '../reading.ts';
import { sameId } from '../resource-id.ts';
import { replicationStatus } from './replication.ts';

const galleryType = 'Microsoft.Compute/galleries';
const definitionType = `${galleryType}/images`;
const versionType = `${definitionType}/versions`;
const gallery = `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/${galleryType}/{name}`;

/** Managed images, and galleries with their image definitions and versions: to be read, as the scenario has them. */
export function imageRoutes(plane: ControlPlane): Route[] {
  return [
    ...readingRoutes(plane, 'Microsoft.Compute/images'),
    ...readingRoutes(plane, galleryType),
    {
      path: `${gallery}/images`,
      methods: {
        GET: (call) =>
          printList(plane.store.childrenOf(findResource(plane, call, galleryType).id, definitionType)),
      },
    },
    {
      path: `${gallery}/images/{definition}`,
      methods: { GET: (call) => ({ status: 200, body: findDefinition(plane, call) }) },
    },
    {
      path: `${gallery}/images/{definition}/versions`,
      methods: {
        GET: (call) =>
          printList(
            plane.store.childrenOf(findDefinition(plane, call).id, versionType).map(withoutReplicationStatus),
          ),
      },
    },
    {
      path: `${gallery}/images/{definition}/versions/{version}`,
      methods: { GET: (call) => printVersion(plane, call) },
    },
  ];
}

function findDefinition(plane: ControlPlane, call: Call): ArmResource {
  return findChild(plane, call, findResource(plane, call, galleryType), 'images', param(call, 'definition'));
}

function findChild(
  plane: ControlPlane,
  call: Call,
  parent: ArmResource,
  collection: string,
  name: string,
): ArmResource {
  const child = plane.store.get(`${parent.id}/${collection}/${name}`);
  if (child !== undefined) return child;
  const [, typeAndName = ''] = parent.id.split(/\/providers\//i);
  throw errors.resourceNotFound(`${typeAndName}/${collection}`, name, param(call, 'resourceGroup'));
}

/** Where a version is replicated to is told only where it is asked for. */
function printVersion(plane: ControlPlane, call: Call): Reply {
  const definition = findDefinition(plane, call);
  const version = findChild(plane, call, definition, 'versions', param(call, 'version'));
  const expanded = sameId(call.query.get('$expand') ?? '', 'ReplicationStatus');
  return {
    status: 200,
    body: expanded
      ? { ...version, properties: { ...version.properties, replicationStatus: replicationStatus(version) } }
      : withoutReplicationStatus(version),
  };
}

function withoutReplicationStatus(version: ArmResource): ArmResource {
  return { ...version, properties: without(version.properties, 'replicationStatus') };
}
