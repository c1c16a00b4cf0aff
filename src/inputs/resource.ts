import { parseResourceId, resourceId } from '../azure/resource-id.ts';
import type { InputName } from './definitions.ts';
import { isGuid, readGuid } from './guid.ts';
import { InputError, misunderstood } from './input-error.ts';
import type { ReadInput } from './read.ts';

/** Azure's rules for the names of resources and of resource groups; those of scale sets are narrower still. */
const resourceName = /^[a-z0-9](?:[\w.-]{0,78}\w)?$/i;
const groupName = /^[\p{L}\p{N}_().-]{0,89}[\p{L}\p{N}_()-]$/u;

export type ResourceType =
  | 'Microsoft.Network/publicIPAddresses'
  | 'Microsoft.Network/loadBalancers'
  | 'Microsoft.Compute/virtualMachineScaleSets';

/** Where names without a resource id lie. Both may be absent where every resource is given by its id. */
export interface ResourceScope {
  readonly subscriptionId: string | undefined;
  readonly resourceGroup: string | undefined;
}

export function readScope(read: ReadInput): ResourceScope {
  const resourceGroup = read('resource-group');
  if (resourceGroup !== '' && !groupName.test(resourceGroup)) {
    throw misunderstood('resource-group', resourceGroup, 'the name of a resource group, not its id');
  }
  return {
    subscriptionId: readGuid(read, 'subscription-id'),
    resourceGroup: resourceGroup === '' ? undefined : resourceGroup,
  };
}

/** The id of a resource given by its name or its id. */
export function toResourceId(
  name: InputName,
  value: string,
  type: ResourceType,
  scope: ResourceScope,
): string {
  return value.includes('/') ? checkedId(name, value, type) : idOfName(name, value, type, scope);
}

function checkedId(name: InputName, value: string, type: ResourceType): string {
  const parsed = parseResourceId(value);
  if (parsed === undefined || !isGuid(parsed.subscriptionId) || !resourceName.test(parsed.name)) {
    throw misunderstood(name, value, `a name, or ${idForm(type)}`);
  }
  if (parsed.type.toLowerCase() !== type.toLowerCase()) {
    throw new InputError(name, `'${value}' is the id of a ${parsed.type}. Allowed: ${idForm(type)}.`);
  }
  return value;
}

function idOfName(
  name: InputName,
  value: string,
  type: ResourceType,
  { subscriptionId, resourceGroup }: ResourceScope,
): string {
  if (!resourceName.test(value)) {
    throw misunderstood(name, value, `a name, or ${idForm(type)}`);
  }
  if (subscriptionId === undefined || resourceGroup === undefined) {
    const missing = subscriptionId === undefined ? 'subscription-id' : 'resource-group';
    throw new InputError(
      missing,
      `is missing, and ${name} '${value}' is a name in it. Set it, or give the resource ID.`,
    );
  }
  return resourceId(subscriptionId, resourceGroup, type, value);
}

function idForm(type: ResourceType): string {
  return `/subscriptions/GUID/resourceGroups/GROUP/providers/${type}/NAME`;
}
