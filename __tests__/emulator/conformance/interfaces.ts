import type { ResourceStore } from '../../../emulator/arm/store.ts';
import { type Json, listAt, objectAt, textAt } from './json.ts';

/**
 * Network interfaces decide who is in a pool, and recordings of load balancers do not show them: instances come and go
 * between two exchanges. So those that an answer names as members are put in place before its request is repeated.
 */
export function placeInterfaces(store: ResourceStore, loadBalancer: Json | undefined): void {
  const members = poolMembers(loadBalancer);
  for (const id of store.all().flatMap(({ id, type }) => (/\/networkInterfaces$/i.test(type) ? id : []))) {
    if (!members.has(id)) store.remove(id);
  }
  for (const [id, configurations] of members) {
    const name = id.split('/').at(-1) ?? '';
    const ipConfigurations = [...configurations].map(([configuration, pools]) => ({
      id: configuration,
      name: configuration.split('/').at(-1),
      properties: { loadBalancerBackendAddressPools: pools.map((pool) => ({ id: pool })) },
    }));
    store.put({ id, name, type: typeOf(id), properties: { ipConfigurations } });
  }
}

/** Interface -> its IP configurations -> the pools they are in. */
function poolMembers(loadBalancer: Json | undefined): Map<string, Map<string, string[]>> {
  const interfaces = new Map<string, Map<string, string[]>>();
  for (const pool of listAt(objectAt(loadBalancer, 'properties'), 'backendAddressPools')) {
    for (const member of listAt(objectAt(pool, 'properties'), 'backendIPConfigurations')) {
      const configuration = textAt(member, 'id') ?? '';
      const id = configuration.replace(/\/ipConfigurations\/[^/]+$/i, '');
      const configurations = interfaces.get(id) ?? new Map<string, string[]>();
      configurations.set(configuration, [
        ...(configurations.get(configuration) ?? []),
        textAt(pool, 'id') ?? '',
      ]);
      interfaces.set(id, configurations);
    }
  }
  return interfaces;
}

/** `/…/providers/A.B/x/1/y/2` -> `A.B/x/y`. */
function typeOf(id: string): string {
  const [namespace = '', ...rest] = id.replace(/^.*\/providers\//i, '').split('/');
  return [namespace, ...rest.filter((_, index) => index % 2 === 0)].join('/');
}
