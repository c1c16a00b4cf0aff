import type { Arm } from '../azure/arm/arm.ts';
import type { CheckEvent } from '../checks/check-events.ts';
import type { Clock } from '../engine/clock.ts';
import type { EngineEvent } from '../engine/events.ts';
import type { Plan } from '../engine/plan.ts';
import type { FailureResponse, RunResult } from '../engine/run.ts';
import type { ProbeEvent } from '../probe/probe-events.ts';
import type { Journal, RecoveryDirection } from '../record/journal.ts';
import type { Lease } from '../record/lease.ts';
import type { BesideLock, Lock, Undertaking } from '../record/lock.ts';
import type { RecordHolder } from '../record/record-holder.ts';
import type { ReleaseStatus } from './release-status.ts';
import type { ScaleSetEvent } from './scale-set/release-events.ts';
import type { ByHandEvent } from './vip-swap/by-hand.ts';
import type { LastLookFailedEvent, NotAsLeftEvent } from './vip-swap/last-look.ts';
import type { StillServedEvent } from './vip-swap/perform/look-before-opening.ts';
import type { ProductionSeenEvent } from './vip-swap/see-production.ts';

/** A public IP address, for whoever reads of it. */
export interface NamedAddress {
  readonly id: string;
  readonly name: string;
  /** The IP address itself. */
  readonly address: string;
}

/** What a release is about, for whoever reads of it. */
export interface ReleaseSubject {
  readonly productionAddresses: readonly NamedAddress[];
  readonly previousLoadBalancer?: string;
  /** Its resource id. Absent of a recovery, which may go either way. */
  readonly previousLoadBalancerId?: string;
  readonly newLoadBalancer?: string;
  /** Of a recovery of a swap: what was interrupted. */
  readonly recovering?: Undertaking;
  /** The scale set whose instances are upgraded. */
  readonly scaleSetId?: string;
}

export interface RunControl {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** Input `timeout`, of which `timeoutMs` is what is left. */
  readonly wholeTimeoutMs?: number;
  readonly undoTimeoutMs: number;
  readonly onFailure: FailureResponse;
}

/** A release that is ready to go: nothing has been written yet. */
export interface Release {
  readonly plan: Plan;
  run(control: RunControl): Promise<RunResult>;
}

/** What a strategy makes of its inputs and of Azure as it is. */
export type Preparation =
  /** Somebody else works on it. */
  | ({ readonly kind: 'locked' } & HeldLock)
  /** A former release was neither finished nor undone, and nobody works on it any more. */
  | {
      readonly kind: 'interrupted';
      readonly holder: RecordHolder;
      readonly journal: Journal;
      /** Which way of bringing it to its end is all that was to be done. */
      readonly reachedBy?: RecoveryDirection;
    }
  | { readonly kind: 'no-change'; readonly subject: ReleaseSubject; readonly reason: string }
  /** Must not start; every reason at once. The plan is what would have been done. */
  | {
      readonly kind: 'refused';
      readonly subject: ReleaseSubject;
      readonly plan: Plan;
      readonly refusals: readonly string[];
    }
  | { readonly kind: 'ready'; readonly subject: ReleaseSubject; readonly release: Release };

/** What a release says of itself, beside what ARM and the record say. */
export type StrategyEvent =
  | EngineEvent
  | ProbeEvent
  | CheckEvent
  | ScaleSetEvent
  | ProductionSeenEvent
  | StillServedEvent
  | NotAsLeftEvent
  | LastLookFailedEvent
  | ByHandEvent;

/** What every strategy is given. */
export interface StrategyContext {
  readonly arm: Arm;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly emit: (event: StrategyEvent) => void;
  /** `Clock.monotonicMs` at which the time of the whole command is up: input `timeout`. */
  readonly endsAtMs: number;
  /** `plan` sends requests to nobody but ARM and, for its health check, the target. */
  readonly command: 'run' | 'plan';
  /** The lock that the release takes before it writes anything else. */
  readonly lease: Lease;
  /** How long ARM had production away in this release until now: for the record, where nobody probes. */
  readonly controlPlaneSeconds: () => number | null;
  /**
   * How long production was away, since the run began, while it brought an interrupted release to its end before this one: for the record,
   * too. 0 where it did not, null where nobody knows.
   */
  readonly recoveredSeconds: () => number | null;
}

/** A lock that binds, and the resource in whose tags it is. */
export interface HeldLock {
  readonly holder: RecordHolder;
  readonly lock: Lock;
  readonly beside: BesideLock;
}

export type RecoverTo = 'auto' | 'finish' | 'undo';

/** What a strategy makes of what an interrupted release has left. */
export type RecoveryPreparation =
  /** No release was interrupted. `swept`: what an older one had left is gone now. */
  | { readonly kind: 'nothing' | 'swept'; readonly subject: ReleaseSubject; readonly reason: string }
  /** Nor that, and production is down, or may be, or nobody can release: a person has to put that right, as the error says. */
  | { readonly kind: 'not-in-order'; readonly subject: ReleaseSubject; readonly error: Error }
  | {
      readonly kind: 'ready';
      readonly subject: ReleaseSubject;
      run(control: RecoveryControl): Promise<Recovered>;
    };

export type RecoveryControl = Pick<RunControl, 'signal' | 'timeoutMs' | 'wholeTimeoutMs'>;

export interface Recovered {
  readonly direction: RecoveryDirection;
  readonly result: RunResult;
  /**
   * Of a swap: names of the load balancers that serve production at the end of that way. Several where another release has moved a part of
   * it, which is left where it is.
   */
  readonly servedBy?: readonly string[];
}

export interface RecoveryContext
  extends Pick<StrategyContext, 'arm' | 'clock' | 'signal' | 'emit' | 'lease'> {
  /** What was left is about that, which is to be told also where nothing can be made of it. */
  readonly tellSubject: (subject: Partial<ReleaseSubject>) => void;
  /** Called right before the first write, and not earlier: until then nothing was changed. */
  readonly tellSettling: (what: 'recovery' | 'sweep') => void;
}

/** What `recover`, and whoever waits for another run, need of a strategy. */
export interface Recoverable {
  /** How many resources carry a record: each of them may have been left by another release. */
  readonly holderCount: number;
  /** From one look at the locks to the next, for who waits. */
  readonly lockLookMs: number;
  /** Locks of other runs that bind now. */
  boundLocks(context: Pick<StrategyContext, 'arm' | 'signal' | 'lease'>): Promise<readonly HeldLock[]>;
  prepareRecovery(context: RecoveryContext, recoverTo: RecoverTo): Promise<RecoveryPreparation>;
}

/** A release as a command carries it out, whatever the strategy. */
export interface ReleaseStrategy extends Recoverable {
  /** Who meets somebody else's work is told by it how that goes the same way. */
  readonly undertaking: Undertaking;
  /** Reads, checks and plans; writes nothing. Called again after everything that was waited for. */
  prepare(context: StrategyContext): Promise<Preparation>;
}

/** What `command: unlock` has done. */
export interface Unlocked {
  /** Where the locks are of addresses. */
  readonly subject?: ReleaseSubject;
  /** Whose each lock was, a sentence each; none where nothing was locked. */
  readonly unlocked: readonly string[];
  /** Why it is not known whether production is served, a sentence each. */
  readonly uncertain: readonly string[];
  /** What could not be looked at, and why: there may be a lock as well. */
  readonly unchecked: readonly string[];
}

/** What `command: status` reads. */
export interface StatusReading {
  readonly status: ReleaseStatus;
  readonly subject: ReleaseSubject;
}
