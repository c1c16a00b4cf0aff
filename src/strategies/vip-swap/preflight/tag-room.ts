import type { PublicIpAddress } from '../../../azure/network/public-ip-addresses.ts';
import type { RecordChange } from '../../../record/record.ts';
import type { Finding } from '../../preflight/finding.ts';
import { ANY_LOCK_ID, LONGEST_RUN, refuseFullTags } from '../../preflight/tag-room.ts';
import {
  companionsOf,
  previousTargetOf,
  swapEntries,
  swapJournalOf,
  targetOf,
} from '../record/swap-journal.ts';
import type { ProposedSwap } from './proposed-swap.ts';

/**
 * Lock and journal are tags of every production address. An address that has no room for them is found here, and not by ARM
 * when a second of several addresses is locked.
 */
export function checkTagRoom(swap: ProposedSwap): Finding[] {
  return swap.environment.moves.flatMap(({ productionAddress }) =>
    refuseFullTags({
      label: `production address "${productionAddress.name}"`,
      kind: 'address',
      tags: productionAddress.tags,
      fullRecord: fullRecord(swap, productionAddress),
    }),
  );
}

/** The most that there is at one time: a rollback under way that leaves no record, and what was done before it. */
function fullRecord(
  { environment, goal, plannedMethod }: ProposedSwap,
  { id }: PublicIpAddress,
): RecordChange {
  const record = { release: 'rollback', leavesRecord: false } as const;
  const journal = swapJournalOf(environment, record, goal.productionPublicIpIds);
  const common = { strategy: 'vip-swap', method: plannedMethod, run: LONGEST_RUN };
  return {
    lock: {
      id: ANY_LOCK_ID,
      owner: LONGEST_RUN,
      purpose: `vip-swap to ${environment.targetLoadBalancer.name}`,
      expiresAtEpochMs: 0,
    },
    journal: {
      ...common,
      lockId: ANY_LOCK_ID,
      startedAtEpochMs: 0,
      direction: 'finish',
      entries: swapEntries(journal),
    },
    last: {
      ...common,
      kind: 'rollback',
      finishedAtEpochMs: 0,
      previousTarget: previousTargetOf(journal, id),
      target: targetOf(journal, id),
      companions: companionsOf(journal, id),
      downtime: { seconds: 86_400, source: 'control-plane' },
    },
  };
}
