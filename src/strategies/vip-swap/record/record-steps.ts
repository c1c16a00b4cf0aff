import { NETWORK_API_VERSION } from '../../../azure/network/network-api.ts';
import type { PublicIpAddress } from '../../../azure/network/public-ip-addresses.ts';
import { nameOf, sameId } from '../../../azure/resource-id.ts';
import type { Change, PlannedCall } from '../../../engine/plan.ts';
import { hasLast } from '../../../record/last-run.ts';
import { tagChange } from '../../tag-change.ts';
import type { LastEntry, TakeLock, WriteRecord } from '../steps.ts';
import type { SwapJournal } from './swap-journal.ts';

const FORMER = 'the release before';

/** Like the creation of an address, which no recording shows to take longer than 130 s. */
const LONGEST_MS = 180_000;

export function takeLockStep(journal: SwapJournal, method: string): TakeLock {
  const ids = addressIds(journal);
  return {
    id: 'take-lock',
    kind: 'take-lock',
    title: `Lock ${ids.map(nameOf).join(' and ')}, and write down in its tags what is to be done`,
    method,
    journal,
    timeoutMs: LONGEST_MS,
    changes: ids.flatMap((id) => [
      tagChange(id, 'lock', null, 'this run'),
      tagChange(id, 'journal', null, 'where production comes from and goes to'),
    ]),
    calls: ids.map(call),
    verifiedBy: 'the ETag under which the tags are written: of two runs one gets through',
    undoneBy: 'removing the tags, once production is seen to be as it was',
  };
}

/** @param addresses the production addresses with their tags: a release before this one may have left its tag there. */
export function writeRecordStep(
  journal: SwapJournal,
  method: string,
  last: LastEntry,
  addresses: readonly PublicIpAddress[],
): WriteRecord {
  const ids = addressIds(journal);
  const stayed = last.kind === 'removed' ? (journal.stayed ?? []) : [];
  const former = (id: string) =>
    addresses.some((address) => sameId(address.id, id) && hasLast(address.tags ?? {})) ? FORMER : null;
  const lastChange = (id: string): Change[] => {
    switch (last.kind) {
      case 'written':
        return [tagChange(id, 'last', former(id), 'what was done')];
      case 'removed':
        return [tagChange(id, 'last', FORMER, null)];
      case 'undone':
        return [];
    }
  };
  return {
    id: 'write-record',
    kind: 'write-record',
    title: `Unlock ${ids.map(nameOf).join(' and ')}${last.kind === 'written' ? ', and leave in its tags what was done' : ''}`,
    method,
    journal,
    last,
    timeoutMs: LONGEST_MS,
    changes: ids
      .flatMap((id) => [
        tagChange(id, 'lock', 'this run', null),
        tagChange(id, 'journal', 'where production comes from and goes to', null),
        ...lastChange(id),
      ])
      .concat(stayed.flatMap(lastChange)),
    calls: [...ids, ...stayed].map(call),
    verifiedBy: 'a fresh read of the tags',
    undoneBy: 'nothing: what it says is so',
    cleanUp: true,
  };
}

function addressIds({ moves }: SwapJournal): string[] {
  return moves.map(({ productionAddressId }) => productionAddressId);
}

function call(target: string): PlannedCall {
  return { method: 'PUT', target, apiVersion: NETWORK_API_VERSION };
}
