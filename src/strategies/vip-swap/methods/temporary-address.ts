import { createHash } from 'node:crypto';
import type { PublicIpAddress } from '../../../azure/network/public-ip-addresses.ts';
import { parseResourceId, resourceId } from '../../../azure/resource-id.ts';
import type { TemporaryAddress } from '../steps.ts';

const PUBLIC_IP_ADDRESS_TYPE = 'Microsoft.Network/publicIPAddresses';
/** Tag of a temporary address: the name of the production address whose place it takes. */
export const STANDS_IN_FOR = 'azure-rollout-stands-in-for';
/** Microsoft.Network allows 80 characters in the name of a public IP address. */
const LONGEST_NAME = 80;

/**
 * The stand-in for an address while it moves: SKU, tier, allocation, IP version and zones of the original, so that it
 * fits the same frontends. Never its DNS label, prefix or IP tags: those belong to the address that users know.
 *
 * The name follows from the original's id: a second run finds the left-over of a first one instead of adding another.
 */
export function temporaryAddressFor(
  original: PublicIpAddress,
  tags: Readonly<Record<string, string>>,
): TemporaryAddress {
  const { subscriptionId, resourceGroup } = requiredId(original.id);
  const { sku, zones, extendedLocation, location, properties } = original;
  return {
    id: resourceId(subscriptionId, resourceGroup, PUBLIC_IP_ADDRESS_TYPE, temporaryName(original)),
    template: {
      location,
      sku: { name: sku?.name ?? 'Basic', tier: sku?.tier ?? 'Regional' },
      ...(zones === undefined || zones.length === 0 ? {} : { zones }),
      ...(extendedLocation === undefined ? {} : { extendedLocation }),
      tags: {
        ...tags,
        'azure-rollout-purpose': 'temporary address of a vip-swap; safe to delete when no swap is running',
        [STANDS_IN_FOR]: original.name,
      },
      properties: {
        publicIPAllocationMethod: properties.publicIPAllocationMethod ?? 'Dynamic',
        publicIPAddressVersion: properties.publicIPAddressVersion ?? 'IPv4',
      },
    },
  };
}

function temporaryName(original: PublicIpAddress): string {
  const suffix = `-temporary-${createHash('sha256').update(original.id.toLowerCase()).digest('hex').slice(0, 8)}`;
  return original.name.slice(0, LONGEST_NAME - suffix.length) + suffix;
}

function requiredId(id: string) {
  const parsed = parseResourceId(id);
  if (parsed === undefined) {
    throw new Error(`ARM answered a public IP address with the malformed id "${id}".`);
  }
  return parsed;
}
