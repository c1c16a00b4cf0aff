import { describe, expect, test } from 'vitest';
import {
  nativePermissionObstacles,
  neededPermissions,
  type ProposedSwap,
} from '../../../src/strategies/vip-swap/preflight/index.ts';
import { type InProcessArmOptions, startInProcessArm } from '../../azure/in-process-arm.ts';
import { granting, group, messages, preflight, subscription, subscriptionId } from './preflight-run.ts';
import { address, loadBalancer, proposedSwap, group as shop } from './preflight-swap.ts';

const swapAction = 'Microsoft.Network/locations/setLoadBalancerFrontendPublicIpAddresses/action';

describe('what a swap needs', () => {
  const read = (id: string) => ({
    scope: id,
    actions: ['Microsoft.Network/publicIPAddresses/read', 'Microsoft.Network/publicIPAddresses/join/action'],
  });
  const tag = (id: string) => ({
    scope: id,
    actions: ['read', 'write', 'join/action'].map(
      (action) => `Microsoft.Network/publicIPAddresses/${action}`,
    ),
  });
  const write = (id: string) => ({
    scope: id,
    actions: ['Microsoft.Network/loadBalancers/read', 'Microsoft.Network/loadBalancers/write'],
  });
  const existing = [
    write(loadBalancer('blue').id),
    write(loadBalancer('green').id),
    tag(address('shop').id),
    read(address('staging').id),
  ];

  test('with a temporary address: to create it, to delete it, and to join all', () => {
    const temporaryIpIds = [address('temporary').id, address('temporary6').id];
    expect(neededPermissions(proposedSwap({ temporaryIpIds }))).toEqual([
      ...existing,
      {
        scope: shop,
        actions: [
          'Microsoft.Network/publicIPAddresses/read',
          'Microsoft.Network/publicIPAddresses/write',
          'Microsoft.Network/publicIPAddresses/delete',
          'Microsoft.Network/publicIPAddresses/join/action',
        ],
      },
    ]);
  });

  test('with a spare address: to join it, and to create nothing; production is tagged all the same', () => {
    expect(neededPermissions(proposedSwap({ move: { spareAddress: address('spare') } }))).toEqual([
      ...existing,
      read(address('spare').id),
    ]);
  });

  test("with ARM's own swap: its action at the subscription, too", () => {
    expect(neededPermissions(proposedSwap({ plannedMethod: 'native' }))).toEqual([
      ...existing,
      { scope: subscription, actions: [swapAction] },
    ]);
  });
});

describe('permissions', () => {
  const roleOf = (swap: ProposedSwap) => neededPermissions(swap);
  const reader = { scope: '/', actions: ['*/read'] };

  test('what the swap needs is enough for it', async () => {
    const { swap } = await preflight();
    const { findings } = await preflight({ adapt: granting(reader, ...roleOf(swap)) });
    expect(messages(findings, 'refusal')).toEqual([]);
  });

  test.each(['temporary-ip', 'native'] as const)(
    'each action that is missing for %s is told, with its scope',
    async (plannedMethod) => {
      const given = { plannedMethod, goal: { swapMethod: plannedMethod } };
      const { swap } = await preflight(given);
      const { findings } = await preflight({ ...given, adapt: granting(reader) });
      const [refusal, ...others] = messages(findings, 'refusal');
      expect(others).toEqual([]);
      for (const { scope, actions } of roleOf(swap)) {
        const missing = actions.filter((action) => !action.endsWith('/read'));
        expect(refusal).toContain(`${missing.join(', ')} on ${scope}`);
      }
      expect(refusal?.includes(swapAction)).toBe(plannedMethod === 'native');
    },
  );

  test("auto is not refused for want of ARM's own swap", async () => {
    const { swap } = await preflight();
    const { findings } = await preflight({
      adapt: granting(reader, ...roleOf(swap)),
      plannedMethod: 'native',
      goal: { swapMethod: 'auto' },
    });
    expect(messages(findings, 'refusal')).toEqual([]);
    expect(messages(findings, 'hazard')).toContainEqual(
      expect.stringContaining(`The identity lacks ${swapAction} on ${subscription}`),
    );
  });

  test("ARM's own swap takes a role at the subscription", async () => {
    const obstacles = (adapt: InProcessArmOptions['adapt']) =>
      nativePermissionObstacles(
        startInProcessArm(adapt === undefined ? {} : { adapt }).arm,
        subscriptionId,
        new AbortController().signal,
      );
    expect(await obstacles(undefined)).toEqual([]);
    expect(await obstacles(granting({ scope: group, actions: ['*'] }))).toEqual([]);
    expect(await obstacles(granting(reader, { scope: group, actions: ['*'] }))).toEqual([
      `the identity lacks ${swapAction} on ${subscription}`,
    ]);
  });

  test('that may not be read are told as unchecked, once', async () => {
    const { findings } = await preflight({
      adapt: granting({ scope: '/', actions: ['*'], notActions: ['Microsoft.Authorization/permissions/*'] }),
    });
    expect(messages(findings, 'refusal')).toEqual([]);
    expect(messages(findings, 'unchecked').filter((each) => each.startsWith('Permissions'))).toEqual([
      expect.stringMatching(
        /vipswap1lb.*vipswap2lb.*vipswap1pip.*vipswap2pip.*403 AuthorizationFailed\. .*permissions\/read/,
      ),
    ]);
  });
});
