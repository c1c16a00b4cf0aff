import type { StepPerformer } from '../../../engine/run.ts';
import { tellCanaryEndpoints } from '../instances/canary-endpoints.ts';
import { seeRelease } from '../observed/see-release.ts';
import type { ScaleSetWork } from '../performers.ts';
import type { ConfirmRelease } from '../plan/steps.ts';
import { unexpectedOf } from './as-expected.ts';
import { requireSteadyAnswers } from './production-answers.ts';
import { seeAllWell } from './stay-well.ts';
import { requireTakenBack } from './take-back.ts';

export function confirmRelease(work: ScaleSetWork, step: ConfirmRelease): StepPerformer {
  return {
    run: (context) => requireSteadyAnswers(work, context),
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
