import { describe, expect, test } from 'vitest';
import { RefusedError } from '../../../src/strategies/refused-error.ts';
import { runPreflight } from '../../../src/strategies/vip-swap/preflight/index.ts';
import { scriptedArm } from '../../azure/scripted-arm.ts';
import { granting, group, lock, messages, preflight, subscription, type World } from './preflight-run.ts';
import { address, frontend, loadBalancer, natPool, proposedSwap, rule } from './preflight-swap.ts';

describe('the preflight of a sound swap', () => {
  test('refuses nothing, tells the hazards, and writes nothing', async () => {
    const { findings, writes } = await preflight();
    expect(messages(findings, 'refusal')).toEqual([]);
    expect(messages(findings, 'hazard')).toEqual([
      expect.stringContaining('behind vipswap1lb'),
      expect.stringContaining('behind vipswap2lb'),
      expect.stringContaining('inbound NAT pool "sshpool"'),
      expect.stringContaining('inbound NAT pool "sshpool"'),
      expect.stringContaining('vipswap1.southcentralus'),
      expect.stringContaining('vipswap2.southcentralus'),
      expect.stringContaining('docs/infrastructure-as-code.md'),
    ]);
    expect(writes().filter((write) => !/^POST .*\/health$/.test(write))).toEqual([]);
  });

  test('ends when cancelled', async () => {
    await expect(preflight({ signal: AbortSignal.abort(new Error('cancelled')) })).rejects.toThrow(
      'cancelled',
    );
  });
});

describe('owners', () => {
  const cluster = `${subscription}/resourceGroups/shop/providers/Microsoft.ContainerService/managedClusters/shop`;

  test('a resource group that AKS manages', async () => {
    const { findings } = await preflight({
      adapt: (scenario) => ({
        ...scenario,
        resourceGroups: scenario.resourceGroups.map((each) => ({ ...each, managedBy: cluster })),
      }),
    });
    expect(messages(findings, 'refusal')).toEqual([
      expect.stringContaining(`"vipswap" is managed by ${cluster}`),
    ]);
  });
});

describe('capacity', () => {
  async function goDown({ dataPlane, clock }: World, ...instances: readonly string[]): Promise<void> {
    for (const instance of instances) {
      dataPlane.setInstanceCondition(instance, 'machine-down');
    }
    // The health probes ask every few seconds, and believe what they have seen several times.
    await clock.sleep(120_000);
  }

  test('a target with an instance less', async () => {
    const { findings } = await preflight({ before: (world) => goDown(world, 'vipswap2_0') });
    expect(messages(findings, 'refusal')).toEqual([
      expect.stringMatching(/^2 healthy .* 3 behind production/),
    ]);
  });

  test('a target without a healthy instance', async () => {
    const { findings } = await preflight({
      before: (world) => goDown(world, 'vipswap2_0', 'vipswap2_1', 'vipswap2_2'),
    });
    expect(messages(findings, 'refusal')).toEqual([
      expect.stringMatching(/^No instance .* vipswap2lb is healthy \(3 in its pool are not\)/),
    ]);
  });
});

test('a full quota refuses the temporary address', async () => {
  const { findings } = await preflight({
    adapt: (scenario) => ({ ...scenario, settings: { ...scenario.settings, publicIpLimit: 2 } }),
  });
  expect(messages(findings, 'refusal')).toEqual([
    expect.stringMatching(/no room for 1 temporary address in southcentralus .*PublicIPAddresses: 2 of 2/),
  ]);
});

describe('the answer of the target', () => {
  test('a failed one refuses, naming what was asked', async () => {
    const { findings } = await preflight({
      checkTarget: async () => ({ kind: 'failed', url: 'http://20.0.0.2:9000/', cause: 'status 503' }),
    });
    expect(messages(findings, 'refusal')).toEqual([
      expect.stringMatching(
        /vipswap2lb does not answer .* at http:\/\/20\.0\.0\.2:9000\/: status 503.*target-check/,
      ),
    ]);
  });

  test('one that cannot be had is told', async () => {
    const { findings } = await preflight({
      checkTarget: async () => ({ kind: 'not-checked', reason: 'it serves UDP only' }),
    });
    expect(messages(findings, 'refusal')).toEqual([]);
    expect(messages(findings, 'unchecked')).toContainEqual(expect.stringContaining('it serves UDP only'));
  });

  test('a target that nobody can ask is one refusal among the others', async () => {
    const { findings } = await preflight({
      before: lock(group, 'ReadOnly'),
      checkTarget: async () => Promise.reject(new RefusedError('Nothing on the frontend can be asked.')),
    });
    expect(messages(findings, 'refusal')).toEqual([
      expect.stringContaining('ReadOnly lock'),
      'Nothing on the frontend can be asked.',
    ]);
  });

  test('is not asked for where target-check is off', async () => {
    let asked = 0;
    await preflight({
      goal: { targetCheck: { kind: 'off' } },
      checkTarget: async () => {
        asked += 1;
        return { kind: 'answered' };
      },
    });
    expect(asked).toBe(0);
  });
});

test('every check is made, and told in order', async () => {
  const floating = { loadBalancingRules: [rule('green', 'web', 'Tcp', 80, { enableFloatingIP: true })] };
  const dynamic = { publicIPAllocationMethod: 'Dynamic', provisioningState: 'Updating' };
  const swap = proposedSwap({
    goal: { sparePublicIpIds: [address('spare').id], targetCheck: { kind: 'off' } },
    production: loadBalancer('blue', {
      properties: { inboundNatPools: [natPool('blue', 'ssh', 50_000, 50_001)] },
    }),
    target: loadBalancer('green', {
      location: 'northeurope',
      managedBy: '/owner',
      sku: { name: 'Standard', tier: 'Global' },
      properties: floating,
    }),
    move: {
      productionAddress: address('shop', {
        properties: { ...dynamic, dnsSettings: { fqdn: 'shop.example' } },
      }),
      productionFrontend: frontend('blue', 'web', {
        gatewayLoadBalancer: { id: frontend('inspector', 'fe').id },
      }),
      targetAddress: address('staging', { zones: ['1'] }),
    },
    temporaryIpIds: [address('temporary').id],
  });
  const findings = await runPreflight({
    ...swap,
    arm: scriptedArm({}).arm,
    signal: new AbortController().signal,
    checkTarget: async () => ({ kind: 'answered' }),
  });
  const told = findings.filter(({ kind }) => kind !== 'unchecked').map(({ message }) => message);
  const inOrder = [
    'is in northeurope',
    'Standard/Global',
    'provisioning state Updating',
    'owned by /owner',
    'spare-public-ip',
    'is dynamic',
    'does not serve Tcp 443, Tcp 50000-50001',
    'enableFloatingIP',
    'zone 1',
    'source NAT',
    'source NAT',
    'inbound NAT pool "ssh"',
    'shop.example',
    'gateway load balancer "inspector"',
    'docs/infrastructure-as-code.md',
  ];
  expect(told).toEqual(inOrder.map((words) => expect.stringContaining(words)));
  const unchecked = [
    'Permissions',
    'Locks',
    'Owners',
    'Deployment stacks',
    'Public IP quotas',
    'Healthy instances',
  ];
  expect(messages(findings, 'unchecked')).toEqual(unchecked.map((words) => expect.stringContaining(words)));
});

test('all problems are told at once', async () => {
  const { findings } = await preflight({
    adapt: granting({ scope: '/', actions: ['*/read', 'Microsoft.Authorization/*'] }),
    before: lock(group, 'ReadOnly'),
    checkTarget: async () => ({ kind: 'failed', url: 'http://20.0.0.2:9000/', cause: 'no answer' }),
  });
  expect(messages(findings, 'refusal')).toEqual([
    expect.stringContaining('Grant it'),
    expect.stringContaining('ReadOnly lock'),
    expect.stringContaining('no answer'),
  ]);
});
