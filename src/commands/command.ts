import type { Arm } from '../azure/arm/arm.ts';
import type { Clock } from '../engine/clock.ts';
import type { Plan } from '../engine/plan.ts';
import type { RunResult } from '../engine/run.ts';
import type { RecoveryDirection } from '../record/journal.ts';
import type { Lease } from '../record/lease.ts';
import type { RecordEvent } from '../record/record-events.ts';
import type { ReleaseStatus } from '../strategies/release-status.ts';
import type { ReleaseSubject, StrategyEvent } from '../strategies/strategy.ts';

export type CommandEvent = StrategyEvent | RecordEvent;

/** What every command works with; nothing of it is GitHub's, so a command runs in a test as it does in a job. */
export interface CommandContext {
  readonly arm: Arm;
  readonly clock: Clock;
  /** The job was cancelled. */
  readonly signal: AbortSignal;
  /** The lock that the command takes where it writes: its own, and nobody else's. */
  readonly lease: Lease;
  readonly emit: (event: CommandEvent) => void;
  /** As of `StrategyContext`. */
  readonly controlPlaneSeconds: () => number | null;
  /** As of `StrategyContext`. */
  readonly recoveredSeconds: () => number | null;
  /** As `emit`, for a plan that `post` is to settle where this process is cancelled or killed. */
  readonly emitSaving: (event: CommandEvent) => void;
  /** Called with `look` as soon as that is known, and otherwise before the first write of what `post` could not settle: it has to say so where this process is killed. */
  readonly tellSettling: (what: Settling) => void;
  /** Called when nothing of that is under way any more, with what has become of it. */
  readonly tellRecovered: (end: RecoveryEnd) => void;
  /** Called as soon as it is known, also by a command that fails afterwards. */
  readonly tellSubject: (subject: Partial<ReleaseSubject>) => void;
  readonly tellPlan: (plan: Plan) => void;
}

/**
 * What writes under no plan: a release that was interrupted, what an older run has left, or somebody's lock is settled. `look`: a release
 * was found to be interrupted, and nothing is written before its owner is seen to be gone.
 */
export type Settling = 'look' | 'recovery' | 'sweep' | 'unlock';

/**
 * What a recovery has done: `swept`, what an older run had left; `nothing`, because there was nothing, or others were faster. One
 * before it in the same run may have done something all the same.
 */
export type RecoveryEnd = RecoveryDirection | 'swept' | 'nothing';

/** How a command ended that did not fail. */
export type CommandEnd =
  /** A plan ran, to whatever end. */
  | { readonly kind: 'ran'; readonly result: RunResult; readonly recoveredTo?: RecoveryDirection }
  | { readonly kind: 'planned'; readonly plan: Plan }
  | { readonly kind: 'no-change'; readonly reason: string }
  /** There was nothing to recover, and what an older run had left is gone. */
  | { readonly kind: 'swept'; readonly reason: string }
  | { readonly kind: 'unlocked'; readonly reason: string }
  | { readonly kind: 'reported'; readonly status: ReleaseStatus };
