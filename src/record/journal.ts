import { lockBesideUnreadable } from './lock.ts';
import { fromTags, type Tags, toTags } from './numbered-tags.ts';

/**
 * What a release is doing, for whoever has to finish or undo it: where production came from and where it was to go. There
 * is no progress in it. How far things got is read from Azure itself, which cannot be out of date.
 */
export interface Journal {
  readonly strategy: string;
  readonly method: string;
  readonly startedAtEpochMs: number;
  /** URL of the run, as in the lock. */
  readonly run: string;
  /** Id of the lock under which it is worked on: of the run, or of who recovers it. */
  readonly lockId: string;
  /** Set by a recovery: another one that takes its place goes the same way. */
  readonly direction?: RecoveryDirection;
  /** The strategy's own: name -> text. A name does not end in a number. */
  readonly entries: Readonly<Record<string, string>>;
}

/** Who began it; somebody may have removed that one tag. */
export function begunBy({ run }: Pick<Journal, 'run'>): string {
  return run === '' ? `a run that is not known, because the tag ${JOURNAL}-run is missing` : run;
}

export type RecoveryDirection = 'finish' | 'undo';

export const JOURNAL = 'azure-rollout-journal';

/** Entries that every journal has; the others are the strategy's. */
const OWN_ENTRIES = ['run', 'lock-id'];

const DIRECTIONS = { finish: ', being finished', undo: ', being undone' } as const;

/** `v1 vip-swap by temporary-ip since 2026-11-26T03:14:15.123Z, being undone` */
const HEAD =
  /^v1 (?<strategy>\S+) by (?<method>\S+) since (?<time>\S+?Z)(?<direction>, being (?:finished|undone))?$/;

export function journalTags(journal: Journal): Tags {
  const { strategy, method, startedAtEpochMs, run, lockId, direction, entries } = journal;
  const since = new Date(startedAtEpochMs).toISOString();
  const suffix = direction === undefined ? '' : DIRECTIONS[direction];
  return Object.assign(
    {
      ...toTags(JOURNAL, `v1 ${strategy} by ${method} since ${since}${suffix}`),
      ...toTags(`${JOURNAL}-run`, run),
      ...toTags(`${JOURNAL}-lock-id`, lockId),
    },
    ...Object.entries(entries).map(([name, text]) => toTags(`${JOURNAL}-${name}`, text)),
  );
}

/** Also a part of one, of which somebody has removed the rest. */
export function hasJournal(tags: Tags): boolean {
  return Object.keys(tags).some((name) => {
    const known = name.toLowerCase();
    return known === JOURNAL || known.startsWith(`${JOURNAL}-`);
  });
}

/** A journal that this version cannot read: nothing may be begun, finished or undone by it. */
export class UnreadableJournalError extends Error {
  override readonly name = 'UnreadableJournalError';
  readonly code = 'UnreadableJournal';
}

/** @throws UnreadableJournalError for the journal of a newer version, or one that was changed by hand. */
export function readJournal(tags: Tags): Journal | undefined {
  if (!hasJournal(tags)) {
    return undefined;
  }
  const text = fromTags(tags, JOURNAL) ?? '';
  const parts = HEAD.exec(text)?.groups;
  const startedAtEpochMs = Date.parse(parts?.time ?? '');
  if (parts?.strategy === undefined || parts.method === undefined || Number.isNaN(startedAtEpochMs)) {
    throw new UnreadableJournalError(
      `The tag ${JOURNAL} is ${text === '' ? 'missing beside others of its name' : `"${text}"`}, which this version cannot read. Recover with the version that wrote it, or put ` +
        `production in order by hand and remove the tags that begin with ${JOURNAL}.${lockBesideUnreadable(tags)}`,
    );
  }
  const direction = parts.direction?.endsWith('undone') ? 'undo' : 'finish';
  return {
    strategy: parts.strategy,
    method: parts.method,
    startedAtEpochMs,
    run: fromTags(tags, `${JOURNAL}-run`) ?? '',
    lockId: fromTags(tags, `${JOURNAL}-lock-id`) ?? '',
    ...(parts.direction === undefined ? {} : { direction }),
    entries: entriesOf(tags),
  };
}

function entriesOf(tags: Tags): Record<string, string> {
  const prefix = `${JOURNAL}-`;
  const names = Object.keys(tags)
    .map((name) => name.toLowerCase())
    .filter((name) => name.startsWith(prefix) && !/-\d+$/.test(name))
    .map((name) => name.slice(prefix.length))
    .filter((name) => !OWN_ENTRIES.includes(name));
  return Object.fromEntries(names.map((name) => [name, fromTags(tags, `${prefix}${name}`) ?? '']));
}
