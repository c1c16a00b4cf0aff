import { describe, expect, test } from 'vitest';
import { holdsFor, type ManagementLock, scopeOf } from '../../src/azure/locks.ts';

const group = '/subscriptions/s/resourceGroups/shop';
const balancer = `${group}/providers/Microsoft.Network/loadBalancers/blue`;

function lockOn(scope: string): ManagementLock {
  return {
    id: `${scope}/providers/Microsoft.Authorization/locks/keep`,
    name: 'keep',
    properties: { level: 'ReadOnly' },
  };
}

describe('a lock', () => {
  test.each([
    ['the resource itself', balancer, true],
    ['its resource group', group, true],
    ['its subscription', '/subscriptions/s', true],
    ['the group in other letters', group.toUpperCase(), true],
    ['another resource', `${group}/providers/Microsoft.Network/loadBalancers/green`, false],
    ['a part of it', `${balancer}/frontendIPConfigurations/web`, false],
    ['a group with a shorter name', '/subscriptions/s/resourceGroups/sho', false],
    ['another subscription', '/subscriptions/t', false],
  ])('on %s', (_, scope, holds) => {
    expect(scopeOf(lockOn(scope))).toBe(scope);
    expect(holdsFor(lockOn(scope), balancer)).toBe(holds);
  });
});
