import {
  ArmError,
  ArmOperationError,
  ArmOperationTimeoutError,
  NoAnswerError,
  UncertainWriteError,
} from '../../../azure/arm/arm-error.ts';
import { powerOffInstances } from '../../../azure/scale-sets/instance-upgrade.ts';
import { isConflict } from '../../../azure/write-race.ts';
import { isOff, powerOf } from '../instances/power.ts';
import { hasRecorded } from '../payload/recorded-payload.ts';
import type { ScaleSetWork } from '../performers.ts';
import type { Unhealthy } from './check-instances.ts';
import { noteQuarantined } from './note-quarantined.ts';
import type { Found } from './upgrade-instances.ts';

/**
 * With `on-unhealthy: quarantine`: who did not get well is powered off, so that it serves nobody, and is left for somebody to look
 * at. Who cannot be powered off is not well all the same, and says why it is not off: what becomes of the release is up to
 * `max-unhealthy`, and not to an ARM that refuses to switch a machine off.
 *
 * @param tell what was found, once that is done, or cannot be done any more.
 */
export async function quarantine(
  work: ScaleSetWork,
  found: Found,
  tell: (unhealthy: Unhealthy) => void,
  signal: AbortSignal,
): Promise<Found> {
  const { terms, troubled } = work;
  try {
    const ids = terms.onUnhealthy === 'quarantine' ? await toQuarantine(work, found, signal) : [];
    await noteQuarantined(work, ids, signal);
    const leftOn = await powerOff(work, ids, signal);
    for (const id of ids.filter((each) => !leftOn.has(each))) {
      troubled.quarantined.add(id);
    }
    const unhealthy = new Map(
      [...found.unhealthy].map(([id, reasons]) => [id, [...reasons, ...(leftOn.get(id) ?? [])]]),
    );
    tell(unhealthy);
    return { ...found, unhealthy };
  } catch (error) {
    tell(found.unhealthy);
    throw error;
  }
}

/**
 * Whom ARM could not upgrade runs what it always ran, and is no concern of the new version; nor is who was sick before, and may
 * serve somebody for all that. And who serves well, as far as anybody knows, is not switched off because ARM refuses a command.
 */
async function toQuarantine(
  { access, release, before, troubled }: ScaleSetWork,
  { unhealthy, unprovenIds }: Found,
  signal: AbortSignal,
): Promise<string[]> {
  const left = [...unhealthy.keys()].filter(
    (id) => !troubled.quarantined.has(id) && !before.sickIds.has(id) && unprovenIds?.has(id) !== true,
  );
  const reads = left.length === 0 ? [] : await access.read(left, signal);
  return reads
    .filter((read) => hasRecorded(read, release.payload, release.payload))
    .map(({ instanceId }) => instanceId);
}

/** What holds one of several instances shall not keep the others on: then each is asked for by itself. */
const LONGEST_CONFLICT_MS = 60_000;

/** @returns why each is not off that is not. */
async function powerOff(work: ScaleSetWork, ids: readonly string[], signal: AbortSignal): Promise<Unhealthy> {
  const { arm, release, access } = work;
  const patience = ids.length > 1 ? { conflictPatienceMs: LONGEST_CONFLICT_MS } : {};
  try {
    await powerOffInstances(arm, { scaleSetId: release.scaleSetId, instanceIds: ids, ...patience }, signal);
    return new Map();
  } catch (error) {
    if (!isOfArm(error)) {
      throw error;
    }
    if (ids.length > 1 && mayBeOfOne(error)) {
      const each = await Promise.all(ids.map((id) => powerOff(work, [id], signal)));
      return new Map(each.flatMap((leftOn) => [...leftOn]));
    }
    const reads = error instanceof ArmError ? [] : await access.read(ids, signal);
    const offIds = reads.filter((read) => isOff(powerOf(read))).map(({ instanceId }) => instanceId);
    const reason = `could not be powered off, because ${whyNot(error)}`;
    return new Map(ids.filter((id) => !offIds.includes(id)).map((id) => [id, [reason]]));
  }
}

type OfArm = ArmError | ArmOperationError | ArmOperationTimeoutError | NoAnswerError | UncertainWriteError;

function isOfArm(error: unknown): error is OfArm {
  return [ArmError, ArmOperationError, ArmOperationTimeoutError, NoAnswerError, UncertainWriteError].some(
    (kind) => error instanceof kind,
  );
}

/** ARM tells only of the whole request that it was in conflict, or has failed. */
function mayBeOfOne(error: OfArm): boolean {
  return error instanceof ArmOperationError || (error instanceof ArmError && isConflict(error));
}

function whyNot(error: OfArm): string {
  if (error instanceof ArmError) {
    return `ARM refused: ${error.status} ${error.code}`;
  }
  return error instanceof ArmOperationError
    ? `ARM's operation ended as ${error.status}: ${error.code}`
    : 'ARM did not do it in time, or did not say so';
}
