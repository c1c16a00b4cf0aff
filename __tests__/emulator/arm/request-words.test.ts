import { expect, test } from 'vitest';
import { operationOf } from '../../../emulator/arm/request-words.ts';

const group = '/subscriptions/8f4e2c7a/resourceGroups/web';

/** As recorded (the first) and publicly reported of ARM's 429. */
test.each([
  [
    'PUT',
    `${group}/providers/Microsoft.Network/publicIPAddresses/pip`,
    'PUT/SUBSCRIPTIONS/RESOURCEGROUPS/PROVIDERS/MICROSOFT.NETWORK/PUBLICIPADDRESSES/',
  ],
  [
    'GET',
    `${group}/providers/Microsoft.Network/publicIPAddresses`,
    'GET/SUBSCRIPTIONS/RESOURCEGROUPS/PROVIDERS/MICROSOFT.NETWORK/PUBLICIPADDRESSES',
  ],
  [
    'POST',
    `${group}/providers/Microsoft.Compute/virtualMachines/one/start`,
    'POST/SUBSCRIPTIONS/RESOURCEGROUPS/PROVIDERS/MICROSOFT.COMPUTE/VIRTUALMACHINES/START',
  ],
  [
    'GET',
    `${group}/providers/Microsoft.Network/loadBalancers/lb/providers/Microsoft.Insights/metrics`,
    'GET/SUBSCRIPTIONS/RESOURCEGROUPS/PROVIDERS/MICROSOFT.NETWORK/LOADBALANCERS/PROVIDERS/MICROSOFT.INSIGHTS/METRICS',
  ],
  ['GET', group, 'GET/SUBSCRIPTIONS/RESOURCEGROUPS/'],
  ['GET', '/subscriptions/8f4e2c7a/resourceGroups', 'GET/SUBSCRIPTIONS/RESOURCEGROUPS'],
])('the words of %s %s', (method, path, words) => {
  expect(operationOf({ method, path, query: '', headers: {}, body: '' })).toBe(words);
});
