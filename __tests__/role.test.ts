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

/** The role definition that the README tells users to create. */
function documentedActions(): string[] {
  const [, json = ''] = /```json\n(.*?)```/s.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? [];
  const role: { Actions: string[] } = JSON.parse(json);
  return role.Actions;
}

const swap = 'Microsoft.Network/locations/setLoadBalancerFrontendPublicIpAddresses/action';

test.concurrent.each([
  ['native', documentedActions()],
  ['temporary-ip', documentedActions().filter((action) => action !== swap)],
])('the role of the README is enough for %s', async (method, actions) => {
  const scenario = await readScenario('vipswap');
  const permissions = [{ scope: `/subscriptions/${scenario.subscriptionId}`, actions }];
  await using emulator = await startEmulator({
    scenario: { ...scenario, settings: { ...scenario.settings, permissions } },
    speed: 60,
  });
  const { announcement, arm } = emulator;
  const { outputs } = await runAction({
    actionDirectory: root,
    directory: mkdtempSync(join(directory, `${method}-`)),
    inputs: {
      strategy: 'vip-swap',
      'swap-method': method,
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
  expect(outputs).toMatchObject({ outcome: 'succeeded', 'swap-method': method });
  expect(arm.journal.entries().filter(({ status }) => status === 401 || status === 403)).toEqual([]);
});
