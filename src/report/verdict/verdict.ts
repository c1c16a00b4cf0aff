import { nameOf, parseResourceId, sameId, topLevelId } from '../../azure/resource-id.ts';
import {
  hasMoved,
  hasOnlyLocked,
  hasOnlyRecovered,
  hasRunOutOfRecovery,
  isRecovery,
  isUndone,
  mayBeDown,
  mayHaveWritten,
  standingSteps,
} from '../after-effects.ts';
import { countOf, readableDuration } from '../readable.ts';
import { isAwayIn, type NotAsLeftReport, type Report } from '../report.ts';
import { statusSentence } from '../status/status-text.ts';
import { unclosedSteps } from '../unclosed.ts';
import { mayHaveGoneAway } from '../unseen-window.ts';
import {
  accuracyText,
  isOutageOpen,
  leastText,
  missedText,
  noOutageText,
  timesText,
} from './downtime-text.ts';
import { interruptedText, NOT_BEGUN, recoveredEnd } from './recovered-text.ts';
import { scaleSetEnding, scaleSetVerdict } from './scale-set-verdict.ts';

/** The result in a sentence or two of plain text, for the summary, the notice and the log. */
export function verdict(report: Report): string {
  return `${recoveredFirstText(report)}${ownVerdict(report)}`;
}

/** Of a run that went on with a release of its own after it had brought another one to its end. */
function recoveredFirstText(report: Report): string {
  const isOfOther = isRecovery(report) || hasOnlyRecovered(report);
  return report.recovered === null || isOfOther
    ? ''
    : `The interrupted release that was there before was ${recoveredEnd(report.recovered)} first. `;
}

function ownVerdict(report: Report): string {
  const isRed = report.outcome === 'rolled-back' || report.outcome === 'failed';
  if (report.failure?.code === 'Unserved') {
    const isOne = report.productionAddresses.length === 1;
    return `${isOne ? `${production(report)} is not served` : `Not all of ${production(report)} is served`}: no frontend has it, and no journal says which release has taken it away.`;
  }
  if (report.failure?.code === 'Uncertain') {
    return `Whether ${production(report)} is served is not known.`;
  }
  if (isRed && !mayHaveWritten(report)) {
    return `Nothing was changed${recoveryText(report)}.${baselineText(report)}`;
  }
  const { scaleSet, outcome, reason } = report;
  const isOfPlan = (outcome === 'succeeded' && reason === null) || isRed;
  if (scaleSet !== null && isOfPlan) {
    return scaleSetVerdict(report, scaleSet, downtimeClause(report));
  }
  switch (outcome) {
    case 'succeeded':
      if (reason !== null) {
        return report.command === 'unlock' ? reason : `What an older run had left is swept up: ${reason}.`;
      }
      if (report.recoveredTo !== null) {
        return recoveredText(report, report.recoveredTo);
      }
      return `${production(report)} now serves from ${newSide(report)}; ${downtimeClause(report)}.`;
    case 'rolled-back':
      return hasOnlyLocked(report) && report.productionSeenOn !== report.previousLoadBalancer
        ? onlyLockedText(report)
        : `${production(report)} serves from ${report.previousLoadBalancer ?? 'where it did'} again, after the change was undone; ${downtimeClause(report)}.`;
    case 'failed':
      return failedText(report);
    case 'planned':
      return `Nothing was changed yet. The plan: ${report.plan?.goal ?? report.strategy}.`;
    case 'reported':
      return report.status === null ? 'Nothing is known.' : statusSentence(report.status);
    case 'no-change':
      return `Nothing was to be ${isRecovery(report) ? 'recovered' : 'done'}: ${report.reason ?? 'production is where it was asked to be'}.`;
  }
}

/** Of a recovery that came to nothing, though it had found what there is to recover. */
function recoveryText(report: Report): string {
  const isNoRelease = report.failure?.code === 'EndlessLock';
  const isFound = !isNoRelease && (report.previousLoadBalancer !== null || report.scaleSet !== null);
  return (isRecovery(report) && isFound) || hasRunOutOfRecovery(report)
    ? ` by this run, and the ${interruptedText(report)} is not brought to an end${report.byHand.length > 0 ? ': production is not served' : ''}`
    : '';
}

/** What the prober saw of production, where that is an outage which this run did not make. */
function baselineText(report: Report): string {
  const { failure = null, samples = [] } = report.probe ?? {};
  return failure === null && samples.length > 0 && samples.every(([, , , result]) => result === 'failed')
    ? ` ${production(report)} did not answer before this run either: ${countOf(samples.length, 'request')}, none with a good answer.`
    : '';
}

/** How long production was away began in a run that cannot tell any more. */
function recoveredText(report: Report, recoveredTo: 'finish' | 'undo'): string {
  if (report.newLoadBalancer === null) {
    return `${production(report)} is where it was, on several load balancers: the ${interruptedText(report)} had moved nothing, and nothing of it is left.`;
  }
  // Whoever rolls back rejects what is live then.
  const stands =
    report.recovering === 'rollback' && recoveredTo === 'undo'
      ? ', and the release that it was to take back is live'
      : '';
  const again = recoveredTo === 'finish' ? 'now serves' : 'serves';
  return `${production(report)} ${again} from ${newSide(report)}: the ${interruptedText(report)} was ${recoveredEnd(recoveredTo)}${stands}.`;
}

function onlyRecoveredText(report: Report, recovered: 'finish' | 'undo'): string {
  const { productionSeenOn, command } = report;
  const place =
    productionSeenOn === null
      ? ''
      : `${production(report)} is on ${productionSeenOn}, by a fresh read of Azure: `;
  const own = command === 'recover' ? 'It has failed after that.' : NOT_BEGUN;
  return `${place}${place === '' ? 'The' : 'the'} ${interruptedText(report)} was ${recoveredEnd(recovered)} by this run. ${own}`;
}

function onlyLockedText(report: Report): string {
  const { productionSeenOn } = report;
  const place =
    productionSeenOn === null
      ? 'who has it now is not certain, because another run may be moving it: "command: status" tells'
      : `it is on ${productionSeenOn}, by a fresh read of Azure`;
  return `${production(report)} was not moved by this run, whose lock is gone, and ${place}.`;
}

/** Who has what now, and on whom the run had left it. */
function notAsLeftText(report: Report, { leftOn, elsewhere }: NotAsLeftReport): string {
  if (elsewhere.length === 0) {
    return `${production(report)} is on ${leftOn}, by a fresh read of Azure, and does not answer any more. This run had done its work, and had seen it answer there; ${downtimeClause(report)}.`;
  }
  const places = elsewhere.map(
    ({ addressId, heldBy }) => `${addressText(report, addressId)} is ${placeText(heldBy)}`,
  );
  return `Production at ${places.join(' and ')}, by a fresh read of Azure. This run ${isUndone(report) ? 'had undone its change' : 'had done its work'} and left it on ${leftOn}, and somebody else has changed that since; ${downtimeClause(report)}.`;
}

function addressText({ productionAddresses }: Report, addressId: string): string {
  const known = productionAddresses.find(({ id }) => sameId(id, addressId));
  return known === undefined ? nameOf(addressId) : `${known.address} (${known.name})`;
}

function placeText(heldBy: string | null): string {
  const owner = parseResourceId(topLevelId(heldBy ?? ''));
  if (heldBy === null || owner === undefined) {
    return 'not served: nothing has it';
  }
  return owner.type.toLowerCase() === 'microsoft.network/loadbalancers'
    ? `on ${owner.name}, frontend ${nameOf(heldBy)}`
    : `on ${heldBy}`;
}

function failedText(report: Report): string {
  if (report.notAsLeft !== null) {
    return notAsLeftText(report, report.notAsLeft);
  }
  const downtime = downtimeClause(report);
  if (report.recovered !== null && hasOnlyRecovered(report)) {
    return onlyRecoveredText(report, report.recovered);
  }
  if (isRecovery(report)) {
    return failedRecoveryText(report);
  }
  if (report.command === 'unlock') {
    return 'Whether all is unlocked is not known; "command: status" tells how things are.';
  }
  if (hasMoved(report)) {
    return `${production(report)} has moved to ${newSide(report)}, and the run was cancelled before it was seen to answer for long enough; ${downtime}.`;
  }
  const { productionSeenOn } = report;
  if (hasOnlyLocked(report) && standingSteps(report).length === 0) {
    return onlyLockedText(report);
  }
  const previous = report.previousLoadBalancer ?? 'its former side';
  if (productionSeenOn !== null && (mayBeDown(report) || productionSeenOn !== previous)) {
    return `${production(report)} is on ${productionSeenOn}, by a fresh read of Azure; what this run had begun is not all undone by it, and ${downtime}.`;
  }
  if (mayBeDown(report)) {
    const subject = addresses(report) || 'it';
    return `Production may be down: ${subject} is not known to serve from ${newSide(report)}, nor from ${previous}; ${downtime}.`;
  }
  return standingSteps(report).length === 0
    ? `${production(report)} is on ${previous} as before, and what this run had changed is undone; ${downtime}.`
    : `${production(report)} is on ${previous} as before, but not all that this run changed besides is undone; ${downtime}.`;
}

function failedRecoveryText(report: Report): string {
  const { previousLoadBalancer, productionSeenOn } = report;
  if (productionSeenOn !== null) {
    return `This run has not brought the ${interruptedText(report)} to an end: ${production(report)} is on ${productionSeenOn}, by a fresh read of Azure.`;
  }
  return previousLoadBalancer === null
    ? 'The recovery has not come to its end; "command: status" tells how things are.'
    : `The ${interruptedText(report)} is not brought to an end: ${addresses(report) || 'production'} may be down.`;
}

function newSide({ newLoadBalancer }: Report): string {
  return newLoadBalancer ?? 'its new side';
}

/** `Production at 20.1.2.3 (vipswap1pip)`; of two stacks both. */
function production(report: Report): string {
  const at = addresses(report);
  return at === '' ? 'Production' : `Production at ${at}`;
}

function addresses({ productionAddresses }: Report): string {
  return productionAddresses.map(({ name, address }) => `${address} (${name})`).join(' and ');
}

/** `it did not answer for 61.00 s (± 0.25 s)` */
function downtimeClause(report: Report): string {
  const { downtime, probe } = report;
  if (downtime.seconds === null) {
    return unknownDowntime(report);
  }
  const limit =
    downtime.maxExceeded && downtime.maxSeconds !== null
      ? `, longer than the ${readableDuration(downtime.maxSeconds * 1000)} allowed`
      : '';
  const measured = probe?.downtime ?? null;
  const duration = readableDuration(downtime.seconds * 1000);
  const recovered = downtime.recoveredSeconds ?? 0;
  const share =
    recovered === 0
      ? ''
      : `, ${readableDuration(recovered * 1000)} of it since this run began and before the interrupted release was at its end`;
  if (measured === null && downtime.source === 'probe') {
    return `it did not answer for ${duration} (± ${readableDuration(downtime.uncertaintyMs ?? 0)})${share}${limit}`;
  }
  if (measured === null) {
    return `the control plane had it away for ${duration}${share}, and nobody probed what users saw${limit}`;
  }
  if (recovered > 0) {
    return `it did not answer for ${duration} (± ${readableDuration(downtime.uncertaintyMs ?? 0)})${share}${limit}`;
  }
  if (report.scaleSet !== null) {
    return `${missedText(measured)}${limit}`;
  }
  return measured.outages.length === 0
    ? noOutageText(measured)
    : `it did not answer for ${duration}${timesText(measured)} (${accuracyText(measured)})${limit}`;
}

function unknownDowntime(report: Report): string {
  const { interrupted, probe, scaleSet, steps } = report;
  if (scaleSet !== null && !probe?.downtime) {
    return 'what users missed was not measured';
  }
  if (interrupted && !steps.some(({ window, run }) => window !== null && run !== null)) {
    return 'it was not away, as the interrupted run had not come to that';
  }
  if (steps.some(({ run }) => run?.outcome === 'interrupted')) {
    return 'how long it was away is not known, as that began in the interrupted run';
  }
  const measured = probe?.downtime;
  if (isAwayIn(report.notAsLeft) && !(measured && isOutageOpen(measured))) {
    return 'for how long it is away cannot be told, as it is so still';
  }
  if (measured && mayHaveGoneAway(report)) {
    return 'it answered until probing ended, and may have gone away after that';
  }
  return measured === undefined || measured === null || !isOutageOpen(measured)
    ? 'its downtime was not measured'
    : `it had not answered for ${leastText(measured)} when probing ended`;
}

const OUTCOME_TITLE = {
  succeeded: 'production moved',
  'rolled-back': 'rolled back',
  failed: 'failed',
  planned: 'plan',
  'no-change': 'nothing to do',
  reported: 'status',
} as const satisfies Record<Report['outcome'], string>;

/** `vip-swap: production moved`. A run that stopped at its inputs may have no strategy. */
export function titleOf(
  report: Pick<
    Report,
    | 'strategy'
    | 'command'
    | 'outcome'
    | 'reason'
    | 'recoveredTo'
    | 'recovering'
    | 'failure'
    | 'scaleSet'
    | 'plan'
    | 'steps'
  >,
): string {
  const isClosed = unclosedSteps(report).length === 0;
  const ending = isClosed ? endingOf(report) : `${endingOf(report)}, and not closed`;
  return `${report.strategy === '' ? 'Azure Rollout' : report.strategy}: ${ending}`;
}

function endingOf({
  command,
  outcome,
  reason,
  recoveredTo,
  recovering,
  failure,
  scaleSet,
  plan,
}: Parameters<typeof titleOf>[0]): string {
  if (outcome === 'failed' && failure?.code === 'Cancelled') {
    return 'cancelled';
  }
  if (outcome === 'succeeded' && recoveredTo !== null) {
    return `${interruptedText({ recovering })} ${recoveredEnd(recoveredTo)}`;
  }
  if (outcome === 'succeeded' && reason !== null) {
    return command === 'unlock' ? 'unlocked' : 'swept up';
  }
  return outcome === 'succeeded' && scaleSet !== null
    ? scaleSetEnding({ plan }, scaleSet)
    : OUTCOME_TITLE[outcome];
}
