import type { Arm } from '../../../azure/arm/arm.ts';
import { ArmError } from '../../../azure/arm/arm-error.ts';
import { nameOf } from '../../../azure/resource-id.ts';
import { getScaleSet, getSettledScaleSet } from '../../../azure/scale-sets/scale-sets.ts';
import { UNDO_PATIENCE_MS } from '../../../azure/settled.ts';
import type { StepPerformer } from '../../../engine/run.ts';
import { LockLostError } from '../../../record/lock.ts';
import { describePayload } from '../payload/describe-payload.ts';
import {
  isUnpinnedFormOf,
  type PayloadChange,
  payloadOfModel,
  putIntoModel,
  samePayload,
} from '../payload/model.ts';
import type { ScaleSetWork } from '../performers.ts';
import { requireRestOfModel } from '../preflight/rest-of-model.ts';
import { requireLock } from './guarded.ts';

export function changeModel(work: ScaleSetWork): StepPerformer {
  const { arm, release, sources, traces, asPlanned } = work;
  const { scaleSetId, payload, previous } = release;
  return {
    async run({ signal }) {
      await putIntoModel(
        tracing(work),
        {
          scaleSetId,
          from: previous ?? payload,
          to: payload,
          settings: sources.payload,
          requireRest: asPlanned && ((found) => requireRestOfModel(asPlanned.scaleSet, found, release)),
          tellRace: stoppingAtRace(work, signal),
        },
        signal,
      );
    },
    async verify({ signal }) {
      const model = payloadOfModel(await getScaleSet(arm, scaleSetId, signal), payload);
      if (!samePayload(model, payload)) {
        throw new Error(
          `The model of scale set ${nameOf(scaleSetId)} should have the payload of release ${release.releaseId}, and Azure says that ` +
            'it has another one: somebody else writes to it.',
        );
      }
    },
    async undo({ signal }) {
      const scaleSet = await getSettledScaleSet(arm, scaleSetId, signal, UNDO_PATIENCE_MS);
      const model = payloadOfModel(scaleSet, payload);
      const isForeign =
        previous !== undefined && !samePayload(model, payload) && !samePayload(model, previous);
      if (isForeign && !traces.isModelWritten) {
        // Somebody else was faster: nothing of this release was ever in the model.
        return;
      }
      if (previous !== undefined && isUnpinnedFormOf(model, previous)) {
        // As it was found. Who would have got the payload is taken back by then, from a model with a version.
        return;
      }
      await restoreModel(work, signal);
    },
  };
}

/** Of 412, and of a lock that was found lost before, it is certain that a write was not carried out. */
function tracing({ arm, traces }: ScaleSetWork): Arm {
  return {
    ...arm,
    async write(...write) {
      try {
        const written = await arm.write(...write);
        traces.isModelWritten = true;
        return written;
      } catch (error) {
        const isCertain =
          error instanceof LockLostError || (error instanceof ArmError && error.status === 412);
        traces.isModelWritten ||= !isCertain;
        throw error;
      }
    },
  };
}

/**
 * Somebody else's change of what the release changes is gone, protected settings with it, and nobody could put it back: no way back
 * is taken for that, which would only write over it once more.
 */
export class OverwrittenChangeError extends Error {
  override readonly name = 'OverwrittenChangeError';
  readonly code = 'ForeignChangeOverwritten';
}

function stoppingAtRace(work: ScaleSetWork, signal: AbortSignal): PayloadChange['tellRace'] {
  const { scaleSetId, releaseId, payload, previous } = work.release;
  return async ({ before, after, ours }, extension) => {
    // Whoever has taken the lock over meanwhile has written to the tags, and goes on with the release.
    await requireLock(work, signal);
    const goingBack =
      previous === undefined
        ? ''
        : `, or take it back with "command: rollback", which puts ${describePayload(previous)} into the model`;
    throw new OverwrittenChangeError(
      `Somebody else has written to scale set ${nameOf(scaleSetId)} in the moment in which this run wrote extension "${extension}" of its model: its ETag has ` +
        `gone from ${before} to ${after}, and ${ours} of that ${ours === 1 ? 'is' : 'are'} ours. The model had ${describePayload(previous ?? payload)} when it was ` +
        `read last, and has ${describePayload(payload)} of release ${releaseId} now: what they wrote into that extension in between is written over, ` +
        'its protected settings included, which nobody can read back. Nobody was upgraded by this run, and the model is left as it is. Find out in the ' +
        `activity log who it was, and whether they want it still; then run again to go on with the release${goingBack}.`,
    );
  };
}

function tellingRace({ emit, clock }: ScaleSetWork): PayloadChange['tellRace'] {
  return (etag, extension) => emit({ type: 'model-raced', atMs: clock.monotonicMs(), extension, etag });
}

/** @throws Error where nobody knows what the model had. */
export async function restoreModel(work: ScaleSetWork, signal: AbortSignal): Promise<void> {
  const { arm, release, sources } = work;
  const { scaleSetId, payload, previous } = release;
  if (previous === undefined) {
    throw new Error(
      `What scale set ${nameOf(scaleSetId)} had before release ${release.releaseId} is not known, so it cannot be taken back: ` +
        'the release stays open, and "strategy: full-rollout" goes on with it.',
    );
  }
  const settings = sources.previous;
  const change = { scaleSetId, from: payload, to: previous, settings, tellRace: tellingRace(work) };
  await putIntoModel(arm, change, signal);
}
