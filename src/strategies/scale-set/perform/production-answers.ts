import { nameOf } from '../../../azure/resource-id.ts';
import type { StepContext } from '../../../engine/run.ts';
import { NoGoodAnswersError } from '../../../probe/prober.ts';
import { namedInstances } from '../instances/named-instances.ts';
import type { ScaleSetWork } from '../performers.ts';

/** The instances are what they should be, and production does not answer. */
export class ReleasedNotAnsweringError extends Error {
  override readonly name = 'ReleasedNotAnsweringError';
  readonly code = 'ReleasedNotAnswering';
}

/**
 * No instance is upgraded while production is silent, whatever its instances are judged by: where nothing asks whether they serve,
 * this alone tells that nobody does. While others serve it tells nothing of those that do not.
 *
 * @param sinceMs when production should have been answering again at the latest.
 * @throws ReleasedNotAnsweringError
 */
export function requireAnswers(
  { watch, release }: Pick<ScaleSetWork, 'watch' | 'release'>,
  instanceIds: readonly string[],
  sinceMs: number,
  context: StepContext,
): Promise<void> {
  const are = instanceIds.length === 1 ? 'is' : 'are';
  const who = `${namedInstances(instanceIds, 'Instance')} of ${nameOf(release.scaleSetId)}`;
  return orNotAnswering(watch.answersSince(sinceMs, context), `${who} ${are} upgraded`);
}

/** Once nothing more is upgraded. @throws ReleasedNotAnsweringError */
export function requireSteadyAnswers({ watch, release }: ScaleSetWork, context: StepContext): Promise<void> {
  const upgraded = `The instances of ${nameOf(release.scaleSetId)} are upgraded as planned`;
  return orNotAnswering(watch.answersSteadily(context), upgraded);
}

async function orNotAnswering(answering: Promise<void>, upgraded: string): Promise<void> {
  try {
    await answering;
  } catch (error) {
    if (!(error instanceof NoGoodAnswersError)) {
      throw error;
    }
    throw new ReleasedNotAnsweringError(`${upgraded}, and production does not answer: ${error.message}`, {
      cause: error,
    });
  }
}
