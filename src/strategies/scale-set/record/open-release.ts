import { parseResourceId } from '../../../azure/resource-id.ts';
import type { OpenRelease } from '../../../record/open-release.ts';
import { RefusedError } from '../../refused-error.ts';
import { payloadText, type RecordedPayload, readPayloadText } from '../payload/payload-text.ts';
import type { ScaleSetWork } from '../performers.ts';
import type { PlannedRelease, TakeLock } from '../plan/steps.ts';

/** What the tags say of a previous payload that nobody knows. */
const UNKNOWN = 'unknown';

/** As it is written down when a run opens it. */
export function openReleaseOf(
  { arm, lease, release, before }: Pick<ScaleSetWork, 'arm' | 'lease' | 'release' | 'before'>,
  { strategy }: Pick<TakeLock, 'strategy'>,
): OpenRelease {
  const subscriptionId = subscriptionOf(release.scaleSetId);
  return {
    id: release.releaseId,
    strategy,
    openedAtEpochMs: arm.epochMs(),
    run: lease.owner,
    previousPayload: release.previous === undefined ? UNKNOWN : payloadText(release.previous, subscriptionId),
    isPreviousUnpinned: release.previous?.kind === 'image' && release.previous.inModel === 'unpinned',
    payload: payloadText(release.payload, subscriptionId),
    canaryIds: release.canaryIds,
    otherIds: release.otherIds,
    sickIds: [...before.sickIds],
    quarantinedIds: [],
    protectedIds: [],
    hasSuspendedRepairs: false,
  };
}

/** @throws RefusedError for what a newer version wrote, or a hand. */
export function readRelease(scaleSetId: string, open: OpenRelease): PlannedRelease {
  const previous = open.previousPayload === UNKNOWN ? undefined : previousIn(scaleSetId, open);
  return {
    scaleSetId,
    releaseId: open.id,
    payload: payloadIn(scaleSetId, open, open.payload),
    ...(previous === undefined ? {} : { previous }),
    canaryIds: open.canaryIds,
    otherIds: open.otherIds,
  };
}

function previousIn(scaleSetId: string, open: OpenRelease): RecordedPayload {
  const previous = payloadIn(scaleSetId, open, open.previousPayload);
  return previous.kind === 'image' && open.isPreviousUnpinned
    ? { ...previous, inModel: 'unpinned' }
    : previous;
}

function payloadIn(scaleSetId: string, { id }: OpenRelease, text: string): RecordedPayload {
  const payload = readPayloadText(text, subscriptionOf(scaleSetId));
  if (payload === undefined) {
    throw new RefusedError(
      `The record of release ${id} names the payload "${text}", which this version cannot read. Finish the release with the ` +
        'version that opened it.',
    );
  }
  return payload;
}

export function subscriptionOf(scaleSetId: string): string {
  return parseResourceId(scaleSetId)?.subscriptionId ?? '';
}
