import type { ControlPlane } from '../../emulator/arm/control-plane.ts';
import { sameId } from '../../emulator/arm/resource-id.ts';
import { readLock } from '../../src/record/lock.ts';
import type { Strike } from '../in-process/strikes.ts';
import { nameOf } from './azure-as-it-is.ts';
import type { Violation } from './violation.ts';

/** A process that has failed, and that nobody of its job comes after. */
export interface HandedOver {
  readonly act: string;
  /** Of its lease. */
  readonly lockId: string;
  readonly endedAtMs: number;
  /** What carries the lock. */
  readonly holderIds: readonly string[];
}

/** Of both giveUpLock, which try for 15 s, and a moment for the writes that they do not wait for any more. */
const GOODBYE_MS = 17_000;
/** The longest that schedules have ARM ask for: whoever is told so asks no more before the end. */
const LONGEST_RETRY_AFTER_MS = 30_000;
/** Held for longer than that in the goodbye, nothing of it is left to take the lock away in. */
const HELD_MS = 5_000;

/**
 * Who fails leaves the journal, and gives the lock up: whoever recovers need not wait for its end. Where the very requests for that
 * were met by a fault, or ARM let nobody write what carries it because of an operation, it may stay, and ends by itself.
 */
export function lockIsGivenUp(
  plane: ControlPlane,
  handedOver: HandedOver,
  strikes: readonly Strike[],
): Violation[] {
  const { act, lockId, holderIds } = handedOver;
  return holderIds
    .filter((id) => {
      const lock = readLock((plane.store.get(id)?.tags ?? {}) as Readonly<Record<string, string>>);
      return lock?.id === lockId && lock.expiresAtEpochMs > plane.clock.epochMs();
    })
    .filter(() => !isKeptFromIt(plane, handedOver, strikes))
    .map((id) => ({
      invariant: 'lock-given-up',
      message: `${act} has not ended whole by its own words, and its lock on ${nameOf(id)} stays`,
    }));
}

/** Several locks go one after the other: what keeps the one back may keep the others. */
function isKeptFromIt(
  { operations }: ControlPlane,
  { endedAtMs, holderIds }: HandedOver,
  strikes: readonly Strike[],
): boolean {
  const isOfHolder = (id: string) => holderIds.some((holderId) => sameId(holderId, id));
  const isMet = strikes.some(
    ({ atMs, path, isForeign }) =>
      !isForeign &&
      (SIGN_IN.test(path) ||
        (atMs > endedAtMs - GOODBYE_MS - LONGEST_RETRY_AFTER_MS && (POLL.test(path) || isOfHolder(path)))),
  );
  const isHeld = operations
    .all()
    .some(
      ({ resourceIds, heldIds, ended }) =>
        [...resourceIds, ...heldIds].some(isOfHolder) &&
        (ended === undefined || ended.atMs > endedAtMs - HELD_MS),
    );
  return isMet || isHeld;
}

/** Whoever waits for a token waits for one that was asked for long ago, too. */
const SIGN_IN = /\/token$/;
const POLL = /\/operation(s|Results)\//i;
