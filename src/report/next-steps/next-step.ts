import {
  namingInputs,
  quotedInputs,
  recoverInputs,
  UNDO_FOR_ROLLBACK,
} from '../../strategies/naming-inputs.ts';
import type { RecoverTo } from '../../strategies/strategy.ts';
import type { AddressStatus } from '../../strategies/vip-swap/status.ts';
import { hasOnlyRecovered, mayHaveWritten } from '../after-effects.ts';
import { isInterruption } from '../failure-report.ts';
import type { Report } from '../report.ts';
import type { ScaleSetReport } from '../scale-set-report.ts';
import { undoFailures } from '../step-reports.ts';
import { previousSettingsNames, sharedNames } from './shared-inputs.ts';

export interface NextStep {
  /** A plain sentence; it ends with a colon where commands follow. */
  readonly text: string;
  /** For a POSIX shell with the Azure CLI, one after the other. */
  readonly commands: readonly string[];
  /** Where to look, one a line: `Instance 0: http://20.1.2.3:51000 (port 80)`. */
  readonly places?: readonly string[];
  /** Inputs of the action, to be copied into a workflow: `strategy: full-rollout`. */
  readonly inputs?: readonly string[];
}

export function say(text: string, commands: readonly string[] = []): NextStep {
  return { text, commands };
}

/** @param sentence without its end. */
export function sayWith(sentence: string, commands: readonly string[]): NextStep {
  return say(`${sentence}${commands.length === 0 ? '.' : ':'}`, commands);
}

/** On a load balancer it is seen whether a run is alive; on a scale set nobody sees it, and a recovery takes the lock at once. */
export function recoverStep(report: Report, what: string): NextStep {
  const [example, safety] =
    report.scaleSet === null
      ? ['operate.yml', 'It is safe at any time, and by several people at once.']
      : [
          'scale-set-operate.yml',
          'Make sure before that no job works on the release any more: one that does loses its lock by that, and fails. Of several ' +
            'recoveries at once one gets it.',
        ];
  const { recoverTo, remark } = wayOf(report);
  return say(
    `${what}: run the action with ${quotedInputs(recoverInputs(recoverTo, namingOf(report)))}` +
      `${report.scaleSet === null ? '' : `${formerSettings(report.scaleSet)}${sharedNames(report.scaleSet)}`}, in a ` +
      `workflow like examples/${example}. ${remark}${safety}`,
  );
}

interface Way {
  readonly recoverTo: RecoverTo;
  readonly remark: string;
}

const ONWARDS: Way = {
  recoverTo: 'finish',
  remark: 'It goes on with the rollback; recover-to: undo takes it back. ',
};

/** By `auto` what somebody has rejected may be finished, and half of a rollback may be taken back. */
function wayOf(report: Report): Way {
  const { command, failure, recoverTo, recoveredTo, recovering, scaleSet } = report;
  // To be told that way again would be refused again.
  if (recoverTo !== null && failure?.code !== 'ClosedWay') {
    return { recoverTo, remark: '' };
  }
  if ((recovering === 'rollback' && recoveredTo === null) || hasMetRollback(report)) {
    return ONWARDS;
  }
  if (command !== 'rollback' || scaleSet !== null || recovering === 'rollback') {
    return { recoverTo: 'auto', remark: '' };
  }
  if (!report.steps.some(({ id, run }) => id === 'take-lock' && run !== null)) {
    return { recoverTo: 'undo', remark: recovering === null ? `${UNDO_FOR_ROLLBACK} ` : '' };
  }
  return isInterruption(failure) ? ONWARDS : { recoverTo: 'auto', remark: '' };
}

/** A recovery that was lost itself is taken up the way that it had chosen. */
function hasMetRollback({ status }: Report): boolean {
  return status !== null && 'addresses' in status && status.addresses.some(isOfRollback);
}

export function isOfRollback({ undertaking, interrupted }: AddressStatus): boolean {
  return undertaking === 'rollback' && interrupted?.direction === undefined;
}

/** The inputs that name what the run was about, as far as that is known. */
function namingOf({ productionAddresses, scaleSet }: Report): string[] {
  if (scaleSet !== null) {
    return namingOfScaleSet(scaleSet);
  }
  const ids = productionAddresses.map(({ id }) => id);
  return namingInputs('production-public-ip', ids);
}

/** As `namingInputs`. */
export function namingOfScaleSet({ name, resourceGroup, subscriptionId }: ScaleSetReport): string[] {
  return [
    `scale-set: ${name}`,
    ...(resourceGroup === null ? [] : [`resource-group: ${resourceGroup}`]),
    ...(subscriptionId === null ? [] : [`subscription-id: ${subscriptionId}`]),
  ];
}

export function isOfExtension({ payload }: ScaleSetReport): boolean {
  return payload?.startsWith('extension:') === true;
}

/** They are in no record, and whatever may have to take the release back needs them. */
export function formerSettings(scaleSet: ScaleSetReport): string {
  return isOfExtension(scaleSet)
    ? `, with what the extension had before in ${previousSettingsNames(scaleSet)}`
    : '';
}

/** Where the cause says already how it is removed: what comes after that. */
const AFTER_THE_CAUSE: Readonly<Record<string, string>> = {
  Locked: 'This run has changed nothing: run again when that one has ended.',
  InterruptedRelease: 'This run has changed nothing: run again when that release has come to its end.',
};

/** Whoever has taken the lock may be at work on it still. */
const AFTER_A_LOST_LOCK =
  'Somebody else has the lock, or has taken it away: "command: status" tells who is at work on it. Run again when nobody is; what ' +
  'this run had changed is undone.';

/** Nothing of the run is left: what it takes to try again. */
export function again(report: Report): NextStep {
  const { failure } = report;
  if (hasOnlyRecovered(report)) {
    const what = isInterruption(failure) ? 'Run again' : 'Remove the cause and run again';
    return say(`${what}: nothing is interrupted any more, and what this run was to do itself was not begun.`);
  }
  if (report.command === 'unlock' && mayHaveWritten(report)) {
    return say(
      '"command: status" tells whether the lock is there still. Where it is, run "command: unlock" again.',
    );
  }
  if (hasLostLock(report)) {
    return say(AFTER_A_LOST_LOCK);
  }
  const afterwards = AFTER_THE_CAUSE[failure?.code ?? ''];
  if (afterwards !== undefined && !mayHaveWritten(report)) {
    return say(afterwards);
  }
  const isLeftAsFound = report.scaleSet?.isLeftAsFound === true;
  if (isInterruption(failure)) {
    const ended = failure?.code === 'Cancelled' ? 'cancelled' : 'interrupted';
    const state = isLeftAsFound
      ? `Nobody had been upgraded when the run was ${ended}`
      : mayHaveWritten(report)
        ? `What the run had changed when it was ${ended} is undone`
        : `Nothing had been changed when the run was ${ended}`;
    return say(`${state}. Running again starts from where things are.`);
  }
  if (isLeftAsFound) {
    return say('Remove the cause and run again: the release is open as it was.');
  }
  const anew = `Remove the cause and run ${report.command === 'rollback' ? '"command: rollback" ' : ''}again`;
  return say(mayHaveWritten(report) ? `${anew}: what this run had changed is undone.` : `${anew}.`);
}

/** Noticed before a step, or only when it was to be undone. */
export function hasLostLock({ failure, steps }: Report): boolean {
  return [failure, ...undoFailures(steps).map((undo) => undo.failure)].some(
    (each) => each?.code === 'LockLost',
  );
}

/** Codes of an undoing that was handed over: post does not try it again. */
const OUT_OF_TIME = ['UndoTimeout', 'HandOver'];

/** Of a release that stands and took longer than was allowed. A post step only tidies up after that. */
export function redStep({ interrupted }: Pick<Report, 'interrupted'>): string {
  return interrupted ? 'the step before this post step is red' : 'the step fails';
}

/** Two who undo the same at the same time refuse each other's writes. */
export function retryByPost({ interrupted, failure, steps }: Report): NextStep[] {
  if (interrupted) {
    return [];
  }
  if (failure?.code === 'Cancelled') {
    return [
      say(
        'The post step of this job undoes what was begun, or finishes it, unless on-failure is "stop": see its result first. If it ' +
          'failed, or did not run, go on.',
      ),
    ];
  }
  const undone = undoFailures(steps);
  return undone.length === 0 || undone.some((undo) => OUT_OF_TIME.includes(undo.failure.code ?? ''))
    ? []
    : [
        say(
          'The post step of this job tries once more to undo this: see its result first. If it failed too, or did not run, go on.',
        ),
      ];
}
