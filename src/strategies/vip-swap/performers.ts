import { type Arm, inWindow, outsideWindow } from '../../azure/arm/arm.ts';
import type { StepPerformer } from '../../engine/run.ts';
import type { Lease } from '../../record/lease.ts';
import type { ProductionWatch } from '../production-watch.ts';
import { LoadBalancerBodies } from './load-balancer-bodies.ts';
import { assignAddresses } from './perform/assign-addresses.ts';
import { confirmProduction } from './perform/confirm-production.ts';
import { guarded, guardedAgainstOthers, looksBeforeRepeating } from './perform/guarded.ts';
import type { StillServedEvent } from './perform/look-before-opening.ts';
import { outlastLateWrites } from './perform/outlast-late-writes.ts';
import { swapAddresses } from './perform/swap-addresses.ts';
import { takeLock } from './perform/take-lock.ts';
import { createTemporaryAddresses, deleteTemporaryAddresses } from './perform/temporary-addresses.ts';
import { writeRecord } from './perform/write-record.ts';
import type { SwapJournal } from './record/swap-journal.ts';
import type { VipSwapStep } from './steps.ts';

export interface PerformerDependencies {
  readonly arm: Arm;
  readonly watch: ProductionWatch;
  readonly emit: (event: StillServedEvent) => void;
  /** The lock that this run has, or will take. */
  readonly lease: Lease;
  /** What the release is about: its production addresses carry the lock. */
  readonly journal: SwapJournal;
  /**
   * `Clock.monotonicMs` from which on no write of a killed process can arrive any more. Absent where there was none: this
   * process has the answers to all that it has sent.
   */
  readonly lateWritesUntilMs?: number;
  /** As of `Guard`. Absent: true. */
  readonly isLockNeeded?: boolean;
}

/**
 * What each kind of step does. One call serves one run: the performers share the load balancers' latest bodies, and a step has one
 * performer, because its undoing has to know which of its writes got no answer.
 */
export function vipSwapPerformers(dependencies: PerformerDependencies): (step: VipSwapStep) => StepPerformer {
  const { arm, watch, lease, journal, emit, lateWritesUntilMs = Number.NEGATIVE_INFINITY } = dependencies;
  const guard = { arm, lease, journal, isLockNeeded: dependencies.isLockNeeded ?? true };
  const tight = inWindow(arm);
  const atLeisure = outsideWindow(arm);
  const bodies = new LoadBalancerBodies();
  const looks = looksBeforeRepeating(guard);
  const underLock = (step: VipSwapStep, performer: StepPerformer) => guarded(performer, guard, step);
  const performers = new Map<VipSwapStep, StepPerformer>();
  const hasBegun = () => [...performers.keys()].some(({ kind }) => kind !== 'take-lock');
  const make = (step: VipSwapStep): StepPerformer => {
    switch (step.kind) {
      case 'take-lock':
        return takeLock({ arm, lease, lateWritesUntilMs, hasBegun }, step);
      case 'create-temporary-addresses':
        return underLock(step, createTemporaryAddresses({ arm, journal, lateWritesUntilMs }, step));
      case 'assign-addresses':
        return underLock(step, assignAddresses({ guard, bodies, looks, emit }, step));
      case 'swap-addresses':
        return underLock(step, swapAddresses(tight, looks, step));
      case 'outlast-late-writes':
        return outlastLateWrites(tight, lateWritesUntilMs, step);
      case 'confirm-production':
        // What cannot be read is not known to have gone: to take back what is complete and answers would cost users a second outage.
        return guardedAgainstOthers(confirmProduction(tight, watch, step), { ...guard, arm: tight });
      case 'delete-temporary-addresses':
        return guardedAgainstOthers(deleteTemporaryAddresses(atLeisure, step), guard);
      case 'write-record':
        return writeRecord(atLeisure, lease, watch, step);
    }
  };
  return (step) => {
    const performer = performers.get(step) ?? make(step);
    performers.set(step, performer);
    return performer;
  };
}
