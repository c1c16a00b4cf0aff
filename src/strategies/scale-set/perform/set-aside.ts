import type { ReleaseRecord } from '../../../record/record.ts';
import type { ScaleSetWork } from '../performers.ts';
import type { ReleaseAsFound, ScaleSetStep } from '../plan/steps.ts';
import { isOwn } from '../record/scale-set-record.ts';

/** What a release has changed for its length, and gives back in the end. */
export interface SetAside {
  readonly protectedIds: readonly string[];
  readonly hasSuspendedRepairs: boolean;
}

export const NOTHING_SET_ASIDE: SetAside = { protectedIds: [], hasSuspendedRepairs: false };

/** By the record; where somebody has removed that, by what this process knows: nobody else does. */
export function setAsideOf(
  work: Pick<ScaleSetWork, 'lease' | 'release' | 'traces'>,
  record: ReleaseRecord,
): SetAside {
  return isForgotten(work, record) ? work.traces.setAside : recordedSetAside(record);
}

export function recordedSetAside({ release }: Pick<ReleaseRecord, 'release'>): SetAside {
  const { protectedIds, hasSuspendedRepairs } = release ?? NOTHING_SET_ASIDE;
  return { protectedIds, hasSuspendedRepairs };
}

/** Whether no tag knows of the release any more, and nobody else is seen to have brought it to its end. */
export function isForgotten(
  { lease, release }: Pick<ScaleSetWork, 'lease' | 'release'>,
  record: ReleaseRecord,
): boolean {
  const { lock, journal, release: open, last } = record;
  const isNobodys = (lock === undefined && journal === undefined) || isOwn(record, lease);
  return isNobodys && open === undefined && last?.releaseId !== release.releaseId;
}

/** Of a process that is gone, by the steps of its plan that it had begun. */
export function setAsideBy(started: readonly ScaleSetStep[], asFound: ReleaseAsFound | undefined): SetAside {
  const { protectedIds, hasSuspendedRepairs } = asFound ?? NOTHING_SET_ASIDE;
  const own = started.flatMap((step) => (step.kind === 'protect-canaries' ? step.instanceIds : []));
  return {
    protectedIds: [...new Set([...protectedIds, ...own])],
    hasSuspendedRepairs: hasSuspendedRepairs || started.some(({ kind }) => kind === 'suspend-repairs'),
  };
}
