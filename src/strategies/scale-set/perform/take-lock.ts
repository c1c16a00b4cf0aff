import { isDeepStrictEqual } from 'node:util';
import { ForeignModelError } from '../../../azure/scale-sets/foreign-model-error.ts';
import { changeTags } from '../../../azure/scale-sets/scale-set-tags.ts';
import { getScaleSet, type ScaleSet } from '../../../azure/scale-sets/scale-sets.ts';
import type { StepPerformer } from '../../../engine/run.ts';
import { InterruptedReleaseError } from '../../../record/interrupted-release.ts';
import type { Journal } from '../../../record/journal.ts';
import type { LastRun } from '../../../record/last-run.ts';
import { lockOf } from '../../../record/lease.ts';
import { type Lock, LockedError } from '../../../record/lock.ts';
import type { Tags } from '../../../record/numbered-tags.ts';
import type { OpenRelease } from '../../../record/open-release.ts';
import { type ReleaseRecord, readRecord, withRecord } from '../../../record/record.ts';
import { ChangedSincePlanError, OutdatedPlanError } from '../../come-too-late.ts';
import { type Reach, readTouched } from '../instances/touched.ts';
import { describePayload } from '../payload/describe-payload.ts';
import { payloadOfModel, samePayload } from '../payload/model.ts';
import type { ScaleSetWork } from '../performers.ts';
import type { ReleaseAsFound, TakeLock } from '../plan/steps.ts';
import { type AsPlanned, restOfModelChange, restOfModelText } from '../preflight/rest-of-model.ts';
import { isForgotten } from '../record/forgotten.ts';
import { heldLock } from '../record/held-lock.ts';
import { journalEntries } from '../record/journal-terms.ts';
import { lastReleaseOf } from '../record/last-release.ts';
import { openReleaseOf } from '../record/open-release.ts';
import { holderOf, isOwn, withoutOwnRecord } from '../record/scale-set-record.ts';
import { recordedSetAside } from '../record/set-aside.ts';
import { closeRelease } from './close-release.ts';
import { ReleaseLostError } from './last-look.ts';
import { isAsFound } from './left-as-found.ts';

export function takeLock(work: ScaleSetWork, step: TakeLock): StepPerformer {
  const { arm, lease, release, lateWritesUntilMs } = work;
  return {
    async run({ signal, clock }) {
      const journal = journalOf(work, step);
      const lock = lockOf(lease, clock.monotonicMs(), arm.epochMs());
      await changeTags(
        arm,
        release.scaleSetId,
        (scaleSet) => locked(work, step, scaleSet, { lock, journal }),
        signal,
      );
      work.traces.isRecorded = true;
    },
    // The tags were written under the ETag of a scale set on which nobody had a lock that binds.
    verify: async () => undefined,
    async undo({ signal, clock }) {
      await clock.sleep(lateWritesUntilMs - clock.monotonicMs(), signal);
      const { name, tags } = await getScaleSet(arm, release.scaleSetId, signal);
      const record = readRecord(tags);
      const isOurs = isOwn(record, lease);
      if (!isOurs && !isForgotten(work, record)) {
        // Another run had the lock, or has brought this release to its end: what there is to see is its doing then.
        return;
      }
      if (work.asFound !== undefined && (await isAsFound(work, signal))) {
        await goAway(work, work.asFound, signal);
        return;
      }
      if (!isOurs) {
        return;
      }
      const touched = await readTouched(arm, release, reachOf(step), signal);
      // What somebody else has put into the model before this run did is none of its business.
      if (!touched.isTakenBack && (work.traces.isModelWritten || !touched.isGone)) {
        const text =
          `Scale set ${name} is not as it was before release ${release.releaseId} (${touched.explanation}), so its record stays in ` +
          'the tags: "command: recover" or "command: rollback" goes on from there.';
        throw touched.isModelForeign ? new ForeignModelError(text) : new Error(text);
      }
      await closeRelease(work, signal, undoingOf(work, step, !touched.isTakenBack));
      work.traces.isClosedAsUndone = true;
    },
    isPlanUndone: () => work.traces.isClosedAsUndone,
  };
}

/**
 * Whoever asks for a rollback after a release has taken itself back means that release, and nothing is to be done then: without
 * a word of it in the tags, the one before it would be taken back.
 */
function undoingOf(
  work: ScaleSetWork,
  { leavesRecord, strategy, method }: TakeLock,
  isModelForeign: boolean,
): LastRun | null {
  const kind = method === 'take-back' ? 'rollback' : 'undoing';
  return leavesRecord ? lastReleaseOf(work, { kind, strategy, method, isModelForeign }) : null;
}

/** The release is open as it was; where somebody has removed its tags, no more than its instances are. */
async function goAway(
  { arm, clock, emit, lease, release }: ScaleSetWork,
  { strategy, canaryIds, otherIds, sickIds }: ReleaseAsFound,
  signal: AbortSignal,
): Promise<void> {
  await changeTags(
    arm,
    release.scaleSetId,
    ({ tags }) => {
      const { release: open } = readRecord(tags);
      const former = open === undefined ? undefined : { ...open, strategy, canaryIds, otherIds, sickIds };
      return withoutOwnRecord(tags, lease, former === undefined ? {} : { release: former });
    },
    signal,
  );
  emit({ type: 'release-left', atMs: clock.monotonicMs() });
}

function journalOf(
  { arm, lease, release, terms }: ScaleSetWork,
  { method, batching, leavesRecord }: TakeLock,
): Journal {
  return {
    strategy: method === 'canary' ? 'canary-percent' : method === 'batches' ? 'full-rollout' : 'rollback',
    method,
    startedAtEpochMs: arm.epochMs(),
    run: lease.owner,
    lockId: lease.id,
    entries: journalEntries(
      release,
      { ...terms, ...(batching === undefined ? {} : { batching }) },
      leavesRecord,
    ),
  };
}

/** @throws LockedError, InterruptedReleaseError, OutdatedPlanError, ChangedSincePlanError where the scale set is no longer what was planned for. */
function locked(
  work: ScaleSetWork,
  step: TakeLock,
  scaleSet: ScaleSet,
  { lock, journal }: { readonly lock: Lock; readonly journal: Journal },
): Tags {
  const { lease } = work;
  const held = heldLock(scaleSet, work);
  if (held !== undefined) {
    const undertaking = step.method === 'take-back' ? 'rollback' : 'release';
    throw new LockedError(held.holder, held.lock, undertaking, held.beside);
  }
  const found = readRecord(scaleSet.tags);
  if (found.journal !== undefined && found.journal.lockId !== lock.id && step.method !== 'take-back') {
    throw new InterruptedReleaseError(holderOf(scaleSet), found.journal);
  }
  // What is known of a release is not forgotten with its tags.
  if (found.release?.id === work.release.releaseId) {
    work.traces.setAside = recordedSetAside(found);
  }
  if (found.lock?.id === lease.id && found.journal?.lockId === lease.id) {
    return scaleSet.tags ?? {};
  }
  requireAsPlanned(work, step, scaleSet, found);
  return withRecord(scaleSet.tags, {
    lock,
    journal,
    ...releaseIn(work, step, found.release),
  });
}

/** Whom the release may reach from now on has to be known before anybody is upgraded. */
function releaseIn(
  work: ScaleSetWork,
  step: TakeLock,
  open: OpenRelease | undefined,
): { readonly release?: OpenRelease } {
  if (step.opening.kind === 'opens') {
    return { release: openReleaseOf(work, step) };
  }
  const { canaryIds, otherIds } = work.release;
  const sickIds = [...work.before.sickIds];
  if (open === undefined || step.method === 'take-back') {
    return {};
  }
  return step.method === 'canary'
    ? { release: { ...open, canaryIds, otherIds: otherIds.filter((id) => !canaryIds.includes(id)), sickIds } }
    : { release: { ...open, strategy: step.strategy, otherIds, sickIds } };
}

/**
 * A recovery brings its release to an end also where somebody has removed the tags since.
 *
 * @throws OutdatedPlanError, ChangedSincePlanError, ReleaseLostError
 */
function requireAsPlanned(
  { lease, release, isLockNeeded, asPlanned }: ScaleSetWork,
  { opening, method }: TakeLock,
  scaleSet: ScaleSet,
  found: ReleaseRecord,
): void {
  const openId = found.release?.id;
  // A run forwards is planned anew: what it is to bring is known without the record.
  const goesByRecord = opening.kind === 'goes-on' && isLockNeeded === (method === 'take-back');
  if (goesByRecord && isForgotten({ lease, release }, found)) {
    throw new ReleaseLostError(
      'LostRecord',
      `Somebody has removed the tags of release ${release.releaseId} from scale set ${scaleSet.name}, or has brought it to its end, before this run went ` +
        'on with it: no tag knows of it any more. No instance was changed by this run.',
    );
  }
  if (
    openId !== (opening.kind === 'opens' ? undefined : release.releaseId) &&
    !(method === 'take-back' && !isLockNeeded && openId === undefined)
  ) {
    throw new OutdatedPlanError(
      `Scale set ${scaleSet.name} ${openId === undefined ? 'has no open release any more' : `has the open release ${openId} now`}: ` +
        'another run has come between. Nothing was changed; run again.',
    );
  }
  const model = payloadOfModel(scaleSet, release.payload);
  const allowed = release.previous === undefined ? [release.payload] : [release.payload, release.previous];
  if (!allowed.some((each) => samePayload(model, each))) {
    const found = model === undefined ? 'nothing of the kind' : describePayload(model);
    const text = `The model of scale set ${scaleSet.name} has changed since this run was planned: it has ${found}.`;
    // To plan anew from what somebody else has put there would write over it.
    throw hasBeenReleased(asPlanned, scaleSet)
      ? new OutdatedPlanError(`${text} Another run has come between. Nothing was changed; run again.`)
      : new ChangedSincePlanError(`${text} Find out who writes to it, and run again.`);
  }
  const change = asPlanned && restOfModelChange(asPlanned.scaleSet, scaleSet, release);
  if (change !== undefined) {
    throw new ChangedSincePlanError(restOfModelText(scaleSet, change));
  }
}

/** By a run of this action, which has left its record. */
function hasBeenReleased(planned: AsPlanned | undefined, { tags }: ScaleSet): boolean {
  return (
    planned !== undefined && !isDeepStrictEqual(readRecord(planned.scaleSet.tags).last, readRecord(tags).last)
  );
}

/** Before a rollout nobody but the canaries is reached. */
function reachOf({ method }: TakeLock): Reach {
  return method === 'batches' ? 'all' : 'canaries';
}
