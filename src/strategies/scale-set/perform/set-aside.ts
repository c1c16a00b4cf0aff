import type { ReleaseRecord } from '../../../record/record.ts';
import type { ScaleSetWork } from '../performers.ts';
import type { ScaleSetStep } from '../plan/steps.ts';
import { isForgotten } from '../record/forgotten.ts';
import { recordedSetAside, type SetAside } from '../record/set-aside.ts';

/** What it takes to give back what a release has set aside. */
export type GivingBack = Pick<ScaleSetWork, 'arm' | 'clock' | 'emit' | 'lease' | 'release' | 'traces'>;

/** By the record; where somebody has removed that, by what this process knows: nobody else does. */
export function setAsideOf(
  work: Pick<ScaleSetWork, 'lease' | 'release' | 'traces'>,
  record: ReleaseRecord,
): SetAside {
  return isForgotten(work, record) ? work.traces.setAside : recordedSetAside(record);
}

/** Of a process that is gone, by the steps of its plan that it had begun. @param found when it made its plan. */
export function setAsideBy(
  started: readonly ScaleSetStep[],
  { protectedIds, hasSuspendedRepairs }: SetAside,
): SetAside {
  const own = started.flatMap((step) => (step.kind === 'protect-canaries' ? step.instanceIds : []));
  return {
    protectedIds: [...new Set([...protectedIds, ...own])],
    hasSuspendedRepairs: hasSuspendedRepairs || started.some(({ kind }) => kind === 'suspend-repairs'),
  };
}
