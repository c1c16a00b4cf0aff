import { getState, saveState } from '@actions/core';
import type { Plan } from './engine/plan.ts';
import type { Lease } from './record/lease.ts';
import type { ReleaseSubject } from './strategies/strategy.ts';

/** How far `main` got in a plan. Plain data without secrets: the runner keeps it in a file until `post` has run. */
export interface Progress {
  readonly plan: Plan;
  /** What the release is about: `post` tells of it in the words of `main`. */
  readonly subject?: Partial<ReleaseSubject>;
  /** In the order in which they were started; the last one may have done half of its work. */
  readonly startedStepIds: readonly string[];
  /** The lock that `main` works under, and `post` after it. */
  readonly lease: Lease;
  /** `main` has waited for the answers to all that it has sent: nothing of it is on its way to ARM any more. */
  readonly isQuiet: boolean;
}

/** What `main` leaves for `post` of the same step. Saved before each step, because `main` may be killed in it. */
export type State = { readonly kind: 'idle' } | { readonly kind: 'under-way'; readonly progress: Progress };

const NAME = 'azure-rollout';
/** A runner may hold the state of one version while another runs only if it was changed by hand: then it is ignored. */
const VERSION = 2;

export function saveStateForPost(state: State): void {
  saveState(NAME, JSON.stringify({ version: VERSION, state }));
}

/** Undefined in `main`: nothing was saved yet. */
export function readStateOfMain(): State | undefined {
  const saved = getState(NAME);
  if (saved === '') {
    return undefined;
  }
  const { version, state } = JSON.parse(saved) as { version: number; state: State };
  return version === VERSION ? state : { kind: 'idle' };
}
