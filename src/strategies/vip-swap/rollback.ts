import type { PublicIpAddress } from '../../azure/public-ip-addresses.ts';
import { parseResourceId, resourceId, sameId } from '../../azure/resource-id.ts';
import type { LastRun } from '../../record/last-run.ts';
import { readLastRun } from '../../record/last-run.ts';
import type { StrategyContext } from '../strategy.ts';
import { readProduction } from './environment.ts';
import type { VipSwapGoal } from './goal.ts';
import { RefusedError } from './refused-error.ts';

export type RollbackGoal =
  | { readonly kind: 'to-previous'; readonly goal: VipSwapGoal }
  /** The last release was a rollback: going back once more would be a release forwards, which nobody has asked for. */
  | {
      readonly kind: 'rolled-back-already';
      readonly addresses: readonly PublicIpAddress[];
      readonly last: LastRun;
    };

/**
 * Where production was before the last finished release, by the tag that it left.
 *
 * @throws RefusedError where no release has left one.
 */
export async function rollbackGoal(
  { arm, signal }: Pick<StrategyContext, 'arm' | 'signal'>,
  goal: Omit<VipSwapGoal, 'targetLoadBalancerId' | 'targetFrontends'>,
): Promise<RollbackGoal> {
  const addresses = await readProduction(arm, goal.productionPublicIpIds, signal);
  const lasts = addresses.map((address) => ({ address, last: lastOf(address) }));
  const [first] = lasts;
  if (first === undefined) {
    throw new RefusedError('production-public-ip names no address, so there is nothing to roll back.');
  }
  if (lasts.every(({ last }) => last.kind === 'rollback')) {
    return { kind: 'rolled-back-already', addresses, last: first.last };
  }
  const targets = lasts.map(({ address, last }) => previousFrontend(address, last));
  const stranger = targets.find(({ loadBalancerId }) => !sameId(loadBalancerId, targets[0]?.loadBalancerId));
  if (stranger !== undefined) {
    throw new RefusedError(
      'The production addresses were on different load balancers before their last releases. Roll them back one by one.',
    );
  }
  return {
    kind: 'to-previous',
    goal: {
      ...goal,
      targetLoadBalancerId: targets[0]?.loadBalancerId ?? '',
      targetFrontends: targets.map(({ frontend }) => frontend),
    },
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
