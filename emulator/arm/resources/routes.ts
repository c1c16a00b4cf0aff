import type { ArmResource } from '../../data-plane/contract.ts';
import { apiVersionsOf, servedTypes } from '../api-versions.ts';
import { requiredBody } from '../bodies.ts';
import { type Call, param, type Reply, type Route } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import { errors } from '../errors.ts';
import { textOf } from '../json.ts';
import { printList } from '../reading.ts';
import { parseResourceId, sameId } from '../resource-id.ts';

const stackType = 'Microsoft.Resources/deploymentStacks';
export const resourceGroupType = 'Microsoft.Resources/resourceGroups';

/** Microsoft.Resources: what every client asks for before it comes to its business. */
export function resourcesRoutes(plane: ControlPlane): Route[] {
  return [
    { path: '/tenants', methods: { GET: () => printList([tenant(plane)]) } },
    { path: '/subscriptions', methods: { GET: () => printList([subscription(plane)]) } },
    {
      path: '/subscriptions/{subscriptionId}',
      methods: { GET: () => ({ status: 200, body: subscription(plane) }) },
    },
    {
      path: '/subscriptions/{subscriptionId}/locations',
      methods: { GET: () => printList(locations(plane)) },
    },
    {
      path: '/subscriptions/{subscriptionId}/providers',
      methods: { GET: () => printList(providers(plane)) },
    },
    {
      path: '/subscriptions/{subscriptionId}/providers/{namespace}',
      methods: { GET: (call) => ({ status: 200, body: provider(plane, param(call, 'namespace')) }) },
    },
    {
      path: '/subscriptions/{subscriptionId}/resourceGroups',
      methods: { GET: () => printList(plane.store.list(resourceGroupType)) },
    },
    {
      path: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}',
      methods: {
        GET: (call) => ({ status: 200, body: plane.store.get(groupId(call)) }),
        HEAD: () => ({ status: 204 }),
        PUT: (call) => putResourceGroup(plane, call),
      },
    },
    ...['', '/resourceGroups/{resourceGroup}'].map(
      (below): Route => ({
        path: `/subscriptions/{subscriptionId}${below}/providers/${stackType}`,
        methods: { GET: (call) => printList(stacksAt(plane, call)) },
      }),
    ),
    {
      path: '/subscriptions/{subscriptionId}/resources',
      methods: { GET: () => printList(allResources(plane).map(summary)) },
    },
    {
      path: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/resources',
      methods: {
        GET: (call) =>
          printList(
            allResources(plane)
              .filter(({ id }) => sameId(parseResourceId(id)?.resourceGroup, param(call, 'resourceGroup')))
              .map(summary),
          ),
      },
    },
  ];
}

/** The stacks made at the scope of the path itself, not those above or below it. */
function stacksAt(plane: ControlPlane, call: Call): readonly ArmResource[] {
  const prefix = `${call.request.path.replace(/\/$/, '')}/`.toLowerCase();
  return plane.store.list(stackType).filter(({ id }) => id.toLowerCase().startsWith(prefix));
}

function groupId(call: Call): string {
  return `/subscriptions/${param(call, 'subscriptionId')}/resourceGroups/${param(call, 'resourceGroup')}`;
}

function putResourceGroup(plane: ControlPlane, call: Call): Reply {
  const body = requiredBody(call);
  const location = textOf(body, 'location');
  const before = plane.store.get(groupId(call));
  if (location === undefined) throw errors.locationRequired();
  const group: ArmResource = {
    ...body,
    id: before?.id ?? groupId(call),
    name: before?.name ?? param(call, 'resourceGroup'),
    type: resourceGroupType,
    location: before?.location ?? location,
    properties: { provisioningState: 'Succeeded' },
  };
  plane.store.put(group);
  return { status: before === undefined ? 201 : 200, body: group };
}

/** Top-level resources, as `az resource list` wants them. */
function allResources(plane: ControlPlane): readonly ArmResource[] {
  return plane.store.all().filter(({ id, type }) => {
    const parsed = parseResourceId(id);
    return parsed?.names.length === 1 && !sameId(type, 'Microsoft.Authorization/locks');
  });
}

function summary({ id, name, type, location, tags, sku }: ArmResource): unknown {
  return {
    id,
    name,
    type,
    location,
    ...(tags === undefined ? {} : { tags }),
    ...(sku === undefined ? {} : { sku }),
  };
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

/** The places that the scenario uses. */
export function locationNames(plane: ControlPlane): readonly string[] {
  return [...new Set(plane.store.all().flatMap(({ location }) => location ?? []))];
}

function locations(plane: ControlPlane): readonly unknown[] {
  return locationNames(plane).map((name) => ({
    id: `/subscriptions/${plane.scenario.subscriptionId}/locations/${name}`,
    name,
    type: 'Region',
    displayName: name,
    regionalDisplayName: name,
    metadata: { regionType: 'Physical' },
  }));
}

function providers(plane: ControlPlane): readonly unknown[] {
  return servedTypes.map(({ namespace }) => provider(plane, namespace));
}

function provider(plane: ControlPlane, wanted: string): unknown {
  const served = servedTypes.find(({ namespace }) => sameId(namespace, wanted));
  if (served === undefined) throw errors.invalidResourceNamespace(wanted);
  const places = locationNames(plane);
  return {
    id: `/subscriptions/${plane.scenario.subscriptionId}/providers/${served.namespace}`,
    namespace: served.namespace,
    registrationState: 'Registered',
    registrationPolicy: 'RegistrationRequired',
    resourceTypes: served.types.map((resourceType) => ({
      resourceType,
      locations: places,
      apiVersions: apiVersionsOf(`${served.namespace}/${resourceType}`)?.toReversed() ?? [],
      capabilities: 'None',
    })),
  };
}
