import { apiVersionsOf } from './api-versions.ts';
import type { Handler, Route } from './call.ts';
import type { ControlPlane } from './control-plane.ts';
import { errors } from './errors.ts';
import { sameId } from './resource-id.ts';

export interface Matched {
  readonly handler: Handler;
  readonly params: Readonly<Record<string, string>>;
}

export type Router = (method: string, path: string) => Matched | undefined;

interface CompiledRoute {
  readonly route: Route;
  readonly pattern: RegExp;
}

/** The first route that fits a path, without case. */
export function createRouter(routes: readonly Route[]): Router {
  const compiled = routes.map((route) => ({ route, pattern: compile(route.path) }));
  return (method, path) => {
    const found = compiled.find(({ pattern }) => pattern.test(path));
    return found === undefined ? undefined : match(found, method, path);
  };
}

function match({ route, pattern }: CompiledRoute, method: string, path: string): Matched {
  const handler = Object.entries(route.methods).find(([name]) => name === method)?.[1];
  if (handler === undefined) throw errors.methodNotAllowed(method);
  return { handler, params: pattern.exec(path)?.groups ?? {} };
}

function compile(path: string): RegExp {
  const pattern = path
    .replaceAll('.', '\\.')
    .replace(/\{(\w+)\*\}/, '(?<$1>(?:/.*)?)')
    .replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)');
  return new RegExp(`^${pattern}/?$`, 'i');
}

/** Refuses a request whose api-version the provider does not know. */
export function checkApiVersion(version: string | null, type: string, firstLocation: () => string): string {
  if (version === null || version === '') throw errors.missingApiVersion();
  const [namespace = '', ...rest] = type.split('/');
  const supported = apiVersionsOf(type);
  if (supported === undefined) throw errors.invalidResourceNamespace(namespace);
  if (supported.some((candidate) => sameId(candidate, version))) return version;
  if (
    !/^\d{4}-\d{2}-\d{2}(-preview|-alpha|-beta)?$/i.test(version) ||
    sameId(namespace, 'Microsoft.Resources')
  ) {
    throw errors.invalidApiVersion(version, supported.toReversed());
  }
  const location = firstLocation();
  throw errors.noRegisteredProvider(location, version, rest.join('/'), supported.toReversed(), [location]);
}

/** Refuses a path into a subscription or resource group that is not there. */
export function checkContainers(
  plane: ControlPlane,
  params: Readonly<Record<string, string>>,
  method: string,
): void {
  const { subscriptionId, resourceGroup } = params;
  if (subscriptionId !== undefined && !sameId(subscriptionId, plane.scenario.subscriptionId)) {
    throw errors.subscriptionNotFound(subscriptionId);
  }
  if (resourceGroup === undefined) return;
  const id = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`;
  const makesGroup = method === 'PUT' && params.name === undefined && params.scope === undefined;
  if (plane.store.get(id) === undefined && !makesGroup) throw errors.resourceGroupNotFound(resourceGroup);
}
