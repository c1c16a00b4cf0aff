import type { DataPlanePreset } from '../../emulator/data-plane/contract.ts';
import type { FaultEffect } from '../../emulator/faults.ts';
import type { Moment } from '../in-process/machine.ts';
import type { Spot } from './spots.ts';

/** What goes wrong in the course of one run, as data: it is printed as it is, and performed again from a seed. */
export interface Schedule {
  readonly scenario: 'vipswap' | 'dual-stack' | 'virtual-machines';
  /** `rollback`: of a release that has ended before anything goes wrong. */
  readonly command: 'run' | 'rollback';
  /** Without it `record: none`; a rollback goes by the record, and has always one. */
  readonly leavesRecord: boolean;
  readonly method: 'temporary-ip' | 'native' | 'auto';
  /** An existing free address stands in instead of a temporary one. */
  readonly isSpareGiven: boolean;
  readonly onFailure: 'rollback' | 'stop';
  /** Of durations, latencies and the data plane. */
  readonly seed: number;
  readonly requestLatency: 'none' | 'realistic';
  readonly dataPlane: DataPlanePreset;
  readonly isDebug: boolean;
  readonly tokenLifetimeSeconds: number;
  readonly disturbances: readonly Disturbance[];
  /** What stops `main`, and with it whether anybody is left to run `post`. */
  readonly interruption?: Interruption;
  readonly isMachineLost: boolean;
  /** What stops `post`, a process of its own. */
  readonly postInterruption?: Interruption;
  /** A recovery before the one that has to be enough. */
  readonly firstRecovery?: FirstRecovery;
  /** How whoever comes last goes on, when everything is calm. */
  readonly recovery: RecoveryWay;
  /** Which of the production addresses `command: recover` names: any of them has to be enough for what one release had begun. */
  readonly recoveryNames: 'all' | 'first' | 'last';
  /** Whether the next release is tried too, when everything is over. */
  readonly isRunAgain: boolean;
  /** When somebody asks by `command: status`, after the beginning; also as soon as the job has ended that did not end whole. */
  readonly looksAfterMs?: readonly number[];
  /** Whether somebody takes the lock away before anybody recovers what did not end whole. */
  readonly isUnlocked?: boolean;
}

/** `command: recover` with this `recover-to`, or the job once more with `on-interrupted: recover`. */
export type RecoveryWay = 'auto' | 'finish' | 'undo' | 're-run';

export interface FirstRecovery {
  readonly way: RecoveryWay;
  readonly interruption?: Interruption;
  /** The faults go on while it runs. */
  readonly isDisturbed: boolean;
}

export type Disturbance =
  | { readonly kind: 'fault'; readonly at: Spot; readonly effect: FaultEffect }
  /** Another writer, who has no business with the swap: a tag, or a timeout of a rule. */
  | {
      readonly kind: 'other-field';
      readonly at: Spot;
      readonly when: 'before' | 'after';
      readonly writes: OtherField;
      /** How long their operation runs, in which the resource is `Updating`. */
      readonly lastsMs: number;
    }
  /** Another writer points a frontend at an address of their own. */
  | {
      readonly kind: 'same-field';
      readonly at: Spot;
      readonly when: 'before' | 'after';
      readonly side: 'production' | 'target';
    }
  /** Another writer applies a template that knows nothing of our tags, as Terraform would: all tags of an address are gone. */
  | { readonly kind: 'tags-removed'; readonly at: Spot; readonly when: 'before' | 'after' }
  /** The wall clock of every runner jumps; ARM's does not. */
  | { readonly kind: 'clock-jump'; readonly afterMs: number; readonly byMs: number };

export type OtherField =
  | 'production-load-balancer-tag'
  | 'target-load-balancer-tag'
  | 'production-load-balancer-rule'
  | 'target-load-balancer-rule'
  | 'production-address-tag'
  | 'target-address-tag';

/**
 * - `kill`: SIGKILL. Whatever the process has sent is carried out.
 * - `terminate`: SIGTERM, at which it leaves at once.
 * - `cancel`: as a runner cancels: SIGINT, SIGTERM 7.5 s later, SIGKILL after another 2.5 s; `post` has five minutes.
 */
export interface Interruption {
  readonly how: 'kill' | 'terminate' | 'cancel';
  readonly counts: 'requests' | 'writes';
  /** Counted from 1. One that is never sent interrupts nothing. */
  readonly nth: number;
  readonly moment: Moment;
  /** After that moment. */
  readonly delayMs: number;
  /** How long the very request is on its way, where that is its moment: it may arrive when its process is long dead. */
  readonly lateMs: number;
}

/** Somebody else has taken the very field: it is theirs, and no run can end whole before they let go of it. */
export function isContested({ disturbances }: Schedule): boolean {
  return disturbances.some(({ kind }) => kind === 'same-field');
}

/** Lock and journal may be taken away: a run that lives undoes what it has done, and one that does not has no successor. */
export function mayLoseJournal({ disturbances }: Schedule): boolean {
  return disturbances.some(({ kind }) => kind === 'tags-removed');
}

/** An update of another writer may run for longer than a run waits before it is refused. */
export function hasLongUpdate({ disturbances }: Schedule): boolean {
  return disturbances.some((each) => each.kind === 'other-field' && !isMild(each));
}

const ABSORBED_STATUSES: readonly number[] = [408, 429, 500, 502, 503, 504];
const ABSORBED_CODES: readonly string[] = ['AnotherOperationInProgress', 'RetryableError'];
/** In a row, of one fault. */
const MOST_ABSORBED = 3;
/** A poll says nothing of its operation by failing. More, and a step of three minutes is over before the throttling is. */
const MOST_POLLS_ABSORBED = 4;
/** Of src/azure/settled.ts: the checks before the first write wait for 90 s for somebody's operation, and then the run is refused. */
const LONGEST_AWAITED_MS = 85_000;
/** Of src/azure/arm/arm.ts: an answer that takes longer is given up. A few of them are a step's whole time. */
const LONGEST_ANSWER_MS = 60_000;

/**
 * Nothing but what retries, fresh reads and If-Match are there for: the run has to reach its goal, or to undo all that it has
 * done where its lock was taken away.
 */
export function isAbsorbable(schedule: Schedule): boolean {
  const { command, method, onFailure, interruption, disturbances } = schedule;
  // Without the tags a rollback does not know where to.
  const isWholeWithoutTags = command === 'run' && onFailure === 'rollback';
  return (
    interruption === undefined &&
    disturbances.every((each) => (each.kind === 'tags-removed' ? isWholeWithoutTags : isMild(each))) &&
    disturbances.every((each) => timesMet(each, disturbances) <= mostAbsorbed(each)) &&
    (method === 'temporary-ip' || disturbances.every(sparesOwnSwap))
  );
}

/**
 * ARM's own swap has no ETag: what is not known of its request is not tried again, and whoever writes to a load balancer
 * meanwhile overtakes it. What is asked about it, and everything before and after, is no different from any other run's.
 */
export function sparesOwnSwap(disturbance: Disturbance): boolean {
  switch (disturbance.kind) {
    case 'other-field':
    case 'same-field':
      return false;
    case 'clock-jump':
    case 'tags-removed':
      return true;
    case 'fault':
      return disturbance.at.request !== 'any' && disturbance.at.request !== 'swap-addresses';
  }
}

/** By all faults of one kind of request together: they may meet it in a row. */
function timesMet(disturbance: Disturbance, all: readonly Disturbance[]): number {
  return all
    .flatMap((each) => (each.kind === 'fault' ? [each.at] : []))
    .filter(({ request }) => disturbance.kind === 'fault' && request === disturbance.at.request)
    .reduce((total, { times }) => total + (times === 'always' ? Number.POSITIVE_INFINITY : times), 0);
}

function mostAbsorbed(disturbance: Disturbance): number {
  return disturbance.kind === 'fault' && disturbance.at.request === 'poll'
    ? MOST_POLLS_ABSORBED
    : MOST_ABSORBED;
}

export function isMild(disturbance: Disturbance): boolean {
  switch (disturbance.kind) {
    case 'other-field':
      return disturbance.lastsMs <= LONGEST_AWAITED_MS;
    case 'clock-jump':
      return true;
    case 'same-field':
    case 'tags-removed':
      return false;
    case 'fault':
      return isAbsorbedFault(disturbance.at, disturbance.effect, mostAbsorbed(disturbance));
  }
}

/** A fault that retries and fresh reads are there for. */
export function isAbsorbedFault(at: Pick<Spot, 'times'>, effect: FaultEffect, most = MOST_ABSORBED): boolean {
  return isRare(at, effect, most) && isAbsorbedEffect(effect);
}

function isRare({ times }: Pick<Spot, 'times'>, effect: FaultEffect, most: number): boolean {
  const isLong =
    effect.effect === 'unanswered' ||
    (effect.effect === 'delayed' && (effect.beforeMs ?? 0) + (effect.afterMs ?? 0) > LONGEST_ANSWER_MS);
  return times !== 'always' && times <= (isLong ? 1 : most);
}

function isAbsorbedEffect(effect: FaultEffect): boolean {
  switch (effect.effect) {
    case 'answer':
      return ABSORBED_STATUSES.includes(effect.status) || ABSORBED_CODES.includes(effect.code);
    case 'answer-lost':
    case 'connection-reset':
    case 'throttled':
    case 'unanswered':
    case 'delayed':
      return true;
    default:
      return false;
  }
}
