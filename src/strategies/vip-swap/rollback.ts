import type { PublicIpAddress } from '../../azure/public-ip-addresses.ts';
import { nameOf, parseResourceId, resourceId, sameId, topLevelId } from '../../azure/resource-id.ts';
import type { LastRun } from '../../record/last-run.ts';
import { readLastRun } from '../../record/last-run.ts';
import { RefusedError } from '../refused-error.ts';
import type { Preparation, StrategyContext } from '../strategy.ts';
import type { SwapTerms, VipSwapGoal } from './goal.ts';
import { type Hindrance, hindranceOf } from './hindrance.ts';
import { readProduction } from './named-resources.ts';

export type RollbackGoal =
  | { readonly kind: 'goal'; readonly goal: VipSwapGoal }
  | Hindrance
  /** The last release was a rollback: going back once more would be a release forwards, which nobody has asked for. */
  | Extract<Preparation, { readonly kind: 'no-change' }>;

/**
 * Where production was before the last finished release, by the tag that it left.
 *
 * @throws RefusedError where no release has left one.
 */
export async function rollbackGoal(
  { arm, signal, lease }: Pick<StrategyContext, 'arm' | 'signal' | 'lease'>,
  terms: SwapTerms,
): Promise<RollbackGoal> {
  const addresses = await readProduction(arm, terms.productionPublicIpIds, signal);
  const hindrance = hindranceOf(addresses, { arm, lease });
  if (hindrance !== undefined) {
    return hindrance;
  }
  const lasts = addresses.map((address) => ({ address, last: lastOf(address) }));
  const [first] = lasts;
  if (first === undefined) {
    throw new RefusedError('production-public-ip names no address, so there is nothing to roll back.');
  }
  if (lasts.every(({ last }) => last.kind === 'rollback')) {
    return rolledBackAlready(addresses, first.last);
  }
  if (lasts.some(({ last }) => last.kind === 'rollback')) {
    throw new RefusedError(
      'The last release of one production address was a rollback already, and that of another was not. Roll them back one by one.',
    );
  }
  const targets = lasts.map(({ address, last }) => previousFrontend(address, last));
  const stranger = targets.find(({ loadBalancerId }) => !sameId(loadBalancerId, targets[0]?.loadBalancerId));
  if (stranger !== undefined) {
    throw new RefusedError(
      'The production addresses were on different load balancers before their last releases. Roll them back one by one.',
    );
  }
  return {
    kind: 'goal',
    goal: {
      ...terms,
      targetLoadBalancerId: targets[0]?.loadBalancerId ?? '',
      targetFrontends: targets.map(({ frontend }) => frontend),
    },
  };
}

function rolledBackAlready(
  addresses: readonly PublicIpAddress[],
  { run, finishedAtEpochMs }: LastRun,
): Extract<RollbackGoal, { readonly kind: 'no-change' }> {
  const [holder] = addresses.flatMap(({ properties }) => properties.ipConfiguration?.id ?? []);
  return {
    kind: 'no-change',
    subject: {
      productionAddresses: addresses.map(({ name, properties }) => ({
        name,
        address: properties.ipAddress ?? '',
      })),
      newLoadBalancer: holder === undefined ? '' : nameOf(topLevelId(holder)),
    },
    reason:
      `the last finished release of ${addresses.map(({ name }) => name).join(' and ')} was a rollback already, by ${run} at ` +
      `${new Date(finishedAtEpochMs).toISOString()}; to go forwards again, use command: run with target-load-balancer`,
  };
}

function lastOf({ name, tags = {} }: PublicIpAddress): LastRun {
  const last = readLastRun(tags);
  if (last === undefined) {
    throw new RefusedError(
      `"${name}" has no tag azure-rollout-last, which a finished release leaves unless record is none: where production was ` +
        'before is not known. Use "command: run" with the target-load-balancer that shall serve.',
    );
  }
  return last;
}

function previousFrontend({ id, name }: PublicIpAddress, { previousTarget }: LastRun) {
  const [group, loadBalancer, frontend] = previousTarget.split('/');
  const subscriptionId = parseResourceId(id)?.subscriptionId;
  if (
    group === undefined ||
    loadBalancer === undefined ||
    frontend === undefined ||
    subscriptionId === undefined
  ) {
    throw new RefusedError(
      `The tag azure-rollout-last of "${name}" names "${previousTarget}" as the previous target, which is no ` +
        'GROUP/LOAD_BALANCER/FRONTEND. Use "command: run" with the target-load-balancer that shall serve.',
    );
  }
  return {
    loadBalancerId: resourceId(subscriptionId, group, 'Microsoft.Network/loadBalancers', loadBalancer),
    frontend,
  };
}
