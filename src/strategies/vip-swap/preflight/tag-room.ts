import type { PublicIpAddress } from '../../../azure/public-ip-addresses.ts';
import { MOST_TAGS, type Tags } from '../../../record/numbered-tags.ts';
import { excessTags, type RecordChange, withRecord } from '../../../record/record.ts';
import { previousTargetOf, swapEntries, swapJournalOf } from '../swap-journal.ts';
import { type Finding, refusal } from './finding.ts';
import type { ProposedSwap } from './proposed-swap.ts';

/**
 * Lock and journal are tags of every production address. An address that has no room for them is found here, and not by ARM
 * when a second of several addresses is locked.
 */
export function checkTagRoom(swap: ProposedSwap): Finding[] {
  return swap.environment.moves.flatMap(({ productionAddress }) => {
    const excess = excessTags(withRecord(productionAddress.tags, fullRecord(swap, productionAddress)));
    return excess <= 0 ? [] : [noRoom(productionAddress, swap, excess)];
  });
}

function noRoom(address: PublicIpAddress, swap: ProposedSwap, excess: number): Finding {
  const own = countOf(withRecord(address.tags, { lock: null, journal: null, last: null }));
  const needed = countOf(withRecord({}, fullRecord(swap, address)));
  return refusal(
    `The production address "${address.name}" has ${own} tags, and a release needs room for ${needed} more, in which it says ` +
      `who works on the address and what is under way; Azure allows ${MOST_TAGS}. Remove ${excess} of its tags.`,
  );
}

function countOf(tags: Tags): number {
  return Object.keys(tags).length;
}

/** The URL of a run can be as long as that on github.com: its owner has up to 39 characters, its repository up to 100. */
const LONGEST_RUN = 'x'.repeat(200);

const LOCK_ID = '00000000-0000-0000-0000-000000000000';

/** The most that there is at one time: a rollback under way that leaves no record, and what was done before it. */
function fullRecord({ environment, plannedMethod }: ProposedSwap, { id }: PublicIpAddress): RecordChange {
  const journal = swapJournalOf(environment, { release: 'rollback', leavesRecord: false });
  const common = { strategy: 'vip-swap', method: plannedMethod, run: LONGEST_RUN };
  return {
    lock: {
      id: LOCK_ID,
      owner: LONGEST_RUN,
      purpose: `vip-swap to ${environment.targetLoadBalancer.name}`,
      expiresAtEpochMs: 0,
    },
    journal: {
      ...common,
      lockId: LOCK_ID,
      startedAtEpochMs: 0,
      direction: 'finish',
      entries: swapEntries(journal),
    },
    last: {
      ...common,
      kind: 'rollback',
      finishedAtEpochMs: 0,
      previousTarget: previousTargetOf(journal, id),
      downtime: { seconds: 86_400, source: 'control-plane' },
    },
  };
}
