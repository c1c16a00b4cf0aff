import type { ArmResource } from '../../data-plane/contract.ts';
import { compact, isObject, type JsonObject, objectOf, textOf, without } from '../json.ts';

export const publicIpType = 'Microsoft.Network/publicIPAddresses';

const computed = ['provisioningState', 'resourceGuid', 'ipAddress', 'ipConfiguration'];

/**
 * The public IP address that a PUT body asks for, as a GET prints it. What only the service knows (its address, what it
 * is bound to) comes from the resource that was there before.
 */
export function composePublicIp(
  id: string,
  name: string,
  body: JsonObject,
  before: ArmResource | undefined,
  resourceGuid: string,
): ArmResource {
  const given = isObject(body.properties) ? body.properties : {};
  const sku = {
    name: 'Basic',
    tier: 'Regional',
    ...(before?.sku as object),
    ...(isObject(body.sku) ? body.sku : {}),
  };
  return {
    ...without(body, 'etag', 'properties', 'sku'),
    name,
    id,
    type: publicIpType,
    properties: compact({
      publicIPAddressVersion: 'IPv4',
      publicIPAllocationMethod: 'Dynamic',
      idleTimeoutInMinutes: 4,
      ipTags: [],
      ...without(given, ...computed),
      resourceGuid,
      ipAddress: before?.properties.ipAddress,
      ipConfiguration: before?.properties.ipConfiguration,
      dnsSettings: composeDns(objectOf(given, 'dnsSettings'), textOf(body, 'location')),
      ...(sku.name === 'Basic'
        ? {}
        : { ddosSettings: given.ddosSettings ?? { protectionMode: 'VirtualNetworkInherited' } }),
    }),
    sku,
  };
}

function composeDns(given: JsonObject | undefined, location: string | undefined): JsonObject | undefined {
  const label = textOf(given, 'domainNameLabel');
  if (given === undefined || label === undefined) return given;
  return { ...given, fqdn: `${label}.${location}.cloudapp.azure.com` };
}
