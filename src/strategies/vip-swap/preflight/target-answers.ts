import { type Finding, refusal, unchecked } from '../../preflight/finding.ts';
import { RefusedError } from '../../refused-error.ts';
import type { TargetAnswer } from '../probe-target.ts';
import type { ProposedSwap } from './proposed-swap.ts';

/** The target must serve before production is moved to it: nothing else proves the new version. */
export async function checkTargetAnswers(
  { goal, environment }: ProposedSwap,
  checkTarget: () => Promise<TargetAnswer>,
): Promise<Finding[]> {
  if (goal.targetCheck.kind === 'off') {
    return [];
  }
  const answer = await checkTarget().catch((error: unknown): TargetAnswer | RefusedError => {
    if (error instanceof RefusedError) {
      return error;
    }
    throw error;
  });
  // A target that cannot be asked at all is one problem among those that are told together.
  if (answer instanceof RefusedError) {
    return [refusal(answer.message)];
  }
  switch (answer.kind) {
    case 'answered':
      return [];
    case 'failed':
      return [
        refusal(
          `The target ${environment.targetLoadBalancer.name} does not answer its health check at ${answer.url}: ` +
            `${answer.cause}. Bring it up, or name the URL by which it can be asked in target-check.`,
        ),
      ];
    case 'not-checked':
      return [unchecked(`Whether the target answers was not checked: ${answer.reason}.`)];
  }
}
