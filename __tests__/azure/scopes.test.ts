import { expect, test } from 'vitest';
import { distinctScopes, isWithin, resourceGroupScope } from '../../src/azure/scopes.ts';

test('a scope contains itself and what is below it, whatever the letters', () => {
  expect(isWithin('/subscriptions/S/resourceGroups/g', '/subscriptions/s')).toBe(true);
  expect(isWithin('/subscriptions/s', '/subscriptions/S')).toBe(true);
  expect(isWithin('/subscriptions/s', '/subscriptions/s/resourceGroups/g')).toBe(false);
  expect(isWithin('/subscriptions/s2', '/subscriptions/s')).toBe(false);
});

test('the group of a resource', () => {
  const id = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/loadBalancers/lb';
  expect(resourceGroupScope(id)).toBe('/subscriptions/s/resourceGroups/g');
});

test('scopes that differ only in letters are one, as first written', () => {
  expect(distinctScopes(['/b', '/A', '/a', '/B', '/c'])).toEqual(['/b', '/A', '/c']);
});
