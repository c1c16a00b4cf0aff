import type { OpenRelease } from '../../../record/open-release.ts';
import type { ReleaseRecord } from '../../../record/record.ts';

/** What a release has changed for its length, and gives back in the end. */
export type SetAside = Pick<OpenRelease, 'protectedIds' | 'hasSuspendedRepairs'>;

export const NOTHING_SET_ASIDE: SetAside = { protectedIds: [], hasSuspendedRepairs: false };

export function recordedSetAside({ release }: Pick<ReleaseRecord, 'release'>): SetAside {
  const { protectedIds, hasSuspendedRepairs } = release ?? NOTHING_SET_ASIDE;
  return { protectedIds, hasSuspendedRepairs };
}

export function isNothing({ protectedIds, hasSuspendedRepairs }: SetAside): boolean {
  return protectedIds.length === 0 && !hasSuspendedRepairs;
}
