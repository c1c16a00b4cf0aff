/** An ARM resource id, taken apart. */
export interface ResourceId {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  /** `Microsoft.Network/loadBalancers/backendAddressPools` */
  readonly type: string;
  /** The names along the type: `['lb1', 'pool1']`. */
  readonly names: readonly string[];
}

const shape = /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/([^/]+)\/(.+)$/i;

/** Undefined for what is not the id of a resource in a resource group. */
export function parseResourceId(id: string): ResourceId | undefined {
  const [, subscriptionId, resourceGroup, namespace, path] = shape.exec(id) ?? [];
  if (
    subscriptionId === undefined ||
    resourceGroup === undefined ||
    namespace === undefined ||
    path === undefined
  ) {
    return undefined;
  }
  const segments = path.split('/');
  if (segments.length % 2 !== 0 || segments.includes('')) return undefined;
  const types = segments.filter((_, index) => index % 2 === 0);
  const names = segments.filter((_, index) => index % 2 === 1);
  return { subscriptionId, resourceGroup, type: [namespace, ...types].join('/'), names };
}

/** Ids are compared without case, as ARM does. */
export function sameId(left: string | undefined, right: string | undefined): boolean {
  return left !== undefined && right !== undefined && left.toLowerCase() === right.toLowerCase();
}

/** The id `depth` levels up: a frontend's load balancer is one level up. */
export function parentId(id: string): string {
  return id.split('/').slice(0, -2).join('/');
}

export function lastName(id: string): string {
  return id.split('/').at(-1) ?? '';
}

/** `southcentralus` and `South Central US` are one place. */
export function sameLocation(left: string | undefined, right: string | undefined): boolean {
  return normalLocation(left) === normalLocation(right);
}

export function normalLocation(location: string | undefined): string {
  return (location ?? '').replaceAll(' ', '').toLowerCase();
}
