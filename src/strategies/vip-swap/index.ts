import type { Recoverable, ReleaseStrategy, StatusReading, StrategyContext } from '../strategy.ts';
import type { SwapTerms, VipSwapGoal } from './goal.ts';
import { boundLocksOf } from './hindrance.ts';
import { readProduction } from './named-resources.ts';
import { prepareVipSwap } from './prepare.ts';
import { prepareRecovery, type RecoveryOptions } from './recovery/index.ts';
import { rollbackGoal } from './rollback.ts';
import { readStatus } from './status.ts';
import type { VipSwapOptions } from './swap.ts';

export { giveUpLocks } from './release-lock.ts';
export { leaveVipSwap, settleVipSwap } from './settle.ts';
export { unlock } from './unlock.ts';

/** What a swap and its way back have in common. */
export type VipSwapTerms = Omit<RecoveryOptions, 'productionPublicIpIds' | 'temporaryIpTags'>;

/** Strategy `vip-swap`: production addresses shall serve from another load balancer. */
export function vipSwap(goal: VipSwapGoal, terms: VipSwapTerms): ReleaseStrategy {
  return {
    ...recoverableSwap({ ...terms, ...goal }),
    prepare: (context) => prepareVipSwap(context, optionsOf(goal, terms, 'run')),
  };
}

/** Production goes back to where it was before the last finished release. Run again, it stays there. */
export function vipSwapRollback(swapTerms: SwapTerms, terms: VipSwapTerms): ReleaseStrategy {
  return {
    ...recoverableSwap({ ...terms, ...swapTerms }),
    // Asked each time: where a rollback goes is known only when nobody else is at work.
    async prepare(context) {
      const found = await rollbackGoal(context, swapTerms);
      return found.kind === 'goal'
        ? prepareVipSwap(context, optionsOf(found.goal, terms, 'rollback'))
        : found;
    },
  };
}

export function recoverableSwap(options: RecoveryOptions): Recoverable {
  const { productionPublicIpIds } = options;
  return {
    holderCount: productionPublicIpIds.length,
    // Nothing is in a hurry that waits for a release.
    lockLookMs: 10_000,
    boundLocks: async (context) =>
      boundLocksOf(await readProduction(context.arm, productionPublicIpIds, context.signal), context),
    prepareRecovery: (context, recoverTo) => prepareRecovery(context, options, recoverTo),
  };
}

/** Who is live, since when and by which run, and what is under way or left over. */
export async function readSwapStatus(
  context: Pick<StrategyContext, 'arm' | 'signal' | 'lease'>,
  productionPublicIpIds: readonly string[],
): Promise<StatusReading> {
  const status = await readStatus(context, productionPublicIpIds);
  const [first] = status.addresses;
  return {
    status,
    subject: {
      productionAddresses: status.addresses.map(({ id, name, address }) => ({ id, name, address })),
      ...(first === undefined || first.live === null ? {} : { newLoadBalancer: first.live.loadBalancer }),
    },
  };
}

function optionsOf(
  goal: VipSwapGoal,
  { leavesRecord, ...watch }: VipSwapTerms,
  release: VipSwapOptions['record']['release'],
): VipSwapOptions {
  return { ...watch, goal, record: { release, leavesRecord } };
}
