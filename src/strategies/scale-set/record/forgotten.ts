import type { Lease } from '../../../record/lease.ts';
import type { ReleaseRecord } from '../../../record/record.ts';
import { isOwn } from './scale-set-record.ts';

/**
 * Whether no tag knows of a release any more that had been written down, and nobody else is seen to have brought it to its end: somebody has
 * removed its tags then. Ids begin with the time: one that is last and younger was released when this one was at its end.
 */
export function isForgotten(
  {
    lease,
    release: { releaseId },
  }: { readonly lease: Lease; readonly release: { readonly releaseId: string } },
  record: ReleaseRecord,
): boolean {
  const { lock, journal, release: open, last } = record;
  const isNobodys = (lock === undefined && journal === undefined) || isOwn(record, lease);
  return isNobodys && open === undefined && (last?.releaseId ?? '') < releaseId;
}
