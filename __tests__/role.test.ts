import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startEmulator } from '../emulator/index.ts';
import { readScenario } from '../emulator/scenarios.ts';
import {
  emulatorInputs,
  emulatorVariables,
  idTokenVariables,
} from '../scripts/runner/emulator-connection.ts';
import { runAction } from '../scripts/runner/run-action.ts';

const root = join(import.meta.dirname, '..');
const directory = mkdtempSync(join(tmpdir(), 'role-test-'));

afterAll(() => {
  rmSync(directory, { recursive: true });
});

/** The role definitions that the README tells users to create: the whole, and what the subscription needs of it. */
const [whole = [], ofSubscription = []] = [
  ...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/```json\n(.*?)```/gs),
].map(([, json = '']) => {
  const role: { readonly Actions: readonly string[] } = JSON.parse(json);
  return role.Actions;
});

interface Assigned {
  readonly atSubscription: readonly string[];
  readonly atResourceGroup: readonly string[];
}

const everywhere: Assigned = { atSubscription: whole, atResourceGroup: [] };
const split: Assigned = { atSubscription: ofSubscription, atResourceGroup: whole };
const resourceGroupOnly: Assigned = { atSubscription: [], atResourceGroup: whole };

test('nothing that writes a load balancer or an address is assigned at the subscription', () => {
  expect(ofSubscription.filter((action) => !whole.includes(action))).toEqual([]);
  expect(ofSubscription.filter((action) => !action.endsWith('/read'))).toEqual([
    'Microsoft.Network/locations/setLoadBalancerFrontendPublicIpAddresses/action',
  ]);
});

test.concurrent.each<[title: string, asked: string, used: string, Assigned]>([
  ['at the subscription', 'native', 'native', everywhere],
  ['at the subscription', 'temporary-ip', 'temporary-ip', everywhere],
  ['at both scopes, in two parts', 'auto', 'native', split],
  ['at the resource group alone', 'auto', 'temporary-ip', resourceGroupOnly],
])('the role of the README, %s, is enough: swap-method %s swaps by %s', async (_, asked, used, assigned) => {
  const scenario = await readScenario('vipswap');
  const subscription = `/subscriptions/${scenario.subscriptionId}`;
  const permissions = [
    { scope: subscription, actions: assigned.atSubscription },
    { scope: `${subscription}/resourceGroups/vipswap`, actions: assigned.atResourceGroup },
  ];
  await using emulator = await startEmulator({
    scenario: { ...scenario, settings: { ...scenario.settings, permissions } },
    speed: 60,
  });
  const { announcement, arm } = emulator;
  const { outputs } = await runAction({
    actionDirectory: root,
    directory: mkdtempSync(join(directory, `${asked}-`)),
    inputs: {
      strategy: 'vip-swap',
      'swap-method': asked,
      'subscription-id': announcement.subscriptionId,
      'tenant-id': announcement.tenantId,
      'client-id': announcement.clientId,
      'resource-group': 'vipswap',
      'production-public-ip': 'vipswap1pip',
      'target-load-balancer': 'vipswap2lb',
      ...emulatorInputs(announcement),
    },
    environment: { ...emulatorVariables(announcement), ...idTokenVariables(announcement) },
  });
  expect(outputs).toMatchObject({ outcome: 'succeeded', 'swap-method': used });
  const refused = arm.journal.entries().filter(({ status }) => status === 401 || status === 403);
  // With a role at the resource group only, what belongs to the subscription is refused, and nothing else is.
  expect(
    assigned === resourceGroupOnly
      ? refused.filter(({ path }) => path.includes('/resourceGroups/'))
      : refused,
  ).toEqual([]);
});
