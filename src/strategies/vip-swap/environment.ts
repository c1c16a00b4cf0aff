import type { Arm } from '../../azure/arm/arm.ts';
import {
  type FrontendIpConfiguration,
  frontendsOf,
  getSettled,
  type LoadBalancer,
} from '../../azure/network/load-balancers.ts';
import type { PublicIpAddress } from '../../azure/network/public-ip-addresses.ts';
import { nameOf, parseResourceId, sameId, topLevelId } from '../../azure/resource-id.ts';
import { UNDO_PATIENCE_MS } from '../../azure/settled.ts';
import { namingText } from '../../record/record-holder.ts';
import { RefusedError } from '../refused-error.ts';
import { FROM_RECORD, type VipSwapGoal } from './goal.ts';
import { temporaryAddressFor } from './methods/temporary-address.ts';
import { isServedBy, type NamedResources, settledAddress } from './named-resources.ts';
import { holderOf } from './record/record-holder.ts';

/** One production address and the two frontends between which it moves. */
export interface AddressMove {
  readonly productionAddress: PublicIpAddress;
  /** The frontend that has it now, on the production load balancer. */
  readonly productionFrontend: FrontendIpConfiguration;
  /** The frontend that shall have it, on the target. */
  readonly targetFrontend: FrontendIpConfiguration;
  /** What the target frontend has now. */
  readonly targetAddress: PublicIpAddress;
  /** An existing free address for the time between, where the user gave one. */
  readonly spareAddress?: PublicIpAddress;
}

/** Azure as it is before the swap, read once: all checks, the plan and the first request bodies are made from it. */
export interface SwapEnvironment {
  readonly productionLoadBalancer: LoadBalancer;
  readonly targetLoadBalancer: LoadBalancer;
  /** At least one. */
  readonly moves: readonly AddressMove[];
}

export function sidesOf({ productionLoadBalancer, targetLoadBalancer }: SwapEnvironment) {
  return { production: productionLoadBalancer, target: targetLoadBalancer };
}

export type Observation =
  | { readonly kind: 'to-move'; readonly environment: SwapEnvironment }
  /** All production addresses serve from the target already. */
  | {
      readonly kind: 'on-target';
      readonly productionAddresses: readonly PublicIpAddress[];
      readonly targetLoadBalancer: LoadBalancer;
    };

/**
 * Finds the losing side from the addresses themselves.
 *
 * @throws RefusedError where the goal does not fit what is there; ArmError where something cannot be read.
 */
export async function observe(
  arm: Arm,
  goal: VipSwapGoal,
  { targetLoadBalancer, productionAddresses, spareAddresses }: NamedResources,
  signal: AbortSignal,
): Promise<Observation> {
  const toMove = productionAddresses.filter((address) => !isServedBy(address, targetLoadBalancer));
  if (toMove.length === 0) {
    return { kind: 'on-target', productionAddresses, targetLoadBalancer };
  }
  const losingId = losingLoadBalancerId(toMove);
  const productionLoadBalancer = await getSettled(arm, losingId, signal, UNDO_PATIENCE_MS);
  const candidates = await targetCandidates(arm, goal, targetLoadBalancer, signal);
  const taken = new Set<string>();
  const moves = toMove.map((address) => {
    const target = pickTarget(address, candidates, goal, targetLoadBalancer);
    if (taken.has(target.frontend.name)) {
      throw new RefusedError(
        `Two production addresses would need the same frontend "${target.frontend.name}" of ${targetLoadBalancer.name}; ` +
          'each needs a frontend of its own IP version there.',
      );
    }
    taken.add(target.frontend.name);
    return move(address, productionLoadBalancer, target, spareAddresses);
  });
  return { kind: 'to-move', environment: { productionLoadBalancer, targetLoadBalancer, moves } };
}

interface Candidate {
  readonly frontend: FrontendIpConfiguration;
  readonly address: PublicIpAddress;
}

function losingLoadBalancerId(addresses: readonly PublicIpAddress[]): string {
  const holders = addresses.map((address) => {
    const holder = address.properties.ipConfiguration?.id;
    if (holder === undefined) {
      throw new RefusedError(
        `production-public-ip "${address.name}" is not assigned to anything, so nothing serves it. ` +
          'Assign it to a frontend of a load balancer first; the side that it leaves is found from the address. "command: recover" with ' +
          `${namingText(holderOf(address))} brings it back where a release was interrupted, and else says by which command a person does.`,
      );
    }
    const id = topLevelId(holder);
    if (parseResourceId(id)?.type.toLowerCase() !== 'microsoft.network/loadbalancers') {
      throw new RefusedError(
        `production-public-ip "${address.name}" is held by ${holder}; it must be on a frontend of a load balancer.`,
      );
    }
    return id;
  });
  const [first, ...rest] = holders;
  if (first === undefined || rest.some((id) => !sameId(id, first))) {
    throw new RefusedError(
      `The production addresses are on different load balancers (${[...new Set(holders.map(nameOf))].join(', ')}); ` +
        'addresses that move together must leave one load balancer. Swap them one by one.',
    );
  }
  return first;
}

async function targetCandidates(
  arm: Arm,
  goal: VipSwapGoal,
  target: LoadBalancer,
  signal: AbortSignal,
): Promise<Candidate[]> {
  const names = frontendsOf(target).map((frontend) => frontend.name);
  const unknown = goal.targetFrontends.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new RefusedError(
      goal.isFromRecord
        ? `Frontend "${unknown}" of ${target.name}, ${FROM_RECORD.origin}, does not exist any more; its frontends: ${names.join(', ')}. ` +
            FROM_RECORD.advice
        : `target-frontend "${unknown}" does not exist on ${target.name}; its frontends: ${names.join(', ')}.`,
    );
  }
  const wanted = frontendsOf(target).filter(
    (frontend) => goal.targetFrontends.length === 0 || goal.targetFrontends.includes(frontend.name),
  );
  const candidates = await Promise.all(
    wanted.map(async (frontend) => {
      const id = frontend.properties.publicIPAddress?.id;
      return id === undefined ? [] : [{ frontend, address: await settledAddress(arm, id, signal) }];
    }),
  );
  return candidates.flat();
}

function pickTarget(
  address: PublicIpAddress,
  candidates: readonly Candidate[],
  goal: VipSwapGoal,
  target: LoadBalancer,
): Candidate {
  const version = address.properties.publicIPAddressVersion ?? 'IPv4';
  const fitting = candidates.filter(
    (each) => (each.address.properties.publicIPAddressVersion ?? 'IPv4') === version,
  );
  const [only, ...others] = fitting;
  const scope = goal.isFromRecord
    ? `Frontend "${goal.targetFrontends.join(', ')}" of ${target.name}, ${FROM_RECORD.origin},`
    : goal.targetFrontends.length === 0
      ? `target-load-balancer "${target.name}"`
      : `target-frontend "${goal.targetFrontends.join(', ')}" of ${target.name}`;
  if (only === undefined) {
    throw new RefusedError(
      `${scope} has no frontend with a public ${version} address for "${address.name}". ` +
        'A swap needs one on each side; an internal frontend cannot take part.',
    );
  }
  if (others.length > 0) {
    const names = fitting.map((each) => each.frontend.name);
    throw new RefusedError(
      `${scope} has several public ${version} frontends, and one release moves one ${version} address: name one production ` +
        `address of that version, and one of the frontends as target-frontend: ${names.join(' or ')}.`,
    );
  }
  return only;
}

function move(
  productionAddress: PublicIpAddress,
  productionLoadBalancer: LoadBalancer,
  target: Candidate,
  spares: readonly PublicIpAddress[],
): AddressMove {
  const holder = productionAddress.properties.ipConfiguration?.id;
  const productionFrontend = frontendsOf(productionLoadBalancer).find((each) => sameId(each.id, holder));
  if (productionFrontend === undefined) {
    throw new RefusedError(
      `"${productionAddress.name}" says it is held by ${holder}, and ${productionLoadBalancer.name} has no such frontend: ` +
        'an update is under way. Wait until it has ended.',
    );
  }
  const version = productionAddress.properties.publicIPAddressVersion ?? 'IPv4';
  const spareAddress = spares.find((each) => (each.properties.publicIPAddressVersion ?? 'IPv4') === version);
  refuseHeldStandIn(productionAddress, target, spareAddress);
  return {
    productionAddress,
    productionFrontend,
    targetFrontend: target.frontend,
    targetAddress: target.address,
    ...(spareAddress === undefined ? {} : { spareAddress }),
  };
}

/** The target cannot wait for the production address on the address that it has already. */
function refuseHeldStandIn(
  productionAddress: PublicIpAddress,
  { frontend, address }: Candidate,
  spareAddress: PublicIpAddress | undefined,
): void {
  const holder = `frontend "${frontend.name}" of ${nameOf(topLevelId(frontend.id))} has`;
  if (spareAddress !== undefined && sameId(spareAddress.id, address.id)) {
    throw new RefusedError(
      `spare-public-ip "${address.name}" is what ${holder}. Name a public IP address that nothing uses.`,
    );
  }
  if (spareAddress === undefined && sameId(temporaryAddressFor(productionAddress, {}).id, address.id)) {
    throw new RefusedError(
      `"${address.name}", which ${holder}, is a temporary address, left there by a swap that was interrupted. ` +
        'Name the address that it had before, or another one that nothing uses, as spare-public-ip.',
    );
  }
}
