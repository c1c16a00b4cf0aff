import type { Arm } from '../../../azure/arm/arm.ts';
import { getPublicIpAddress, type PublicIpAddress } from '../../../azure/network/public-ip-addresses.ts';
import { changeTags } from '../../../azure/network/public-ip-tags.ts';
import type { StepPerformer } from '../../../engine/run.ts';
import { hasJournal } from '../../../record/journal.ts';
import { type LastRun, namesRun, readLastRun } from '../../../record/last-run.ts';
import type { Lease } from '../../../record/lease.ts';
import { readLock } from '../../../record/lock.ts';
import type { Tags } from '../../../record/numbered-tags.ts';
import { type RecordChange, type ReleaseRecord, readRecord, withRecord } from '../../../record/record.ts';
import { RecordRemovedError } from '../../../record/record-removed-error.ts';
import type { ProductionWatch } from '../../production-watch.ts';
import { isOwn, lockOrder, withoutOwnRecord } from '../record/release-lock.ts';
import { companionsOf, previousTargetOf, targetOf } from '../record/swap-journal.ts';
import type { LastEntry, UndoneRelease, WriteRecord } from '../steps.ts';

export function writeRecord(
  arm: Arm,
  lease: Lease,
  watch: ProductionWatch,
  step: WriteRecord,
): StepPerformer {
  return {
    async run({ signal }) {
      // One time for all of them: by it `rollback` knows what was moved together.
      const finishedAtEpochMs = arm.epochMs();
      // Last to first: whoever waits for all of them finds all of them free once the first one is.
      for (const id of lockOrder(step.journal).toReversed()) {
        await changeTags(
          arm,
          id,
          ({ tags = {} }) =>
            isOwn(tags, lease)
              ? withRecord(tags, {
                  lock: null,
                  journal: null,
                  ...lastChange(step, { id, tags }, lease, watch, finishedAtEpochMs),
                })
              : withoutOwnRecord(tags, lease),
          signal,
        );
      }
      for (const id of step.last.kind === 'removed' ? (step.journal.stayed ?? []) : []) {
        await changeTags(arm, id, ({ tags }) => withoutLast(tags), signal);
      }
    },
    async verify({ signal }) {
      for (const id of lockOrder(step.journal)) {
        const { name, tags } = await getPublicIpAddress(arm, id, signal);
        requireWritten(name, readRecord(tags), lease, step);
      }
    },
    undo: async () => undefined,
  };
}

/** Of an address that this release has not locked: what another one is doing with it is that one's to write down. */
function withoutLast(tags: Tags = {}): Tags | undefined {
  const isBusy = readLock(tags) !== undefined || hasJournal(tags);
  return isBusy || readLastRun(tags) === undefined ? undefined : withRecord(tags, { last: null });
}

/** @throws Error where the tags are not what they should be, and nobody else is at work whose they are now. */
function requireWritten(
  address: string,
  { lock, journal, last }: ReleaseRecord,
  lease: Lease,
  step: WriteRecord,
): void {
  if (lock !== undefined && lock.id !== lease.id) {
    return;
  }
  if (lock !== undefined || journal !== undefined) {
    throw new Error(`"${address}" still has a lock or a journal of this release in its tags.`);
  }
  if (step.last.kind === 'written' && !(last && namesRun(last, releasedBy(step.last, lease)))) {
    throw new RecordRemovedError(
      `"${address}" has no tag that says what was done: somebody has removed the tags of this release while it ran. Nothing is left to ` +
        'tidy up, but "command: rollback" will not know where to go.',
    );
  }
}

/**
 * Records are closed one address after the other, and what an address had before is written over by that. Nobody shall be told
 * to roll back what has been undone, so nothing is left in its place.
 */
function isLeftBy(
  last: LastRun | undefined,
  { releasedBy, begunAtEpochMs }: UndoneRelease,
  previousTarget: string,
): boolean {
  return (
    last !== undefined &&
    namesRun(last, releasedBy) &&
    last.finishedAtEpochMs >= begunAtEpochMs &&
    last.previousTarget.toLowerCase() === previousTarget.toLowerCase()
  );
}

function releasedBy(last: Extract<LastEntry, { kind: 'written' }>, { owner }: Lease): string {
  return last.releasedBy ?? owner;
}

function lastChange(
  { last, method, journal }: WriteRecord,
  { id, tags }: Required<Pick<PublicIpAddress, 'id' | 'tags'>>,
  lease: Lease,
  watch: ProductionWatch,
  finishedAtEpochMs: number,
): Pick<RecordChange, 'last'> {
  switch (last.kind) {
    case 'undone':
      return isLeftBy(readLastRun(tags), last, previousTargetOf(journal, id)) ? { last: null } : {};
    case 'removed':
      return { last: null };
    case 'written': {
      const written: LastRun = {
        finishedAtEpochMs,
        kind: journal.release,
        strategy: 'vip-swap',
        method,
        previousTarget: previousTargetOf(journal, id),
        target: targetOf(journal, id),
        companions: companionsOf(journal, id),
        downtime: watch.downtime(),
        run: releasedBy(last, lease),
      };
      return { last: written };
    }
  }
}
