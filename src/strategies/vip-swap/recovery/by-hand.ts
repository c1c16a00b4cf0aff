import type { Change } from '../../../engine/plan.ts';
import type { RecoveryContext } from '../../strategy.ts';
import { assignStep } from '../assign-step.ts';
import { type ChosenDirection, isProductionServed, movesTo } from './direction.ts';
import type { LiveSwap } from './live-swap.ts';

/** A recovery could not begin, and production is not served meanwhile: what a person can do until it can. */
export interface ByHandEvent {
  readonly type: 'by-hand';
  readonly atMs: number;
  /** In the order in which they have to be made. */
  readonly changes: readonly Change[];
}

/** Says which updates of load balancers would bring production back. Says nothing where it is served. */
export function tellByHand(
  { clock, emit }: Pick<RecoveryContext, 'clock' | 'emit'>,
  live: LiveSwap,
  { direction }: ChosenDirection,
): void {
  if (isProductionServed(live)) {
    return;
  }
  const changes = movesTo(live, direction).flatMap(
    (move) => assignStep(live.loadBalancers[move.side], move, move.previousAssignments).changes,
  );
  emit({ type: 'by-hand', atMs: clock.monotonicMs(), changes });
}
