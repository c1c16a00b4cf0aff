import type { ArmResource } from '../data-plane/contract.ts';
import type { Reply } from './call.ts';
import type { ControlPlane } from './control-plane.ts';
import type { AcceptedOperation } from './writes.ts';

/** The answer to a PUT: the resource as it stands now, or as it was asked for where a fault keeps it from being there. */
export function putReply(
  plane: ControlPlane,
  asked: ArmResource,
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
    body: plane.store.get(asked.id) ?? asked,
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
