import type { FaultMatch } from '../../emulator/faults.ts';
import type { AzureBefore } from '../invariants/azure-before.ts';

/** A request among those of a run, in words that hold for every scenario. */
export interface Spot {
  readonly request: RequestKind;
  /** Counted from 1. */
  readonly nth: number;
  readonly times: number | 'always';
}

/** `PRODUCTION` and `TARGET` stand for the load balancers that have production before, and after. */
const requests = {
  any: {},
  read: { method: 'GET', path: '(loadBalancers|publicIPAddresses)/[^/]+$' },
  'read-production-load-balancer': { method: 'GET', path: 'loadBalancers/PRODUCTION$' },
  'read-target-load-balancer': { method: 'GET', path: 'loadBalancers/TARGET$' },
  'read-temporary-address': { method: 'GET', path: '-temporary-' },
  'read-production-address': { method: 'GET', path: 'publicIPAddresses/vipswap1pip$' },
  poll: { method: 'GET', path: '/operation(s|Results)/' },
  'write-production-load-balancer': { method: 'PUT', path: 'loadBalancers/PRODUCTION$' },
  'write-target-load-balancer': { method: 'PUT', path: 'loadBalancers/TARGET$' },
  'write-load-balancer': { method: 'PUT', path: 'loadBalancers/' },
  'write-production-address': { method: 'PUT', path: 'publicIPAddresses/vipswap1pip$' },
  'create-temporary-address': { method: 'PUT', path: '-temporary-' },
  'delete-temporary-address': { method: 'DELETE', path: '-temporary-' },
  'swap-addresses': { method: 'POST', path: 'setLoadBalancerFrontendPublicIpAddresses$' },
} as const satisfies Record<string, FaultMatch>;

/** Requests for tokens: no other writer, and nothing of ARM, can meet them. */
const signIns = {
  'sign-in': { method: 'POST', path: 'oauth2/v2.0/token$' },
  /** Of the spawned bundle only. */
  'identity-token': { method: 'GET', path: '/oidc/token$' },
} as const satisfies Record<string, FaultMatch>;

const all = { ...requests, ...signIns };

export type ArmRequestKind = keyof typeof requests;
export type SignInKind = keyof typeof signIns;
export type RequestKind = ArmRequestKind | SignInKind;

export const requestKinds = Object.keys(requests) as readonly ArmRequestKind[];

export function isLongRunningWrite(kind: RequestKind): boolean {
  return /^(write|create|delete|swap)-/.test(kind);
}

type Sides = Pick<AzureBefore, 'productionLoadBalancer' | 'targetLoadBalancer'>;

export function matchOf({ request, nth, times }: Spot, sides: Sides): FaultMatch {
  const { path, ...match }: FaultMatch = all[request];
  return { ...match, ...(path === undefined ? {} : { path: named(path, sides) }), nth, times };
}

function named(path: string, { productionLoadBalancer, targetLoadBalancer }: Sides): string {
  return path.replace('PRODUCTION', productionLoadBalancer).replace('TARGET', targetLoadBalancer);
}
