import { quote } from '../azure/shell-quote.ts';
import { quotedInputs } from '../strategies/naming-inputs.ts';
import type { CanaryEndpoint } from '../strategies/scale-set/release-events.ts';
import { hasOnlyRecovered, isRecovery, mayHaveWritten, standingSteps } from './after-effects.ts';
import { isInterruption } from './failure-report.ts';
import {
  again,
  formerSettings,
  isOfExtension,
  type NextStep,
  namingOfScaleSet,
  recoverStep,
  retryByPost,
  say,
} from './next-step.ts';
import { isOvertaken } from './overtaken.ts';
import type { Report } from './report.ts';
import { putInOrderCommands } from './scale-set-cli.ts';
import {
  endpointText,
  offIds,
  quarantinedIds,
  type ScaleSetReport,
  takenBackOffIds,
  unhealthyIds,
  unprovenIds,
} from './scale-set-report.ts';
import { payloadName } from './scale-set-verdict.ts';
import { hasMetForeignChange, undoFailures } from './step-reports.ts';
import { unclosedSteps } from './unclosed.ts';

/** What the reader of a release of a scale set does next; `null` where it is what every reader does. */
export function scaleSetSteps(report: Report, scaleSet: ScaleSetReport): NextStep[] | null {
  if (isOvertaken(report)) {
    return overtaken(report, scaleSet);
  }
  switch (report.outcome) {
    case 'succeeded':
      return report.reason === null ? succeeded(report, scaleSet) : null;
    case 'failed':
      return mayHaveWritten(report) && report.command !== 'unlock' ? failed(report, scaleSet) : null;
    case 'no-change':
      return report.strategy === 'canary-percent' && scaleSet.releaseId !== null
        ? [...look(scaleSet), promote(scaleSet), ...reject(scaleSet)]
        : null;
    case 'rolled-back':
      return takenBackOffIds(scaleSet).length + unprovenIds(scaleSet).length === 0
        ? null
        : [...startAndLook(scaleSet), ...seeUnproven(scaleSet), again(report)];
    case 'reported':
      return reported(report, scaleSet);
    default:
      return null;
  }
}

function reported({ status }: Report, scaleSet: ScaleSetReport): NextStep[] | null {
  const off = offIds(scaleSet);
  switch (status?.state) {
    case 'open':
      return [...seeWhy(scaleSet, off), ...lookAtOff(scaleSet, off), promote(scaleSet), ...reject(scaleSet)];
    case 'idle':
      return lookAtOff(scaleSet, off);
    default:
      return null;
  }
}

function succeeded(report: Report, scaleSet: ScaleSetReport): NextStep[] {
  return [
    ...(report.downtime.maxExceeded
      ? [
          say(
            'The release stands; the step fails because production was away for longer than max-downtime allows.',
          ),
        ]
      : []),
    ...closingSteps(report),
    ...(report.recoveredTo === 'undo' ? startAllOff(scaleSet) : afterwards(report, scaleSet)),
  ];
}

/** What it takes to close a release that stands; none of one that is closed, or is open as it should be. */
export function closingSteps(report: Report): NextStep[] {
  const unclosed = unclosedSteps(report);
  if (unclosed.length === 0) {
    return [];
  }
  const byHand = unclosed.flatMap(({ changes }) => putInOrderCommands(changes));
  return [
    ...(report.interrupted || isRecovery(report)
      ? []
      : [
          say(
            'The post step of this job tries this once more: see its result first. If it failed too, go on.',
          ),
        ]),
    recoverStep(report, 'Remove the cause, and close the release'),
    ...(byHand.length === 0
      ? []
      : [say('Until then, what it has set aside can be given back by hand:', byHand)]),
  ];
}

function afterwards({ plan, steps }: Report, scaleSet: ScaleSetReport): NextStep[] {
  switch (plan?.method) {
    case 'canary':
      return [...look(scaleSet), ...lookAtUnhealthy(scaleSet), promote(scaleSet), ...reject(scaleSet)];
    case 'batches':
      return [...lookAtUnhealthy(scaleSet), goBack(steps, scaleSet)];
    default:
      return [...startAllOff(scaleSet), say('To go forwards again, release anew with command: run.')];
  }
}

/** Only the tag that a finished release leaves tells a rollback what there was before. */
function goBack(steps: Report['steps'], scaleSet: ScaleSetReport): NextStep {
  const { previousPayload } = scaleSet;
  if (previousPayload === null) {
    return say(
      'What the instances had before is not known, so command: rollback is refused. To go back, release what they are to have with ' +
        'command: run.',
    );
  }
  if (!leavesLastTag(steps)) {
    return say(
      `No tag tells what the instances had before, because record is none, so command: rollback is refused. To go back, release ` +
        `${payloadName(previousPayload)} with command: run.`,
    );
  }
  return {
    text: `To go back to what the instances had before${formerSettings(scaleSet)}, use these inputs:`,
    commands: [],
    inputs: inputsOf(scaleSet, ['command: rollback']),
  };
}

function leavesLastTag(steps: Report['steps']): boolean {
  return steps.some(
    ({ id, changes }) =>
      id === 'write-record' &&
      changes.some(({ field, to }) => field === 'tags/azure-rollout-last' && to !== null),
  );
}

function failed(report: Report, scaleSet: ScaleSetReport): NextStep[] {
  const { failure, steps } = report;
  if (failure?.code === 'TakenBackUnhealthy') {
    return lookAtUnhealthy(scaleSet);
  }
  if (failure?.code === 'UnhealthyInstances' && undoFailures(steps).length === 0) {
    return stopped(report, scaleSet);
  }
  if (failure?.code === 'UnclosedRelease') {
    return [
      recoverStep(report, 'Remove the cause, and close the interrupted release'),
      say('Then run again: what this run was to do was not begun.'),
    ];
  }
  if (hasOnlyRecovered(report)) {
    return [again(report)];
  }
  if (isRecovery(report)) {
    const what = isInterruption(failure) ? 'Recover once more' : 'Remove the cause, and recover once more';
    return [recoverStep(report, what)];
  }
  if (steps.length > 0 && standingSteps(report).length === 0) {
    return [again(report)];
  }
  if (hasMetForeignChange(report)) {
    return foreignModel(report, scaleSet);
  }
  if (steps.length === 0 || report.interrupted || isInterruption(failure) || undoFailures(steps).length > 0) {
    return [
      ...retryByPost(report),
      recoverStep(report, 'Bring the release to an end'),
      say('Then see that production answers.'),
    ];
  }
  return stopped(report, scaleSet);
}

/** A run that has stopped of its own accord has left nothing to recover; promotion and rollback go by what the model has. */
function foreignModel(report: Report, scaleSet: ScaleSetReport): NextStep[] {
  const { name, payload, previousPayload } = scaleSet;
  const who = `Somebody else has changed the model of ${name} meanwhile. See in the activity log of the scale set who that was, and put`;
  if (report.interrupted || undoFailures(report.steps).length > 0) {
    const known = [payload, previousPayload].flatMap((each) => (each === null ? [] : [payloadName(each)]));
    return [
      say(
        `${who} ${known.length === 0 ? 'what this release knows' : known.join(' or ')} back into it (az vmss update): with anything else in it ` +
          'neither a recovery nor a rollback can bring the release to an end.',
      ),
      recoverStep(report, 'Then bring the release to an end'),
    ];
  }
  const brought = payload === null ? 'what it has brought' : payloadName(payload);
  const what =
    previousPayload === null
      ? 'into the model what it shall have'
      : `into the model what this release knows: ${brought} to go on with it, or to take it back, for which ${payloadName(previousPayload)} ` +
        'will do as well. With anything else both are refused';
  return [say(`${who} ${what}.`), ...stopped(report, scaleSet)];
}

/** A recovery takes the lock from whoever has it: it is for a release on which nobody works any more. */
function overtaken(report: Report, scaleSet: ScaleSetReport): NextStep[] {
  const record = scaleSet.overtaken;
  const see = (text: string): NextStep => ({
    text,
    commands: [],
    inputs: inputsOf(scaleSet, ['command: status']),
  });
  switch (record?.state) {
    case 'interrupted':
      return [
        see('See how things are:'),
        recoverStep(report, 'Nobody works on it: bring the release to an end'),
      ];
    case 'open':
    case 'over':
      return [see('There is nothing to recover. See how things are, and go on from there:')];
    default:
      return [
        see(
          `Change nothing by hand, and start no recovery: ${record === null ? 'somebody else may be' : `${record.owner} is`} at work on it. ` +
            'See how that goes on:',
        ),
        say(
          'Only where the job of that run has ended, and status still says locked or interrupted, bring the release to an end with ' +
            `${quotedInputs(['command: recover', ...namingOfScaleSet(scaleSet)])}.`,
        ),
      ];
  }
}

/** It has stopped of its own accord, and has given its lock back: there is nothing to recover. */
function stopped({ plan }: Report, scaleSet: ScaleSetReport): NextStep[] {
  if (plan?.method === 'take-back') {
    return [
      {
        text: `Remove the cause, and take the release back once more${formerSettings(scaleSet)}:`,
        commands: [],
        inputs: inputsOf(scaleSet, ['command: rollback']),
      },
    ];
  }
  // A rollout that nobody could take back leaves no open release where it stops.
  const isOpen = plan?.method !== 'batches' || scaleSet.previousPayload !== null;
  return [
    ...look(scaleSet),
    ...lookAtUnhealthy(scaleSet),
    ...reject(scaleSet).map((step) => ({
      ...step,
      text: `To take the release back from all instances${formerSettings(scaleSet)}:`,
    })),
    goOn(scaleSet, isOpen ? inputsOfRelease : inputsOf),
  ];
}

/** Whoever is not well still counts against the budget of the second half, whose default is 0: it would take the release back. */
function promote(scaleSet: ScaleSetReport): NextStep {
  const bad = unhealthyIds(scaleSet);
  const how = `use these inputs in a job behind an approval, as examples/canary.yml does`;
  const budget =
    bad.length === 0
      ? ''
      : `. In that half, too, ${instances(bad)} ${bad.length === 1 ? 'counts' : 'count'} as not well, so max-unhealthy has to have room for ` +
        `${them(bad)}: without it nothing is promoted, and the release is taken back unless on-unhealthy says otherwise`;
  return {
    text: `To promote the release to all other instances${wayBackOfPromotion(scaleSet)}, ${how}${budget}:`,
    commands: [],
    inputs: [
      ...inputsOfRelease(scaleSet, ['strategy: full-rollout']),
      ...roomFor(bad),
      ...noWayBack(scaleSet),
    ],
  };
}

function roomFor(bad: readonly string[]): string[] {
  return bad.length === 0 ? [] : [`max-unhealthy: ${bad.length}`];
}

function goOn(scaleSet: ScaleSetReport, inputsFor: typeof inputsOf): NextStep {
  const bad = unhealthyIds(scaleSet);
  const budget = bad.length === 0 ? '' : ', or with max-unhealthy, which counts who is not well still';
  return {
    text: `To go on with it all the same, once the cause is removed${budget}${wayBackOfPromotion(scaleSet)}:`,
    commands: [],
    inputs: [...inputsFor(scaleSet, ['strategy: full-rollout']), ...roomFor(bad), ...noWayBack(scaleSet)],
  };
}

/** None where nobody knows what there was before. */
function reject(scaleSet: ScaleSetReport): NextStep[] {
  return scaleSet.previousPayload === null
    ? []
    : [
        {
          text: `To reject it, which takes it back from the instances that have it${formerSettings(scaleSet)}:`,
          commands: [],
          inputs: inputsOfRelease(scaleSet, ['command: rollback']),
        },
      ];
}

/** Of the one that is open: another one is not meant, whoever may have opened it by the time at which this is used. */
function inputsOfRelease(scaleSet: ScaleSetReport, first: readonly string[]): string[] {
  const { releaseId } = scaleSet;
  return [...inputsOf(scaleSet, first), ...(releaseId === null ? [] : [`release-id: ${releaseId}`])];
}

function inputsOf(scaleSet: ScaleSetReport, first: readonly string[]): string[] {
  return [...first, ...namingOfScaleSet(scaleSet).toReversed()];
}

/** A promotion is refused without them, as a rollback is, or has to say that it shall have no way back. */
function wayBackOfPromotion(scaleSet: ScaleSetReport): string {
  const settings = formerSettings(scaleSet);
  if (settings === '' || scaleSet.hasWayBack === true) {
    return settings;
  }
  return scaleSet.hasWayBack === null
    ? `${settings} (or, where nobody knows that, allow-no-rollback: true, by which it has no way back)`
    : ', with allow-no-rollback, because nobody has said what the extension had before, so it has no way back (better in the place of that: ' +
        'previous-extension-settings and previous-extension-protected-settings)';
}

function noWayBack(scaleSet: ScaleSetReport): string[] {
  return isOfExtension(scaleSet) && scaleSet.hasWayBack === false ? ['allow-no-rollback: true'] : [];
}

/** Every port of a canary that a rule leads to: by a command where that is SSH, and otherwise by its address. */
function look(scaleSet: ScaleSetReport): NextStep[] {
  const { canaryEndpoints, sshUser } = scaleSet;
  const off = quarantinedIds(scaleSet);
  const endpoints = canaryEndpoints.filter(({ instanceId }) => !off.includes(instanceId));
  const [bySsh, others] = partition(endpoints);
  return [
    ...(bySsh.length === 0
      ? []
      : [
          say(
            `Look at ${each(bySsh)} by hand:`,
            bySsh.map(
              ({ instanceId, address, frontendPort }) =>
                `ssh -p ${frontendPort} ${sshUser}@${address} # instance ${instanceId}`,
            ),
          ),
        ]),
    ...(others.length === 0
      ? []
      : [
          {
            text: `Ask ${each(others)} by itself:`,
            commands: [],
            places: placesOf(others),
          },
        ]),
  ];
}

function partition(endpoints: readonly CanaryEndpoint[]): [CanaryEndpoint[], CanaryEndpoint[]] {
  const isSsh = ({ protocol }: CanaryEndpoint) => protocol === 'ssh';
  return [endpoints.filter(isSsh), endpoints.filter((endpoint) => !isSsh(endpoint))];
}

function each(endpoints: readonly CanaryEndpoint[]): string {
  return new Set(endpoints.map(({ instanceId }) => instanceId)).size === 1 ? 'the canary' : 'each canary';
}

/** One line an instance. */
function placesOf(endpoints: readonly CanaryEndpoint[]): string[] {
  return [...Map.groupBy(endpoints, ({ instanceId }) => instanceId)].map(([instanceId, own]) => {
    const ports = own.map(
      (endpoint) =>
        `${endpoint.protocol === 'http' ? 'http://' : ''}${endpointText(endpoint)} (its port ${endpoint.port})`,
    );
    return `Instance ${instanceId}: ${ports.join(', ')}`;
  });
}

function lookAtUnhealthy(scaleSet: ScaleSetReport): NextStep[] {
  const takenBack = takenBackOffIds(scaleSet);
  const off = quarantinedIds(scaleSet).filter((id) => !takenBack.includes(id));
  return [
    ...seeWhy(scaleSet, [...off, ...takenBack]),
    ...lookAtOff(scaleSet, off),
    ...startAndLook(scaleSet),
  ];
}

/** Of those that run: `off` are told of apart. */
function seeWhy(scaleSet: ScaleSetReport, off: readonly string[]): NextStep[] {
  const running = unhealthyIds(scaleSet).filter((id) => !off.includes(id));
  return running.length === 0
    ? []
    : [say(`See why ${instances(running)} did not get well: nothing of ${them(running)} was changed since.`)];
}

/** What somebody is to see on its disk is there until the release is taken back. */
function lookAtOff(scaleSet: ScaleSetReport, ids: readonly string[]): NextStep[] {
  return ids.length === 0
    ? []
    : [
        sayWith(
          `${capital(instances(ids))} ${ids.length === 1 ? 'is' : 'are'} powered off and ${ids.length === 1 ? 'serves' : 'serve'} nobody. Look at ${them(ids)}, then start or reimage ${them(ids)}: no run starts ${them(ids)}`,
          startCommands(scaleSet, ids),
        ),
      ];
}

/** On whom ARM has not let a command be run: nothing bad was seen of them either. */
function seeUnproven(scaleSet: ScaleSetReport): NextStep[] {
  const ids = unprovenIds(scaleSet);
  return ids.length === 0
    ? []
    : [
        say(
          `${capital(instances(ids))} ${ids.length === 1 ? 'has' : 'have'} back what ${ids.length === 1 ? 'it' : 'they'} had before, and check-command could not be run on ${them(ids)}: see that ${ids.length === 1 ? 'it is' : 'they are'} well.`,
        ),
      ];
}

/** The disk is another one by now: whether the machine is well with it shows only when it runs. */
function startAndLook(scaleSet: ScaleSetReport): NextStep[] {
  const ids = takenBackOffIds(scaleSet);
  return ids.length === 0
    ? []
    : [
        sayWith(
          `${capital(instances(ids))} ${ids.length === 1 ? 'is' : 'are'} switched off, ${ids.length === 1 ? 'serves' : 'serve'} nobody and ${ids.length === 1 ? 'was' : 'were'} not checked, though what ${ids.length === 1 ? 'it' : 'they'} had before is back. Start ${them(ids)}, and see that ${ids.length === 1 ? 'it is' : 'they are'} well`,
          startCommands(scaleSet, ids),
        ),
      ];
}

/** What an interrupted rollback had taken back before is not told of by the run that goes on with it. */
function startAllOff(scaleSet: ScaleSetReport): NextStep[] {
  const takenBack = takenBackOffIds(scaleSet);
  const others = offIds(scaleSet).filter((id) => !takenBack.includes(id));
  return [...startAndLook(scaleSet), ...seeUnproven(scaleSet), ...lookAtOff(scaleSet, others)];
}

function sayWith(sentence: string, commands: readonly string[]): NextStep {
  return say(`${sentence}${commands.length === 0 ? '.' : ':'}`, commands);
}

function startCommands(
  { name, resourceGroup, subscriptionId }: ScaleSetReport,
  ids: readonly string[],
): string[] {
  if (resourceGroup === null) {
    return [];
  }
  const subscription = subscriptionId === null ? '' : ` --subscription ${quote(subscriptionId)}`;
  return [
    `az vmss start -g ${quote(resourceGroup)} -n ${quote(name)}${subscription} --instance-ids ${ids.map(quote).join(' ')}`,
  ];
}

function instances(ids: readonly string[]): string {
  return `${ids.length === 1 ? 'instance' : 'instances'} ${ids.join(', ')}`;
}

function them(ids: readonly string[]): string {
  return ids.length === 1 ? 'it' : 'them';
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
