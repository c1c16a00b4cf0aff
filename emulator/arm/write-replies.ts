import type { Reply } from './call.ts';
import type { ControlPlane } from './control-plane.ts';
import type { AcceptedOperation } from './writes.ts';

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
