import type { PollPace } from '../../azure/arm/long-running.ts';
import type { FrontendAssignment } from '../../azure/network/frontend-assignments.ts';
import type { PublicIpAddressTemplate } from '../../azure/network/public-ip-addresses.ts';
import type { Plan, Step } from '../../engine/plan.ts';
import type { SwapJournal } from './record/swap-journal.ts';

/** The first write of a release: from here on nobody else may work on the addresses, and whoever comes later knows what it is. */
export interface TakeLock extends Step {
  readonly kind: 'take-lock';
  readonly method: string;
  readonly journal: SwapJournal;
}

/** The writes of a run that was killed may still arrive; only when none can any more is what Azure says believed. */
export interface OutlastLateWrites extends Step {
  readonly kind: 'outlast-late-writes';
  readonly expected: readonly ExpectedLoadBalancer[];
}

/** What a fresh read of a load balancer has to show, with `Succeeded`. */
export interface ExpectedLoadBalancer {
  readonly loadBalancerId: string;
  readonly assignments: readonly FrontendAssignment[];
}

/** What the tags say of the last release, when this one is over. */
export type LastEntry =
  /** `releasedBy`: the run whose release it is, where another one brings it to its end. Absent: this one. */
  | { readonly kind: 'written'; readonly releasedBy?: string }
  | { readonly kind: 'removed' }
  /** What was done before it stays. Where the release had closed the record of an address already, what it left there goes. */
  | ({ readonly kind: 'undone' } & UndoneRelease);

/** By which what a release has left in the tags of an address is told from what was there before. */
export interface UndoneRelease {
  readonly releasedBy: string;
  readonly begunAtEpochMs: number;
}

/** The last write: lock and journal go, and what was done stays. */
export interface WriteRecord extends Step {
  readonly kind: 'write-record';
  readonly method: string;
  readonly journal: SwapJournal;
  readonly last: LastEntry;
}

/** A public IP address to create, and to delete after the swap. */
export interface TemporaryAddress {
  readonly id: string;
  readonly template: PublicIpAddressTemplate;
}

export interface CreateTemporaryAddresses extends Step {
  readonly kind: 'create-temporary-addresses';
  readonly addresses: readonly TemporaryAddress[];
}

/** One PUT of one load balancer: its frontends get other addresses. */
export interface AssignAddresses extends Step {
  readonly kind: 'assign-addresses';
  readonly loadBalancerId: string;
  readonly assignments: readonly FrontendAssignment[];
  readonly previousAssignments: readonly FrontendAssignment[];
  /** What the frontends had before the plan: where undoing all of it leads. */
  readonly originalAssignments: readonly FrontendAssignment[];
  readonly pace: PollPace;
  /** How long an update that runs already is waited for before it is written over. Absent: to its end. */
  readonly patienceMs?: number;
}

/** ARM's own swap: one long-running operation over both load balancers. */
export interface SwapAddresses extends Step {
  readonly kind: 'swap-addresses';
  readonly location: string;
  readonly subscriptionId: string;
  readonly production: SwapSide;
  readonly target: SwapSide;
  /** To be made only if ARM accepts the swap, does not finish it, and leaves both sides holding each other's address. */
  readonly temporaryAddress: TemporaryAddress;
}

export interface SwapSide {
  readonly loadBalancerId: string;
  readonly frontend: string;
  readonly frontendId: string;
  /** What the frontend has before the swap. */
  readonly publicIpAddressId: string;
}

/** Azure is read again, and production has to answer steadily from the target. */
export interface ConfirmProduction extends Step {
  readonly kind: 'confirm-production';
  /** The one that serves production first. */
  readonly expected: readonly ExpectedLoadBalancer[];
}

export interface DeleteTemporaryAddresses extends Step {
  readonly kind: 'delete-temporary-addresses';
  readonly addressIds: readonly string[];
}

export type VipSwapStep =
  | TakeLock
  | CreateTemporaryAddresses
  | AssignAddresses
  | SwapAddresses
  | OutlastLateWrites
  | ConfirmProduction
  | DeleteTemporaryAddresses
  | WriteRecord;

const KINDS: Readonly<Record<VipSwapStep['kind'], true>> = {
  'take-lock': true,
  'create-temporary-addresses': true,
  'assign-addresses': true,
  'swap-addresses': true,
  'outlast-late-writes': true,
  'confirm-production': true,
  'delete-temporary-addresses': true,
  'write-record': true,
};

/** @throws Error for a plan that takes no lock: every plan of a release does. */
export function journalIn({ goal, steps }: Plan<VipSwapStep>): SwapJournal {
  const locking = steps.find((step) => step.kind === 'take-lock');
  if (locking === undefined) {
    throw new Error(`The plan "${goal}" takes no lock, so it is not one of this version.`);
  }
  return locking.journal;
}

/** For a plan that comes from another process: it was written by this module, so its kind says all. */
export function isVipSwapStep(step: Step): step is VipSwapStep {
  return Object.hasOwn(KINDS, step.kind);
}
