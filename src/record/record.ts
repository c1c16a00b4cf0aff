import { JOURNAL, type Journal, journalTags, readJournal } from './journal.ts';
import { LAST, type LastRun, lastRunTags, readLastRun } from './last-run.ts';
import { LOCK, type Lock, lockTags, readLock } from './lock.ts';
import { MOST_TAGS, type Tags } from './numbered-tags.ts';
import { type OpenRelease, openReleaseTags, RELEASE, readOpenRelease } from './open-release.ts';

/**
 * What the tags of a production address, or of a scale set, say of releases: who works on it, what is under way, which
 * release is half done and waits for its other half, and what was done last. It is kept in Azure because a runner can be
 * lost, and in tags because a person reads them in the portal. No settings and no secrets: tags show in the exports of
 * costs.
 */
export interface ReleaseRecord {
  readonly lock?: Lock | undefined;
  readonly journal?: Journal | undefined;
  readonly release?: OpenRelease | undefined;
  readonly last?: LastRun | undefined;
}

/** @throws UnreadableJournalError, UnreadableReleaseError */
export function readRecord(tags: Tags = {}): ReleaseRecord {
  return {
    lock: readLock(tags),
    journal: readJournal(tags),
    release: readOpenRelease(tags),
    last: readLastRun(tags),
  };
}

/** What a write changes of a record: a part that is left out stays, and null takes it away. */
export interface RecordChange {
  readonly lock?: Lock | null;
  readonly journal?: Journal | null;
  readonly release?: OpenRelease | null;
  readonly last?: LastRun | null;
}

/** The tags with a changed record in them; what is not ours stays as it is, and so does what a newer version wrote. */
export function withRecord(tags: Tags = {}, { lock, journal, release, last }: RecordChange): Tags {
  return {
    ...without(tags, [
      ...(lock === undefined ? [] : [LOCK]),
      ...(journal === undefined ? [] : [JOURNAL]),
      ...(release === undefined ? [] : [RELEASE]),
      ...(last === undefined ? [] : [LAST]),
    ]),
    ...(lock ? lockTags(lock) : {}),
    ...(journal ? journalTags(journal) : {}),
    ...(release ? openReleaseTags(release) : {}),
    ...(last ? lastRunTags(last) : {}),
  };
}

/** How many tags are too many for Azure; 0 or less: there is room. */
export function excessTags(tags: Tags): number {
  return Object.keys(tags).length - MOST_TAGS;
}

function without(tags: Tags, groups: readonly string[]): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([name]) => !isOf(name.toLowerCase(), groups)));
}

function isOf(name: string, groups: readonly string[]): boolean {
  return groups.some((group) => name === group || name.startsWith(`${group}-`));
}
