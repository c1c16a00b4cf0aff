import { describe, expect, test } from 'vitest';
import type { LoadBalancer } from '../../../src/azure/network/load-balancers.ts';
import { checkRuleParity } from '../../../src/strategies/vip-swap/preflight/rule-parity.ts';
import { frontend, loadBalancer, natPool, natRule, proposedSwap, rule } from './preflight-swap.ts';

type Rules = Pick<LoadBalancer['properties'], 'loadBalancingRules' | 'inboundNatRules' | 'inboundNatPools'>;

function difference(production: Rules, target: Rules): string[] {
  const none = { loadBalancingRules: [] };
  const swap = proposedSwap({
    production: loadBalancer('blue', { properties: { ...none, ...production } }),
    target: loadBalancer('green', { properties: { ...none, ...target } }),
  });
  return checkRuleParity(swap).map(({ kind, message }) => {
    expect(kind).toBe('refusal');
    return /does not serve (.*), which "shop" serves today from blue/.exec(message)?.[1] ?? message;
  });
}

const web = (name: string, port: number) => ({ loadBalancingRules: [rule(name, 'web', 'Tcp', port)] });

describe('every port of production must be served by the target', () => {
  test('the same rules, whatever they are called', () => {
    expect(difference(web('blue', 443), web('green', 443))).toEqual([]);
  });

  test('more on the target is no obstacle', () => {
    const target = {
      loadBalancingRules: [rule('green', 'web', 'Tcp', 443), rule('green', 'web', 'Udp', 443)],
    };
    expect(difference(web('blue', 443), target)).toEqual([]);
  });

  test('the difference is told exactly, in ranges', () => {
    const production = {
      loadBalancingRules: [rule('blue', 'web', 'Tcp', 443), rule('blue', 'web', 'Udp', 53)],
      inboundNatPools: [natPool('blue', 'ssh', 50_000, 50_119)],
      inboundNatRules: [
        natRule('blue', 'admin', { frontendPortRangeStart: 8443, frontendPortRangeEnd: 8500 }),
      ],
    };
    const target = { inboundNatPools: [natPool('green', 'ssh', 50_010, 50_099)] };
    expect(difference(production, target)).toEqual([
      'Tcp 443, Tcp 8443-8500, Tcp 50000-50009, Tcp 50100-50119, Udp 53',
    ]);
  });

  test('the rules that a pool made for its instances count once with the pool', () => {
    const production = {
      inboundNatPools: [natPool('blue', 'ssh', 50_000, 50_002)],
      inboundNatRules: [natRule('blue', 'ssh.0', { frontendPort: 50_000 })],
    };
    expect(difference(production, {})).toEqual(['Tcp 50000-50002']);
  });

  test('TCP does not serve UDP', () => {
    const production = { loadBalancingRules: [rule('blue', 'web', 'Udp', 443)] };
    expect(difference(production, web('green', 443))).toEqual(['Udp 443']);
  });

  test('an HA ports rule of the target serves everything', () => {
    const production = {
      loadBalancingRules: [rule('blue', 'web', 'Tcp', 443), rule('blue', 'web', 'Udp', 53)],
    };
    expect(difference(production, { loadBalancingRules: [rule('green', 'web', 'All', 0)] })).toEqual([]);
  });

  test('an HA ports rule of production takes everything', () => {
    const production = { loadBalancingRules: [rule('blue', 'web', 'All', 0)] };
    expect(difference(production, web('green', 443))).toEqual(['Tcp 0-442, Tcp 444-65535, Udp 0-65535']);
  });

  test('rules of other frontends of the target do not count', () => {
    expect(
      difference(web('blue', 443), { loadBalancingRules: [rule('green', 'admin', 'Tcp', 443)] }),
    ).toEqual(['Tcp 443']);
  });

  test('rules of other frontends of production stay where they are', () => {
    const production = {
      loadBalancingRules: [rule('blue', 'web', 'Tcp', 443), rule('blue', 'admin', 'Tcp', 22)],
    };
    expect(difference(production, web('green', 443))).toEqual([]);
  });

  test('ids are compared without case', () => {
    const upper = rule('green', 'web', 'Tcp', 443);
    const id = upper.properties.frontendIPConfiguration.id.toUpperCase();
    const target = {
      loadBalancingRules: [
        { ...upper, properties: { ...upper.properties, frontendIPConfiguration: { id } } },
      ],
    };
    expect(difference(web('blue', 443), target)).toEqual([]);
  });

  test('each address of a dual stack is judged by its own frontends', () => {
    const swap = proposedSwap({
      production: loadBalancer('blue', {
        properties: {
          loadBalancingRules: [rule('blue', 'web', 'Tcp', 443), rule('blue', 'web6', 'Tcp', 443)],
        },
      }),
    });
    const [move] = swap.environment.moves;
    expect.assert(move !== undefined);
    const v6 = {
      ...move,
      productionAddress: { ...move.productionAddress, name: 'shop6' },
      productionFrontend: frontend('blue', 'web6'),
      targetFrontend: frontend('green', 'web6'),
    };
    const findings = checkRuleParity({
      ...swap,
      environment: { ...swap.environment, moves: [move, v6] },
    });
    expect(findings.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^Frontend "web6" of green does not serve Tcp 443, which "shop6"/),
    ]);
  });
});
