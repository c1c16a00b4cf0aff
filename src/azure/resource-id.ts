/** An ARM resource id in its parts. Ids are compared without case: ARM answers in whatever case it was created with. */
export interface ResourceId {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  /** `Microsoft.Network/loadBalancers` */
  readonly type: string;
  readonly name: string;
  /** The id as given. */
  readonly id: string;
}

const RESOURCE_ID =
  /^\/subscriptions\/(?<subscription>[^/]+)\/resourceGroups\/(?<group>[^/]+)\/providers\/(?<provider>[^/]+)\/(?<kind>[^/]+)\/(?<name>[^/]+)$/i;

/** Parses the id of a top-level resource; undefined for anything else. */
export function parseResourceId(id: string): ResourceId | undefined {
  const parts = RESOURCE_ID.exec(id)?.groups;
  if (
    parts?.subscription === undefined ||
    parts.group === undefined ||
    parts.provider === undefined ||
    parts.kind === undefined ||
    parts.name === undefined
  ) {
    return undefined;
  }
  return {
    subscriptionId: parts.subscription,
    resourceGroup: parts.group,
    type: `${parts.provider}/${parts.kind}`,
    name: parts.name,
    id,
  };
}

export function resourceId(
  subscriptionId: string,
  resourceGroup: string,
  type: string,
  name: string,
): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/${type}/${name}`;
}

export function sameId(left: string | undefined, right: string | undefined): boolean {
  return left !== undefined && right !== undefined && left.toLowerCase() === right.toLowerCase();
}

/** The last segment: `web` of `.../frontendIPConfigurations/web`. */
export function nameOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

/** The id of the top-level resource that a child belongs to: `.../loadBalancers/lb1`. */
export function topLevelId(childId: string): string {
  return childId.split('/').slice(0, 9).join('/');
}

/** Name of the resource group in an id of any depth; undefined for what lies in none. */
export function resourceGroupOf(id: string): string | undefined {
  return /\/resourceGroups\/([^/]+)/i.exec(id)?.[1];
}

/** GUID of the subscription in an id of any depth; undefined for what lies in none. */
export function subscriptionIdOf(id: string): string | undefined {
  return /^\/subscriptions\/([^/]+)/i.exec(id)?.[1];
}
