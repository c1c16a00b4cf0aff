import { describe, expect, test } from 'vitest';
import type { LoadBalancer, LoadBalancingRule } from '../../../src/azure/network/load-balancers.ts';
import type { Finding } from '../../../src/strategies/preflight/finding.ts';
import { checkCapacity } from '../../../src/strategies/vip-swap/preflight/capacity.ts';
import { scriptedArm } from '../../azure/scripted-arm.ts';
import { group, loadBalancer, natPool, proposedSwap, rule, type SwapChanges } from './preflight-swap.ts';

const { signal } = new AbortController();

describe('the capacity of the target', () => {
  /** Healthy instances behind each rule, by load balancer and port; the rest of four fail. */
  type Healthy = Readonly<Record<string, number>>;

  function health(healthy: Healthy) {
    return Object.fromEntries(
      Object.entries(healthy).map(([key, up]) => {
        const [name = '', ruleName = ''] = key.split('/');
        const id = `${group}/providers/Microsoft.Network/loadBalancers/${name}/loadBalancingRules/${ruleName}`;
        return [`POST ${id}/health`, [{ body: { up, down: 4 - up, loadBalancerBackendAddresses: [] } }]];
      }),
    );
  }

  function balanced(name: string, rules: readonly LoadBalancingRule[]): LoadBalancer {
    return loadBalancer(name, { properties: { loadBalancingRules: rules } });
  }

  async function capacity(healthy: Healthy, changes: SwapChanges = {}): Promise<Finding[]> {
    return checkCapacity(proposedSwap(changes), scriptedArm(health(healthy)).arm, signal);
  }

  const two = (name: string) => balanced(name, [rule(name, 'web', 'Tcp', 443), rule(name, 'web', 'Tcp', 80)]);

  test.each([
    [2, 2],
    [2, 3],
  ])('%i of production and %i of the target are enough', async (now, then) => {
    expect(await capacity({ 'blue/tcp443': now, 'green/tcp443': then })).toEqual([]);
  });

  test('fewer than production refuses, and says how to allow it', async () => {
    expect(await capacity({ 'blue/tcp443': 3, 'green/tcp443': 2 })).toEqual([
      {
        kind: 'refusal',
        message: expect.stringMatching(/^2 healthy.*"tcp443", 3 behind.*Tcp 443.*allow-smaller-target/),
      },
    ]);
  });

  test('fewer where that is allowed is a hazard', async () => {
    const goal = { allowSmallerTarget: true };
    expect(await capacity({ 'blue/tcp443': 3, 'green/tcp443': 2 }, { goal })).toEqual([
      { kind: 'hazard', message: expect.stringContaining('smaller') },
    ]);
  });

  test('none refuses whatever is allowed, and however production is', async () => {
    const goal = { allowSmallerTarget: true };
    for (const now of [3, 0]) {
      expect(await capacity({ 'blue/tcp443': now, 'green/tcp443': 0 }, { goal })).toEqual([
        {
          kind: 'refusal',
          message: expect.stringContaining('No instance behind rule "tcp443" of the target green'),
        },
      ]);
    }
  });

  test('an empty pool is called so', async () => {
    const nobody = { up: 0, down: 0, loadBalancerBackendAddresses: [] };
    const id = `${loadBalancer('green').id}/loadBalancingRules/tcp443`;
    const script = { ...health({ 'blue/tcp443': 2 }), [`POST ${id}/health`]: [{ body: nobody }] };
    expect(await checkCapacity(proposedSwap(), scriptedArm(script).arm, signal)).toEqual([
      { kind: 'refusal', message: expect.stringContaining('its pool is empty') },
    ]);
  });

  test('a port that is dead on the target is not made up for by another', async () => {
    const healthy = { 'blue/tcp443': 2, 'blue/tcp80': 2, 'green/tcp443': 4, 'green/tcp80': 0 };
    const changes = { production: two('blue'), target: two('green') };
    expect(await capacity(healthy, changes)).toEqual([
      { kind: 'refusal', message: expect.stringMatching(/"tcp80".*down on Tcp 80/) },
    ]);
  });

  test('a port that is dead on both sides is no loss', async () => {
    const healthy = { 'blue/tcp443': 2, 'blue/tcp80': 0, 'green/tcp443': 2, 'green/tcp80': 0 };
    expect(await capacity(healthy, { production: two('blue'), target: two('green') })).toEqual([]);
  });

  test("an HA ports rule of the target stands behind all of production's ports", async () => {
    const target = balanced('green', [rule('green', 'web', 'All', 0)]);
    const healthy = { 'blue/tcp443': 2, 'blue/tcp80': 3, 'green/all0': 2 };
    expect(await capacity(healthy, { production: two('blue'), target })).toEqual([
      {
        kind: 'refusal',
        message: expect.stringMatching(/^2 healthy.*"all0", 3 behind production's "tcp80"/),
      },
    ]);
  });

  test('health that ARM does not tell is unchecked, and the rest is compared', async () => {
    const healthy = { 'blue/tcp443': 3, 'green/tcp443': 2, 'blue/tcp80': 1 };
    expect(await capacity(healthy, { production: two('blue'), target: two('green') })).toEqual([
      { kind: 'refusal', message: expect.stringContaining('"tcp443"') },
      {
        kind: 'unchecked',
        message: expect.stringMatching(/green\/loadBalancingRules\/tcp80: 404 .*health\/action/),
      },
    ]);
  });

  test('an answer without counts is unchecked', async () => {
    const id = (name: string) => `${loadBalancer(name).id}/loadBalancingRules/tcp443`;
    const script = Object.fromEntries(
      ['blue', 'green'].map((name) => [`POST ${id(name)}/health`, [{ body: {} }]]),
    );
    expect(await checkCapacity(proposedSwap(), scriptedArm(script).arm, signal)).toEqual([
      { kind: 'unchecked', message: expect.stringContaining('the answer counts no instances') },
    ]);
  });

  test('NAT alone is unchecked', async () => {
    const nat = (name: string) =>
      loadBalancer(name, {
        properties: { loadBalancingRules: [], inboundNatPools: [natPool(name, 'web', 80, 90)] },
      });
    expect(await capacity({}, { production: nat('blue'), target: nat('green') })).toEqual([
      { kind: 'unchecked', message: expect.stringContaining('no port of production has one on both sides') },
    ]);
  });

  test('Basic is unchecked', async () => {
    const target = loadBalancer('green', { sku: { name: 'Basic' } });
    expect(await capacity({}, { target })).toEqual([
      { kind: 'unchecked', message: expect.stringContaining('Standard load balancers only') },
    ]);
  });
});
