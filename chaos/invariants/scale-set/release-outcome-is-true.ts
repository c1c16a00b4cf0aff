import { readOpenRelease } from '../../../src/record/open-release.ts';
import type { ReleaseCommand } from '../../scale-set/action.ts';
import type { Claim } from '../outcome-is-true.ts';
import type { Violation } from '../violation.ts';
import { setAsideIsBack } from './release-is-whole.ts';
import { type InstanceAsItIs, printScaleSet, type ScaleSetAsItIs } from './scale-set-as-it-is.ts';

export interface ReleaseClaim extends Claim {
  /** What was asked for; a recovery is asked for nothing but an end. */
  readonly command: ReleaseCommand['kind'] | 'recover';
  /** Instances that it may have left without its payload, or not well: input `max-unhealthy`. */
  readonly mostWithout: number;
  /** It says itself that something is left over: the record may be. */
  readonly leftOver: boolean;
  /** How its job found the scale set, where that is not told by the record of the release. */
  readonly found?: ScaleSetAsItIs;
  /** Somebody else's payload is in the model: it is theirs, and what would be there without it is not to be seen. */
  readonly isModelTaken?: boolean;
  /** Somebody else has removed the record of the release: that it is not open any more is no doing of the run's. */
  readonly isRecordRemoved?: boolean;
}

/** What a run says has become of the scale set is what has become of it. */
export function releaseOutcomeIsTrue(
  now: ScaleSetAsItIs,
  before: ScaleSetAsItIs,
  claim: ReleaseClaim,
): Violation[] {
  const untrue = (shall: string): Violation[] => [
    {
      invariant: 'outcome-is-true',
      message: `${claim.act} says ${claim.outcome}, ${shall}: ${printScaleSet(now)}`,
    },
  ];
  switch (claim.outcome) {
    case 'succeeded':
      if (!isReached(now, claim)) {
        return untrue(`and ${claim.recoveredTo ?? claim.command} is not reached`);
      }
      return haveGotWell(now, claim) ? [] : untrue('and those that it has upgraded are not well');
    case 'rolled-back':
      if (eachModel(now, claim).some((each) => isLeftAlone(each, claim))) {
        return [];
      }
      return eachModel(now, claim).some(isTakenBack)
        ? setAsideIsBack(now, before)
        : untrue('and it is not taken back');
    case 'no-change':
      return claim.writes === 0 ? [] : untrue(`and has sent ${claim.writes} writes`);
    case 'reported':
    case 'unlocked':
    case 'swept':
      // It says nothing of what the instances have.
      return [];
    case 'failed':
      return claim.message === '' ? untrue('and not why') : [];
  }
}

function isReached(
  now: ScaleSetAsItIs,
  { command, recoveredTo, mostWithout, leftOver }: ReleaseClaim,
): boolean {
  const isOpen = readOpenRelease(now.tags) !== undefined;
  if (recoveredTo === 'undo' || (command === 'rollback' && recoveredTo === undefined)) {
    return haveOld(now) && (leftOver || !isOpen);
  }
  if (recoveredTo === 'finish') {
    // Of a canary, which leaves the release open, or of a rollout.
    return isOpen ? haveCanaries(now, mostWithout) : hasEverybody(now, mostWithout);
  }
  return command === 'canary'
    ? (leftOver || isOpen) && haveCanaries(now, mostWithout)
    : (leftOver || !isOpen) && hasEverybody(now, mostWithout);
}

/**
 * Of those with the payload, whom a release has upgraded, no more are sick than it may have made so, by how they are and not by
 * what they were found to be. Who was sick when the job came, or is being deleted,
 * does not count.
 */
function haveGotWell({ model, instances }: ScaleSetAsItIs, { mostWithout, found }: ReleaseClaim): boolean {
  const wasWell = (id: string) => found?.instances.find((each) => each.id === id)?.isWell ?? true;
  const sick = instances.filter(
    ({ id, has, isWorkedOn, isWell, provisioning }) =>
      has === 'new' && isWorkedOn && !isWell && provisioning !== 'Deleting' && wasWell(id),
  );
  return model !== 'new' || sick.length <= mostWithout;
}

function eachModel(now: ScaleSetAsItIs, { isModelTaken }: ReleaseClaim): readonly ScaleSetAsItIs[] {
  return isModelTaken === true
    ? [
        { ...now, model: 'old' },
        { ...now, model: 'new' },
      ]
    : [now];
}

function isLeftAlone(now: ScaleSetAsItIs, claim: ReleaseClaim): boolean {
  return isAsFound(now, claim) || (claim.command !== 'rollback' && isAsItsCanaryLeftIt(now));
}

function isTakenBack(now: ScaleSetAsItIs): boolean {
  return readOpenRelease(now.tags) === undefined && haveOld(now);
}

/** A job that goes on with a release, or takes one back, and is stopped before it has done anything, leaves the release as it was. */
function isAsFound(now: ScaleSetAsItIs, { found, isRecordRemoved }: ReleaseClaim): boolean {
  return (
    found !== undefined &&
    (isRecordRemoved === true ||
      (readOpenRelease(found.tags) === undefined) === (readOpenRelease(now.tags) === undefined)) &&
    now.model === found.model &&
    // Who was made meanwhile has the model.
    found.instances.every(({ id, has }) => (now.instances.find((each) => each.id === id)?.has ?? has) === has)
  );
}

function isAsItsCanaryLeftIt({ model, instances, tags }: ScaleSetAsItIs): boolean {
  const { canaryIds = [] } = readOpenRelease(tags) ?? {};
  return (
    canaryIds.length > 0 &&
    model === 'new' &&
    instances.every(({ id, has }) => has === 'old' || canaryIds.includes(id))
  );
}

function haveOld({ model, instances }: ScaleSetAsItIs): boolean {
  const isOld = ({ has, isProtectedFromScaleSetActions }: InstanceAsItIs) =>
    has === 'old' || isProtectedFromScaleSetActions;
  return model === 'old' && instances.every(isOld);
}

function haveCanaries({ model, instances, tags }: ScaleSetAsItIs, mostWithout: number): boolean {
  const { canaryIds = [] } = readOpenRelease(tags) ?? {};
  const without = instances.filter(({ id, has }) => canaryIds.includes(id) && has !== 'new');
  return model === 'new' && without.length <= mostWithout;
}

function hasEverybody({ model, instances }: ScaleSetAsItIs, mostWithout: number): boolean {
  const without = instances.filter(
    ({ has, isProtectedFromScaleSetActions }) => has !== 'new' && !isProtectedFromScaleSetActions,
  );
  return model === 'new' && without.length <= mostWithout;
}

/** Nobody comes after a job that has seen its record removed, and that says that there is nothing to do. */
export function forgottenIsOver(now: ScaleSetAsItIs, { act, outcome, message }: Claim): Violation[] {
  return isTakenBack(now) || hasEverybody(now, 0)
    ? []
    : [
        {
          invariant: 'outcome-is-true',
          message: `${act} says ${outcome} of a release whose tags were removed, and it is half done: ${printScaleSet(now)}: ${message}`,
        },
      ];
}

/** Who is red and leaves something half done leaves the journal, or the open release, too: nobody else could go on. */
export function failedReleaseCanGoOn(now: ScaleSetAsItIs, before: ScaleSetAsItIs, act: string): Violation[] {
  if (Object.keys(now.tags).some((name) => /^azure-rollout-(journal|release)/.test(name))) {
    return [];
  }
  const violation = (what: string): Violation => ({
    invariant: 'failure-can-be-recovered',
    message: `${act} is red, there is neither journal nor open release, and ${what}`,
  });
  const isWhole = isTakenBack(now) || hasEverybody(now, 0);
  return [
    ...(isWhole ? [] : [violation(`it is half done: ${printScaleSet(now)}`)]),
    ...setAsideIsBack(now, before),
    ...(Object.keys(now.tags).some((name) => name.startsWith('azure-rollout-lock'))
      ? [violation('the lock stays')]
      : []),
  ];
}
