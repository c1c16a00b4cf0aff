import { NETWORK_API_VERSION } from '../../../azure/network/network-api.ts';
import { nameOf } from '../../../azure/resource-id.ts';
import type { CreateTemporaryAddresses, DeleteTemporaryAddresses, TemporaryAddress } from '../steps.ts';

/** Of recorded creations one in a hundred took longer than 13 s, and none longer than 130 s; of deletions none 106 s. */
const LONGEST_MS = 180_000;

export function createStep(addresses: readonly TemporaryAddress[]): CreateTemporaryAddresses {
  return {
    id: 'create-temporary-address',
    kind: 'create-temporary-addresses',
    title: `Create the temporary address ${names(addresses.map((each) => each.id))}`,
    addresses,
    timeoutMs: LONGEST_MS,
    changes: addresses.map((each) => ({ resource: each.id, field: '(resource)', from: null, to: 'created' })),
    calls: addresses.map((each) => ({ method: 'PUT', target: each.id, apiVersion: NETWORK_API_VERSION })),
    verifiedBy: 'provisioning state Succeeded, and held by nothing',
    undoneBy: 'deleting it',
  };
}

export function deleteStep(addressIds: readonly string[]): DeleteTemporaryAddresses {
  return {
    id: 'delete-temporary-address',
    kind: 'delete-temporary-addresses',
    title: `Delete the temporary address ${names(addressIds)}`,
    addressIds,
    timeoutMs: LONGEST_MS,
    changes: addressIds.map((id) => ({ resource: id, field: '(resource)', from: 'created', to: null })),
    calls: addressIds.map((id) => ({ method: 'DELETE', target: id, apiVersion: NETWORK_API_VERSION })),
    verifiedBy: 'it is gone',
    undoneBy: 'nothing: production is where it shall be before it is deleted',
    cleanUp: true,
  };
}

function names(ids: readonly string[]): string {
  return ids.map(nameOf).join(' and ');
}
