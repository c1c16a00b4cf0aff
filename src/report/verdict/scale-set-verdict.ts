import { otherCarriersText } from '../../strategies/scale-set/beside-canaries.ts';
import { namedInstances } from '../../strategies/scale-set/instances/named-instances.ts';
import type { ScaleSetStep } from '../../strategies/scale-set/plan/steps.ts';
import { hasOnlyRecovered, isRecovery, standingSteps } from '../after-effects.ts';
import { mayHaveChanged } from '../arm-write.ts';
import {
  otherCarrierIds,
  outdatedIds,
  quarantinedIds,
  sickIds,
  takenBackOffIds,
  unhealthyIds,
  unprovenIds,
  upgradedIds,
} from '../listed-instances.ts';
import { isForgottenWhenBack, lossOf, lostText } from '../lost-release.ts';
import { isOvertaken } from '../overtaken.ts';
import { capital, countOf, them } from '../readable.ts';
import type { Report } from '../report.ts';
import type { ScaleSetReport } from '../scale-set-report.ts';
import { hasMetForeignChange, undoFailures } from '../step-reports.ts';
import { unclosedSteps } from '../unclosed.ts';
import { notBackText } from './not-back.ts';
import { NOT_BEGUN } from './recovered-text.ts';

/** The result of a run that carried out a plan on a scale set, or failed. @param downtime what users missed, as a clause. */
export function scaleSetVerdict(report: Report, scaleSet: ScaleSetReport, downtime: string): string {
  if (isOvertaken(report)) {
    return overtakenText(report, scaleSet);
  }
  switch (report.outcome) {
    case 'succeeded':
      return [goalText(report, scaleSet, downtime), ...unclosedSentence(report, scaleSet)].join(' ');
    case 'rolled-back':
      return `${rolledBackText(report, scaleSet)}; ${downtime}.`;
    default:
      return failedText(report, scaleSet);
  }
}

function goalText(report: Report, scaleSet: ScaleSetReport, downtime: string): string {
  if (report.recoveredTo !== null) {
    return recoveredText(report, scaleSet, report.recoveredTo);
  }
  return report.interrupted
    ? settledText(report, scaleSet)
    : `${succeededText(report, scaleSet)}; ${downtime}.`;
}

/** In `post`, which has not looked at the instances: `main` had seen that they are as they should be. */
function settledText(report: Report, scaleSet: ScaleSetReport): string {
  const stands = `What the run was to do with ${releaseName(scaleSet)} of ${scaleSet.name} is done, and stands`;
  if (unclosedSteps(report).length > 0) {
    return `${stands}.`;
  }
  return report.plan?.method === 'canary'
    ? `${stands}. What was left is done now: the release is open, to be promoted or rejected.`
    : `${stands}. What was left is done now: all that it had set aside is given back, and the release is over.`;
}

function unclosedSentence(report: Report, scaleSet: ScaleSetReport): string[] {
  return unclosedSteps(report).length === 0
    ? []
    : [`But its record could not be closed: the journal stays in the tags of ${scaleSet.name}.`];
}

function recoveredText({ plan }: Report, scaleSet: ScaleSetReport, recoveredTo: 'finish' | 'undo'): string {
  const { name } = scaleSet;
  if (recoveredTo === 'undo') {
    return `The interrupted release of ${name} was taken back: the instances that it had reached have ${former(scaleSet)} again${notCheckedAfterwards(scaleSet)}.`;
  }
  const kept = plan?.method === 'batches' ? keptText(scaleSet) : '';
  return `The interrupted release of ${name} was finished: ${[standText(scaleSet), kept].filter((part) => part !== '').join('; ')}.`;
}

function succeededText(report: Report, scaleSet: ScaleSetReport): string {
  const { name, canaryIds, instances } = scaleSet;
  const isClosed = unclosedSteps(report).length === 0;
  switch (report.plan?.method) {
    case 'canary': {
      const bad = unhealthyText(scaleSet);
      const canaries = canaryIds.length === 1 ? 'Canary' : 'Canaries';
      return (
        `${canaries} ${canaryIds.join(', ')} of ${name} (${canaryIds.length} of ${countOf(instances.length, 'instance')}) ` +
        `${canaryIds.length === 1 ? 'has' : 'have'} ${payload(scaleSet)}${bad === '' ? wellText(scaleSet, canaryIds) : `; ${bad}`}${besideText(scaleSet)}. ` +
        (isClosed
          ? `${release(scaleSet)} is open, to be promoted or rejected`
          : `${release(scaleSet)} is to be promoted or rejected once its record is in order`)
      );
    }
    case 'batches': {
      const parts = [
        `${capital(standText(scaleSet))}, after ${batchCount(scaleSet.batches.length)}`,
        keptText(scaleSet),
        unhealthyText(scaleSet),
        unaskedText(scaleSet),
        isClosed ? `${releaseName(scaleSet)} is over` : '',
      ];
      return parts.filter((part) => part !== '').join('; ');
    }
    default:
      return `${takenBackText(report, scaleSet)}${notCheckedAfterwards(scaleSet)}`;
  }
}

function wellText({ judgedBy }: ScaleSetReport, ids: readonly string[]): string {
  return judgedBy === 'running'
    ? `. ${ids.length === 1 ? 'It' : 'Each'} is provisioned and running, and nothing asked whether it serves`
    : ` and ${are(ids)} well`;
}

function unaskedText({ judgedBy, batches }: ScaleSetReport): string {
  return judgedBy === 'running' && batches.length > 0
    ? 'each was seen provisioned and running, and nothing asked whether it serves'
    : '';
}

function besideText(scaleSet: ScaleSetReport): string {
  const ids = otherCarrierIds(scaleSet);
  return ids.length === 0 ? '' : `; ${otherCarriersText(ids)}`;
}

function takenBackText({ plan, steps }: Report, scaleSet: ScaleSetReport): string {
  const { name, canaryIds, hasSeenInstances } = scaleSet;
  const [back, model] = [
    `${release(scaleSet)} is taken back`,
    `the model of ${name} has ${former(scaleSet)} again`,
  ];
  if (plan?.method === 'take-back' && !isPlannedOnInstances(steps)) {
    return `${back}: ${model}, and no instance had to be taken back`;
  }
  if (plan?.method === 'canary' && hasSeenInstances && canaryIds.length === 0) {
    return `${back}: ${model}, and none of its canaries is there any more`;
  }
  return `${back}: the instances of ${name} that it had reached have ${former(scaleSet)} again`;
}

/** Whether the plan had found an instance that is to be taken back. */
function isPlannedOnInstances(steps: Report['steps']): boolean {
  return steps.some(
    ({ id, changes }) =>
      id === 'take-back' && changes.some(({ resource }) => /\/virtualMachines\//i.test(resource)),
  );
}

function rolledBackText(report: Report, scaleSet: ScaleSetReport): string {
  if (scaleSet.isLeftAsFound) {
    return leftAsFoundText(report, scaleSet);
  }
  // Whoever has it had it before, or has got it since: what was done is not how things are.
  if (hasTouchedInstances(report) && upgradedIds(scaleSet).length > 0) {
    return `${release(scaleSet)} is taken back, and as last seen, ${standText(scaleSet)}${notCheckedAfterwards(scaleSet)}`;
  }
  if (hasTouchedInstances(report)) {
    return `${takenBackText(report, scaleSet)}${notWellAfterwards(scaleSet)}${notCheckedAfterwards(scaleSet)}`;
  }
  return hasMetForeignChange(report) ? leftToOthersText(scaleSet) : asBeforeText(scaleSet);
}

const TOUCHING: readonly ScaleSetStep['kind'][] = ['upgrade-canaries', 'upgrade-outdated', 'take-back'];

/** Whether the run has begun anything that shows on instances. Undoing what comes before leaves a release as it was found. */
function hasTouchedInstances({ steps }: Report): boolean {
  return steps.some(({ id, run }) => run !== null && TOUCHING.some((kind) => kind === id));
}

/** There was nothing to undo: what jobs before it have upgraded is none of its business. */
function leftAsFoundText({ interrupted }: Report, scaleSet: ScaleSetReport): string {
  return (
    `${release(scaleSet)} of ${scaleSet.name} is open as ${interrupted ? 'the interrupted run' : 'this run'} has found it: nobody was upgraded, ` +
    'and nothing is taken back'
  );
}

function asBeforeText({ name }: ScaleSetReport): string {
  return `${name} is as it was before this run, and what it had changed is undone`;
}

/** All but the model, which is not this run's any more. */
function leftToOthersText({ name }: ScaleSetReport): string {
  return `No instance of ${name} was upgraded, and what this run had changed is undone; its model is what somebody else has made it meanwhile`;
}

/** Whom going back has not helped. */
function notWellAfterwards({ laterChecks }: ScaleSetReport): string {
  const ids = laterChecks
    .filter(({ since }) => since === 'take-back')
    .flatMap(({ unhealthy }) => unhealthy.map(({ instanceId }) => instanceId));
  return ids.length === 0 ? '' : `, and ${namedInstances(ids)} ${are(ids)} not well with it`;
}

/** Who was switched off while the release was taken back, or was not let be checked: nobody knows how they are with what they had before. */
function notCheckedAfterwards(scaleSet: ScaleSetReport): string {
  const off = takenBackOffIds(scaleSet);
  const unproven = unprovenIds(scaleSet);
  return [
    ...(off.length === 0
      ? []
      : [`, but ${namedInstances(off)} ${are(off)} switched off and ${were(off)} not checked with it`]),
    ...(unproven.length === 0
      ? []
      : [
          `, but ${namedInstances(unproven)} ${were(unproven)} not checked with it, because ARM has not let check-command be run there`,
        ]),
  ].join('');
}

function are(ids: readonly string[]): string {
  return ids.length === 1 ? 'is' : 'are';
}

function were(ids: readonly string[]): string {
  return ids.length === 1 ? 'was' : 'were';
}

function failedText(report: Report, scaleSet: ScaleSetReport): string {
  const { name } = scaleSet;
  const stand = `${standText(scaleSet)}${notBackText(report, scaleSet)}`;
  if (report.command === 'unlock') {
    return 'Whether all is unlocked is not known; "command: status" tells how things are.';
  }
  const loss = lossOf(report);
  if (isForgottenWhenBack(scaleSet)) {
    return (
      `${takenBackText(report, scaleSet)}${notCheckedAfterwards(scaleSet)}. Only its record is missing: somebody has removed the tags of ` +
      `${name}, so no tag tells what became of it.`
    );
  }
  if (loss !== null) {
    const named = { release: release(scaleSet), payload: payload(scaleSet), stand };
    return `${unbegunText(report, scaleSet)}${lostText(loss, named, scaleSet)}`;
  }
  if (report.failure?.code === 'TakenBackUnhealthy') {
    return `${takenBackText(report, scaleSet)}${notWellAfterwards(scaleSet)}${notCheckedAfterwards(scaleSet)}. It is over.`;
  }
  if (report.failure?.code === 'UnclosedRelease') {
    return `The interrupted release of ${name} stands, and its record could not be closed: as last seen, ${stand}.`;
  }
  if (report.recovered !== null && hasOnlyRecovered(report)) {
    return `${recoveredText(report, scaleSet, report.recovered)} ${NOT_BEGUN}`;
  }
  if (isRecovery(report)) {
    return `The interrupted release of ${name} is not brought to an end: as last seen, ${stand}.`;
  }
  if (standingSteps(report).length === 0) {
    return `${asBeforeText(scaleSet)}.`;
  }
  if (undoFailures(report.steps).length > 0) {
    return `${release(scaleSet)} of ${name} could not be taken back in full: as last seen, ${stand}.`;
  }
  const bad = unhealthyText(scaleSet);
  return `${release(scaleSet)} of ${name} has stopped half-way: as last seen, ${[stand, bad].filter((part) => part !== '').join('; ')}.`;
}

function unbegunText({ interrupted }: Report, { isLeftAsFound }: ScaleSetReport): string {
  const run = interrupted ? 'the interrupted run' : 'this run';
  return isLeftAsFound ? `Nobody was upgraded by ${run}, and nothing is taken back. ` : '';
}

/** What this run has left to somebody else, who decides what becomes of it: by a fresh read of Azure, where there is one. */
function overtakenText(report: Report, scaleSet: ScaleSetReport): string {
  const { name, overtaken } = scaleSet;
  const stand =
    overtaken === null
      ? `How ${name} is now, "command: status" tells.`
      : `By a fresh read of Azure, ${standText(scaleSet)}.`;
  const withdrawal = isRecovery(report)
    ? `This run has not brought the interrupted release of ${name} to an end`
    : `${release(scaleSet)} of ${name} is not this run's any more`;
  const faster = isRecovery(report) ? 'somebody else was faster' : 'somebody else has taken it over';
  return `${withdrawal}: ${whoHas(scaleSet, faster)}. ${ownChangesText(report, scaleSet)} ${stand}`;
}

function whoHas({ name, overtaken }: ScaleSetReport, faster: string): string {
  if (overtaken === null) {
    return faster;
  }
  switch (overtaken.state) {
    case 'locked':
      return `${faster}, and ${overtaken.owner} (${overtaken.purpose}) has ${name} now`;
    case 'interrupted':
      return 'it was taken away, and nobody works on it now: it is interrupted';
    case 'open':
      return `${faster}, and has ended: a release is open`;
    case 'over':
    case 'forgotten':
      return `${faster}, and has ended: no release is open`;
  }
}

/** Tags that this run has written, whoever was faster has written over. */
function ownChangesText(report: Report, { name }: ScaleSetReport): string {
  return hasWrittenBesidesTags(report)
    ? `What this run had changed of ${name}, and has not taken back itself, is left to whoever has it.`
    : `Nothing was changed by this run but tags of ${name}.`;
}

/** `post` has seen nothing of what `main` had sent. */
function hasWrittenBesidesTags({ interrupted, requests, steps }: Report): boolean {
  return (
    requests.some(
      ({ stepId, method, path, status }) =>
        stepId !== null && stepId !== 'take-lock' && mayHaveChanged(method, path, status),
    ) ||
    (interrupted && steps.some(({ id, run }) => id !== 'take-lock' && run !== null))
  );
}

/** `2 of 3 instances of web have canary/web-2` */
function standText(scaleSet: ScaleSetReport): string {
  const { instances, name, hasSeenInstances } = scaleSet;
  if (instances.length === 0 && hasSeenInstances) {
    return `${name} has no instances`;
  }
  if (instances.length === 0) {
    return `how its instances are is not known; "command: status" tells`;
  }
  const upgraded = upgradedIds(scaleSet).length;
  const count =
    upgraded === instances.length
      ? `all ${countOf(instances.length, 'instance')}`
      : `${upgraded} of ${countOf(instances.length, 'instance')}`;
  return `${count} of ${name} ${upgraded === 1 ? 'has' : 'have'} ${payload(scaleSet)}`;
}

/** `instance 2 did not get well and is powered off; instance 4 had been sick before, ...`; empty where all are well. */
export function unhealthyText(scaleSet: ScaleSetReport): string {
  const ids = unhealthyIds(scaleSet);
  const sick = sickIds(scaleSet);
  return [
    ...(ids.length === 0 ? [] : [becameText(ids, scaleSet)]),
    ...(sick.length === 0 ? [] : [sickText(sick)]),
  ].join('; ');
}

function sickText(ids: readonly string[]): string {
  return `${namedInstances(ids)} had been sick before, and ${are(ids)} not well with it either`;
}

function becameText(ids: readonly string[], scaleSet: ScaleSetReport): string {
  const off = quarantinedIds(scaleSet).filter((id) => ids.includes(id));
  const powered =
    off.length === 0
      ? ''
      : off.length === ids.length
        ? ` and ${are(off)} powered off`
        : `; ${off.join(', ')} ${are(off)} powered off`;
  return `${namedInstances(ids)} did not get well${powered}`;
}

export function batchCount(count: number): string {
  return `${count} ${count === 1 ? 'batch' : 'batches'}`;
}

function release(scaleSet: ScaleSetReport): string {
  return capital(releaseName(scaleSet));
}

function releaseName({ releaseId }: ScaleSetReport): string {
  return releaseId === null ? 'the release' : `release ${releaseId}`;
}

function payload({ payload: text }: ScaleSetReport): string {
  return text === null ? 'the new payload' : payloadName(text);
}

function former({ previousPayload }: ScaleSetReport): string {
  return previousPayload === null ? 'what they had' : payloadName(previousPayload);
}

/** As the tags have it, with no more of a hash than a person compares: `extension install (settings 9f86d081884c)`. */
export function payloadName(text: string): string {
  const parts = /^extension:(?<name>[^:]+):(?<hash>[0-9a-f]{12})/.exec(text)?.groups;
  return parts?.name === undefined ? text : `extension ${parts.name} (settings ${parts.hash})`;
}

/** Who is outdated after a rollout that has come to its end, and is not among those that did not get well: no release may upgrade it. */
function keptIds(scaleSet: ScaleSetReport): string[] {
  const told = [...unhealthyIds(scaleSet), ...sickIds(scaleSet)];
  return outdatedIds(scaleSet).filter((id) => !told.includes(id));
}

function keptText(scaleSet: ScaleSetReport): string {
  const ids = keptIds(scaleSet);
  return ids.length === 0
    ? ''
    : `${namedInstances(ids)} ${are(ids)} outdated still, because protectFromScaleSetActions keeps every upgrade from ${them(ids)}`;
}

/** Of a run that has succeeded: `canaries upgraded`. */
export function scaleSetEnding({ plan }: Pick<Report, 'plan'>, scaleSet: ScaleSetReport): string {
  switch (plan?.method) {
    case 'canary':
      return 'canaries upgraded';
    case 'batches': {
      const outdated = outdatedIds(scaleSet);
      return outdated.length === 0 ? 'all upgraded' : `upgraded, except ${namedInstances(outdated)}`;
    }
    case 'take-back':
      return 'release taken back';
    default:
      return 'done';
  }
}
