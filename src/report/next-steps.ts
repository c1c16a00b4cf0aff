import { mayHaveWritten, standingSteps } from './after-effects.ts';
import { deleteCommands, FREE_ADDRESS, takeBackCommands } from './azure-cli.ts';
import { isInterruption } from './failure-report.ts';
import type { Report } from './report.ts';
import { type StepReport, undoFailures } from './step-reports.ts';

export interface NextStep {
  /** A plain sentence; it ends with a colon where commands follow. */
  readonly text: string;
  /** For a POSIX shell with the Azure CLI, one after the other. */
  readonly commands: readonly string[];
}

/** What the reader does next; the first is the most urgent. */
export function nextSteps(report: Report): NextStep[] {
  switch (report.outcome) {
    case 'succeeded':
      return succeeded(report);
    case 'rolled-back':
      return [again(report)];
    case 'failed':
      return failed(report);
    case 'planned':
      return [
        say(
          'Run again with command: run to carry this plan out. The plan is made anew then, from what Azure says at that moment.',
        ),
      ];
    case 'reported':
      return reported(report);
    case 'no-change':
      return [];
  }
}

function reported({ status, productionAddresses }: Report): NextStep[] {
  switch (status?.state) {
    case 'interrupted':
      return [recoverStep(productionAddresses, 'Bring the interrupted release to an end')];
    case 'locked':
      return [
        say(
          'Wait for the run that has the lock. If its runner is lost, "command: recover" brings what it had begun to an end.',
        ),
      ];
    case 'orphaned':
      return [recoverStep(productionAddresses, 'Sweep up what is left over')];
    default:
      return [];
  }
}

/** The one command that is safe at any time, whoever gives it. */
function recoverStep(addresses: Report['productionAddresses'], what: string): NextStep {
  const names = addresses.map(({ name }) => name).join(', ');
  return say(
    `${what}: run the action with "command: recover"${names === '' ? '' : ` and "production-public-ip: ${names}"`}, in a ` +
      'workflow like examples/operate.yml. It is safe at any time, and by several people at once.',
  );
}

function say(text: string, commands: readonly string[] = []): NextStep {
  return { text, commands };
}

function succeeded(report: Report): NextStep[] {
  const { downtime, previousLoadBalancer } = report;
  return [
    ...(downtime.maxExceeded
      ? [
          say(
            'The move stands; the step fails because production was away for longer than max-downtime allows.',
          ),
        ]
      : []),
    ...report.steps
      .filter(({ cleanUp, run }) => cleanUp && run?.outcome === 'failed')
      .map(({ title, changes }) => {
        const commands = deleteCommands(changes);
        return say(`Do by hand what was left over, "${title}"${commands.length === 0 ? '.' : ':'}`, commands);
      }),
    ...(previousLoadBalancer === null || report.recoveredTo !== null
      ? []
      : [
          say(
            `To go back, use command: rollback, or run again with target-load-balancer: ${previousLoadBalancer}. What served before still stands behind it.`,
          ),
        ]),
  ];
}

/** Nothing of the run is left: what it takes to try again. */
function again(report: Report): NextStep {
  const { failure } = report;
  if (isInterruption(failure)) {
    const ended = failure?.code === 'Cancelled' ? 'cancelled' : 'interrupted';
    const state = mayHaveWritten(report)
      ? `What the run had changed when it was ${ended} is undone`
      : `Nothing had been changed when the run was ${ended}`;
    return say(`${state}. Running again starts from where things are.`);
  }
  return say(
    mayHaveWritten(report)
      ? 'Remove the cause and run again: what this run had changed is undone.'
      : 'Remove the cause and run again.',
  );
}

function failed(report: Report): NextStep[] {
  const standing = standingSteps(report);
  const { productionAddresses, recoveredTo } = report;
  if (recoveredTo !== null) {
    return [recoverStep(productionAddresses, 'Remove the cause, and recover once more')];
  }
  if (report.interrupted && report.steps.length === 0) {
    return [
      say(
        'See which frontend has the production address now, and give it to the one that shall serve: the interrupted run ' +
          'may have left it at either, or at none.',
      ),
    ];
  }
  if (standing.length === 0) {
    return [again(report)];
  }
  return [
    ...retryByPost(report),
    recoverStep(productionAddresses, 'Bring the release to an end'),
    ...standing.filter(touchesProduction).map(takeBack),
    say('Then see that production answers.'),
  ];
}

/** What is only written down in tags needs no hand: a recovery removes it. */
function touchesProduction({ changes }: StepReport): boolean {
  return changes.some(({ field }) => !field.startsWith('tags/'));
}

/** Two who undo the same at the same time refuse each other's writes. */
function retryByPost({ interrupted, failure, steps }: Report): NextStep[] {
  if (interrupted) {
    return [];
  }
  if (failure?.code === 'Cancelled') {
    return [
      say(
        'The post step of this job undoes what was begun, or finishes it: see its result first. If it failed, or did not run, go on.',
      ),
    ];
  }
  return undoFailures(steps).length === 0
    ? []
    : [
        say(
          'The post step of this job tries once more to undo this: see its result first. If it failed too, or did not run, go on.',
        ),
      ];
}

function takeBack({ title, changes, undoneBy }: StepReport): NextStep {
  const commands = takeBackCommands(changes);
  if (commands.length === 0) {
    return say(`Take back "${title}" by hand. It is undone by ${undoneBy}.`);
  }
  const free = commands.some((command) => command.includes(FREE_ADDRESS))
    ? `, with the id of a public IP address that nothing holds, of the same SKU and IP version, for ${FREE_ADDRESS}`
    : '';
  return say(`Take back "${title}"${free}:`, commands);
}
