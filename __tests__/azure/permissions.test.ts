import { describe, expect, test } from 'vitest';
import { allows, listPermissions, type Permission } from '../../src/azure/permissions.ts';
import { scriptedArm } from './scripted-arm.ts';

const write = 'Microsoft.Network/loadBalancers/write';
const join = 'Microsoft.Network/publicIPAddresses/join/action';

const contributor: Permission = {
  actions: ['*'],
  notActions: ['Microsoft.Authorization/*/Delete', 'Microsoft.Authorization/*/Write'],
};
const reader: Permission = { actions: ['*/read'] };
const networkContributor: Permission = {
  actions: ['Microsoft.Network/*', 'Microsoft.Resources/deployments/*'],
};
const allButBalancers: Permission = { actions: ['*'], notActions: ['Microsoft.Network/loadBalancers/*'] };

describe('what permissions allow', () => {
  test.each<[string, readonly Permission[], string, boolean]>([
    ['nothing at all', [], write, false],
    ['data actions alone', [{}], write, false],
    ['everything but authorization', [contributor], write, true],
    ['a wildcard stands for slashes too', [contributor], join, true],
    ['what is taken out of a wildcard', [contributor], 'Microsoft.Authorization/locks/write', false],
    ['letters of either case', [contributor], 'microsoft.authorization/LOCKS/WRITE', false],
    ['reads only', [reader], write, false],
    ['reads of everything', [reader], 'Microsoft.Network/loadBalancers/read', true],
    ['one provider', [networkContributor], join, true],
    ['another provider', [networkContributor], 'Microsoft.Compute/virtualMachines/write', false],
    ['no provider by its beginning', [{ actions: ['Microsoft.Net/*'] }], write, false],
    ['a wildcard in the middle', [{ actions: ['Microsoft.Network/*/action'] }], join, true],
    ['a wildcard in the middle, another end', [{ actions: ['Microsoft.Network/*/action'] }], write, false],
    ['every write', [{ actions: ['*/write'] }], write, true],
    ['the action itself', [{ actions: [write.toUpperCase()] }], write, true],
    ['a dot is a dot', [{ actions: [write] }], 'MicrosoftXNetwork/loadBalancers/write', false],
    ['the beginning counts', [{ actions: ['loadBalancers/write'] }], write, false],
    ['the end counts', [{ actions: ['Microsoft.Network/loadBalancers'] }], write, false],
    ['notActions of one assignment only', [allButBalancers, networkContributor], write, true],
    ['notActions of the only assignment', [allButBalancers, reader], write, false],
  ])('%s', (_, permissions, action, allowed) => {
    expect(allows(permissions, action)).toBe(allowed);
  });
});

test('permissions are read at a scope, page by page', async () => {
  const path = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Authorization/permissions';
  const { arm, requests } = scriptedArm({
    [`GET ${path}`]: [
      { body: { value: [reader], nextLink: `https://arm.test${path}?api-version=2022-04-01&$skiptoken=2` } },
      { body: { value: [networkContributor] } },
    ],
  });
  const permissions = await listPermissions(
    arm,
    '/subscriptions/s/resourceGroups/g',
    new AbortController().signal,
  );
  expect(permissions).toEqual([reader, networkContributor]);
  expect(requests).toEqual([
    `GET ${path}?api-version=2022-04-01`,
    `GET ${path}?api-version=2022-04-01&$skiptoken=2`,
  ]);
});
