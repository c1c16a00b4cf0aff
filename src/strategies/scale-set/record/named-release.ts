import type { LastRun } from '../../../record/last-run.ts';
import type { OpenRelease } from '../../../record/open-release.ts';
import type { ReleaseRecord } from '../../../record/record.ts';

/** What the tags say of the release that a job was told, which does not know what others have done since. */
export type NamedRelease =
  | { readonly kind: 'open' }
  | { readonly kind: 'finished'; readonly run: string; readonly explanation: string }
  /** Taken back, or so long ago that nothing tells of it any more. */
  | { readonly kind: 'gone'; readonly explanation: string };

export function findNamed(
  scaleSet: string,
  { release: open, last }: Pick<ReleaseRecord, 'release' | 'last'>,
  releaseId: string,
): NamedRelease {
  if (open?.id === releaseId) {
    return { kind: 'open' };
  }
  const isLast = last?.releaseId === releaseId;
  const explanation = [
    `release ${releaseId} is not open on ${scaleSet}`,
    ...(isLast ? [`it ${endOf(last)}`] : []),
    openText(open),
    ...(isLast ? [] : [lastText(last)]),
  ].join('; ');
  return isLast && last.kind === 'run'
    ? { kind: 'finished', run: last.run, explanation }
    : { kind: 'gone', explanation };
}

/**
 * For whoever finds nothing under way: what the tags say of the release that may have been. Not by whom: where a recovery was, the tag
 * names whose release it is.
 */
export function becameOfRelease({ release: open, last }: Pick<ReleaseRecord, 'release' | 'last'>): string[] {
  return [
    ...(open === undefined ? [] : [openText(open)]),
    ...(last === undefined ? [] : [`the last one, ${last.releaseId ?? 'without an id'}, ${endedText(last)}`]),
  ];
}

function openText(open: OpenRelease | undefined): string {
  return open === undefined
    ? 'no release is open'
    : `release ${open.id} is open, by ${open.run} since ${timeText(open.openedAtEpochMs)}`;
}

function lastText(last: LastRun | undefined): string {
  return last === undefined
    ? 'no tag azure-rollout-last tells which one was the last'
    : `the last one, ${last.releaseId ?? 'without an id'}, ${endOf(last)}`;
}

/** `was finished at 2026-11-26T03:16:02.118Z, by https://...` */
function endOf(last: LastRun): string {
  return `${endedText(last)}, ${last.kind === 'undoing' ? 'in' : 'by'} ${last.run}`;
}

function endedText({ kind, finishedAtEpochMs }: LastRun): string {
  const end = { run: 'was finished', rollback: 'was taken back', undoing: 'has taken itself back' }[kind];
  return `${end} at ${timeText(finishedAtEpochMs)}`;
}

function timeText(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
