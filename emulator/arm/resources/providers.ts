import { apiVersionsOf, servedTypes } from '../api-versions.ts';
import { param, type Route } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import { errors } from '../errors.ts';
import { printList } from '../reading.ts';
import { sameId } from '../resource-id.ts';
import { locationNames } from './locations.ts';

/** What resource providers serve, for clients that choose an api-version by it. */
export function providerRoutes(plane: ControlPlane): Route[] {
  const path = '/subscriptions/{subscriptionId}/providers';
  return [
    {
      path,
      methods: {
        GET: () => printList(servedTypes.map(({ namespace }) => provider(plane, namespace))),
      },
    },
    {
      path: `${path}/{namespace}`,
      methods: { GET: (call) => ({ status: 200, body: provider(plane, param(call, 'namespace')) }) },
    },
  ];
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
