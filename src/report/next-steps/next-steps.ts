import { showHolderCommand } from '../../azure/network/frontend-commands.ts';
import { sameId } from '../../azure/resource-id.ts';
import { resourceGroupScope } from '../../azure/scopes.ts';
import type { RecordStatus } from '../../strategies/release-status.ts';
import type { Doubt } from '../../strategies/vip-swap/served-by.ts';
import {
  hasMoved,
  hasOnlyRecovered,
  hasRunOutOfRecovery,
  isRecovery,
  isUndone,
  mayBeDown,
  mayHaveWritten,
  standingSteps,
} from '../after-effects.ts';
import { isInterruption } from '../failure-report.ts';
import { isAwayIn, type NotAsLeftReport, type Report } from '../report.ts';
import { hasMetForeignChange, type StepReport } from '../step-reports.ts';
import { makeCommands } from './azure-cli.ts';
import {
  again,
  hasLostLock,
  isOfRollback,
  type NextStep,
  recoverStep,
  redStep,
  retryByPost,
  say,
  sayWith,
} from './next-step.ts';
import { giveBackSteps, scaleSetSteps } from './scale-set-next-steps.ts';

export type { NextStep } from './next-step.ts';

/** What the reader does next; the first is the most urgent. */
export function nextSteps(report: Report): NextStep[] {
  const { scaleSet } = report;
  return scaleSet === null
    ? stepsOfAny(report)
    : [...giveBackSteps(scaleSet), ...(scaleSetSteps(report, scaleSet) ?? stepsOfAny(report))];
}

function stepsOfAny(report: Report): NextStep[] {
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

function reported(report: Report): NextStep[] {
  const { status } = report;
  if (status === null) {
    return [];
  }
  const addresses = 'addresses' in status ? status.addresses : [];
  const records: readonly RecordStatus[] = 'addresses' in status ? addresses : [status];
  switch (status.state) {
    case 'interrupted':
      return records.some(({ problem }) => problem !== null)
        ? [say('Do what the row "Interrupted" says: this version cannot read what was begun.')]
        : [recoverStep(report, 'Bring the interrupted release to an end')];
    case 'locked':
      return records.some(
        ({ lock, interrupted, problem }) =>
          lock !== null && !lock.isOver && interrupted === null && problem === null,
      )
        ? [
            say(
              'Wait for whoever has the lock. If that is nobody any more, take it away with "command: unlock" and unlock-reason: ' +
                'no release is written down beside it, so there is nothing to recover.',
            ),
          ]
        : records.some(({ problem }) => problem !== null)
          ? [
              say(
                'Wait for the run that has the lock. If its runner is lost, do what the row "Under way" says: this version cannot read what ' +
                  'was begun, and "command: recover" of it is refused.',
              ),
            ]
          : [
              say(
                `Wait for the run that has the lock. If its runner is lost, "command: recover" brings what it had begun to an end${addresses.some(isOfRollback) ? ': a rollback, which "recover-to: finish" goes on with' : ''}.`,
              ),
            ];
    case 'orphaned':
      return [
        recoverStep(report, 'Sweep up what is left over'),
        ...addresses
          .flatMap(({ orphans }) => orphans)
          .flatMap(({ name, heldBy }) =>
            heldBy === null
              ? []
              : [
                  say(
                    `It leaves ${name} alone, because ${heldBy} holds it: give that another address first.`,
                  ),
                ],
          ),
      ];
    case 'unserved': {
      const names = addresses.flatMap(({ name, heldBy }) => (heldBy === null ? [name] : []));
      return [
        recoverStep(
          report,
          `No journal says where ${names.join(' and ')} was, so a person has to give ${names.length === 1 ? 'it' : 'each'} to the frontend that ` +
            'shall serve it. For the command of each frontend that it fits',
        ),
      ];
    }
    case 'uncertain':
      return addresses.flatMap(({ doubt }) => doubt ?? []).map((doubt) => uncertainStep(report, doubt));
    case 'split':
      return [
        say(
          'Decide which load balancer shall serve, and bring there what others serve: "command: run" with it as target-load-balancer, ' +
            'and with the addresses that it does not serve yet as production-public-ip.',
        ),
      ];
    default:
      return [];
  }
}

function uncertainStep(report: Report, { because, text }: Doubt): NextStep {
  switch (because) {
    case 'updating':
      return recoverStep(
        report,
        'Look again by "command: status" when that update has ended, which takes five minutes at most. If it does not end',
      );
    case 'not-succeeded':
      return recoverStep(report, 'Have the load balancer written once more, so that it serves what it has');
    case 'not-read':
      return say(`Give the identity a role that has the action, and look again: ${text}.`);
    case 'contradicted':
      return say('Look again: it was read while somebody changed it.');
  }
}

function succeeded(report: Report): NextStep[] {
  const { downtime, previousLoadBalancer } = report;
  if (report.reason !== null && report.command !== 'unlock') {
    return [];
  }
  if (report.reason !== null) {
    return [
      say(
        'What the owner of the lock had begun, if anything, stays as it was: "command: status" tells, and "command: recover" ' +
          'brings it to an end.',
      ),
    ];
  }
  return [
    ...(downtime.maxExceeded
      ? [
          say(
            `The move stands; ${redStep(report)} because production was away for longer than max-downtime allows.`,
          ),
        ]
      : []),
    ...leftOver(report),
    ...(previousLoadBalancer === null || report.recoveredTo !== null
      ? []
      : [wayBack(report, previousLoadBalancer)]),
  ];
}

const LAST_TAG = 'tags/azure-rollout-last';

/** A rollback is not rolled back: that would be a release. And without the tag that a release leaves none knows where to go. */
function wayBack(report: Report, name: string): NextStep {
  const { command, steps } = report;
  const loadBalancer = loadBalancerInput(report, name);
  const run = `run with target-load-balancer: ${loadBalancer}. What served before still stands behind it.`;
  if (command === 'rollback') {
    return say(`To go forwards again, use command: ${run}`);
  }
  const recording = steps.findLast(({ id }) => id === 'write-record');
  if (recording?.changes.some(({ field, to }) => field === LAST_TAG && to === null)) {
    return say(
      `No tag tells where production was before, because record is none, so command: rollback is refused. To go back, use command: ${run}`,
    );
  }
  const isRecorded = recording?.run?.outcome !== 'failed';
  return say(
    isRecorded
      ? `To go back, use command: rollback, or run again with target-load-balancer: ${loadBalancer}. What served before still stands behind it.`
      : `To go back, use command: ${run}`,
  );
}

/** A name is looked for in the one resource group that a step names, beside the address: elsewhere it takes the whole id. */
function loadBalancerInput({ previousLoadBalancerId, productionAddresses }: Report, name: string): string {
  const scopes = [previousLoadBalancerId ?? '', ...productionAddresses.map(({ id }) => id)].map((id) =>
    resourceGroupScope(id).toLowerCase(),
  );
  return previousLoadBalancerId === null || new Set(scopes).size === 1 ? name : previousLoadBalancerId;
}

/** Of the run nothing is to be taken back or tried again: who has moved production since decides, and what was to be tidied up. */
function notAsLeft(report: Report, { leftOn, elsewhere }: NotAsLeftReport): NextStep[] {
  const isUnserved = isAwayIn(report.notAsLeft);
  return [
    ...(elsewhere.length === 0
      ? [say(`Look at what stands behind ${leftOn}: it has production, and does not answer.`)]
      : isUnserved
        ? [
            sayWith(
              `Production is not served. Find out who has taken it away, and give it back${report.byHand.length > 0 ? ` to ${leftOn}` : ''}`,
              makeCommands(report.byHand),
            ),
          ]
        : [
            say(
              `Find out who has moved it, and whether it is to stay there. "command: run" with the target-load-balancer that shall serve brings ` +
                'it elsewhere.',
            ),
          ]),
    ...leftOver(report),
    ...(isUndone(report) ? [again(report)] : []),
  ];
}

function leftOver(report: Report): NextStep[] {
  return report.steps
    .filter(
      ({ cleanUp, run }) => cleanUp && run?.outcome === 'failed' && run.failure?.code !== 'RecordRemoved',
    )
    .map(({ title }) => recoverStep(report, `Do what was left over, "${title}"`));
}

function failed(report: Report): NextStep[] {
  const { failure } = report;
  if (report.notAsLeft !== null) {
    return notAsLeft(report, report.notAsLeft);
  }
  if (hasLostLock(report)) {
    return [
      say(
        'Change nothing by hand: somebody else may be at work on it. "command: status" tells who, and how things are.',
      ),
      recoverStep(report, 'When nobody is, bring the release to an end'),
    ];
  }
  if (failure?.code === 'Unserved') {
    return [
      say(
        'Production is down. Run the one command of the cause that gives it to the frontend that shall serve, and see that it answers.',
      ),
    ];
  }
  if (failure?.code === 'Uncertain') {
    return [recoverStep(report, 'Production may be down. Do what the cause says, and recover once more')];
  }
  if (failure?.code === 'EndlessLock') {
    return [
      say(
        'Make sure that nobody works under that lock, and take it away as the cause says. After that nothing is left to be recovered.',
      ),
    ];
  }
  if (hasOnlyRecovered(report) && report.command !== 'recover') {
    return [again(report)];
  }
  const onceMore =
    failure?.code === 'RecoveryTimeout'
      ? 'Bring the interrupted release to an end, with more time'
      : isInterruption(failure)
        ? 'Recover once more'
        : 'Remove the cause, and recover once more';
  if (report.byHand.length > 0 && !hasMetForeignChange(report)) {
    return [
      ...(isRecovery(report) ? [] : retryByPost(report)),
      recoverStep(report, isRecovery(report) ? onceMore : 'Bring the release to an end'),
      say(
        'Production is not served meanwhile. Only where a recovery cannot be run soon, and nobody else is at it, bring it back by hand; ' +
          'recover all the same when you can, which removes what is left over:',
        makeCommands(report.byHand),
      ),
    ];
  }
  if (hasRunOutOfRecovery(report)) {
    return [recoverStep(report, onceMore)];
  }
  if (isRecovery(report) && mayHaveWritten(report)) {
    return [recoverStep(report, onceMore)];
  }
  // What was interrupted is so still: to release anew is refused until it is at its end.
  if (report.command === 'recover' && failure?.code !== 'Locked' && !mayBeDown(report)) {
    return [hasFoundNothing(report) ? sameAgain(onceMore) : recoverStep(report, onceMore)];
  }
  if (mayBeDown(report) && report.steps.length === 0) {
    return [
      recoverStep(report, 'Bring the release to an end'),
      say(
        'Where that cannot be run, see which frontend has the production address now, and give it to the one that shall ' +
          'serve: it may be at either, or at none, where this prints nothing:',
        report.productionAddresses.map(({ id }) => showHolderCommand(id)),
      ),
    ];
  }
  if (hasMoved(report) || failure?.code === 'MoveNotEnded') {
    // By hand there is nothing to do: taking it back would be an outage, and what is left over costs no user anything.
    return [...retryByPost(report), recoverStep(report, 'Bring the release to an end')];
  }
  const standing = standingSteps(report);
  if (standing.length === 0 || !mayHaveWritten(report)) {
    return [again(report)];
  }
  if (hasMetForeignChange(report)) {
    // By hand it would be written over, and what stands in the steps may be gone since.
    return [
      say(
        'Find out who has put there what the cause names, and have them take it away: until then it is left as it is, and a ' +
          'recovery is refused.',
      ),
      recoverStep(report, 'Then bring the release to an end'),
    ];
  }
  // Where production is whole, what is left over costs no user anything.
  const commands =
    mayBeDown(report) && report.productionSeenOn === null ? lookAndGiveBack(report, standing) : [];
  return [
    ...retryByPost(report),
    recoverStep(report, 'Bring the release to an end'),
    ...(commands.length === 0
      ? []
      : [
          say(
            'Once it has, all is done. Only where it cannot be run, look by hand who has production: "public-ip show" prints nothing where no ' +
              'frontend has it, and then "frontend-ip update" gives it back:',
            commands,
          ),
        ]),
    say('Then see that production answers.'),
  ];
}

/** Not even what it is about, so no workflow for that can be named. */
function hasFoundNothing({ scaleSet, productionAddresses }: Report): boolean {
  return scaleSet === null && productionAddresses.length === 0;
}

function sameAgain(onceMore: string): NextStep {
  return say(
    `${onceMore}, by the same workflow and with the same inputs. Nothing was changed, and whatever was begun before is as it was.`,
  );
}

/**
 * What is left of the plan may be gone or was never made, and nobody has looked since. So nothing is named but the production addresses, and
 * the frontends that they come from.
 */
function lookAndGiveBack(
  { productionAddresses }: Pick<Report, 'productionAddresses'>,
  standing: readonly StepReport[],
): string[] {
  const takenAway = standing
    .filter(({ window }) => window === 'opens' || window === 'opens-and-closes')
    .flatMap(({ changes }) => changes)
    .filter(({ from }) => productionAddresses.some(({ id }) => sameId(id, from ?? '')))
    .map((change) => ({ ...change, from: change.to, to: change.from }));
  return [...productionAddresses.map(({ id }) => showHolderCommand(id)), ...makeCommands(takenAway)];
}
