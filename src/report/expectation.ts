import type { ExpectedDowntime } from '../engine/plan.ts';
import type { StepReport } from './step-reports.ts';

/** What will be down, when, and for how long by what was recorded of such operations. */
export function expectationText(
  steps: readonly Pick<StepReport, 'window'>[],
  expected: ExpectedDowntime,
): string {
  const opens = steps.findIndex(({ window }) => window === 'opens' || window === 'opens-and-closes') + 1;
  const closes =
    steps.findLastIndex(({ window }) => window === 'closes' || window === 'opens-and-closes') + 1;
  if (opens === 0) {
    return 'Nothing: no step takes the production address away.';
  }
  const when = opens === closes ? `during step ${opens}` : `from step ${opens} to the end of step ${closes}`;
  return `The production address does not answer ${when}. ${figuresText(expected)}`;
}

function figuresText({ medianSeconds, p90Seconds, atLeastSeconds, basis }: ExpectedDowntime): string {
  const figures = [
    atLeastSeconds === undefined ? '' : `at least ${atLeastSeconds} s`,
    medianSeconds === null ? '' : `about ${medianSeconds} s in half of the cases`,
    p90Seconds === null ? '' : `at most about ${p90Seconds} s in nine of ten`,
  ].filter((figure) => figure !== '');
  return figures.length === 0
    ? `For how long was never recorded: ${basis}.`
    : `Expected: ${figures.join(', ')} (${basis}).`;
}
