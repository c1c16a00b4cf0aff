import { checkLinkedActions } from './authorization/linked-actions.ts';
import { checkLocks } from './authorization/locks.ts';
import type { Call, Handler, Principal } from './call.ts';
import type { ControlPlane } from './control-plane.ts';
import { errors } from './errors.ts';
import type { ArmRequest } from './http.ts';
import { checkKnown } from './known-resources.ts';
import { requestedAction } from './requested-action.ts';
import { locationNames } from './resources/locations.ts';
import { checkApiVersion, checkContainers, type Router } from './router.ts';

/** Everything that ARM checks before a provider sees the request, in ARM's order. */
export function admit(
  plane: ControlPlane,
  router: Router,
  request: ArmRequest,
  body: unknown,
  principal: Principal,
): Omit<Call, 'operationFault'> & { readonly handler: Handler } {
  const query = new URLSearchParams(request.query);
  const requested = requestedAction(request.method, request.path);
  const apiVersion = checkApiVersion(
    query.get('api-version'),
    requested.type,
    () => locationNames(plane)[0] ?? 'eastus',
  );
  const matched = router(request.method, request.path);
  if (matched === undefined) {
    const [namespace = '', ...types] = requested.type.split('/');
    throw errors.invalidResourceType(namespace, types.join('/'), apiVersion);
  }
  checkContainers(plane, matched.params, request.method);
  // The status of an operation is open to whoever knows its URL.
  const polls = /\/locations\/[^/]+\/operation(s|Results)\//i.test(request.path);
  if (!polls && !plane.permissions.allows(requested.action, requested.scope)) {
    throw errors.authorizationFailed(principal.appId, principal.objectId, requested.action, requested.scope);
  }
  checkLinkedActions(plane, requested, body);
  checkLocks(plane, request.method, requested.scope);
  checkKnown(plane, request.method, request.path);
  return {
    handler: matched.handler,
    request,
    params: matched.params,
    apiVersion,
    query,
    body,
    origin: `https://${request.headers.host ?? 'management.azure.com'}`,
    principal,
  };
}
