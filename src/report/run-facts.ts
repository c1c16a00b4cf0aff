import type { Failure } from '../engine/events.ts';
import type { Plan } from '../engine/plan.ts';
import type { Undertaking } from '../record/lock.ts';
import type { ReleaseStatus } from '../strategies/release-status.ts';
import type { DowntimeReport } from './downtime-report.ts';

export interface ProductionAddress {
  /** Resource id of the public IP address. */
  readonly id: string;
  /** Name of the resource. */
  readonly name: string;
  /** The IP address itself. */
  readonly address: string;
}

/** Where a run happened, when it was not Azure: its durations are an assumption, and the report has to say so. */
export interface EmulatorFacts {
  /** The preset that says when the data plane moves: `pessimistic`. */
  readonly dataPlane: string;
  /** Durations were divided by this. */
  readonly speed: number;
}

/**
 * Inputs that every other job on the same release has to have as this one has them, by name, without those that were not given. `null`: what
 * was given is not to be printed.
 */
export type SharedInputs = Readonly<Record<string, string | null>>;

/** What is known of a run besides its events. */
export interface RunFacts {
  /** `Clock.monotonicMs` at the start: the origin of every time in the report. */
  readonly startedAtMs: number;
  /** `Clock.epochMs` at the same moment. */
  readonly startedAtEpochMs: number;
  /** When the report is made, on `Clock.monotonicMs`. */
  readonly finishedAtMs: number;
  readonly strategy: string;
  readonly command: string;
  readonly productionAddresses: readonly ProductionAddress[];
  /** Load balancer that production was served by when the run began. Absent where that was not found out. */
  readonly previousLoadBalancer?: string;
  /** Its resource id. */
  readonly previousLoadBalancerId?: string;
  /** Load balancer that production is to be served by. */
  readonly newLoadBalancer?: string;
  /** Of a recovery of a swap: what was interrupted. */
  readonly recovering?: Undertaking;
  /** The scale set that the run is about. */
  readonly scaleSetId?: string;
  /**
   * Of a run whose process was killed and whose end another process brings about: the steps it had begun, in order. Its
   * events are lost, and with them when production went away.
   */
  readonly interrupted?: {
    readonly startedStepIds: readonly string[];
    /** Its plan had reached its goal, with this downtime, and something was left to be tidied up: nothing was interrupted. */
    readonly downtime?: DowntimeReport;
  };
  /** Of `command: recover`, and of a run that recovered first and came no further: which way the interrupted release went. */
  readonly recoveredTo?: 'finish' | 'undo';
  /** Of `command: recover` that was told which way to go. */
  readonly recoverTo?: 'finish' | 'undo';
  readonly sharedInputs?: SharedInputs;
  /** Input `max-downtime`. */
  readonly maxDowntimeMs?: number;
  readonly github?: { readonly runUrl: string; readonly actor: string };
  readonly emulator?: EmulatorFacts;
}

/** How a run ended that did not end with its plan. Where a plan ran, its own `plan-finished` is the end. */
export type Conclusion =
  | { readonly outcome: 'planned'; readonly plan: Plan }
  | { readonly outcome: 'no-change' | 'succeeded'; readonly reason: string }
  | { readonly outcome: 'reported'; readonly status: ReleaseStatus }
  | { readonly outcome: 'failed'; readonly failure: Failure };
