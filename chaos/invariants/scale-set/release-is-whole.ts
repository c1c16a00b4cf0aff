import { isDeepStrictEqual } from 'node:util';
import { readOpenRelease } from '../../../src/record/open-release.ts';
import type { Violation } from '../violation.ts';
import { type InstanceAsItIs, printScaleSet, type ScaleSetAsItIs } from './scale-set-as-it-is.ts';

/** What holds as soon as a run has ended whole by its own words, also where the release is open and waits for its other half. */
export function nothingIsHalfDone(now: ScaleSetAsItIs): Violation[] {
  const isKept = readOpenRelease(now.tags) === undefined ? LAST_TAG : LAST_OR_RELEASE_TAG;
  return Object.keys(now.tags)
    .filter((tag) => OWN_TAG.test(tag) && !isKept.test(tag))
    .map((tag) => ({ invariant: 'nothing-left-over', message: `the tag ${tag} is left over` }));
}

const OWN_TAG = /^azure-rollout-/i;
/** What a release that is over leaves on purpose, and one that is open. */
const LAST_TAG = /^azure-rollout-last(-\d+)?$/;
const LAST_OR_RELEASE_TAG = /^azure-rollout-(last(-\d+)?|release(-.+)?)$/;

/** @param mostWithout instances that a release may leave without its payload, or failed: those that did not get well. */
export function releaseIsWhole(
  now: ScaleSetAsItIs,
  before: ScaleSetAsItIs,
  mostWithout: number,
): Violation[] {
  const isOpen = readOpenRelease(now.tags) !== undefined;
  return [
    ...nothingIsHalfDone(now),
    ...declared(now),
    ...nothingElseChanged(now, before),
    ...(isOpen
      ? []
      : [...onePayload(now, mostWithout), ...setAsideIsBack(now, before), ...settled(now, mostWithout)]),
  ];
}

/** No instance runs what neither the release nor what was there before has declared. */
function declared(now: ScaleSetAsItIs): Violation[] {
  return now.model === 'undeclared' || now.instances.some(({ has }) => has === 'undeclared')
    ? [{ invariant: 'declared-model', message: printScaleSet(now) }]
    : [];
}

/** The payload is all that a release brings: neither the model nor an instance gets anything else by it. */
function nothingElseChanged(now: ScaleSetAsItIs, before: ScaleSetAsItIs): Violation[] {
  const violation = (whose: string): Violation => ({
    invariant: 'declared-model',
    message: `${whose} differs from before in more than the payload`,
  });
  return [
    ...(isDeepStrictEqual(now.rest, before.rest) ? [] : [violation('the model')]),
    ...now.instances
      .filter(({ rest }) => !isDeepStrictEqual(rest, before.rest.profile))
      .map(({ id }) => violation(`what instance ${id} was brought to`)),
  ];
}

/** The release is over, one way or the other. Who may not be upgraded has what it had. */
function onePayload(now: ScaleSetAsItIs, mostWithout: number): Violation[] {
  const others = now.instances.filter(
    ({ has, isProtectedFromScaleSetActions }) => has !== now.model && !isProtectedFromScaleSetActions,
  );
  const tolerated = now.model === 'new' ? mostWithout : 0;
  return others.length > tolerated ? [{ invariant: 'one-payload', message: printScaleSet(now) }] : [];
}

/** What a process has said that nobody gives back any more but a person. */
export interface Named {
  readonly protectedIds: readonly string[];
  readonly hasSuspendedRepairs: boolean;
}

const NOTHING: Named = { protectedIds: [], hasSuspendedRepairs: false };

/** What a release has set aside for its length: protection from scale-in, and automatic repairs. */
export function setAsideIsBack(now: ScaleSetAsItIs, before: ScaleSetAsItIs, named = NOTHING): Violation[] {
  const wasProtected = ({ id }: InstanceAsItIs) =>
    before.instances.some((each) => each.id === id && each.isProtectedFromScaleIn);
  return [
    ...now.instances
      .filter((each) => each.isProtectedFromScaleIn !== wasProtected(each))
      .filter(({ id }) => !named.protectedIds.includes(id))
      .map(
        ({ id, isProtectedFromScaleIn }): Violation => ({
          invariant: 'protection-returned',
          message: `instance ${id} is ${isProtectedFromScaleIn ? '' : 'not '}protected from scale-in, as it was not before`,
        }),
      ),
    ...(now.repairs === before.repairs || named.hasSuspendedRepairs
      ? []
      : [
          {
            invariant: 'repairs-resumed',
            message: `automatic repairs are ${now.repairs}, and were ${before.repairs}`,
          } as const,
        ]),
  ];
}

function settled({ instances, model }: ScaleSetAsItIs, mostWithout: number): Violation[] {
  const failed = instances.filter(({ hasFailedWork }) => hasFailedWork);
  const isWithinBudget = model === 'new' && failed.length <= mostWithout;
  return instances
    .filter(
      ({ provisioning, hasFailedWork }) =>
        (hasFailedWork && !isWithinBudget) || !/^(Succeeded|Failed)$/.test(provisioning),
    )
    .map(({ id, provisioning }) => ({ invariant: 'settled', message: `instance ${id} is ${provisioning}` }));
}

/** Whom a release has not reached, it has done nothing to, restarts and protection included. */
export function othersAreUntouched(touched: ReadonlySet<string>, allowed: ReadonlySet<string>): Violation[] {
  return [...touched]
    .filter((id) => !allowed.has(id))
    .map((id) => ({
      invariant: 'untouched',
      message: `instance ${id} is none of the release, and something was done to it`,
    }));
}

/** A canary is as large as was asked for, rounded up, and no larger: who is one is told by the release itself. */
export function canariesAreFew(
  { canaries, instances }: { readonly canaries: number; readonly instances: number },
  percent: number,
): Violation[] {
  const most = Math.ceil((instances * percent) / 100);
  return canaries <= most
    ? []
    : [
        {
          invariant: 'untouched',
          message: `${canaries} of ${instances} instances are canaries, where ${percent} % were asked for`,
        },
      ];
}
