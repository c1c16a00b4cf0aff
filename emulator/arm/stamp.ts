import { isDeepStrictEqual } from 'node:util';
import type { ArmResource } from '../data-plane/contract.ts';
import { isObject, type JsonObject } from './json.ts';

const provisioningStates = ['Succeeded', 'Updating', 'Deleting', 'Failed'] as const;

export type ProvisioningState = (typeof provisioningStates)[number];

/** Whether ARM prints an etag of it: of images, galleries and autoscale settings it does not. Scale sets have one of their own. */
export function isStamped({ type }: ArmResource): boolean {
  return type.toLowerCase().startsWith('microsoft.network/');
}

/**
 * A resource with a new state and etag. The children of a load balancer carry those of their parent, as recorded:
 * whoever reads a child's etag has the parent's.
 */
export function stamp(resource: ArmResource, state: ProvisioningState, etag: string): ArmResource {
  return {
    ...resource,
    etag,
    properties: { ...stampChildren(resource.properties, state, etag), provisioningState: state },
  };
}

function stampChildren(properties: JsonObject, state: ProvisioningState, etag: string): JsonObject {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map((item: unknown) => stampChild(item, state, etag)) : value,
    ]),
  );
}

/** A child resource has an id and properties; a bare reference has only an id. */
function stampChild(item: unknown, state: ProvisioningState, etag: string): unknown {
  if (!isObject(item) || typeof item.id !== 'string' || !isObject(item.properties)) return item;
  return {
    ...item,
    etag,
    properties: { ...stampChildren(item.properties, state, etag), provisioningState: state },
  };
}

/** Whether a write leaves everything as it was: states and etags aside. */
export function sameContent(before: ArmResource, after: ArmResource): boolean {
  return isDeepStrictEqual(stamp(after, 'Succeeded', ''), stamp(before, 'Succeeded', ''));
}

/** A state that is not Microsoft.Network's counts as settled. */
export function stateOf(resource: ArmResource): ProvisioningState {
  const state = resource.properties.provisioningState;
  return provisioningStates.find((known) => known === state) ?? 'Succeeded';
}

export function etagOf(resource: JsonObject): string {
  return typeof resource.etag === 'string' ? resource.etag : '';
}
