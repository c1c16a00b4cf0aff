import { ArmError } from '../../azure/arm/arm-error.ts';
import { describeImage } from '../../azure/images/image-reference.ts';
import { resourceGroupOf, subscriptionIdOf } from '../../azure/resource-id.ts';
import { readAutomaticRepairs } from '../../azure/scale-sets/orchestration-services.ts';
import { listInstances, type ScaleSetInstance } from '../../azure/scale-sets/scale-set-instances.ts';
import { extensionsOf, imageOf } from '../../azure/scale-sets/scale-set-model.ts';
import type { ScaleSet } from '../../azure/scale-sets/scale-sets.ts';
import { toFailure } from '../../engine/failure.ts';
import { readJournal } from '../../record/journal.ts';
import { readLastRun, unreadableLast } from '../../record/last-run.ts';
import { isOver, readLock } from '../../record/lock.ts';
import type { Tags } from '../../record/numbered-tags.ts';
import { type OpenRelease, readOpenRelease } from '../../record/open-release.ts';
import type { RecordStatus, ReleaseState } from '../release-status.ts';
import type { StatusReading, StrategyContext } from '../strategy.ts';
import { toInstance } from './instances/instances.ts';
import { switchedOffIds } from './instances/power.ts';
import { readScaleSet } from './observed/observe.ts';
import { judgedByRecord, seenInstance } from './observed/see-release.ts';
import { payloadOfModel, samePayload } from './payload/model.ts';
import { readPayloadText, recordedExtension } from './payload/payload-text.ts';
import { withPinnedPrevious } from './payload/pinned-previous.ts';
import { hasRecorded } from './payload/recorded-payload.ts';
import type { PlannedRelease } from './plan/steps.ts';
import { type ModelOfRelease, modelOfRelease } from './preflight/foreign-model.ts';
import { readRelease } from './record/open-release.ts';
import { NOTHING_SET_ASIDE, recordedSetAside, type SetAside } from './record/set-aside.ts';
import type { InstanceSeen } from './release-events.ts';

/** What is to be known of one scale set, by its tags, its model and its instances. */
export interface ScaleSetStatus extends RecordStatus {
  readonly state: ReleaseState;
  readonly scaleSet: string;
  readonly resourceGroup: string;
  /** The image that the model has, as ARM says it. */
  readonly image: string;
  readonly upgradeMode: string;
  readonly release: OpenReleaseStatus | null;
  readonly instances: readonly InstanceSeen[];
  /**
   * Whom ARM calls outdated and who has all the same what the model has of image and extensions: the last release has written the model and
   * put it back, and has not reached them. They are told as up to date.
   */
  readonly unreachedIds: readonly string[];
  /** What Azure shows, and the open release, if any, has not done. Whose it is cannot be seen. */
  readonly unexplained: SetAside;
  /** What could not be looked at, and why. */
  readonly unchecked: readonly string[];
}

export interface OpenReleaseStatus extends OpenRelease {
  /** Whom it has switched off and who is off, by the instances themselves. */
  readonly quarantinedIds: readonly string[];
  /** Those whom it protects from scale-in and who are protected, by the instances themselves. */
  readonly protectedIds: readonly string[];
  /** `foreign`: it can be neither promoted nor rejected. `null`: what the release brings cannot be read. */
  readonly model: ModelOfRelease | null;
  /** By ARM's clock. */
  readonly ageSeconds: number;
}

/** How the instances are, and which release is open. Reads, and writes nothing. */
export async function readScaleSetStatus(
  context: Pick<StrategyContext, 'arm' | 'signal' | 'lease'>,
  scaleSetId: string,
): Promise<StatusReading> {
  const { arm, signal } = context;
  const scaleSet = await readScaleSet(context, scaleSetId);
  const { tags = {}, name } = scaleSet;
  const record = recordOf(context, tags);
  const { open, planned } = releaseIn(scaleSetId, tags);
  const [reads, repairs] = await Promise.all([
    listInstances(arm, scaleSetId, signal),
    readRepairs(context, scaleSetId),
  ]);
  // What a record that cannot be read explains, nobody knows.
  const explained = record.problem === null ? recordedSetAside({ release: open }) : undefined;
  const compared = planned?.payload ?? payloadOfModel(scaleSet, { kind: 'image' });
  const judged = compared && judgedByRecord({ scaleSet, reads }, { payload: compared }, open);
  const unreachedIds = unreachedBy(record, scaleSet, open === undefined ? reads : []);
  const status: ScaleSetStatus = {
    ...record,
    state: stateOf(record, open),
    scaleSet: name,
    resourceGroup: resourceGroupOf(scaleSetId) ?? '',
    image: describeImage(imageOf(scaleSet)),
    upgradeMode: scaleSet.properties.upgradePolicy?.mode ?? 'Manual',
    release:
      open === undefined
        ? null
        : {
            ...open,
            quarantinedIds: switchedOffIds(reads).filter((id) => open.quarantinedIds.includes(id)),
            protectedIds: reads
              .filter((read) => isProtected(read) && open.protectedIds.includes(read.instanceId))
              .map(({ instanceId }) => instanceId),
            model:
              planned === undefined ? null : modelOfRelease(scaleSet, withPinnedPrevious(planned, reads)),
            ageSeconds: Math.round((arm.epochMs() - open.openedAtEpochMs) / 1000),
          },
    instances: reads.map((read) => {
      const seen = seenInstance(read, compared && toInstance(read, { scaleSet, payload: compared }), {
        scaleSet,
        canaryIds: open?.canaryIds ?? [],
        isReleased: open !== undefined,
        judged,
      });
      return unreachedIds.includes(read.instanceId) ? { ...seen, isUpToDate: true } : seen;
    }),
    unreachedIds,
    unexplained:
      explained === undefined
        ? NOTHING_SET_ASIDE
        : {
            protectedIds: reads
              .filter((read) => isProtected(read) && !explained.protectedIds.includes(read.instanceId))
              .map(({ instanceId }) => instanceId),
            hasSuspendedRepairs: repairs.areSuspended && !explained.hasSuspendedRepairs,
          },
    unchecked: repairs.unchecked,
  };
  return { status, subject: { productionAddresses: [], scaleSetId: scaleSet.id } };
}

/**
 * ARM's word is about the model as a whole, and about when it was written. After a release that was taken back it calls everybody outdated
 * whom that has not reached; of protected settings the `forceUpdateTag` tells.
 */
function unreachedBy(
  { last }: Pick<RecordStatus, 'last'>,
  scaleSet: ScaleSet,
  reads: readonly ScaleSetInstance[],
): string[] {
  const image = payloadOfModel(scaleSet, { kind: 'image' });
  const extensions = extensionsOf(scaleSet).map(({ name, properties }) =>
    recordedExtension(name, properties.settings, properties.forceUpdateTag),
  );
  const isPutBack =
    (last?.kind === 'undoing' || last?.kind === 'rollback') && isTarget(last.target, scaleSet);
  return isPutBack
    ? reads
        .filter(
          (read) =>
            read.properties.latestModelApplied !== true &&
            [...(image === undefined ? [] : [image]), ...extensions].every((each) =>
              hasRecorded(read, each, undefined),
            ),
        )
        .map(({ instanceId }) => instanceId)
    : [];
}

function isTarget(target: string | undefined, scaleSet: ScaleSet): boolean {
  const payload = readPayloadText(target ?? '', subscriptionIdOf(scaleSet.id) ?? '');
  return payload !== undefined && samePayload(payloadOfModel(scaleSet, payload), payload);
}

/** The record is written before the protection, so that alone it may say what is not so. */
function isProtected({ properties }: ScaleSetInstance): boolean {
  return properties.protectionPolicy?.protectFromScaleIn === true;
}

/** Whoever may read instances need not be let read this: the rest of the status is told all the same. */
async function readRepairs(
  { arm, signal }: Pick<StrategyContext, 'arm' | 'signal'>,
  scaleSetId: string,
): Promise<{ readonly areSuspended: boolean; readonly unchecked: readonly string[] }> {
  try {
    const state = await readAutomaticRepairs(arm, scaleSetId, signal);
    return { areSuspended: state === 'Suspended', unchecked: [] };
  } catch (error) {
    if (error instanceof ArmError && error.status === 403) {
      return {
        areSuspended: false,
        unchecked: [`Whether automatic repairs are suspended could not be read: ${error.message}`],
      };
    }
    throw error;
  }
}

function releaseIn(
  scaleSetId: string,
  tags: Tags,
): { readonly open?: OpenRelease; readonly planned?: PlannedRelease } {
  try {
    const open = readOpenRelease(tags);
    return open === undefined ? {} : { open, planned: readRelease(scaleSetId, open) };
  } catch {
    // The row of the interrupted run says why it cannot be read.
    return {};
  }
}

function recordOf({ arm, lease }: Pick<StrategyContext, 'arm' | 'lease'>, tags: Tags): RecordStatus {
  const lock = readLock(tags);
  return {
    last: readLastRun(tags) ?? null,
    lastProblem: unreadableLast(tags),
    lock: lock === undefined ? null : { ...lock, isOver: isOver(lock, lease.owner, arm.epochMs()) },
    ...journalOf(tags),
  };
}

function journalOf(tags: Tags): Pick<RecordStatus, 'interrupted' | 'problem'> {
  try {
    readOpenRelease(tags);
    const journal = readJournal(tags);
    if (journal === undefined) {
      return { interrupted: null, problem: null };
    }
    const { entries, ...head } = journal;
    return { interrupted: head, problem: null };
  } catch (error) {
    return { interrupted: null, problem: toFailure(error).message };
  }
}

function stateOf({ lock, interrupted, problem }: RecordStatus, open: OpenRelease | undefined): ReleaseState {
  if (lock !== null && !lock.isOver) {
    return 'locked';
  }
  if (interrupted !== null || problem !== null) {
    return 'interrupted';
  }
  if (open !== undefined) {
    return 'open';
  }
  return lock === null ? 'idle' : 'orphaned';
}
