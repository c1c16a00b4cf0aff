import type { Arm } from '../../../azure/arm/arm.ts';
import { listInstances } from '../../../azure/scale-sets/scale-set-instances.ts';
import { getScaleSet } from '../../../azure/scale-sets/scale-sets.ts';
import { UNDO_PATIENCE_MS } from '../../../azure/settled.ts';
import type { Clock } from '../../../engine/clock.ts';
import type { Journal } from '../../../record/journal.ts';
import type { Lock } from '../../../record/lock.ts';
import { readRecord } from '../../../record/record.ts';
import { LATE_WRITE_MS } from '../../late-writes.ts';

/**
 * A recovery waits that long for late writes before anything is to be seen of it, and its first change has to arrive: it gets the
 * same time once more for that.
 */
const LONGEST_PAUSE_MS = 2 * LATE_WRITE_MS;
/** A scale set may be read 36 times in three minutes, by all who read it. */
const LOOK_MS = 10_000;
/** Whoever works needs most of these, and nobody is in a hurry. */
const LOOK_AT_WORK_MS = 60_000;
const UNDER_WAY: readonly string[] = ['Creating', 'Updating', 'Deleting'];

/** Whoever recovers a release has the lock, and is not who has begun it. */
export function isOfRecovery(lock: Lock, journal: Journal): boolean {
  return journal.lockId === lock.id && journal.run !== lock.owner;
}

export interface Standstill {
  readonly arm: Arm;
  readonly clock: Clock;
  readonly scaleSetId: string;
  readonly lockId: string;
}

/**
 * Waits until nothing has moved for longer than a recovery pauses that has just taken the lock, or until the lock is not what it
 * was. What hangs is outlasted, whoever began it.
 */
export async function awaitStandstill(standstill: Standstill, signal: AbortSignal): Promise<void> {
  const { clock, lockId } = standstill;
  let last = await look(standstill, signal);
  let changedAtMs = clock.monotonicMs();
  let restingSinceMs = changedAtMs;
  let isAtWork = last.isUpdating;
  while (
    last.lockId === lockId &&
    clock.monotonicMs() - restingSinceMs < LONGEST_PAUSE_MS &&
    clock.monotonicMs() - changedAtMs < UNDO_PATIENCE_MS
  ) {
    await clock.sleep(isAtWork ? LOOK_AT_WORK_MS : LOOK_MS, signal);
    const now = await look(standstill, signal);
    const nowMs = clock.monotonicMs();
    changedAtMs = now.text === last.text ? changedAtMs : nowMs;
    isAtWork = now.text !== last.text || now.isUpdating;
    restingSinceMs = isAtWork ? nowMs : restingSinceMs;
    last = now;
  }
}

interface Look {
  readonly lockId: string | undefined;
  /** Changes with everything that moves, and not with the tags of somebody else. */
  readonly text: string;
  readonly isUpdating: boolean;
}

async function look({ arm, scaleSetId }: Standstill, signal: AbortSignal): Promise<Look> {
  const [{ tags, properties }, reads] = await Promise.all([
    getScaleSet(arm, scaleSetId, signal),
    listInstances(arm, scaleSetId, signal),
  ]);
  const { lock, journal, release } = readRecord(tags);
  const instances = reads.map(({ instanceId, properties: { provisioningState, latestModelApplied } }) => ({
    instanceId,
    provisioningState,
    latestModelApplied,
  }));
  return {
    lockId: lock?.id,
    text: JSON.stringify([journal, release, properties, instances]),
    isUpdating: [properties, ...instances].some(({ provisioningState }) =>
      UNDER_WAY.includes(provisioningState ?? ''),
    ),
  };
}
