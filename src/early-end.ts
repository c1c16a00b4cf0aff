import { error, getInput, notice, summary } from '@actions/core';
import { nameOf } from './azure/resource-id.ts';
import type { Holders } from './holders.ts';
import type { State } from './state.ts';
import { namingInputs, quotedInputs, recoverInputs, UNDO_FOR_ROLLBACK } from './strategies/naming-inputs.ts';
import type { RecoverTo } from './strategies/strategy.ts';

const TITLE = 'Azure Rollout: ended early';

type EarlyEnd = Extract<
  State,
  { kind: 'begun' | 'looking' | 'recovered' | 'recovering' | 'sweeping' | 'unlocking' | 'unreadable' }
>;

/** Of a `main` that was killed with nothing under way that `post` could settle: nobody else tells how things are. */
export async function tellOfEarlyEnd(end: EarlyEnd): Promise<void> {
  const text = textOf(end);
  if (end.kind === 'begun' || end.kind === 'recovered') {
    notice(text, { title: TITLE });
  } else {
    error(text, { title: TITLE });
    process.exitCode = 1;
  }
  if (process.env.GITHUB_STEP_SUMMARY !== undefined) {
    await summary.addRaw(`### ${TITLE}\n\n${text}\n`).write();
  }
}

const RECOVERED = {
  finish: 'an interrupted release was finished',
  undo: 'an interrupted release was undone',
  swept: 'what an older run had left was swept up',
} as const;

/** A swap that is alive is seen to move; of a run on a scale set nobody can see it. */
const SAFETY = {
  'production-public-ip':
    'It goes on from what is there, and is safe at any time, and by several people at once.',
  'scale-set':
    'It goes on from what is there. Make sure before that no other job works on the release: one that does loses its lock by that, ' +
    'and fails. Of several recoveries at once one gets it.',
} as const;

function textOf(end: EarlyEnd): string {
  switch (end.kind) {
    case 'begun':
      return 'The run was ended before it had changed anything. Everything is as it was when it began: "command: status" tells how.';
    case 'recovered':
      return (
        `The run was ended after ${RECOVERED[end.end]}, and before it had changed anything else. "command: status" tells where ` +
        'production is.'
      );
    case 'looking':
      return (
        'The run was ended before it had changed anything of a release that it had found interrupted. Production may be down: ' +
        `run the action with ${recoverThese(end.holders)}.${wayBack()} ${SAFETY[end.holders.input]}`
      );
    case 'recovering':
      return (
        'The run was ended while it brought an interrupted release to its end. Production may be down: run the action with ' +
        `${recoverThese(end.hold.holders)}.${wayBack()} ${SAFETY[end.hold.holders.input]}`
      );
    case 'sweeping':
      return (
        'The run was ended while it swept up what an older run had left: no release was interrupted, and production is not moved by ' +
        `that. Run the action with ${recoverThese(end.hold.holders)} once more.`
      );
    case 'unlocking':
      return (
        `The run was ended while it took the lock of ${names(end.holders.ids)} away. "command: status" tells whether it ` +
        'is gone; where it is not, run "command: unlock" once more.'
      );
    case 'unreadable':
      return (
        'What the run had saved for this moment cannot be read, so nothing of it was undone or finished here, and production may be ' +
        `down. Run the action with ${recoverThisStep()}, when this job has ended: it brings an interrupted release to ` +
        `its end.${wayBack()} "command: status" tells how things are.`
      );
  }
}

/** What the release was of is not known, but what this step was told to release. */
function recoverThisStep(): string {
  const given = (['production-public-ip', 'scale-set', 'resource-group', 'subscription-id'] as const).flatMap(
    (input) => {
      const value = getInput(input).replaceAll(/\s*\n\s*/g, ',');
      return value === '' ? [] : [`${input}: ${value}`];
    },
  );
  const inputs = quotedInputs(recoverInputs(recoverToOfStep(), given));
  return given.length === 0 ? `${inputs} and the inputs of this step` : inputs;
}

function recoverThese({ input, ids }: Holders): string {
  return quotedInputs(recoverInputs(recoverToOfStep(), namingInputs(input, ids)));
}

/** By `auto` a release may be finished that this step was to undo, or to take back. */
function recoverToOfStep(): RecoverTo {
  const recoverTo = getInput('recover-to');
  switch (getInput('command')) {
    case 'recover':
      return recoverTo === 'finish' || recoverTo === 'undo' ? recoverTo : 'auto';
    case 'rollback':
      return 'undo';
    default:
      return 'auto';
  }
}

/** Half of a rollback of a scale set is taken further by the same word as a release is taken back. */
function wayBack(): string {
  return getInput('command') === 'rollback' && getInput('production-public-ip') !== ''
    ? ` ${UNDO_FOR_ROLLBACK}`
    : '';
}

function names(ids: readonly string[]): string {
  return ids.map(nameOf).join(', ');
}
