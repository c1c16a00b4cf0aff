import type { Plan } from './plan.ts';

/** An error as the readers of the event stream need it: plain data, nothing secret. */
export interface Failure {
  readonly message: string;
  /** Stable code where the failing side gives one (an ARM error code). */
  readonly code?: string;
  /** Each by itself, where the message tells of several. A value that it quotes may have lines of its own. */
  readonly problems?: readonly string[];
}

/**
 * How a plan ended. `failed`: neither where it should be nor where it was. `interrupted`: cancelled, and left as it was at
 * that moment for whoever settles it.
 */
export type PlanOutcome = 'succeeded' | 'rolled-back' | 'failed' | 'interrupted';

/** What the engine says of a run. Every `atMs` is `Clock.monotonicMs`. */
export type EngineEvent =
  | { readonly type: 'plan-started'; readonly atMs: number; readonly plan: Plan }
  | { readonly type: 'step-started'; readonly atMs: number; readonly stepId: string }
  | { readonly type: 'step-succeeded'; readonly atMs: number; readonly stepId: string }
  | {
      readonly type: 'step-failed';
      readonly atMs: number;
      readonly stepId: string;
      readonly failure: Failure;
    }
  | { readonly type: 'undo-started'; readonly atMs: number; readonly stepId: string }
  | { readonly type: 'undo-succeeded'; readonly atMs: number; readonly stepId: string }
  | {
      readonly type: 'undo-failed';
      readonly atMs: number;
      readonly stepId: string;
      readonly failure: Failure;
      /** It is tried once more at once. */
      readonly isTriedAgain?: true;
    }
  | {
      readonly type: 'plan-finished';
      readonly atMs: number;
      readonly outcome: PlanOutcome;
      readonly failure?: Failure;
    };
