/** What a request does, in the words of role permissions. */
export interface RequestedAction {
  /** `Microsoft.Network/loadBalancers/write` */
  readonly action: string;
  /** What it does it to: a resource, or the group or subscription that is listed. */
  readonly scope: string;
  /** `Microsoft.Network/loadBalancers` */
  readonly type: string;
}

const verbs: Readonly<Record<string, string>> = {
  GET: 'read',
  HEAD: 'read',
  PUT: 'write',
  PATCH: 'write',
  DELETE: 'delete',
};

/** Reads it from method and path alone, as ARM does before any provider sees the request. */
export function requestedAction(method: string, path: string): RequestedAction {
  const at = path.toLowerCase().lastIndexOf('/providers/');
  if (at < 0 || at + '/providers/'.length === path.length) return resourcesAction(method, path);
  const [namespace = '', ...segments] = path.slice(at + '/providers/'.length).split('/');
  const types = segments.filter((_, index) => index % 2 === 0);
  const type = [namespace, ...types].join('/');
  if (types.length === 0)
    return {
      action: 'Microsoft.Resources/subscriptions/providers/read',
      scope: path.slice(0, at),
      type: 'Microsoft.Resources/providers',
    };
  if (method === 'POST') return { action: `${type}/action`, scope: actionScope(path, at, segments), type };
  // An odd number of segments ends in a type: a list, which is read at what stands above it.
  const scope = segments.length % 2 === 1 ? listScope(path, at, segments) : path;
  return { action: `${type}/${verbs[method] ?? 'action'}`, scope, type };
}

function resourcesAction(method: string, path: string): RequestedAction {
  const groups = /^\/subscriptions\/[^/]+\/resourceGroups/i.test(path);
  const type = groups
    ? 'Microsoft.Resources/subscriptions/resourceGroups'
    : 'Microsoft.Resources/subscriptions';
  return { action: `${type}/${verbs[method] ?? 'action'}`, scope: path.replace(/\/[^/]+s$/i, ''), type };
}

function listScope(path: string, at: number, segments: readonly string[]): string {
  return segments.length === 1 ? path.slice(0, at) : path.split('/').slice(0, -1).join('/');
}

/** An action on a location is an action at the subscription. */
function actionScope(path: string, at: number, segments: readonly string[]): string {
  return segments[0]?.toLowerCase() === 'locations'
    ? path.slice(0, at)
    : path.split('/').slice(0, -1).join('/');
}
