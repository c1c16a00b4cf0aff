import { lockOf } from '../../../record/lease.ts';
import type { RecordChange } from '../../../record/record.ts';
import type { Finding } from '../../preflight/finding.ts';
import { ANY_LOCK_ID, LONGEST_RUN, refuseFullTags } from '../../preflight/tag-room.ts';
import type { StrategyContext } from '../../strategy.ts';
import { compareIds } from '../instances/instance-order.ts';
import { payloadText } from '../payload/payload-text.ts';
import type { ScaleSetStep } from '../plan/steps.ts';
import { type JournalTerms, journalEntries } from '../record/journal-terms.ts';
import { openReleaseOf, subscriptionOf } from '../record/open-release.ts';
import type { ProposedRelease } from './proposed-release.ts';

/** Lock, journal, the open release and the last one are tags of the scale set, and it shall end without wanting for one. */
export function checkTagRoom(
  proposed: ProposedRelease,
  context: Pick<StrategyContext, 'arm' | 'lease'>,
): Finding[] {
  const { name, tags } = proposed.observation.scaleSet;
  const fullRecord = fullRecordOf(proposed, context);
  return refuseFullTags({ label: `scale set "${name}"`, kind: 'scale set', tags, fullRecord });
}

/** The most that there is at one time: a recovery under way, the release that it is of, and what was done before it. */
function fullRecordOf(
  { observation, release, steps, before, onUnhealthy }: ProposedRelease,
  { arm, lease }: Pick<StrategyContext, 'arm' | 'lease'>,
): RecordChange {
  const { strategy = 'canary-percent', method = 'canary', leavesRecord = true } = steps.find(takesLock) ?? {};
  const subscriptionId = subscriptionOf(release.scaleSetId);
  const common = { strategy, method, run: LONGEST_RUN };
  const open = observation.record.release ?? openReleaseOf({ arm, lease, release, before }, { strategy });
  const isSuspended = open.hasSuspendedRepairs || steps.some(({ kind }) => kind === 'suspend-repairs');
  const isProtected = steps.some(({ kind }) => kind === 'protect-canaries');
  return {
    lock: { ...lockOf(lease, 0, 0), id: ANY_LOCK_ID, owner: LONGEST_RUN, expiresAtEpochMs: 0 },
    journal: {
      ...common,
      lockId: ANY_LOCK_ID,
      startedAtEpochMs: 0,
      direction: 'finish',
      entries: journalEntries(release, LONGEST_TERMS, leavesRecord),
    },
    release: {
      ...open,
      run: LONGEST_RUN,
      canaryIds: release.canaryIds,
      otherIds: release.otherIds,
      sickIds: [...before.sickIds],
      quarantinedIds:
        onUnhealthy === 'quarantine'
          ? longestToName(observation.reads.map(({ instanceId }) => instanceId))
          : open.quarantinedIds,
      protectedIds: isProtected ? [...open.protectedIds, ...release.canaryIds] : open.protectedIds,
      hasSuspendedRepairs: isSuspended,
    },
    last: {
      ...common,
      kind: 'rollback',
      finishedAtEpochMs: 0,
      releaseId: release.releaseId,
      previousTarget: payloadText(release.payload, subscriptionId),
      target: payloadText(release.previous ?? release.payload, subscriptionId),
      downtime: { seconds: 86_400, source: 'control-plane' },
    },
  };
}

/** Whoever of them is named, it takes no longer text than these do: a range of two has nothing to spare, one of three has. */
function longestToName(ids: readonly string[]): string[] {
  const named = new Set<string>();
  for (const id of ids.toSorted(compareIds)) {
    if (!named.has(String(Number(id) - 1)) || !named.has(String(Number(id) - 2))) {
      named.add(id);
    }
  }
  return [...named];
}

/** One tag has room for them all. */
const LONGEST_TERMS: JournalTerms = {
  maxUnhealthy: { kind: 'count', count: 1_000 },
  onUnhealthy: 'quarantine',
  batching: { batchSize: { kind: 'count', count: 1_000 }, pauseBetweenBatchesMs: 86_400_000 },
  suspendRepairs: true,
};

function takesLock(step: ScaleSetStep): step is Extract<ScaleSetStep, { readonly kind: 'take-lock' }> {
  return step.kind === 'take-lock';
}
