import { nameOf } from '../../../azure/resource-id.ts';
import type { StepContext, StepPerformer } from '../../../engine/run.ts';
import { NoGoodAnswersError } from '../../../probe/prober.ts';
import { tellCanaryEndpoints } from '../canary-endpoints.ts';
import type { ScaleSetWork } from '../performers.ts';
import { type SeenRelease, seeRelease } from '../see-release.ts';
import { isOutdated } from '../serving.ts';
import type { ConfirmRelease } from '../steps.ts';
import { seeAllWell } from './stay-well.ts';
import { requireTakenBack } from './take-back.ts';

/** The instances are what they should be, and production does not answer. */
export class ReleasedNotAnsweringError extends Error {
  override readonly name = 'ReleasedNotAnsweringError';
  readonly code = 'ReleasedNotAnswering';
}

export function confirmRelease(work: ScaleSetWork, step: ConfirmRelease): StepPerformer {
  return {
    run: (context) => requireAnswers(work, context),
    async verify(context) {
      const { clock, signal } = context;
      const seen =
        step.expects === 'taken-back'
          ? await seeRelease(work, clock, signal)
          : await seeAllWell(work, () => false, context);
      requireAsExpected(work, step, seen);
      if (step.expects !== 'taken-back') {
        await tellCanaryEndpoints({ ...work, ...work.terms }, seen.scaleSet, context);
      }
      if (step.expects === 'taken-back') {
        await requireTakenBack(work, step.reach, signal);
      }
    },
    undo: async () => undefined,
  };
}

async function requireAnswers({ watch, release }: ScaleSetWork, context: StepContext): Promise<void> {
  try {
    await watch.answersSteadily(context);
  } catch (error) {
    if (!(error instanceof NoGoodAnswersError)) {
      throw error;
    }
    throw new ReleasedNotAnsweringError(
      `The instances of ${nameOf(release.scaleSetId)} are upgraded as planned, and production does not answer: ${error.message}`,
      { cause: error },
    );
  }
}

/** @throws Error naming what is not so. */
function requireAsExpected(
  { release, troubled, asPlanned }: ScaleSetWork,
  { expects }: ConfirmRelease,
  { instances }: SeenRelease,
): void {
  const named = (ids: readonly string[]) => `${nameOf(release.scaleSetId)}: ${ids.join(', ')}`;
  const excused = (id: string) => troubled.unhealthy.has(id);
  if (expects === 'canaries') {
    const missing = release.canaryIds.filter(
      (id) => !excused(id) && !instances.some((each) => each.instanceId === id && each.hasPayload),
    );
    if (missing.length > 0) {
      throw new Error(`Canaries have not got the payload, or are gone, of ${named(missing)}.`);
    }
    const others = instances
      .filter(({ instanceId, hasPayload }) => hasPayload && asPlanned?.bystanderIds.includes(instanceId))
      .map(({ instanceId }) => instanceId);
    if (others.length > 0) {
      throw new Error(
        `Instances have the payload that are no canaries, and did not have it when this run was planned, of ${named(others)}: ` +
          'something else has upgraded them.',
      );
    }
  }
  if (expects === 'all') {
    const outdated = instances
      .filter((each) => isOutdated(each) && !each.isProtectedFromScaleSetActions && !excused(each.instanceId))
      .map(({ instanceId }) => instanceId);
    if (outdated.length > 0) {
      throw new Error(
        `Instances are outdated still of ${named(outdated)}. "strategy: full-rollout" goes on with them.`,
      );
    }
  }
}
