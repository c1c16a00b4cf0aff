import type { LostCode } from '../../strategies/scale-set/perform/last-look.ts';
import { type NextStep, say, sayWith } from '../next-steps/next-step.ts';
import { inputsOf } from '../next-steps/promote-or-reject.ts';
import { putIntoModelCommands } from '../next-steps/scale-set-cli.ts';
import { asInThisJob, sharedLines } from '../next-steps/shared-inputs.ts';
import type { Report } from '../report.ts';
import type { ScaleSetReport } from '../scale-set-report.ts';
import { payloadName } from './scale-set-verdict.ts';

/** What works then: nobody has interrupted anything, so a recovery finds nothing to do. */
export function afterLoss(loss: LostCode, report: Report, scaleSet: ScaleSetReport): NextStep[] {
  const { previousPayload } = scaleSet;
  const anew: NextStep = {
    text: `To bring what the model has now to every instance${asInThisJob(scaleSet)}:`,
    commands: [],
    inputs: [...inputsOf(scaleSet, ['strategy: full-rollout']), ...sharedLines(scaleSet, 'forwards')],
  };
  const who = 'See in the activity log of the scale set who that was.';
  if (loss === 'LostRecord') {
    return [
      anew,
      say(
        `To take it back, release ${previousPayload === null ? 'what the instances had before' : payloadName(previousPayload)} with command: run and ` +
          'strategy: full-rollout: command: rollback does not know of it.',
      ),
    ];
  }
  const isBack = report.plan?.method === 'take-back';
  const left = isBack ? previousPayload : scaleSet.payload;
  return [
    ...(loss === 'LostModel'
      ? [
          sayWith(
            `${who} ${left === null ? 'Put back into the model what this run had left there' : `To undo it, put ${payloadName(left)} back into the model`}`,
            putIntoModelCommands(scaleSet, [left]),
          ),
        ]
      : [say(who)]),
    anew,
  ];
}
