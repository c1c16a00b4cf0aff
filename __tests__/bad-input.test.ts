import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Scenario } from '../emulator/arm/scenario.ts';
import { type Emulator, startEmulator } from '../emulator/index.ts';
import { readScenario } from '../emulator/scenarios.ts';
import { emulatorInputs, emulatorVariables } from '../scripts/runner/emulator-connection.ts';
import { runAction } from '../scripts/runner/run-action.ts';

const actionDirectory = join(import.meta.dirname, '..');
let directory: string;
let emulator: Emulator;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'bad-input-test-'));
  emulator = await startEmulator({ scenario: withOddLoadBalancers(await readScenario('vipswap')) });
  return async () => {
    await emulator[Symbol.asyncDispose]();
    rmSync(directory, { recursive: true });
  };
});

/** The environment of the seed, and beside it load balancers that cannot take part, or not without being told how. */
function withOddLoadBalancers(scenario: Scenario): Scenario {
  const network = `/subscriptions/${scenario.subscriptionId}/resourceGroups/vipswap/providers/Microsoft.Network`;
  const publicIp = (name: string) => ({
    name,
    id: `${network}/publicIPAddresses/${name}`,
    type: 'Microsoft.Network/publicIPAddresses',
    location: 'southcentralus',
    sku: { name: 'Standard', tier: 'Regional' },
    properties: { publicIPAllocationMethod: 'Static', publicIPAddressVersion: 'IPv4' },
  });
  const loadBalancer = (
    name: string,
    frontends: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => ({
    name,
    id: `${network}/loadBalancers/${name}`,
    type: 'Microsoft.Network/loadBalancers',
    location: 'southcentralus',
    sku: { name: 'Standard', tier: 'Regional' },
    properties: {
      frontendIPConfigurations: Object.entries(frontends).map(([frontend, properties]) => ({
        name: frontend,
        id: `${network}/loadBalancers/${name}/frontendIPConfigurations/${frontend}`,
        properties: { privateIPAllocationMethod: 'Dynamic', ...properties },
      })),
    },
  });
  const subnet = { id: `${network}/virtualNetworks/vipswapvnet/subnets/subnet` };
  const [one, two, free] = ['onepip', 'twopip', 'freepip'].map(publicIp);
  return {
    ...scenario,
    resources: [
      ...scenario.resources,
      ...[one, two, free].filter((each) => each !== undefined),
      loadBalancer('internallb', { inside: { subnet } }),
      loadBalancer('twofrontendslb', {
        one: { publicIPAddress: { id: one?.id } },
        two: { publicIPAddress: { id: two?.id } },
      }),
    ],
  };
}

/** Runs the bundle with inputs that would swap, apart from what is given. */
async function run(given: Readonly<Record<string, string>>) {
  const { announcement, arm } = emulator;
  const before = arm.journal.entries().length;
  const { exitCode, annotations, outputs } = await runAction({
    actionDirectory,
    directory: mkdtempSync(join(directory, 'run-')),
    inputs: {
      strategy: 'vip-swap',
      auth: 'service-principal',
      'subscription-id': announcement.subscriptionId,
      'tenant-id': announcement.tenantId,
      'client-id': announcement.clientId,
      'client-secret': announcement.clientSecret,
      'resource-group': 'vipswap',
      'production-public-ip': 'vipswap1pip',
      'target-load-balancer': 'vipswap2lb',
      ...emulatorInputs(announcement),
      ...given,
    },
    environment: emulatorVariables(announcement),
    runsPost: false,
  });
  return { exitCode, annotations, outputs, requests: arm.journal.entries().slice(before) };
}

const otherType =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm';

describe('bad input ends the bundled action before any request', () => {
  test.each<[input: string, value: string, allowed: string, given?: Record<string, string>]>([
    ['strategy', 'rolling', 'vip-swap'],
    ['strategy', '', 'vip-swap'],
    ['strategy', 'rolling', 'vip-swap', { command: 'recover', strategy: 'rolling' }],
    ['command', 'deploy', 'run, plan, status, rollback, recover, unlock'],
    ['production-public-ip', '', 'is missing', { command: 'status', 'production-public-ip': '' }],
    ['on-interrupted', 'ignore', 'fail, recover'],
    ['recover-to', 'forwards', 'auto, finish, undo', { command: 'recover', 'recover-to': 'forwards' }],
    ['lock-timeout', 'soon', '10m'],
    ['lock-timeout', '25h', 'from 0s to 24h'],
    ['unlock-reason', '', 'is missing', { command: 'unlock' }],
    ['record', 'all', 'last, none'],
    ['swap-method', 'floating', 'auto, native, temporary-ip'],
    ['production-public-ip', '', 'is missing'],
    ['target-load-balancer', '', 'is missing'],
    ['production-public-ip', otherType, 'Microsoft.Network/publicIPAddresses'],
    ['target-load-balancer', '/subscriptions/mine/lb', 'Microsoft.Network/loadBalancers'],
    ['subscription-id', 'production', 'GUID'],
    ['timeout', '10', '10m'],
    ['probe-interval', '0s', '10ms'],
    ['verify-timeout', 'PT2M', '1m30s'],
    ['probe-url', 'shop.example.com', 'https://HOST'],
    ['target-check', 'ftp://shop.example.com', 'on, off'],
    ['resource-manager-endpoint', 'http://management.example.com', 'https://'],
    ['probe-expect', 'fine', '200-399'],
    ['on-failure', 'ignore', 'rollback, stop'],
    ['spare-public-ip', 'freepip', 'swap-method', { 'swap-method': 'native' }],
    ['max-downtime', '5s', 'probe: on', { probe: 'off' }],
    ['client-secret', '', "auth 'oidc'", { auth: 'oidc', 'client-secret': 'hush' }],
    ['client-secret', '', "auth 'service-principal'", { 'client-secret': '' }],
  ])('%s: %j', async (input, value, allowed, given = { [input]: value }) => {
    const { exitCode, annotations, requests, outputs } = await run({ [input]: value, ...given });
    expect(exitCode).toBe(1);
    const errors = annotations.filter(({ level }) => level === 'error');
    expect(errors).toHaveLength(1);
    expect(errors[0]?.message).toContain(`${input}: `);
    expect(errors[0]?.message).toContain(value);
    expect(errors[0]?.message).toContain(allowed);
    expect(errors[0]?.message).not.toContain('hush');
    expect(outputs.outcome).toBe('failed');
    expect(requests).toEqual([]);
  });
});

describe('input that does not fit what is there ends the bundled action before any write', () => {
  test.each<[input: string, value: string, allowed: string]>([
    ['production-public-ip', 'nowhere', 'vipswap'],
    ['target-load-balancer', 'nowhere', 'vipswap'],
    ['resource-group', 'nowhere', 'nowhere'],
    ['production-public-ip', 'freepip', 'Assign it'],
    ['target-load-balancer', 'internallb', 'internal'],
    ['target-load-balancer', 'twofrontendslb', 'target-frontend: one or two'],
    ['target-frontend', 'front', 'loadBalancerFrontEnd'],
    ['spare-public-ip', 'nowhere', 'vipswap'],
  ])('%s: %j', async (input, value, allowed) => {
    const { exitCode, annotations, requests, outputs } = await run({ [input]: value });
    expect(exitCode).toBe(1);
    const errors = annotations.filter(({ level }) => level === 'error');
    expect(errors).toHaveLength(1);
    expect(errors[0]?.message).toContain(input);
    expect(errors[0]?.message).toContain(value);
    expect(errors[0]?.message).toContain(allowed);
    expect(outputs.outcome).toBe('failed');
    expect(requests.filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(requests).not.toEqual([]);
  });
});
