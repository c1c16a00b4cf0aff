import { lockBesideUnreadable } from './lock.ts';
import { fromTags, type Tags, toTags } from './numbered-tags.ts';

/**
 * A release of which one half is done: what a later run, on another runner, has to know to finish it or to take it back.
 * Payloads are texts of the strategy's, without a blank and without any settings.
 */
export interface OpenRelease {
  readonly id: string;
  /** How far it may have reached: `canary-percent`, its canaries; `full-rollout`, everybody. */
  readonly strategy: string;
  readonly openedAtEpochMs: number;
  /** URL of the run that opened it. */
  readonly run: string;
  readonly previousPayload: string;
  /** Whether the model named that without a version: it is the one that instances ran then. */
  readonly isPreviousUnpinned: boolean;
  readonly payload: string;
  readonly canaryIds: readonly string[];
  /** Of a rollout, whom it has not reached yet, and could not be told by what they have: taking it back leaves them alone. */
  readonly otherIds: readonly string[];
  /** Who was not well before the release: an instance that it has upgraded since, and that is not well, was not made so by it. */
  readonly sickIds: readonly string[];
  /** Whom the release itself has switched off, or was about to: written down before it is done, so one of them may be on. */
  readonly quarantinedIds: readonly string[];
  /** Instances that the release has protected from scale-in, which were not before: it takes that from them in the end. */
  readonly protectedIds: readonly string[];
  /** Whether the release has suspended automatic repairs: it resumes them in the end, and no others. */
  readonly hasSuspendedRepairs: boolean;
}

export const RELEASE = 'azure-rollout-release';

/** `v1 2026-11-26-46d6718b by canary-percent since 2026-11-26T03:14:15.123Z` */
const HEAD = /^v1 (?<id>\S+) by (?<strategy>\S+) since (?<time>\S+Z)$/;

const SUSPENDED = 'suspended';
const UNPINNED = 'unpinned';

export function openReleaseTags(release: OpenRelease): Tags {
  const { id, strategy, openedAtEpochMs, run, previousPayload, payload } = release;
  const since = new Date(openedAtEpochMs).toISOString();
  return {
    ...toTags(RELEASE, `v1 ${id} by ${strategy} since ${since}`),
    ...toTags(`${RELEASE}-run`, run),
    ...toTags(`${RELEASE}-previous`, previousPayload),
    ...(release.isPreviousUnpinned ? toTags(`${RELEASE}-model`, UNPINNED) : {}),
    ...toTags(`${RELEASE}-payload`, payload),
    ...idTags(`${RELEASE}-canaries`, release.canaryIds),
    ...idTags(`${RELEASE}-others`, release.otherIds),
    ...idTags(`${RELEASE}-sick-before`, release.sickIds),
    ...idTags(`${RELEASE}-quarantined`, release.quarantinedIds),
    ...idTags(`${RELEASE}-protected`, release.protectedIds),
    ...(release.hasSuspendedRepairs ? toTags(`${RELEASE}-repairs`, SUSPENDED) : {}),
  };
}

/** An open release that this version cannot read: it may be neither finished nor taken back by it, and none begun beside it. */
export class UnreadableReleaseError extends Error {
  override readonly name = 'UnreadableReleaseError';
  readonly code = 'UnreadableRelease';
}

/** Whether there is one, though it cannot be read. */
export function hasOpenRelease(tags: Tags): boolean {
  return fromTags(tags, RELEASE) !== undefined;
}

/** @throws UnreadableReleaseError for the release of a newer version, or one that was changed by hand. */
export function readOpenRelease(tags: Tags): OpenRelease | undefined {
  const head = fromTags(tags, RELEASE);
  if (head === undefined) {
    return undefined;
  }
  const parts = HEAD.exec(head)?.groups;
  const openedAtEpochMs = Date.parse(parts?.time ?? '');
  if (parts?.id === undefined || parts.strategy === undefined || Number.isNaN(openedAtEpochMs)) {
    throw unreadable(tags, RELEASE, head);
  }
  return {
    id: parts.id,
    strategy: parts.strategy,
    openedAtEpochMs,
    run: fromTags(tags, `${RELEASE}-run`) ?? '',
    previousPayload: payloadIn(tags, `${RELEASE}-previous`),
    isPreviousUnpinned: readWord(tags, `${RELEASE}-model`, UNPINNED),
    payload: payloadIn(tags, `${RELEASE}-payload`),
    canaryIds: idsIn(tags, `${RELEASE}-canaries`),
    otherIds: idsIn(tags, `${RELEASE}-others`),
    sickIds: idsIn(tags, `${RELEASE}-sick-before`),
    quarantinedIds: idsIn(tags, `${RELEASE}-quarantined`),
    protectedIds: idsIn(tags, `${RELEASE}-protected`),
    hasSuspendedRepairs: readWord(tags, `${RELEASE}-repairs`, SUSPENDED),
  };
}

function unreadable(tags: Tags, name: string, text: string | undefined): UnreadableReleaseError {
  return new UnreadableReleaseError(
    `The tag ${name} ${text === undefined ? 'is missing' : `is "${text}"`}, which this version cannot read, so the release that ` +
      'it tells of can neither be finished nor taken back. Use the version that wrote it, or put the scale set in order by ' +
      `hand and remove the tags that begin with ${RELEASE}.${lockBesideUnreadable(tags)}`,
  );
}

function payloadIn(tags: Tags, name: string): string {
  const text = fromTags(tags, name);
  if (text === undefined || !/^\S+$/.test(text)) {
    throw unreadable(tags, name, text);
  }
  return text;
}

/** Whether a tag is there that has one value alone. */
function readWord(tags: Tags, name: string, word: string): boolean {
  const text = fromTags(tags, name);
  if (text !== undefined && text !== word) {
    throw unreadable(tags, name, text);
  }
  return text === word;
}

function idTags(name: string, ids: readonly string[]): Tags {
  return ids.length === 0 ? {} : toTags(name, toRanges(ids));
}

function idsIn(tags: Tags, name: string): string[] {
  const text = fromTags(tags, name);
  const ids = text === undefined ? [] : text.split(',').flatMap(fromRange);
  if (ids.some((id) => !/^\S+$/.test(id))) {
    throw unreadable(tags, name, text);
  }
  return ids;
}

const NUMBER = /^(?:0|[1-9]\d{0,14})$/;

/** `0-4,7,web_1a2b`: numbers in ascending order, then names. */
function toRanges(ids: readonly string[]): string {
  const unique = [...new Set(ids)];
  const numbers = unique
    .filter((id) => NUMBER.test(id))
    .map(Number)
    .sort((left, right) => left - right);
  const runs: { readonly from: number; to: number }[] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last?.to === number - 1 && number - last.from < LONGEST_RANGE) {
      last.to = number;
    } else {
      runs.push({ from: number, to: number });
    }
  }
  const names = unique.filter((id) => !NUMBER.test(id)).sort();
  return [...runs.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)), ...names].join(',');
}

/** A scale set has 1,000 instances at most, but their numbers go up for ever: a range is never longer than that. */
const LONGEST_RANGE = 1_000;

function fromRange(part: string): string[] {
  const [, from = '', to = ''] = /^(\d{1,15})-(\d{1,15})$/.exec(part) ?? [];
  const length = Number(to) - Number(from) + 1;
  if (from === '') {
    return [part];
  }
  return length >= 1 && length <= LONGEST_RANGE
    ? Array.from({ length }, (_, index) => String(Number(from) + index))
    : [''];
}
