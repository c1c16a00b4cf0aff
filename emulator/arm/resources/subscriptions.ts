import type { Route } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import { printList } from '../reading.ts';
import { locations } from './locations.ts';

/** The one tenant and the one subscription of a scenario. */
export function subscriptionRoutes(plane: ControlPlane): Route[] {
  const path = '/subscriptions/{subscriptionId}';
  return [
    { path: '/tenants', methods: { GET: () => printList([tenant(plane)]) } },
    { path: '/subscriptions', methods: { GET: () => printList([subscription(plane)]) } },
    { path, methods: { GET: () => ({ status: 200, body: subscription(plane) }) } },
    { path: `${path}/locations`, methods: { GET: () => printList(locations(plane)) } },
  ];
}

function tenant(plane: ControlPlane): unknown {
  const { tenantId } = plane.scenario;
  return {
    id: `/tenants/${tenantId}`,
    tenantId,
    countryCode: 'US',
    displayName: 'Default Directory',
    domains: [],
    tenantCategory: 'Home',
    defaultDomain: 'contoso.onmicrosoft.com',
    tenantType: 'AAD',
  };
}

function subscription(plane: ControlPlane): unknown {
  const { subscriptionId, subscriptionName, tenantId } = plane.scenario;
  return {
    id: `/subscriptions/${subscriptionId}`,
    authorizationSource: 'RoleBased',
    managedByTenants: [],
    subscriptionId,
    tenantId,
    displayName: subscriptionName,
    state: 'Enabled',
    subscriptionPolicies: {
      locationPlacementId: 'Public_2014-09-01',
      quotaId: 'PayAsYouGo_2014-09-01',
      spendingLimit: 'Off',
    },
  };
}
