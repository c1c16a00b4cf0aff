import { nameOf } from '../../../azure/resource-id.ts';
import { listInstances } from '../../../azure/scale-sets/scale-set-instances.ts';
import { getScaleSet, type ScaleSet } from '../../../azure/scale-sets/scale-sets.ts';
import { GoalLostError, type StepContext } from '../../../engine/run.ts';
import { type ReleaseRecord, readRecord } from '../../../record/record.ts';
import { toInstance } from '../instances/instances.ts';
import { namedInstances } from '../instances/named-instances.ts';
import { reachOf, touchedIds } from '../instances/touched.ts';
import { type ReadInstances, releaseSeen } from '../observed/see-release.ts';
import { describePayload } from '../payload/describe-payload.ts';
import { payloadOfModel, samePayload } from '../payload/model.ts';
import { hasRecorded } from '../payload/recorded-payload.ts';
import type { ScaleSetWork } from '../performers.ts';
import type { WriteRecord } from '../plan/steps.ts';
import { restOfModelChange } from '../preflight/rest-of-model.ts';
import { unexpectedOf } from './as-expected.ts';

/** `LostModel`: what the release brings; `LostSettings`: what goes out with it, or lets it out. */
export type LostCode = 'LostModel' | 'LostSettings' | 'LostInstances' | 'LostRecord';

/** A half of a release had come to its end, and Azure is not as it left it. */
export class ReleaseLostError extends GoalLostError {
  override readonly name = 'ReleaseLostError';
  readonly code: LostCode;

  constructor(code: LostCode, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * After the last write of a run: what somebody else has done since the instances were seen to be right is what the run ends with.
 * What another run of this action does, which has the lock by now, is for that one to tell.
 *
 * @returns undefined where somebody else has the lock.
 * @throws ReleaseLostError
 */
export async function lookForTheLastTime(
  work: ScaleSetWork,
  step: WriteRecord,
  { signal, clock }: StepContext,
): Promise<ReleaseRecord | undefined> {
  const { arm, emit, lease, release, troubled, before, hasJudged } = work;
  // In this order: whoever takes the lock and then upgrades somebody is seen by the lock.
  const reads = hasJudged ? await listInstances(arm, release.scaleSetId, signal) : [];
  const scaleSet = await getScaleSet(arm, release.scaleSetId, signal);
  const record = readRecord(scaleSet.tags);
  if (record.lock !== undefined && record.lock.id !== lease.id) {
    return undefined;
  }
  if (hasJudged) {
    const isForgotten = step.leaves === 'open-release' && record.release === undefined;
    const told = isForgotten ? { ...release, releaseId: '', canaryIds: [] } : release;
    emit(releaseSeen(told, { scaleSet, reads, judged: { ...troubled, ...before } }, clock));
  }
  requireLeftModel(work, step, scaleSet);
  if (hasJudged) {
    requireInstances(work, step, { scaleSet, reads });
  }
  return record;
}

/** @throws ReleaseLostError */
export function requireLeftModel(
  { release, asPlanned }: ScaleSetWork,
  { method }: Pick<WriteRecord, 'method'>,
  scaleSet: ScaleSet,
): void {
  const { releaseId, payload, previous } = release;
  const left = method === 'take-back' ? previous : payload;
  const model = payloadOfModel(scaleSet, payload);
  if (left !== undefined && !samePayload(model, left)) {
    throw new ReleaseLostError(
      'LostModel',
      `Somebody else has changed the model of scale set ${scaleSet.name} since the instances were seen to be as they should be: it has ` +
        `${model === undefined ? 'nothing of the kind' : describePayload(model)}, where release ${releaseId} has left ${describePayload(left)}.`,
    );
  }
  const change = asPlanned && restOfModelChange(asPlanned.scaleSet, scaleSet, release);
  if (change !== undefined) {
    throw new ReleaseLostError(
      'LostSettings',
      `Somebody else has changed the model of scale set ${scaleSet.name} while this run was at work on it: ${change}. Nobody has planned that.`,
    );
  }
}

/** @throws ReleaseLostError */
function requireInstances(
  work: ScaleSetWork,
  { method, strategy }: WriteRecord,
  { scaleSet, reads }: Pick<ReadInstances, 'scaleSet' | 'reads'>,
): void {
  const { release } = work;
  const { payload } = release;
  if (method === 'take-back') {
    const touched = touchedIds({ scaleSet, reads }, release, reachOf({ strategy }));
    const model = payloadOfModel(scaleSet, payload);
    const again = reads
      .filter((read) => touched.includes(read.instanceId) && hasRecorded(read, payload, model))
      .map(({ instanceId }) => instanceId);
    if (again.length > 0) {
      throw new ReleaseLostError(
        'LostInstances',
        `${namedInstances(again)} of ${nameOf(release.scaleSetId)} had been taken back, and ${again.length === 1 ? 'has' : 'have'} ` +
          `${describePayload(payload)} again: something else has upgraded ${again.length === 1 ? 'it' : 'them'}.`,
      );
    }
    return;
  }
  const instances = reads.map((read) => toInstance(read, { scaleSet, payload }));
  const unexpected = unexpectedOf(work, method === 'canary' ? 'canaries' : 'all', instances);
  if (unexpected !== undefined) {
    throw new ReleaseLostError(
      'LostInstances',
      `The instances had been seen to be as they should be, and are not any more. ${unexpected}`,
    );
  }
}
