import type { ScaleSet } from '../../../azure/scale-sets/scale-sets.ts';
import type { RecoveryDirection } from '../../../record/journal.ts';
import type { Lease } from '../../../record/lease.ts';
import { readRecord } from '../../../record/record.ts';
import { RecoveredMeanwhileError } from '../../come-too-late.ts';
import type { RecoverTo } from '../../strategy.ts';
import { describePayload } from '../payload/describe-payload.ts';
import { payloadOfModel, samePayload } from '../payload/model.ts';
import { ReleaseLostError } from '../perform/last-look.ts';
import type { PlannedRelease } from '../plan/steps.ts';
import { isForgotten } from '../record/forgotten.ts';
import { leavesNoRecord } from '../record/journal-terms.ts';
import type { SeenRun } from './seen-run.ts';

/**
 * The release that was to be recovered is in the tags no more: it has come to its end, or somebody has removed them, and it is
 * half-way still. With `record: none` an end leaves no more than that, so there it is taken for one.
 */
export function goneMeanwhile(
  scaleSet: ScaleSet,
  { release, journal, recoverTo }: Pick<SeenRun, 'release' | 'journal' | 'recoverTo'>,
  lease: Lease,
): RecoveredMeanwhileError | ReleaseLostError {
  const record = readRecord(scaleSet.tags);
  return isForgotten({ lease, release }, record) && !leavesNoRecord(journal)
    ? removedMeanwhile(scaleSet, release)
    : endedMeanwhile(scaleSet, release, recoverTo);
}

function removedMeanwhile(scaleSet: ScaleSet, { releaseId, payload }: PlannedRelease): ReleaseLostError {
  const model = payloadOfModel(scaleSet, payload);
  return new ReleaseLostError(
    'LostRecord',
    `Somebody has removed the tags of release ${releaseId} from scale set ${scaleSet.name} while this recovery was about to bring it to its end: no tag ` +
      `knows of it any more, and it is neither finished nor taken back. The model has ${model === undefined ? 'no such thing' : describePayload(model)}.`,
  );
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
function endOf(scaleSet: ScaleSet, { releaseId, payload, previous }: PlannedRelease): End {
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
  const inModel = model === undefined ? 'no such thing' : describePayload(model);
  const text = `no tag tells how release ${releaseId} ended; the model of ${scaleSet.name} has ${inModel}`;
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
