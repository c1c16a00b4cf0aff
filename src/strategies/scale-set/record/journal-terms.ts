import type { Journal } from '../../../record/journal.ts';
import type { InstanceCount, ReleaseTerms } from '../goal.ts';
import type { PlannedRelease } from '../plan/steps.ts';

/** How a rollout goes on from one batch to the next. */
export interface Batching {
  readonly batchSize: InstanceCount;
  readonly pauseBetweenBatchesMs: number;
}

/** What whoever finishes an interrupted half of a release has to know of how it was to be carried out. */
export interface JournalTerms extends Pick<ReleaseTerms, 'maxUnhealthy' | 'onUnhealthy'> {
  /** Of a rollout. */
  readonly batching?: Batching;
  /** Absent: it was not to, or an older version wrote the journal. */
  readonly suspendRepairs?: boolean;
}

/**
 * What a journal has beside what every journal has.
 *
 * @param leavesRecord whether the release is to be told of when it is over.
 */
export function journalEntries(
  { releaseId }: Pick<PlannedRelease, 'releaseId'>,
  terms: JournalTerms,
  leavesRecord: boolean,
): Journal['entries'] {
  return { release: releaseId, terms: termsText(terms), ...(leavesRecord ? {} : { record: 'none' }) };
}

/** Whoever finishes a release with `record: none` leaves no record of it either. */
export function leavesNoRecord({ entries }: Pick<Journal, 'entries'>): boolean {
  return entries.record === 'none';
}

/** `max-unhealthy 5%, stop, batches of 2, pause 30 s, repairs suspended` */
function termsText({ maxUnhealthy, onUnhealthy, batching, suspendRepairs }: JournalTerms): string {
  const pace =
    batching === undefined
      ? []
      : [`batches of ${countText(batching.batchSize)}`, `pause ${batching.pauseBetweenBatchesMs / 1000} s`];
  const repairs = suspendRepairs === true ? ['repairs suspended'] : [];
  return [`max-unhealthy ${countText(maxUnhealthy)}`, onUnhealthy, ...pace, ...repairs].join(', ');
}

const FORM =
  /^max-unhealthy (?<most>\d+(?:\.\d+)?%?), (?<response>stop|rollback|quarantine)(?:, batches of (?<size>\d+(?:\.\d+)?%?), pause (?<pause>\d+(?:\.\d+)?) s)?(?<repairs>, repairs suspended)?$/;

/** Undefined for what another version wrote, or a hand. */
export function readJournalTerms({ entries }: Pick<Journal, 'entries'>): JournalTerms | undefined {
  const parts = FORM.exec(entries.terms ?? '')?.groups;
  if (parts?.most === undefined) {
    return undefined;
  }
  const { most, response, size, pause, repairs } = parts;
  return {
    maxUnhealthy: readCount(most),
    onUnhealthy: response === 'rollback' || response === 'quarantine' ? response : 'stop',
    ...(size === undefined
      ? {}
      : { batching: { batchSize: readCount(size), pauseBetweenBatchesMs: Number(pause) * 1000 } }),
    ...(repairs === undefined ? {} : { suspendRepairs: true }),
  };
}

function countText(count: InstanceCount): string {
  return count.kind === 'count' ? String(count.count) : `${count.percent}%`;
}

function readCount(text: string): InstanceCount {
  return text.endsWith('%')
    ? { kind: 'percent', percent: Number(text.slice(0, -1)) }
    : { kind: 'count', count: Number(text) };
}
