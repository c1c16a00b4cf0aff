import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../src/strategies/preflight/finding.ts';
import { checkDirectServerReturn } from '../../../src/strategies/vip-swap/preflight/direct-server-return.ts';
import { checkDynamicAddresses } from '../../../src/strategies/vip-swap/preflight/dynamic-addresses.ts';
import type { ProposedSwap } from '../../../src/strategies/vip-swap/preflight/index.ts';
import { checkControllers } from '../../../src/strategies/vip-swap/preflight/owners.ts';
import { checkPlacement } from '../../../src/strategies/vip-swap/preflight/placement.ts';
import { checkProvisioningStates } from '../../../src/strategies/vip-swap/preflight/provisioning-states.ts';
import { checkSkus } from '../../../src/strategies/vip-swap/preflight/skus.ts';
import { checkSpareAddresses } from '../../../src/strategies/vip-swap/preflight/spare-addresses.ts';
import { checkTagRoom } from '../../../src/strategies/vip-swap/preflight/tag-room.ts';
import { checkZones } from '../../../src/strategies/vip-swap/preflight/zones.ts';
import {
  address,
  frontend,
  group,
  loadBalancer,
  proposedSwap,
  rule,
  type SwapChanges,
} from './preflight-swap.ts';

type Check = (swap: ProposedSwap) => Finding[];

/** `kind`, and what the message must name. */
type Expected = readonly [kind: Finding['kind'], ...words: string[]];

interface Case {
  readonly name: string;
  readonly check: Check;
  readonly changes: SwapChanges;
  readonly expected: readonly Expected[];
}

const basic = { name: 'Basic', tier: 'Regional' };
const global = { name: 'Standard', tier: 'Global' };
const otherSubscription = '/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/shop/providers';
const dynamic = { properties: { publicIPAllocationMethod: 'Dynamic' } };
const spareIds = { sparePublicIpIds: [address('spare').id] };
const held = { properties: { ipConfiguration: { id: `${group}/nic1` } } };
const tagged = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`cost-centre-${index}`, 'shop']));
const natGateway = { properties: { natGateway: { id: `${group}/natgw` } } };
const floating = (name: string) => ({
  properties: { loadBalancingRules: [rule(name, 'web', 'Tcp', 443, { enableFloatingIP: true })] },
});

const cases: readonly Case[] = [
  {
    name: 'a load balancer in another subscription',
    check: checkPlacement,
    changes: {
      target: loadBalancer('green', { id: `${otherSubscription}/Microsoft.Network/loadBalancers/green` }),
    },
    expected: [
      ['refusal', 'load balancer "green"', '11111111-2222-3333-4444-555555555555', 'subscription-id'],
    ],
  },
  {
    name: 'a target address in another region',
    check: checkPlacement,
    changes: { move: { targetAddress: address('staging', { location: 'northeurope' }) } },
    expected: [['refusal', 'target address "staging"', 'northeurope', 'westeurope']],
  },
  {
    name: 'a spare address in another edge zone',
    check: checkPlacement,
    changes: { move: { spareAddress: address('spare', { extendedLocation: { name: 'losangeles' } }) } },
    expected: [['refusal', '"spare"', 'losangeles', 'no edge zone']],
  },
  {
    name: 'one region in two spellings',
    check: checkPlacement,
    changes: { target: loadBalancer('green', { location: 'West Europe' }) },
    expected: [],
  },
  {
    name: 'a Basic target of a Standard production',
    check: checkSkus,
    changes: {
      target: loadBalancer('green', { sku: basic }),
      move: { targetAddress: address('staging', { sku: basic }) },
    },
    expected: [
      ['refusal', 'load balancer "green"', 'Basic/Regional', 'Standard/Regional'],
      ['refusal', 'target address "staging"', 'Basic/Regional'],
    ],
  },
  {
    name: 'a spare address of the other tier',
    check: checkSkus,
    changes: { move: { spareAddress: address('spare', { sku: global }) } },
    expected: [['refusal', 'spare address "spare"', 'Standard/Global']],
  },
  {
    name: 'Basic on all sides, with an address to create',
    check: checkSkus,
    changes: {
      production: loadBalancer('blue', { sku: basic }),
      target: loadBalancer('green', { sku: basic }),
      move: {
        productionAddress: address('shop', { sku: basic }),
        targetAddress: address('staging', { sku: basic }),
      },
      temporaryIpIds: [address('temporary').id],
    },
    expected: [['hazard', '2025-09-30', '2025-03-31', 'spare-public-ip']],
  },
  {
    name: 'a load balancer that is being updated',
    check: checkProvisioningStates,
    changes: { target: loadBalancer('green', { properties: { provisioningState: 'Updating' } }) },
    expected: [['refusal', 'load balancer "green"', 'Updating', 'wait']],
  },
  {
    name: 'an address whose last update failed',
    check: checkProvisioningStates,
    changes: {
      move: { productionAddress: address('shop', { properties: { provisioningState: 'Failed' } }) },
    },
    expected: [['refusal', 'production address "shop"', 'Failed']],
  },
  {
    name: 'a load balancer that AKS marked as its own',
    check: checkControllers,
    changes: { production: loadBalancer('blue', { tags: { 'aks-managed-cluster-name': 'shop-aks' } }) },
    expected: [['refusal', 'load balancer "blue"', 'shop-aks']],
  },
  {
    name: 'an address that the Kubernetes cloud provider marked as its own',
    check: checkControllers,
    changes: {
      move: { targetAddress: address('staging', { tags: { 'k8s-azure-service': 'default/web' } }) },
    },
    expected: [['refusal', 'target address "staging"', 'k8s-azure-service: default/web']],
  },
  {
    name: 'a load balancer managed by another resource',
    check: checkControllers,
    changes: { target: loadBalancer('green', { managedBy: `${group}/providers/Contoso.Apps/apps/shop` }) },
    expected: [['refusal', 'load balancer "green"', 'Contoso.Apps/apps/shop']],
  },
  {
    name: 'tags of the team',
    check: checkControllers,
    changes: {
      target: loadBalancer('green', { tags: { team: 'kubernetes', 'not-kubernetes-any-more': 'yes' } }),
    },
    expected: [],
  },
  {
    name: 'a free spare',
    check: checkSpareAddresses,
    changes: { goal: spareIds, move: { spareAddress: address('spare') } },
    expected: [],
  },
  {
    name: 'a spare that a network interface holds',
    check: checkSpareAddresses,
    changes: { goal: spareIds, move: { spareAddress: address('spare', held) } },
    expected: [['refusal', '"spare"', 'nic1', 'spare-public-ip']],
  },
  {
    name: 'a spare that a NAT gateway holds',
    check: checkSpareAddresses,
    changes: { goal: spareIds, move: { spareAddress: address('spare', natGateway) } },
    expected: [['refusal', '"spare"', 'natgw']],
  },
  {
    name: 'a spare for one of two addresses',
    check: checkSpareAddresses,
    changes: {
      goal: spareIds,
      move: { spareAddress: address('spare') },
      furtherMoves: [
        {
          productionAddress: address('shop6', { properties: { publicIPAddressVersion: 'IPv6' } }),
          productionFrontend: frontend('blue', 'web6'),
          targetFrontend: frontend('green', 'web6'),
          targetAddress: address('staging6'),
        },
      ],
    },
    expected: [['refusal', 'spare-public-ip', 'IPv6', '"shop6"']],
  },
  {
    name: 'no spare and none wanted',
    check: checkSpareAddresses,
    changes: {},
    expected: [],
  },
  {
    name: 'a production address with room for the tags of a release',
    check: checkTagRoom,
    changes: { move: { productionAddress: address('shop', { tags: tagged(36) }) } },
    expected: [],
  },
  {
    name: 'a production address without, which has nearly enough',
    check: checkTagRoom,
    changes: { move: { productionAddress: address('shop', { tags: tagged(37) }) } },
    expected: [['refusal', '"shop" has 37 tags', 'room for 14 more', 'allows 50', 'Remove 1 of']],
  },
  {
    name: 'a production address whose former release has left its tag, which the next one replaces',
    check: checkTagRoom,
    changes: {
      move: {
        productionAddress: address('shop', { tags: { ...tagged(36), 'azure-rollout-last': 'v1' } }),
      },
    },
    expected: [],
  },
  {
    name: 'one of two production addresses without, as both have the whole journal',
    check: checkTagRoom,
    changes: {
      furtherMoves: [
        {
          productionAddress: address('shop6', { tags: tagged(40) }),
          productionFrontend: frontend('blue', 'web6'),
          targetFrontend: frontend('green', 'web6'),
          targetAddress: address('staging6'),
        },
      ],
    },
    expected: [['refusal', '"shop6" has 40 tags', 'room for 19 more', 'Remove 9 of']],
  },
  {
    name: 'a dynamic production address',
    check: checkDynamicAddresses,
    changes: { move: { productionAddress: address('shop', dynamic) } },
    expected: [['refusal', '"shop"', '20.0.0.1', 'allow-address-change']],
  },
  {
    name: 'a dynamic production address that may change',
    check: checkDynamicAddresses,
    changes: { goal: { allowAddressChange: true }, move: { productionAddress: address('shop', dynamic) } },
    expected: [['hazard', '"shop"']],
  },
  {
    name: 'a dynamic target address',
    check: checkDynamicAddresses,
    changes: { move: { targetAddress: address('staging', dynamic) } },
    expected: [['hazard', '"staging"']],
  },
  {
    name: 'direct server return on the target',
    check: checkDirectServerReturn,
    changes: { target: loadBalancer('green', floating('green')) },
    expected: [['refusal', '"tcp443"', 'green', 'enableFloatingIP']],
  },
  {
    name: 'direct server return on production',
    check: checkDirectServerReturn,
    changes: { production: loadBalancer('blue', floating('blue')) },
    expected: [['hazard', '"tcp443"', 'blue', '"staging"']],
  },
  {
    name: 'a zonal target address of a zone-redundant production',
    check: checkZones,
    changes: { move: { targetAddress: address('staging', { zones: ['1'] }) } },
    expected: [['hazard', '"staging"', 'zone 1', 'zone 1, 2, 3']],
  },
  {
    name: 'the same zones in another order',
    check: checkZones,
    changes: { move: { targetAddress: address('staging', { zones: ['3', '1', '2'] }) } },
    expected: [],
  },
];

const checks = [...new Set(cases.map(({ check }) => check))];

describe('what the environment shows', () => {
  test.each(cases)('$name', ({ check, changes, expected }) => {
    const findings = check(proposedSwap(changes));
    expect(findings.map(({ kind }) => kind)).toEqual(expected.map(([kind]) => kind));
    for (const [index, [, ...words]] of expected.entries()) {
      for (const word of words) {
        expect(findings[index]?.message).toContain(word);
      }
    }
  });

  test.each(checks.map((check) => [check.name, check] as const))(
    '%s finds nothing in a sound swap',
    (_, check) => {
      expect(check(proposedSwap())).toEqual([]);
    },
  );
});
