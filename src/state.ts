import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { getState, saveState } from '@actions/core';
import type { RecoveryEnd } from './commands/command.ts';
import type { InterruptionCause } from './engine/interrupted.ts';
import type { Plan } from './engine/plan.ts';
import type { Holders } from './holders.ts';
import type { Lease } from './record/lease.ts';
import type { DowntimeReport } from './report/downtime-report.ts';
import type { ReleaseSubject } from './strategies/strategy.ts';

/** How far `main` got in a plan. Plain data without secrets: the runner keeps it in a file until `post` has run. */
export interface Progress {
  readonly plan: Plan;
  /** What the release is about: `post` tells of it in the words of `main`. */
  readonly subject?: Partial<ReleaseSubject>;
  /** In the order in which they were started; the last one may have done half of its work. */
  readonly startedStepIds: readonly string[];
  /** Instances that it has asked to become what the release brings. */
  readonly begunIds: readonly string[];
  /** The lock that `main` works under, and `post` after it. */
  readonly lease: Lease;
  /** `main` has waited for the answers to all that it has sent: nothing of it is on its way to ARM any more. */
  readonly isQuiet: boolean;
  readonly cause: InterruptionCause;
  /** Of a plan that has reached its goal, and could not tidy up all of it: nothing was interrupted, and this is what `main` has measured. */
  readonly downtime?: DowntimeReport;
}

/** A lock that a recovery may have, and on what. */
export interface Hold {
  readonly lease: Lease;
  readonly holders: Holders;
}

/** What `main` leaves for `post` of the same step. Saved before each step, because `main` may be killed in it. */
export type State =
  /** `main` has begun, and has changed nothing. */
  | { readonly kind: 'begun' }
  /** A release was found to be interrupted, and nothing is changed of it yet. */
  | { readonly kind: 'looking'; readonly holders: Holders }
  /** A recovery had begun: it is taken up again by the same command, and by nobody else. */
  | { readonly kind: 'recovering'; readonly hold: Hold }
  /** No release was interrupted, and what an older run had left was being swept up. */
  | { readonly kind: 'sweeping'; readonly hold: Hold }
  /** One of these two, and `main` has told of it: it was cancelled, and had no time to give its lock up. */
  | { readonly kind: 'recovery-cancelled'; readonly hold: Hold }
  /** A recovery has come to its end, and what was to come after it has changed nothing. */
  | { readonly kind: 'recovered'; readonly end: Exclude<RecoveryEnd, 'nothing'> }
  /** A lock was to be taken away. */
  | { readonly kind: 'unlocking'; readonly holders: Holders }
  | { readonly kind: 'under-way'; readonly progress: Progress }
  /** `main` has come to its end and told everything. */
  | { readonly kind: 'idle' }
  /** What there is was not saved like this by this version, or somebody has changed it since: something may be under way, and nobody knows what. */
  | { readonly kind: 'unreadable' };

const NAME = 'azure-rollout';
/** Of the form of `State`. A runner holds the state of another version only where somebody has changed the action beneath it. */
const VERSION = 'v7';

/**
 * Packed, because the runner hands it to `post` in a variable of its environment, of which Linux takes 128 KiB at most: with the plan of
 * a few hundred instances `post` could not even be started.
 */
export function saveStateForPost(state: State): void {
  const packed = gzipSync(JSON.stringify(state)).toString('base64');
  saveState(NAME, `${sealOf(packed)} ${packed}`);
}

/** In `post`. A `main` that was killed before it could save anything had begun, and no more. */
export function readStateOfMain(): State {
  const saved = getState(NAME);
  if (saved === '') {
    return { kind: 'begun' };
  }
  const packed = saved.slice(saved.indexOf(' ') + 1);
  // All of it, as it was saved: of a plan of which a part is missing, half would be undone.
  return saved === `${sealOf(packed)} ${packed}` ? unpacked(packed) : { kind: 'unreadable' };
}

function unpacked(packed: string): State {
  return JSON.parse(gunzipSync(Buffer.from(packed, 'base64')).toString()) as State;
}

function sealOf(packed: string): string {
  return `${VERSION}:${createHash('sha256').update(packed).digest('base64url')}`;
}
