import { isProtectedFromScaleIn } from '../../../azure/scale-sets/instance-protection.ts';
import { readAutomaticRepairs } from '../../../azure/scale-sets/orchestration-services.ts';
import { listInstances } from '../../../azure/scale-sets/scale-set-instances.ts';
import type { ScaleSet } from '../../../azure/scale-sets/scale-sets.ts';
import type { RecoveryDirection } from '../../../record/journal.ts';
import { readRecord } from '../../../record/record.ts';
import { RecoveredMeanwhileError } from '../../come-too-late.ts';
import type { RecoverTo, RecoveryContext } from '../../strategy.ts';
import { toInstance } from '../instances/instances.ts';
import { namedInstances } from '../instances/named-instances.ts';
import type { ReadInstances } from '../observed/see-release.ts';
import { describePayload } from '../payload/describe-payload.ts';
import { payloadOfModel, samePayload } from '../payload/model.ts';
import { ReleaseLostError } from '../perform/last-look.ts';
import type { PlannedRelease } from '../plan/steps.ts';
import { isForgotten } from '../record/forgotten.ts';
import { leavesNoRecord } from '../record/journal-terms.ts';
import { isNothing, type SetAside } from '../record/set-aside.ts';
import { setAsideText } from '../record/set-aside-text.ts';
import type { SeenRun } from './seen-run.ts';

/**
 * The release that was to be recovered is in the tags no more: it has come to its end, or somebody has removed them, and it is
 * half-way still. With `record: none` an end leaves no more than that, so there the instances tell which of both it is, and what an end
 * would have given back.
 */
export async function goneMeanwhile(
  { arm, lease, signal }: Pick<RecoveryContext, 'arm' | 'lease' | 'signal'>,
  scaleSet: ScaleSet,
  {
    release,
    journal,
    recoverTo,
    traces: { setAside },
  }: Pick<SeenRun, 'release' | 'journal' | 'recoverTo' | 'traces'>,
): Promise<RecoveredMeanwhileError | ReleaseLostError> {
  if (!isForgotten({ lease, release }, readRecord(scaleSet.tags))) {
    return endedMeanwhile(scaleSet, release, recoverTo);
  }
  if (!leavesNoRecord(journal)) {
    return removedMeanwhile(scaleSet, release);
  }
  const reads = await listInstances(arm, scaleSet.id, signal);
  const leftIds = leftHalfWay({ scaleSet, reads }, release);
  if (leftIds.length > 0) {
    return leftMeanwhile(scaleSet, release, leftIds);
  }
  const kept = await stillSetAside({ arm, signal }, { scaleSet, reads }, setAside);
  return isNothing(kept)
    ? endedMeanwhile(scaleSet, release, recoverTo)
    : unsettledMeanwhile(scaleSet, release, kept);
}

function removedMeanwhile(scaleSet: ScaleSet, release: PlannedRelease): ReleaseLostError {
  return new ReleaseLostError(
    'LostRecord',
    `Somebody has removed the tags of release ${release.releaseId} from scale set ${scaleSet.name} while this recovery was about to bring it to its end: no tag ` +
      `knows of it any more, and it is neither finished nor taken back. The model has ${inModelText(scaleSet, release)}.`,
  );
}

function leftMeanwhile(
  scaleSet: ScaleSet,
  release: PlannedRelease,
  leftIds: readonly string[],
): ReleaseLostError {
  const [are, them] = leftIds.length === 1 ? ['is', 'it'] : ['are', 'them'];
  return new ReleaseLostError(
    'LostRecord',
    `No tag of scale set ${scaleSet.name} knows of release ${release.releaseId} any more, which was to leave no record, and it is neither finished nor taken ` +
      `back: the model has ${inModelText(scaleSet, release)}, and ${namedInstances(leftIds)} ${are} not in line with that. Somebody has removed its tags, or ` +
      `has brought it to its end without ${them}.`,
  );
}

function unsettledMeanwhile(scaleSet: ScaleSet, release: PlannedRelease, kept: SetAside): ReleaseLostError {
  return new ReleaseLostError(
    'LostRecord',
    `No tag of scale set ${scaleSet.name} knows of release ${release.releaseId} any more, which was to leave no record: somebody has removed its tags. Its instances ` +
      `are in line with the model, which has ${inModelText(scaleSet, release)}, but it has not come to its end, which would have given back what it had set ` +
      `aside: ${setAsideText(kept)}.`,
  );
}

/** Of what the release had noted, which it does before it acts: somebody may have given it back, too. */
async function stillSetAside(
  { arm, signal }: Pick<RecoveryContext, 'arm' | 'signal'>,
  { scaleSet, reads }: Pick<ReadInstances, 'scaleSet' | 'reads'>,
  { protectedIds, hasSuspendedRepairs }: SetAside,
): Promise<SetAside> {
  return {
    protectedIds: reads
      .filter((read) => protectedIds.includes(read.instanceId) && isProtectedFromScaleIn(read))
      .map(({ instanceId }) => instanceId),
    hasSuspendedRepairs:
      hasSuspendedRepairs && (await readAutomaticRepairs(arm, scaleSet.id, signal)) === 'Suspended',
  };
}

/** Whom the model has left behind: who has what was taken out of it, or has not got what is in it and may be upgraded. */
function leftHalfWay(
  { scaleSet, reads }: Pick<ReadInstances, 'scaleSet' | 'reads'>,
  { payload, previous }: PlannedRelease,
): string[] {
  const model = payloadOfModel(scaleSet, payload);
  const isBack = model === undefined || (previous !== undefined && samePayload(model, previous));
  const wanted = isBack ? payload : model;
  return reads
    .map((read) => toInstance(read, { scaleSet, payload: wanted }))
    .filter(({ hasPayload, isProtectedFromScaleSetActions }) =>
      isBack ? hasPayload : !hasPayload && !isProtectedFromScaleSetActions,
    )
    .map(({ instanceId }) => instanceId);
}

function inModelText(scaleSet: ScaleSet, { payload }: PlannedRelease): string {
  const model = payloadOfModel(scaleSet, payload);
  return model === undefined ? 'no such thing' : describePayload(model);
}

/** Somebody else was faster with a release: which way it went is for a person to judge, who may have asked for the other one. */
function endedMeanwhile(
  scaleSet: ScaleSet,
  release: PlannedRelease,
  recoverTo: RecoverTo,
): RecoveredMeanwhileError {
  const subject = { productionAddresses: [], scaleSetId: scaleSet.id };
  const end = endOf(scaleSet, release);
  return new RecoveredMeanwhileError(scaleSet.name, subject, `${end.text}${unasked(recoverTo, end)}`);
}

interface End {
  /** Absent: nothing tells. */
  readonly went?: RecoveryDirection;
  readonly text: string;
  /** What goes back, where it was finished. */
  readonly wayBack: string;
}

const ROLLBACK = '"command: rollback" takes it back';

/** By its record; with `record: none`, and where a later release has written over it, by what the model has. */
function endOf(scaleSet: ScaleSet, planned: PlannedRelease): End {
  const { releaseId, payload, previous } = planned;
  const { release: open, last } = readRecord(scaleSet.tags);
  if (open?.id === releaseId) {
    const text = `release ${releaseId} is open, to be promoted by full-rollout or taken back by "command: rollback"`;
    return { went: 'finish', text, wayBack: ROLLBACK };
  }
  if (last?.releaseId === releaseId) {
    return last.kind === 'run'
      ? { went: 'finish', text: `release ${releaseId} was finished`, wayBack: ROLLBACK }
      : { went: 'undo', text: `release ${releaseId} was taken back`, wayBack: ROLLBACK };
  }
  const model = payloadOfModel(scaleSet, payload);
  const text = `no tag tells how release ${releaseId} ended; the model of ${scaleSet.name} has ${inModelText(scaleSet, planned)}`;
  const wayBack = 'to have back what there was before, release that';
  if (samePayload(model, payload)) {
    return { went: 'finish', text: `${text}, which it was to bring`, wayBack };
  }
  return previous !== undefined && samePayload(model, previous)
    ? { went: 'undo', text: `${text}, as before it`, wayBack }
    : { text: `${text}. "command: status" tells how its instances are`, wayBack };
}

/** What there is to be done where it was asked to go the other way. */
function unasked(recoverTo: RecoverTo, { went, wayBack }: End): string {
  if (recoverTo === 'auto' || went === undefined || recoverTo === went) {
    return '';
  }
  return recoverTo === 'undo'
    ? `. This recovery was to undo it, and has changed nothing: ${wayBack}`
    : '. This recovery was to finish it, and has changed nothing: "command: run" releases anew';
}
