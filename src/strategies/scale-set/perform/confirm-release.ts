import { nameOf } from '../../../azure/resource-id.ts';
import type { StepContext, StepPerformer } from '../../../engine/run.ts';
import { NoGoodAnswersError } from '../../../probe/prober.ts';
import { tellCanaryEndpoints } from '../instances/canary-endpoints.ts';
import { seeRelease } from '../observed/see-release.ts';
import type { ScaleSetWork } from '../performers.ts';
import type { ConfirmRelease } from '../plan/steps.ts';
import { unexpectedOf } from './as-expected.ts';
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
      const unexpected = unexpectedOf(work, step.expects, seen.instances);
      if (unexpected !== undefined) {
        throw new Error(unexpected);
      }
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
