import type { ExpectedDowntime, ExpectedDuration } from '../engine/plan.ts';
import { readableDuration } from './readable.ts';
import type { StepReport } from './step-reports.ts';

/** What will be down, when, and for how long by what was recorded of such operations. */
export function expectationText(
  steps: readonly Pick<StepReport, 'window'>[],
  expected: ExpectedDowntime,
  what: 'addresses' | 'instances',
): string {
  const opens = steps.findIndex(({ window }) => window === 'opens' || window === 'opens-and-closes') + 1;
  const closes =
    steps.findLastIndex(({ window }) => window === 'closes' || window === 'opens-and-closes') + 1;
  if (opens === 0) {
    return what === 'instances'
      ? `${expected.basis.slice(0, 1).toUpperCase()}${expected.basis.slice(1)}.`
      : 'Nothing: no step takes the production address away.';
  }
  const when = opens === closes ? `during step ${opens}` : `from step ${opens} to the end of step ${closes}`;
  return `The production address does not answer ${when}. ${figuresText(expected)}`;
}

/** `Expected duration: about 2 min 30 s in half of the cases, at most about 4 min 10 s in nine of ten (...).` */
export function durationText({ medianSeconds, p90Seconds, basis }: ExpectedDuration): string {
  const [median, p90] = [readableDuration(medianSeconds * 1000), readableDuration(p90Seconds * 1000)];
  return `Expected duration: about ${median} in half of the cases, at most about ${p90} in nine of ten (${basis}).`;
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
