import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../src/strategies/preflight/finding.ts';
import { findAddressSettings } from '../../../src/strategies/vip-swap/preflight/address-settings.ts';
import { findDeclaredState } from '../../../src/strategies/vip-swap/preflight/declared-state.ts';
import { findGatewayLoadBalancers } from '../../../src/strategies/vip-swap/preflight/gateway-load-balancers.ts';
import { findInboundNat } from '../../../src/strategies/vip-swap/preflight/inbound-nat.ts';
import type { ProposedSwap } from '../../../src/strategies/vip-swap/preflight/index.ts';
import { findOutboundAddresses } from '../../../src/strategies/vip-swap/preflight/outbound-addresses.ts';
import {
  address,
  frontend,
  group,
  loadBalancer,
  natPool,
  natRule,
  proposedSwap,
  rule,
  type SwapChanges,
} from './preflight-swap.ts';

function hazards(find: (swap: ProposedSwap) => Finding[], changes: SwapChanges = {}): string[] {
  return find(proposedSwap(changes)).map(({ kind, message }) => {
    expect(kind).toBe('hazard');
    return message;
  });
}

const withoutSourceNat = (name: string, outboundRules: readonly object[] = []) =>
  loadBalancer(name, {
    properties: {
      loadBalancingRules: [rule(name, 'web', 'Tcp', 443, { disableOutboundSnat: true })],
      outboundRules,
    },
  });

describe('outbound connections', () => {
  test('source NAT of a load-balancing rule changes its address on both sides', () => {
    expect(hazards(findOutboundAddresses)).toEqual([
      expect.stringMatching(/behind blue .* from "staging" \(20\.0\.0\.1\).*load-balancing rule "tcp443"/),
      expect.stringMatching(/behind green .* from "shop" \(20\.0\.0\.1\).*load-balancing rule "tcp443"/),
    ]);
  });

  test('an outbound rule of a frontend that moves is named, others are not', () => {
    const outbound = (name: string, frontendName: string) => ({
      name,
      properties: { frontendIPConfigurations: [{ id: frontend('blue', frontendName).id }] },
    });
    const production = withoutSourceNat('blue', [outbound('egress', 'web'), outbound('other', 'admin')]);
    expect(hazards(findOutboundAddresses, { production, target: withoutSourceNat('green') })).toEqual([
      expect.stringMatching(/behind blue .*after the swap, by outbound rule "egress", unless/),
    ]);
  });

  test('none without source NAT', () => {
    const changes = { production: withoutSourceNat('blue'), target: withoutSourceNat('green') };
    expect(hazards(findOutboundAddresses, changes)).toEqual([]);
  });
});

describe('inbound NAT', () => {
  test('pools and rules go with their frontend; rules of a pool are not named one by one', () => {
    const production = loadBalancer('blue', {
      properties: {
        inboundNatPools: [natPool('blue', 'ssh', 50_000, 50_119)],
        inboundNatRules: [
          natRule('blue', 'ssh.0', { frontendPort: 50_000 }),
          natRule('blue', 'admin', { frontendPort: 8443 }),
        ],
      },
    });
    expect(hazards(findInboundNat, { production })).toEqual([
      expect.stringMatching(
        /behind blue \(inbound NAT pool "ssh", inbound NAT rule "admin"\) is at "staging"/,
      ),
    ]);
  });

  test('none without NAT', () => {
    expect(hazards(findInboundNat)).toEqual([]);
  });
});

describe('settings of the addresses', () => {
  test('DNS names stay with their addresses', () => {
    const fqdn = 'shop.westeurope.cloudapp.azure.com';
    const productionAddress = address('shop', { properties: { dnsSettings: { fqdn } } });
    expect(hazards(findAddressSettings, { move: { productionAddress } })).toEqual([
      expect.stringMatching(/shop\.westeurope\.cloudapp\.azure\.com stays with "shop".*leads to green/),
    ]);
  });

  test('a DDoS protection mode that the other address has not', () => {
    const productionAddress = address('shop', {
      properties: { ddosSettings: { protectionMode: 'Enabled' } },
    });
    expect(hazards(findAddressSettings, { move: { productionAddress } })).toEqual([
      expect.stringMatching(/"shop" is Enabled, of "staging" VirtualNetworkInherited/),
    ]);
  });

  test('IP tags that the other address has not', () => {
    const ipTags = [{ ipTagType: 'RoutingPreference', tag: 'Internet' }];
    const targetAddress = address('staging', { properties: { ipTags } });
    expect(hazards(findAddressSettings, { move: { targetAddress } })).toEqual([
      expect.stringMatching(/"shop" has no IP tags, "staging" has the IP tags RoutingPreference=Internet/),
    ]);
  });

  test('none where both addresses are alike', () => {
    expect(hazards(findAddressSettings)).toEqual([]);
  });
});

describe('gateway load balancers', () => {
  const publicIPAddress = { id: `${group}/providers/Microsoft.Network/publicIPAddresses/shop` };
  const gateway = frontend('inspector', 'fe');
  const chained = (name: string, id = gateway.id) =>
    frontend(name, 'web', { publicIPAddress, gatewayLoadBalancer: { id } });

  test('production loses its chain where the target has none', () => {
    expect(hazards(findGatewayLoadBalancers, { move: { productionFrontend: chained('blue') } })).toEqual([
      expect.stringMatching(
        /"shop" passes gateway load balancer "inspector" now and no gateway load balancer/,
      ),
    ]);
  });

  test('none where both frontends are chained to the same', () => {
    const move = {
      productionFrontend: chained('blue'),
      targetFrontend: chained('green', gateway.id.toUpperCase()),
    };
    expect(hazards(findGatewayLoadBalancers, { move })).toEqual([]);
  });
});

test('declared state is told of in every plan', () => {
  expect(hazards(findDeclaredState)).toEqual([expect.stringContaining('docs/infrastructure-as-code.md')]);
});
