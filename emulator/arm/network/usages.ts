import { param, type Route } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import { printList } from '../reading.ts';
import { sameLocation } from '../resource-id.ts';
import { loadBalancerType } from './load-balancer-model.ts';
import { skuOf } from './load-balancer-validation.ts';
import { publicIpsIn } from './public-ip-validation.ts';

/** Usages_List: the counters that a move of public IP addresses touches. */
export function usageRoutes(plane: ControlPlane): Route[] {
  return [
    {
      path: '/subscriptions/{subscriptionId}/providers/Microsoft.Network/locations/{location}/usages',
      methods: { GET: (call) => printList(usagesIn(plane, param(call, 'location'))) },
    },
  ];
}

function usagesIn(plane: ControlPlane, location: string): readonly unknown[] {
  const { publicIpLimit } = plane.scenario.settings;
  const publicIps = publicIpsIn(plane, location);
  const standard = publicIps.filter((publicIp) => skuOf(publicIp) !== 'Basic');
  const statics = publicIps.filter(({ properties }) => properties.publicIPAllocationMethod === 'Static');
  const loadBalancers = plane.store
    .list(loadBalancerType)
    .filter((loadBalancer) => sameLocation(loadBalancer.location, location));
  const usage = (value: string, localizedValue: string, currentValue: number, limit: number): unknown => ({
    currentValue,
    id: `/subscriptions/${plane.scenario.subscriptionId}/providers/Microsoft.Network/locations/${location}/usages/${value}`,
    limit,
    name: { localizedValue, value },
    unit: 'Count',
  });
  return [
    usage('LoadBalancers', 'Load Balancers', loadBalancers.length, 1000),
    usage('PublicIPAddresses', 'Public IP Addresses', publicIps.length, publicIpLimit),
    usage('StaticPublicIPAddresses', 'Static Public IP Addresses', statics.length, publicIpLimit),
    usage('StandardSkuPublicIpAddresses', 'Standard Sku Public IP Addresses', standard.length, publicIpLimit),
  ];
}
