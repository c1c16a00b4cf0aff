import { WithdrawnError } from '../engine/run.ts';
import { attemptOf } from './attempt.ts';
import type { RecoveryDirection } from './journal.ts';
import { fromTags, type Tags, toTags } from './numbered-tags.ts';
import { namingText, type RecordHolder, wayBackText } from './record-holder.ts';

/** Who works on what a release is about, and until when nobody else may. */
export interface Lock {
  /** Tells this lease from every other, also of the same owner. */
  readonly id: string;
  /** URL of the run of GitHub, its attempt included; elsewhere `machine/process`. */
  readonly owner: string;
  /** `vip-swap to vipswap/vipswap2lb` */
  readonly purpose: string;
  /** Milliseconds since the epoch. Nobody renews it: inside the downtime window there is no time to. */
  readonly expiresAtEpochMs: number;
}

/** The work is somebody else's at the moment. Nothing was changed. */
export class LockedError extends Error {
  override readonly name = 'LockedError';
  readonly code = 'Locked';
  readonly lock: Lock;

  constructor(
    holder: RecordHolder,
    lock: Lock,
    metBy: LockMetBy = 'release',
    beside: BesideLock = 'journal',
  ) {
    super(`"${holder.name}" is locked ${describeLock(lock)}. ${adviceOf(metBy, holder, beside)}`);
    this.lock = lock;
  }
}

/** Who rolls back wants what is under way to be taken back, and not to be finished. */
export type Undertaking = 'release' | 'rollback';

/** A recovery, and which way it was told to go. */
interface MetByRecovery {
  readonly recoverTo: RecoveryDirection | 'auto';
}

/** What wanted the lock. */
export type LockMetBy = Undertaking | 'unlocking' | MetByRecovery;

/** What the tags have beside a lock, by which a recovery goes. `unreadable`: a journal that this version cannot read. */
export type BesideLock = 'journal' | 'nothing' | 'unreadable';

/** Of instances that are only looked at for minutes nobody can see whether somebody works on them. */
const TAKES_OVER: Readonly<Record<RecordHolder['input'], (ends: string) => string>> = {
  'production-public-ip': (ends) =>
    `it takes the lock over as soon as it sees that nobody works under it, and ${ends} what was begun.`,
  'scale-set': (ends) =>
    `it takes the lock at once, and ${ends} what was begun. Make sure first that the job of that run has ended: a run that is alive fails by it.`,
};

type IfLost = Readonly<Record<BesideLock, (holder: RecordHolder, metBy: Undertaking) => string>>;

const IF_LOST: IfLost = {
  journal: (holder, metBy) =>
    metBy === 'rollback'
      ? `If its runner is lost, run "command: recover" with ${wayBackText(holder)}; ${TAKES_OVER[holder.input]('undoes')} Without ` +
        'recover-to it may finish it. "command: unlock" only takes the lock away.'
      : `If its runner is lost, run "command: recover" with ${namingText(holder)}; ${TAKES_OVER[holder.input]('finishes or undoes')} ` +
        'on-interrupted: recover does not, and "command: unlock" only takes the lock away.',
  nothing: (holder) =>
    'No journal beside it says what was begun, so "command: recover" has nothing to bring to an end. If its runner is lost, look by ' +
    `"command: status" how things are, and take the lock away by "command: unlock" with ${namingText(holder)} and unlock-reason.`,
  unreadable: (holder) =>
    'What was begun cannot be read by this version, so "command: recover" of it is refused. If its runner is lost, recover with the ' +
    `version that wrote it, or put things in order by hand: "command: status" with ${namingText(holder)} says which tags to remove ` +
    'then, and "command: unlock" with unlock-reason takes the lock away.',
};

function adviceOf(metBy: LockMetBy, holder: RecordHolder, beside: BesideLock): string {
  return typeof metBy === 'object' ? afterRecovery(metBy, holder) : ADVICE[metBy](holder, beside);
}

/** Whoever was faster may have been told nothing, and may be going the other way. */
function afterRecovery({ recoverTo }: MetByRecovery, holder: RecordHolder): string {
  const way = recoverTo === 'auto' ? '' : `recover-to: ${recoverTo} and `;
  return (
    'Somebody else was faster, and works on it now: "command: status" tells when that is over. If nothing comes of it, run ' +
    `"command: recover" with ${way}${namingText(holder)} once more.`
  );
}

const ADVICE: Readonly<
  Record<Exclude<LockMetBy, MetByRecovery>, (holder: RecordHolder, beside: BesideLock) => string>
> = {
  release: (holder, beside) =>
    `Wait for that run, or let this one wait with lock-timeout. ${IF_LOST[beside](holder, 'release')}`,
  rollback: (holder, beside) =>
    `Wait for that run, or let this one wait with lock-timeout. ${IF_LOST[beside](holder, 'rollback')}`,
  unlocking: () =>
    'It was taken since this run looked, so it is not the lock that was to be taken away: run again for that one.',
};

/** The lease was taken away while its owner worked: somebody else recovers the release, or has unlocked it. */
export class LockLostError extends WithdrawnError {
  override readonly name = 'LockLostError';
  readonly code = 'LockLost';
}

/** A lock without an end, and nothing beside it that a recovery could bring to one: it stays until somebody takes it away. */
export class EndlessLockError extends Error {
  override readonly name = 'EndlessLockError';
  readonly code = 'EndlessLock';

  constructor(texts: readonly string[], notes: readonly string[]) {
    super(`No run can begin: ${texts.join('; ')}. Found: ${notes.join('; ')}.`);
  }
}

/** `vipswap1pip is locked by somebody unknown (…) without an end: "command: unlock" with … and unlock-reason takes that away` */
export function endlessText(holder: RecordHolder, lock: Lock): string {
  return `${holder.name} is locked ${describeLock(lock)}: "command: unlock" with ${namingText(holder)} and unlock-reason takes that away`;
}

/** `vipswap1pip is locked by https://… until …: "command: recover" sweeps it when that is over` */
export function boundText(name: string, lock: Lock): string {
  return `${name} is locked ${describeLock(lock)}: "command: recover" sweeps it when that is over`;
}

/** Its tags were changed by hand, so that nobody can read when it ends. */
export function isEndless({ expiresAtEpochMs }: Lock): boolean {
  return !Number.isFinite(expiresAtEpochMs);
}

/** `by https://… (vip-swap to vipswap/vipswap2lb) until 2026-11-26T04:14:15Z` */
export function describeLock(lock: Lock): string {
  const { owner, purpose, expiresAtEpochMs } = lock;
  const until = isEndless(lock) ? 'without an end' : `until ${timeText(expiresAtEpochMs)}`;
  return `by ${owner} (${purpose}) ${until}`;
}

/** For whoever meets tags that this version cannot read: what becomes of a lock beside them. */
export function lockBesideUnreadable(tags: Tags): string {
  const lock = readLock(tags);
  return lock === undefined
    ? ''
    : ` Beside it is a lock ${describeLock(lock)}: wait for that run, or where its runner is lost, take the lock away afterwards, by ` +
        '"command: unlock" with unlock-reason.';
}

/** Whether a lock binds nobody any more: its time is up, or its owner has ended for certain. */
export function isOver(lock: Lock, owner: string, nowEpochMs: number): boolean {
  return lock.expiresAtEpochMs <= nowEpochMs || hasEnded(lock, owner);
}

/** Whether a lock belongs to an earlier attempt of the same run, which GitHub lets nobody repeat before it has ended. */
export function hasEnded(lock: Lock, owner: string): boolean {
  const [theirs, ours] = [attemptOf(lock.owner), attemptOf(owner)];
  return (
    theirs !== undefined && ours !== undefined && theirs.run === ours.run && theirs.attempt < ours.attempt
  );
}

export const LOCK = 'azure-rollout-lock';

export function lockTags(lock: Lock): Tags {
  return {
    ...toTags(LOCK, `until ${timeText(lock.expiresAtEpochMs)} for ${lock.purpose}`),
    ...toTags(`${LOCK}-owner`, lock.owner),
    ...toTags(`${LOCK}-id`, lock.id),
  };
}

/** What cannot be read was changed by hand: such a lock is nobody's, and has no end but `command: unlock`. */
export function readLock(tags: Tags): Lock | undefined {
  const text = fromTags(tags, LOCK);
  const id = fromTags(tags, `${LOCK}-id`);
  if (text === undefined && id === undefined) {
    return undefined;
  }
  const parts = /^until (?<time>\S+) for (?<purpose>.+)$/s.exec(text ?? '')?.groups;
  const expiresAtEpochMs = Date.parse(parts?.time ?? '');
  return {
    id: id ?? '',
    owner: fromTags(tags, `${LOCK}-owner`) ?? 'somebody unknown',
    purpose: parts?.purpose ?? text ?? 'an unknown purpose',
    expiresAtEpochMs: Number.isNaN(expiresAtEpochMs) ? Number.POSITIVE_INFINITY : expiresAtEpochMs,
  };
}

/** Whole seconds, rounded up: a lock must not end before its time. */
function timeText(epochMs: number): string {
  return new Date(Math.ceil(epochMs / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}
