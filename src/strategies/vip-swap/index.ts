import { hasJournal } from '../../record/journal.ts';
import type { Recoverable, ReleaseStrategy, StatusReading, StrategyContext } from '../strategy.ts';
import { type AwaitedRelease, awaitedRelease } from './awaited-release.ts';
import { exchangedAddresses } from './companions/exchanged-addresses.ts';
import type { SwapTerms, VipSwapGoal } from './goal.ts';
import { boundLocksOf } from './hindrance.ts';
import { readNamed, readProduction } from './named-resources.ts';
import { prepareVipSwap } from './prepare.ts';
import { isOfRollback } from './record/swap-journal.ts';
import { prepareRecovery, type RecoveryOptions } from './recovery/index.ts';
import { rollbackGoal } from './rollback.ts';
import { readStatus } from './status.ts';
import type { VipSwapOptions } from './swap.ts';

export { giveUpLocks } from './record/release-lock.ts';
export { leaveVipSwap, settleVipSwap } from './settle.ts';
export { unlock } from './unlock.ts';

/** What a swap and its way back have in common. */
export type VipSwapTerms = Omit<RecoveryOptions, 'productionPublicIpIds' | 'temporaryIpTags'>;

/** Strategy `vip-swap`: production addresses shall serve from another load balancer. */
export function vipSwap(goal: VipSwapGoal, terms: VipSwapTerms): ReleaseStrategy {
  return {
    undertaking: 'release',
    ...recoverableOf(goal, { ...terms, ...goal }),
    prepare: (context) => prepareVipSwap(context, optionsOf(goal, terms, 'run')),
  };
}

/** Production goes back to where it was before the last finished release. Run again, it stays there. */
export function vipSwapRollback(swapTerms: SwapTerms, terms: VipSwapTerms): ReleaseStrategy {
  const options = { ...terms, ...swapTerms };
  let recoverable = recoverableSwap(options);
  let awaited: AwaitedRelease | undefined;
  return {
    undertaking: 'rollback',
    ...recoverable,
    boundLocks: (context) => recoverable.boundLocks(context),
    prepareRecovery: (context, recoverTo) => recoverable.prepareRecovery(context, recoverTo),
    // Asked each time: where a rollback goes is known only when nobody else is at work.
    async prepare(context) {
      const found = await rollbackGoal(context, swapTerms, awaited);
      if (found.kind === 'hindered') {
        const { hindrance, addresses } = found;
        awaited ??= awaitedRelease(hindrance, addresses);
        // What came before it was rejected by nobody, and may have gone the way that this one was to come back.
        return hindrance.kind === 'interrupted' && !isOfRollback(hindrance.journal.entries)
          ? { ...hindrance, reachedBy: 'undo' }
          : hindrance;
      }
      if (found.kind === 'no-change') {
        return found;
      }
      recoverable = recoverableOf(found.goal, options);
      return prepareVipSwap(context, optionsOf(found.goal, terms, 'rollback'));
    },
  };
}

/** What a release waits for, or recovers first: also the opposite one, which has the addresses of the target for production. */
function recoverableOf(goal: VipSwapGoal, options: RecoveryOptions): Recoverable {
  const read = async ({ arm, signal }: Pick<StrategyContext, 'arm' | 'signal'>) => {
    const { productionAddresses, ...others } = await readNamed(arm, goal, signal);
    const exchanged = await exchangedAddresses(arm, goal, { productionAddresses, ...others }, signal);
    return { productionAddresses, exchanged };
  };
  return {
    ...recoverableSwap(options),
    async boundLocks(context) {
      const { productionAddresses, exchanged } = await read(context);
      return boundLocksOf(productionAddresses, exchanged, context);
    },
    async prepareRecovery(context, recoverTo) {
      const { productionAddresses, exchanged } = await read(context);
      const interrupted = exchanged.filter(({ tags = {} }) => hasJournal(tags));
      const productionPublicIpIds = [...productionAddresses, ...interrupted].map(({ id }) => id);
      return prepareRecovery(context, { ...options, productionPublicIpIds }, recoverTo);
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
      boundLocksOf(await readProduction(context.arm, productionPublicIpIds, context.signal), [], context),
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
