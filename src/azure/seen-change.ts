import type { Arm } from './arm/arm.ts';
import { backoffMs } from './arm/retry.ts';
import { type Setback, setbackOf } from './write-race.ts';

/** One thing to change in a resource of which others may change the rest at any time. */
export interface SeenChange<T> {
  /** Completes `was written 9 times, and is not there`. */
  readonly subject: string;
  /** The resource, once no operation runs on it, or after as long as that is worth waiting for. */
  readonly read: () => Promise<T>;
  readonly isThere: (resource: T) => boolean;
  /**
   * `provisioningState` of what carries the change out. Where it is not `Succeeded` the value proves nothing: it is written
   * once more, as it always is after a write of ours that has failed, and may have left a resource `Failed` for good. Absent
   * where the value is all that matters, whatever else is wrong.
   */
  readonly stateOf?: (resource: T) => string | undefined;
  /** Throws where nothing may be written: what is there is somebody else's. Asked before every write. */
  readonly requireOurs?: (resource: T) => void;
  /** What is there now, with the one thing changed, under If-Match where ARM knows it. */
  readonly write: (resource: T) => Promise<unknown>;
}

/** Over half a minute, as for load balancers: within that an ARM that fails to answer recovers. */
const MOST_TRIES = 8;
/** What ARM has accepted and then failed is tried once more; a second failure is the answer. */
const MOST_FAILURES = 2;
/** A read may be behind the write that ARM has just said is done. */
const READ_LAG_MS = 2_000;

/**
 * Reads, writes where there is something to write, and reads again until it is there. After a write of which ARM did not
 * say what became, or that another writer came before, the live state decides.
 *
 * @returns the resource as it was when it had the change.
 * @throws what `requireOurs` throws; what `Arm.write` throws where another look does not help, or helped too seldom.
 */
export async function changeUntilSeen<T>(arm: Arm, change: SeenChange<T>, signal: AbortSignal): Promise<T> {
  let endedWell = false;
  let failures = 0;
  for (let tries = 1; ; tries += 1) {
    let resource = await change.read();
    if (endedWell && !change.isThere(resource)) {
      await arm.pause(READ_LAG_MS, signal);
      resource = await change.read();
    }
    const isAtRest = change.stateOf === undefined || change.stateOf(resource) === 'Succeeded';
    const isCarriedOut = endedWell || (failures === 0 && isAtRest);
    if (isCarriedOut && change.isThere(resource)) {
      return resource;
    }
    change.requireOurs?.(resource);
    if (tries > MOST_TRIES) {
      throw new Error(`${change.subject} was written ${MOST_TRIES} times, and is not there.`);
    }
    const setback = await attempt(() => change.write(resource));
    endedWell = setback === undefined;
    failures += setback?.kind === 'failed' ? 1 : 0;
    if (setback !== undefined) {
      if (failures === MOST_FAILURES && change.stateOf === undefined) {
        return requireThere(await change.read(), change, setback.error);
      }
      if (tries === MOST_TRIES || failures === MOST_FAILURES) {
        throw setback.error;
      }
      await arm.pause(backoffMs(tries), signal);
    }
  }
}

/** What fails each time, as an update of a sick instance does, has brought the value all the same, or is the answer. */
function requireThere<T>(resource: T, { isThere }: SeenChange<T>, error: unknown): T {
  if (isThere(resource)) {
    return resource;
  }
  throw error;
}

/** @throws what is no setback. */
export async function attempt(
  write: () => Promise<unknown>,
): Promise<{ readonly kind: Setback; readonly error: unknown } | undefined> {
  try {
    await write();
    return undefined;
  } catch (error) {
    const kind = setbackOf(error);
    if (kind === undefined) {
      throw error;
    }
    return { kind, error };
  }
}
