import { randomBytes } from 'node:crypto';
import { isVersionOf } from '../../../azure/images/image-reference.ts';
import { findExtension } from '../../../azure/scale-sets/scale-set-model.ts';
import { isSameRun } from '../../../record/attempt.ts';
import { namesEarlierAttempt } from '../../../record/last-run.ts';
import type { OpenRelease } from '../../../record/open-release.ts';
import { RefusedError } from '../../refused-error.ts';
import type { StrategyContext } from '../../strategy.ts';
import type { RequestedPayload, ScaleSetGoal } from '../goal.ts';
import type { Observation } from '../observed/observe.ts';
import type { PlannedRelease } from '../plan/steps.ts';
import { readRelease } from '../record/open-release.ts';
import { isFloating } from './describe-image.ts';
import { describePayload } from './describe-payload.ts';
import { canBePutBack, type ExtensionSources, payloadOfModel, samePayload } from './model.ts';
import type { RecordedPayload } from './payload-text.ts';
import { withPinnedPrevious } from './pinned-previous.ts';
import { type ResolvedPayload, resolvePayload } from './resolve-payload.ts';

/** What a release is to bring, and what it goes on with. */
export interface Wanted {
  readonly release: PlannedRelease;
  readonly sources: ExtensionSources;
  /** The release that is open and goes on. */
  readonly open?: OpenRelease;
  readonly resolved?: ResolvedPayload;
}

/** By a recovery in this job. With `record: none` no tag tells of it. */
export interface FinishedRelease {
  /** URL of the run that began it. */
  readonly run: string;
}

/** @throws RefusedError where another release is open, or nothing tells what to bring. */
export async function wantedOf(
  context: StrategyContext,
  goal: ScaleSetGoal,
  { scaleSet, reads, record }: Observation,
  recovered: FinishedRelease | undefined,
): Promise<Wanted> {
  const { scaleSetId, previousSettings } = goal;
  const open = record.release;
  const releaseId =
    open?.id ?? finishedId(goal, scaleSet, recovered ?? finishedIn(record), context) ?? newReleaseId(context);
  const previousSources = previousSettings === undefined ? {} : { previous: previousSettings };
  if (goal.payload === undefined) {
    const release =
      open === undefined
        ? { scaleSetId, releaseId, payload: modelPayload(scaleSet), canaryIds: [], otherIds: [] }
        : withPinnedPrevious(readRelease(scaleSetId, open), reads);
    return { release, sources: previousSources, ...(open === undefined ? {} : { open }) };
  }
  const requested = open === undefined ? goal.payload : pinnedBefore(goal.payload, scaleSetId, open, context);
  const resolved = await resolvePayload(context, scaleSet, requested, releaseId);
  const sources = { ...resolved.sources, ...previousSources };
  if (open !== undefined) {
    const release = withPinnedPrevious(readRelease(scaleSetId, open), reads);
    if (!samePayload(resolved.recorded, release.payload)) {
      throw new RefusedError(otherReleaseOpen(scaleSet.name, open, release, resolved.recorded));
    }
    return { release, sources, open, resolved };
  }
  const previous = payloadOfModel(scaleSet, resolved.recorded);
  const isNew = previous !== undefined && !samePayload(previous, resolved.recorded);
  const release = {
    scaleSetId,
    releaseId,
    payload: resolved.recorded,
    ...(isNew ? { previous } : {}),
    canaryIds: [],
    otherIds: [],
  };
  return { release: withPinnedPrevious(release, reads), sources, resolved };
}

/**
 * A job that is run again, whose release is over: an earlier attempt has finished it, or a recovery has. An extension's release
 * is told from another one with the same settings by its id, which the model has as `forceUpdateTag`: with a new id the script would
 * run once more.
 */
function finishedId(
  { payload }: ScaleSetGoal,
  scaleSet: Observation['scaleSet'],
  finished: FinishedRelease | undefined,
  { lease }: StrategyContext,
): string | undefined {
  const isOwn = finished !== undefined && namesEarlierAttempt(finished, lease.owner);
  return isOwn && payload?.kind === 'extension'
    ? findExtension(scaleSet, payload.name)?.properties.forceUpdateTag
    : undefined;
}

function finishedIn({ last }: Observation['record']): FinishedRelease | undefined {
  return last?.kind === 'run' ? last : undefined;
}

/**
 * A job that is run again, whose release is open: what it pinned then is what it is about, whatever is the newest by now. Another workflow
 * run asks for what is newest when it runs.
 */
function pinnedBefore(
  requested: RequestedPayload,
  scaleSetId: string,
  open: OpenRelease,
  { lease }: StrategyContext,
): RequestedPayload {
  const { payload } = readRelease(scaleSetId, open);
  return requested.kind === 'image' &&
    payload.kind === 'image' &&
    isFloating(requested.image) &&
    isVersionOf(payload.image, requested.image) &&
    isSameRun(open.run, lease.owner)
    ? { ...requested, image: payload.image }
    : requested;
}

function otherReleaseOpen(
  scaleSet: string,
  { id, run, openedAtEpochMs }: OpenRelease,
  { payload }: PlannedRelease,
  wanted: RecordedPayload,
): string {
  return (
    `Release ${id} of ${describePayload(payload)} is open on scale set "${scaleSet}", by ${run} since ` +
    `${new Date(openedAtEpochMs).toISOString()}: ${describePayload(wanted)} cannot be released beside it. Promote it with ` +
    '"strategy: full-rollout", or reject it with "command: rollback".'
  );
}

function modelPayload(scaleSet: Observation['scaleSet']): RecordedPayload {
  const image = payloadOfModel(scaleSet, { kind: 'image' });
  if (image === undefined) {
    throw new RefusedError(
      `The model of scale set "${scaleSet.name}" has no image that instances could be compared with, and no release is open. Name ` +
        'what to release: image, packer-manifest or extension.',
    );
  }
  return image;
}

/** Readable, and different for two runs of one second. What is only planned has none: the run that carries it out makes its own. */
function newReleaseId({ command, arm }: StrategyContext): string {
  if (command === 'plan') {
    return '<id made by the run>';
  }
  const second = new Date(arm.epochMs()).toISOString().replace(/[-:]|\.\d+/g, '');
  return `${second}-${randomBytes(4).toString('hex')}`;
}

/** Whether it is known, and can be written, what the instances had before. */
export function canGoBack({ release: { previous }, sources }: Wanted): boolean {
  return previous !== undefined && canBePutBack(previous, sources);
}
