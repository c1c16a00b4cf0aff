import type { Arm } from '../../azure/arm/arm.ts';
import { ArmError } from '../../azure/arm/arm-error.ts';
import { isAsWanted } from '../../azure/network/frontend-assignments.ts';
import { getLoadBalancer, getSettled, type LoadBalancer } from '../../azure/network/load-balancers.ts';
import { getPublicIpAddress, type PublicIpAddress } from '../../azure/network/public-ip-addresses.ts';
import { nameOf, parseResourceId, sameId, topLevelId } from '../../azure/resource-id.ts';
import { distinctScopes } from '../../azure/scopes.ts';
import type { StrategyContext } from '../strategy.ts';
import { LONGEST_UPDATE_MS } from './methods/assign-step.ts';

/** Who serves a production address. That a load balancer has it does not say that packets come there. */
export type Serving =
  | { readonly kind: 'served'; readonly loadBalancer: LoadBalancer }
  /** Nothing has it. */
  | { readonly kind: 'unserved' }
  /** No load balancer has it: a network interface, a gateway. */
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'uncertain'; readonly loadBalancerId: string; readonly doubt: Doubt };

/** Why it is not known whether the load balancer that has an address serves it. */
export interface Doubt {
  /**
   * `updating`: an update of it runs, and may be the one that brings the address. `not-succeeded`: the last one may have brought the model
   * without the data plane. `not-read`: the identity may not see it. `contradicted`: it does not say itself that it has the address.
   */
  readonly because: 'updating' | 'not-succeeded' | 'not-read' | 'contradicted';
  /** Part of a sentence. */
  readonly text: string;
}

/** For certain: both say that it is there, and the load balancer has come to rest with it. */
export function serves(loadBalancer: LoadBalancer, { id, properties }: PublicIpAddress): boolean {
  const frontendId = properties.ipConfiguration?.id ?? '';
  return (
    sameId(topLevelId(frontendId), loadBalancer.id) &&
    isAsWanted(loadBalancer, [{ frontend: nameOf(frontendId), publicIpAddressId: id }])
  );
}

/** By a fresh read of what has it. */
export async function lookWhoServes(
  arm: Arm,
  address: PublicIpAddress,
  signal: AbortSignal,
): Promise<Serving> {
  const holder = address.properties.ipConfiguration?.id;
  if (holder === undefined) {
    return { kind: 'unserved' };
  }
  const loadBalancerId = topLevelId(holder);
  if (parseResourceId(loadBalancerId)?.type.toLowerCase() !== 'microsoft.network/loadbalancers') {
    return { kind: 'elsewhere' };
  }
  try {
    const loadBalancer = await getLoadBalancer(arm, loadBalancerId, signal);
    return serves(loadBalancer, address)
      ? { kind: 'served', loadBalancer }
      : { kind: 'uncertain', loadBalancerId, doubt: doubtOf(loadBalancer, address) };
  } catch (error) {
    if (error instanceof ArmError && (error.status === 403 || error.status === 404)) {
      return { kind: 'uncertain', loadBalancerId, doubt: unreadDoubt(loadBalancerId, error) };
    }
    throw error;
  }
}

export interface Look {
  readonly address: PublicIpAddress;
  readonly serving: Serving;
}

/** Address and load balancer were read one after the other, while somebody may have moved the one to another. */
const CONTRADICTION_MS = 1_000;

/** For whoever goes on from it: an update that runs is waited for, and what the two say of each other asked once more. */
export async function lookAtRest(arm: Arm, addressId: string, signal: AbortSignal): Promise<Look> {
  const look = async (): Promise<Look> => {
    const address = await getPublicIpAddress(arm, addressId, signal);
    return { address, serving: await lookWhoServes(arm, address, signal) };
  };
  const first = await look();
  if (first.serving.kind !== 'uncertain') {
    return first;
  }
  const { loadBalancerId, doubt } = first.serving;
  switch (doubt.because) {
    case 'updating':
      await getSettled(arm, loadBalancerId, signal, LONGEST_UPDATE_MS);
      return look();
    case 'contradicted':
      await arm.pause(CONTRADICTION_MS, signal);
      return look();
    case 'not-succeeded':
    case 'not-read':
      return first;
  }
}

function doubtOf(loadBalancer: LoadBalancer, address: PublicIpAddress): Doubt {
  const { name, properties } = loadBalancer;
  switch (properties.provisioningState) {
    case 'Updating':
      return { because: 'updating', text: `an update of ${name} is under way` };
    case 'Succeeded':
      return { because: 'contradicted', text: `${name} does not say itself that it has ${address.name}` };
    default:
      return { because: 'not-succeeded', text: lastUpdateText(loadBalancer) };
  }
}

/** `the last update of vipswap2lb ended as Failed` */
export function lastUpdateText({ name, properties }: Pick<LoadBalancer, 'name' | 'properties'>): string {
  return `the last update of ${name} ended as ${properties.provisioningState ?? 'nobody knows what'}`;
}

function unreadDoubt(loadBalancerId: string, error: ArmError): Doubt {
  const name = nameOf(loadBalancerId);
  return error.status === 404
    ? { because: 'contradicted', text: `${name} does not exist any more` }
    : {
        because: 'not-read',
        text: `the identity may not read ${name}, for which it needs Microsoft.Network/loadBalancers/read at ${loadBalancerId}`,
      };
}

/** `whether vipswap2lb, which has vipswap1pip, serves it is not known: the last update of vipswap2lb ended as Failed` */
export function doubtTexts(looks: readonly Look[]): string[] {
  return looks.flatMap(({ address, serving }) =>
    serving.kind === 'uncertain'
      ? [
          `whether ${nameOf(serving.loadBalancerId)}, which has ${address.name}, serves it is not known: ${serving.doubt.text}`,
        ]
      : [],
  );
}

/** Looks where production is, and says so. */
export async function tellServedBy(
  { arm, clock, emit, signal }: Pick<StrategyContext, 'arm' | 'clock' | 'emit' | 'signal'>,
  addresses: readonly PublicIpAddress[],
): Promise<readonly Look[]> {
  const looks = await Promise.all(
    addresses.map(async (address) => ({ address, serving: await lookWhoServes(arm, address, signal) })),
  );
  tellServing({ clock, emit }, looks);
  return looks;
}

/** Says where production is, where one load balancer serves all of it for certain. */
export function tellServing(
  { clock, emit }: Pick<StrategyContext, 'clock' | 'emit'>,
  looks: readonly Look[],
): void {
  const owners = looks.map(({ serving }) => (serving.kind === 'served' ? serving.loadBalancer.id : ''));
  const [owner = '', ...others] = distinctScopes(owners);
  if (owner !== '' && others.length === 0) {
    emit({ type: 'production-seen', atMs: clock.monotonicMs(), loadBalancer: nameOf(owner) });
  }
}
