import type { Report } from './report.ts';
import type { StepReport } from './step-reports.ts';
import { mayHaveWritten } from './verdict.ts';

/** What the reader does next, in plain sentences; the first is the most urgent. */
export function nextSteps(report: Report): string[] {
  switch (report.outcome) {
    case 'succeeded':
      return succeeded(report);
    case 'rolled-back':
      return ['Remove the cause and run again: production is as it was before this run.'];
    case 'failed':
      return failed(report);
    case 'planned':
      return [
        'Run again with command: run to carry this plan out. The plan is made anew then, from what Azure says at that moment.',
      ];
    case 'no-change':
      return [];
  }
}

function succeeded(report: Report): string[] {
  const { downtime, previousLoadBalancer } = report;
  return [
    ...(downtime.maxExceeded
      ? ['The move stands; the step fails because production was away for longer than max-downtime allows.']
      : []),
    ...report.steps
      .filter(({ cleanUp, run }) => cleanUp && run?.outcome === 'failed')
      .map(({ title }) => `Do by hand what was left over: ${title}.`),
    ...(previousLoadBalancer === null
      ? []
      : [
          `To go back, run again with target-load-balancer: ${previousLoadBalancer}. What served before still stands behind it.`,
        ]),
  ];
}

function failed(report: Report): string[] {
  if (!mayHaveWritten(report)) {
    return ['Remove the cause and run again.'];
  }
  const standing = report.steps.filter(isStillDone).toReversed();
  return [
    'Look at production now: the steps listed above as done and not undone are still in effect.',
    ...standing.map(({ title, undoneBy }) => `To take back "${title}": ${undoneBy}.`),
  ];
}

/** Begun, and not known to be undone: a failed step may have done half of its work. A step without calls only looks. */
function isStillDone({ calls, run, undo }: StepReport): boolean {
  return calls.length > 0 && run !== null && undo?.outcome !== 'succeeded';
}
