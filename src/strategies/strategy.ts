import type { Arm } from '../azure/arm.ts';
import type { Clock } from '../engine/clock.ts';
import type { EngineEvent } from '../engine/events.ts';
import type { Plan } from '../engine/plan.ts';
import type { RunResult } from '../engine/run.ts';
import type { ProbeEvent } from '../probe/probe-events.ts';
import type { Journal } from '../record/journal.ts';
import type { Lease } from '../record/lease.ts';
import type { Lock } from '../record/lock.ts';

/** What a release is about, for whoever reads of it. */
export interface ReleaseSubject {
  readonly productionAddresses: readonly { readonly name: string; readonly address: string }[];
  readonly previousLoadBalancer?: string;
  readonly newLoadBalancer: string;
}

export interface RunControl {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** Input `timeout`, of which `timeoutMs` is what is left. */
  readonly wholeTimeoutMs?: number;
  readonly undoTimeoutMs: number;
  readonly onFailure: 'rollback' | 'stop';
}

/** A release that is ready to go: nothing has been written yet. */
export interface Release {
  readonly plan: Plan;
  run(control: RunControl): Promise<RunResult>;
}

/** What a strategy makes of its inputs and of Azure as it is. */
export type Preparation =
  /** Somebody else works on it. */
  | { readonly kind: 'locked'; readonly address: string; readonly lock: Lock }
  /** A former release was neither finished nor undone, and nobody works on it any more. */
  | { readonly kind: 'interrupted'; readonly address: string; readonly journal: Journal }
  | { readonly kind: 'no-change'; readonly subject: ReleaseSubject; readonly reason: string }
  /** Must not start; every reason at once. The plan is what would have been done. */
  | {
      readonly kind: 'refused';
      readonly subject: ReleaseSubject;
      readonly plan: Plan;
      readonly refusals: readonly string[];
    }
  | { readonly kind: 'ready'; readonly subject: ReleaseSubject; readonly release: Release };

/** What every strategy is given. */
export interface StrategyContext {
  readonly arm: Arm;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly emit: (event: EngineEvent | ProbeEvent) => void;
  /** `plan` sends requests to nobody but ARM and, for its health check, the target. */
  readonly command: 'run' | 'plan';
  /** The lock that the release takes before it writes anything else. */
  readonly lease: Lease;
  /** How long ARM had production away in this release until now: for the record, where nobody probes. */
  readonly controlPlaneSeconds: () => number | null;
}
