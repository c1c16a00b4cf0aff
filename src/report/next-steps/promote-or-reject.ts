import { namedInstances } from '../../strategies/scale-set/instances/named-instances.ts';
import { unhealthyIds } from '../listed-instances.ts';
import { them } from '../readable.ts';
import type { Report } from '../report.ts';
import type { ScaleSetReport } from '../scale-set-report.ts';
import { payloadName } from '../verdict/scale-set-verdict.ts';
import { formerSettings, isOfExtension, type NextStep, namingOfScaleSet, say } from './next-step.ts';
import { asInThisJob, sharedLines } from './shared-inputs.ts';

/** Only the tag that a finished release leaves tells a rollback what there was before. */
export function goBack(steps: Report['steps'], scaleSet: ScaleSetReport): NextStep {
  const { previousPayload } = scaleSet;
  if (previousPayload === null) {
    return say(
      'What the instances had before is not known, so command: rollback is refused. To go back, release what they are to have with ' +
        'command: run.',
    );
  }
  const why = whyNoLastTag(steps);
  if (why !== null) {
    return say(
      `No tag tells what the instances had before, because ${why}, so command: rollback is refused. To go back, release ` +
        `${payloadName(previousPayload)} with command: run.`,
    );
  }
  return {
    text: `To go back to what the instances had before${formerSettings(scaleSet)}${asInThisJob(scaleSet)}, use these inputs:`,
    commands: [],
    inputs: inputsBack(scaleSet),
  };
}

/** `null`: there is one. */
function whyNoLastTag(steps: Report['steps']): string | null {
  const closing = steps.find(({ id }) => id === 'write-record');
  if (closing?.run?.failure?.code === 'RecordRemoved') {
    return 'somebody has removed it';
  }
  const isLeft = closing?.changes.some(({ field, to }) => field === 'tags/azure-rollout-last' && to !== null);
  return isLeft === true ? null : 'record is none';
}

/** Whoever is not well still counts against the budget of the second half, whose default is 0: it would take the release back. */
export function promote(scaleSet: ScaleSetReport): NextStep {
  const bad = unhealthyIds(scaleSet);
  const how = `use these inputs in a job behind an approval, as examples/canary.yml does`;
  const budget =
    bad.length === 0
      ? ''
      : `. In that half, too, ${namedInstances(bad)} ${bad.length === 1 ? 'counts' : 'count'} as not well, so max-unhealthy has to have room for ` +
        `${them(bad)}: without it nothing is promoted, and the release is taken back unless on-unhealthy says otherwise`;
  return {
    text: `To promote the release to all other instances${wayBackOfPromotion(scaleSet)}${asInThisJob(scaleSet)}, ${how}${budget}:`,
    commands: [],
    inputs: inputsForwards(scaleSet, inputsOfRelease),
  };
}

function inputsForwards(scaleSet: ScaleSetReport, inputsFor: typeof inputsOf): string[] {
  const bad = unhealthyIds(scaleSet);
  const shared = sharedLines(scaleSet, 'forwards');
  return [
    ...inputsFor(scaleSet, ['strategy: full-rollout']),
    ...(bad.length === 0
      ? shared
      : [...shared.filter((line) => !line.startsWith('max-unhealthy: ')), `max-unhealthy: ${bad.length}`]),
    ...noWayBack(scaleSet),
  ];
}

/** Of the release that was finished, or that a rollback was about. */
export function inputsBack(scaleSet: ScaleSetReport, inputsFor = inputsOf): string[] {
  return [...inputsFor(scaleSet, ['command: rollback']), ...sharedLines(scaleSet, 'back')];
}

export function goOn(scaleSet: ScaleSetReport, inputsFor: typeof inputsOf): NextStep {
  const bad = unhealthyIds(scaleSet);
  const budget = bad.length === 0 ? '' : ', or with max-unhealthy, which counts who is not well still';
  return {
    text: `To go on with it all the same, once the cause is removed${budget}${wayBackOfPromotion(scaleSet)}${asInThisJob(scaleSet)}:`,
    commands: [],
    inputs: inputsForwards(scaleSet, inputsFor),
  };
}

/** None where nobody knows what there was before. */
export function reject(scaleSet: ScaleSetReport): NextStep[] {
  return scaleSet.previousPayload === null
    ? []
    : [
        {
          text: `To reject it, which takes it back from the instances that have it${formerSettings(scaleSet)}${asInThisJob(scaleSet)}:`,
          commands: [],
          inputs: inputsBack(scaleSet, inputsOfRelease),
        },
      ];
}

/** Of the one that is open: another one is not meant, whoever may have opened it by the time at which this is used. */
export function inputsOfRelease(scaleSet: ScaleSetReport, first: readonly string[]): string[] {
  const { releaseId } = scaleSet;
  return [...inputsOf(scaleSet, first), ...(releaseId === null ? [] : [`release-id: ${releaseId}`])];
}

export function inputsOf(scaleSet: ScaleSetReport, first: readonly string[]): string[] {
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
