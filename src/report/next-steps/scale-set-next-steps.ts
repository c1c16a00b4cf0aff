import { quotedInputs, recoverInputs } from '../../strategies/naming-inputs.ts';
import type { LostCode } from '../../strategies/scale-set/perform/last-look.ts';
import { setAsideSentence, setAsideText } from '../../strategies/scale-set/record/set-aside-text.ts';
import type { OpenReleaseStatus, ScaleSetStatus } from '../../strategies/scale-set/status.ts';
import { hasOnlyRecovered, isRecovery, mayHaveWritten, standingSteps } from '../after-effects.ts';
import { isInterruption } from '../failure-report.ts';
import { offIds, takenBackOffIds, unprovenIds, upgradedIds } from '../listed-instances.ts';
import { isForgottenWhenBack, lossOf } from '../lost-release.ts';
import { isOvertaken } from '../overtaken.ts';
import { capital } from '../readable.ts';
import type { Report } from '../report.ts';
import type { ScaleSetReport } from '../scale-set-report.ts';
import { hasMetForeignChange, undoFailures } from '../step-reports.ts';
import { unclosedSteps } from '../unclosed.ts';
import { afterLoss } from '../verdict/after-a-loss.ts';
import { payloadName } from '../verdict/scale-set-verdict.ts';
import {
  look,
  lookAtOff,
  lookAtUnhealthy,
  seeUnproven,
  seeWhy,
  startAllOff,
  startAndLook,
} from './look-at-instances.ts';
import {
  again,
  formerSettings,
  type NextStep,
  namingOfScaleSet,
  recoverStep,
  redStep,
  retryByPost,
  say,
  sayWith,
} from './next-step.ts';
import { goBack, goOn, inputsBack, inputsOf, inputsOfRelease, promote, reject } from './promote-or-reject.ts';
import { giveBackCommands, putInOrderCommands, putIntoModelCommands } from './scale-set-cli.ts';
import { asInThisJob } from './shared-inputs.ts';

/** What the reader of a release of a scale set does next; `null` where it is what every reader does. */
export function scaleSetSteps(report: Report, scaleSet: ScaleSetReport): NextStep[] | null {
  if (isOvertaken(report)) {
    return overtaken(report, scaleSet);
  }
  switch (report.outcome) {
    case 'succeeded':
      return report.reason === null ? succeeded(report, scaleSet) : null;
    case 'failed':
      return (mayHaveWritten(report) || lossOf(report) !== null) && report.command !== 'unlock'
        ? failed(report, scaleSet)
        : null;
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

const FORWARDS = 'To go forwards again, release anew with command: run.';

/** No tag tells of it any more, so no other run does it. */
export function giveBackSteps(scaleSet: ScaleSetReport): NextStep[] {
  const left = setAsideText(scaleSet.leftSetAside);
  return left === ''
    ? []
    : [
        sayWith(
          `Somebody has removed the tags of the release, and what it had set aside is given back by nobody but you: ${left}`,
          giveBackCommands(scaleSet, scaleSet.leftSetAside),
        ),
      ];
}

function reported({ status }: Report, scaleSet: ScaleSetReport): NextStep[] | null {
  if (status === null || !('scaleSet' in status)) {
    return null;
  }
  const giveBack = giveBackUnexplained(status, scaleSet);
  switch (status.state) {
    case 'open':
      return status.release === null ? null : [...decideOn(status.release, scaleSet), ...giveBack];
    case 'idle':
      return [...lookAtOff(scaleSet, offIds(scaleSet)), ...giveBack];
    case 'locked':
      return awaitLock(status, scaleSet);
    default:
      return null;
  }
}

/** It may be what a release had set aside whose tags were removed, or what a person wants. */
function giveBackUnexplained({ unexplained }: ScaleSetStatus, scaleSet: ScaleSetReport): NextStep[] {
  const untold = setAsideSentence(unexplained);
  return untold === ''
    ? []
    : [
        sayWith(
          `${capital(untold)}, and no release says why: whoever wants that may have done it, or a release whose tags somebody has removed. ` +
            'Ask who it was; where nobody wants it, give it back',
          giveBackCommands(scaleSet, unexplained),
        ),
      ];
}

/** Whoever has the lock may be at work: what is printed is for the case that it is not. */
function awaitLock(status: ScaleSetStatus, scaleSet: ScaleSetReport): NextStep[] {
  const { lock, interrupted, problem, release } = status;
  if (problem !== null) {
    return [
      {
        text:
          'Wait for the run that has the lock. Only if its runner is lost, do what the row "Under way" says: this version cannot read what was ' +
          'begun, and "command: recover" of it is refused. Where the lock itself is in the way of that, take it away with these inputs, and your ' +
          'own reason:',
        commands: [],
        inputs: [...inputsOf(scaleSet, ['command: unlock']), 'unlock-reason: its runner is lost'],
      },
    ];
  }
  const isOnlyLocked = lock !== null && !lock.isOver && interrupted === null;
  if (!isOnlyLocked) {
    return [
      {
        text:
          `Wait for the run that has the lock. Only if its runner is lost, and its job has ended, bring what it had begun to an end${formerSettings(scaleSet)}, ` +
          'with these inputs:',
        commands: [],
        inputs: inputsOf(scaleSet, ['command: recover']),
      },
    ];
  }
  const why =
    release === null
      ? 'no release is written down beside it, so there is nothing to recover'
      : `no journal says what its owner had begun of release ${release.id}, so there is nothing to recover, and that is to be promoted or rejected then`;
  return [
    {
      text: `Wait for whoever has the lock. Only if that is nobody any more, take it away with these inputs, and your own reason: ${why}:`,
      commands: [],
      inputs: [...inputsOf(scaleSet, ['command: unlock']), 'unlock-reason: its runner is lost'],
    },
    ...(release === null ? [] : decideOn(release, scaleSet)),
  ];
}

/** Of an open release on which nobody works. */
function decideOn(release: OpenReleaseStatus, scaleSet: ScaleSetReport): NextStep[] {
  const off = offIds(scaleSet);
  return [
    ...modelFirst(release, scaleSet),
    ...seeWhy(scaleSet, off),
    ...lookAtOff(scaleSet, off),
    promote(scaleSet),
    ...reject(scaleSet),
  ];
}

function succeeded(report: Report, scaleSet: ScaleSetReport): NextStep[] {
  return [
    ...(report.downtime.maxExceeded
      ? [
          say(
            `The release stands; ${redStep(report)} because production was away for longer than max-downtime allows.`,
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
      return [...startAllOff(scaleSet), say(FORWARDS)];
  }
}

function failed(report: Report, scaleSet: ScaleSetReport): NextStep[] {
  const { failure, steps } = report;
  if (isForgottenWhenBack(scaleSet)) {
    return [...startAllOff(scaleSet), say(FORWARDS)];
  }
  const loss = lossOf(report);
  if (loss !== null) {
    const isOpen = loss !== 'LostRecord' && report.plan?.method === 'canary';
    return isOpen ? lostCanary(loss, report, scaleSet) : afterLoss(loss, report, scaleSet);
  }
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
  if (failure?.code === 'ForeignChangeOverwritten' && undoFailures(steps).length === 0) {
    return overwritten(scaleSet);
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

/** The model has what the release brings, and nobody was upgraded: to promote it now would be to try it on nobody first. */
function overwritten(scaleSet: ScaleSetReport): NextStep[] {
  return [
    say(
      `See in the activity log of ${scaleSet.name} who has written to it in that moment, and whether they want it still. Then run again, with the same ` +
        'inputs, to go on with the release.',
    ),
    ...reject(scaleSet),
  ];
}

/** Its release is open: whoever promotes or rejects it decides what becomes of it. */
function lostCanary(loss: LostCode, report: Report, scaleSet: ScaleSetReport): NextStep[] {
  return loss === 'LostModel'
    ? foreignModel(report, scaleSet)
    : [
        say(
          'See in the activity log of the scale set who that was, and take it back before anything goes on.',
        ),
        ...stopped(report, scaleSet),
      ];
}

/** A run that has stopped of its own accord has left nothing to recover; promotion and rollback go by what the model has. */
function foreignModel(report: Report, scaleSet: ScaleSetReport): NextStep[] {
  const { name, payload, previousPayload } = scaleSet;
  const who = `Somebody else has changed the model of ${name} meanwhile. See in the activity log of the scale set who that was, and put`;
  if (report.interrupted || undoFailures(report.steps).length > 0) {
    const known = [payload, previousPayload].flatMap((each) => (each === null ? [] : [payloadName(each)]));
    return [
      sayWith(
        `${who} ${known.length === 0 ? 'what this release knows' : known.join(' or ')} back into it: with anything else in it ` +
          'neither a recovery nor a rollback can bring the release to an end',
        putIntoModelCommands(scaleSet, [payload, previousPayload]),
      ),
      recoverStep(report, 'Then bring the release to an end'),
    ];
  }
  return [putBackFirst(who, scaleSet), ...stopped(report, scaleSet)];
}

/** With anything else in it neither half goes on with an open release. @param who without what to put where. */
function putBackFirst(who: string, scaleSet: ScaleSetReport): NextStep {
  const { payload, previousPayload } = scaleSet;
  const brought = payload === null ? 'what it has brought' : payloadName(payload);
  return previousPayload === null
    ? sayWith(`${who} into the model what it shall have`, [])
    : sayWith(
        `${who} into the model what this release knows: ${brought} to go on with it, or to take it back, for which ${payloadName(previousPayload)} ` +
          'will do as well. With anything else both are refused',
        putIntoModelCommands(scaleSet, [payload, previousPayload]),
      );
}

/** Of a release that is open: what has to be in the model before what is printed for it works. */
function modelFirst({ model }: OpenReleaseStatus, scaleSet: ScaleSetReport): NextStep[] {
  const { name, payload, previousPayload } = scaleSet;
  if (model === 'foreign') {
    return [
      putBackFirst(
        `Somebody else has changed the model of ${name} since the release was opened. See in the activity log of the scale set who that was, and put`,
        scaleSet,
      ),
    ];
  }
  return model === 'previous' && upgradedIds(scaleSet).length > 0
    ? [
        sayWith(
          `Somebody has put ${previousPayload === null ? 'what there was before' : payloadName(previousPayload)} back into the model. Find out why. The release can be rejected as it is; ` +
            `before it is promoted, ${payload === null ? 'what it brings' : payloadName(payload)} has to be put into the model again`,
          putIntoModelCommands(scaleSet, [payload]),
        ),
      ]
    : [];
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
    case 'forgotten':
      return [see('There is nothing to recover. See how things are, and go on from there:')];
    default:
      return [
        see(
          `Change nothing by hand, and start no recovery: ${record === null ? 'somebody else may be' : `${record.owner} is`} at work on it. ` +
            'See how that goes on:',
        ),
        say(
          'Only where the job of that run has ended, and status still says locked or interrupted, bring the release to an end with ' +
            `${quotedInputs(recoverInputs(report.recoverTo ?? 'auto', namingOfScaleSet(scaleSet)))}.`,
        ),
      ];
  }
}

/** It has stopped of its own accord, and has given its lock back: there is nothing to recover. */
function stopped({ plan }: Report, scaleSet: ScaleSetReport): NextStep[] {
  if (plan?.method === 'take-back') {
    return [
      {
        text: `Remove the cause, and take the release back once more${formerSettings(scaleSet)}${asInThisJob(scaleSet)}:`,
        commands: [],
        inputs: inputsBack(scaleSet, inputsOfRelease),
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
      text: `To take the release back from every instance that it has reached${formerSettings(scaleSet)}${asInThisJob(scaleSet)}:`,
    })),
    goOn(scaleSet, isOpen ? inputsOfRelease : inputsOf),
  ];
}
