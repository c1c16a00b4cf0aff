import { nameOf, resourceGroupOf } from '../../../azure/resource-id.ts';
import { listInstances, type ScaleSetInstance } from '../../../azure/scale-sets/scale-set-instances.ts';
import { getScaleSet, type ScaleSet } from '../../../azure/scale-sets/scale-sets.ts';
import { failuresOf } from '../../../checks/instance-verdict.ts';
import type { Clock } from '../../../engine/clock.ts';
import type { OpenRelease } from '../../../record/open-release.ts';
import type { Instance } from '../instances/instance.ts';
import { toInstance } from '../instances/instances.ts';
import { isOff, powerOf } from '../instances/power.ts';
import { type Troubled, troubleFound } from '../instances/troubled.ts';
import type { Before } from '../instances/unhealthy-budget.ts';
import { describeImage } from '../payload/describe-image.ts';
import { payloadOfModel } from '../payload/model.ts';
import { payloadText } from '../payload/payload-text.ts';
import { hasRecorded } from '../payload/recorded-payload.ts';
import type { ScaleSetWork } from '../performers.ts';
import type { PlannedRelease } from '../plan/steps.ts';
import { subscriptionOf } from '../record/open-release.ts';
import type { InstanceRole, InstanceSeen, ReleaseSeenEvent } from '../release-events.ts';

export interface SeenRelease {
  readonly scaleSet: ScaleSet;
  readonly instances: readonly Instance[];
}

/** Reads all instances, by one listing, and says how they are. */
export async function seeRelease(
  work: Pick<ScaleSetWork, 'arm' | 'release' | 'emit' | 'before' | 'troubled'>,
  clock: Clock,
  signal: AbortSignal,
): Promise<SeenRelease> {
  const { arm, release, emit, before, troubled } = work;
  const { scaleSetId, payload } = release;
  const [scaleSet, reads] = await Promise.all([
    getScaleSet(arm, scaleSetId, signal),
    listInstances(arm, scaleSetId, signal),
  ]);
  emit(releaseSeen(release, { scaleSet, reads, judged: { ...troubled, ...before } }, clock));
  return { scaleSet, instances: reads.map((read) => toInstance(read, { scaleSet, payload })) };
}

/** What has been read of a release: how its instances are. */
export function releaseSeen(
  release: PlannedRelease,
  { scaleSet, reads, judged }: ReadInstances,
  clock: Clock,
): ReleaseSeenEvent {
  const { payload, canaryIds } = release;
  const instances = reads.map((read) =>
    seenInstance(read, toInstance(read, { scaleSet, payload }), {
      scaleSet,
      canaryIds,
      isReleased: true,
      judged,
    }),
  );
  return { ...releaseUnseen(release, clock), instances, ...(reads.length === 0 ? { hasNone: true } : {}) };
}

/** How the instances are where there is no release that they could have: who is not well is so by Azure's own word alone. */
export function instancesSeen(
  { scaleSet, reads }: Pick<ReadInstances, 'scaleSet' | 'reads'>,
  clock: Clock,
): ReleaseSeenEvent {
  const image = payloadOfModel(scaleSet, { kind: 'image' });
  const instances = reads.map((read): InstanceSeen => {
    const instance = image && toInstance(read, { scaleSet, payload: image });
    const seen = seenInstance(read, instance, { scaleSet, canaryIds: [], isReleased: false });
    return seen.health === 'unhealthy' && !isOff(seen.power) ? { ...seen, role: 'unhealthy' } : seen;
  });
  return {
    type: 'release-seen',
    atMs: clock.monotonicMs(),
    scaleSet: scaleSet.name,
    resourceGroup: resourceGroupOf(scaleSet.id) ?? '',
    releaseId: '',
    previousPayload: '',
    payload: '',
    canaryIds: [],
    instances,
    ...(reads.length === 0 ? { hasNone: true } : {}),
  };
}

/** How its instances are is not known any more. */
export function releaseUnseen(
  { scaleSetId, payload, previous, releaseId, canaryIds }: PlannedRelease,
  clock: Clock,
): ReleaseSeenEvent {
  const subscriptionId = subscriptionOf(scaleSetId);
  return {
    type: 'release-seen',
    atMs: clock.monotonicMs(),
    scaleSet: nameOf(scaleSetId),
    resourceGroup: resourceGroupOf(scaleSetId) ?? '',
    releaseId,
    previousPayload: previous === undefined ? '' : payloadText(previous, subscriptionId),
    payload: payloadText(payload, subscriptionId),
    canaryIds,
    instances: [],
  };
}

/** What a run knows of how instances get on. */
export type Judged = Troubled & Pick<Before, 'sickIds'>;

/**
 * What is to be known of them without having asked any: by the record, by who is switched off, and by whom Azure calls unhealthy, or
 * failed, with what the release brings. A canary whose upgrade has failed may not have come to have it.
 */
export function judgedByRecord(
  { scaleSet, reads }: Pick<ReadInstances, 'scaleSet' | 'reads'>,
  { payload }: Pick<PlannedRelease, 'payload'>,
  open: Pick<OpenRelease, 'sickIds' | 'quarantinedIds' | 'canaryIds'> | undefined,
): Judged | undefined {
  if (open === undefined) {
    return undefined;
  }
  const sickIds = new Set(open.sickIds);
  const instances = reads.map((read) => toInstance(read, { scaleSet, payload }));
  const quarantinedIds = new Set(open.quarantinedIds);
  const { unhealthy, quarantined } = troubleFound(instances, { sickIds, quarantinedIds });
  for (const read of reads) {
    const { instanceId } = read;
    const instance = toInstance(read, { scaleSet, payload });
    const isSick = instance.hasPayload && instance.health === 'unhealthy';
    const reasons = [
      ...(isSick ? ['is unhealthy, by what Azure says'] : []),
      ...(instance.hasPayload || open.canaryIds.includes(instanceId) ? failuresOf(read) : []),
    ];
    if (reasons.length > 0) {
      unhealthy.set(instanceId, [...(unhealthy.get(instanceId) ?? []), ...reasons]);
    }
  }
  return { unhealthy, quarantined, sickIds };
}

export interface ReadInstances {
  readonly scaleSet: ScaleSet;
  readonly reads: readonly ScaleSetInstance[];
  readonly judged?: Judged | undefined;
}

/** What is told of an instance. @param instance absent: it could be compared with nothing. */
export function seenInstance(
  read: ScaleSetInstance,
  instance: Instance | undefined,
  { scaleSet, canaryIds, isReleased, judged }: Told,
): InstanceSeen {
  const { instanceId } = read;
  const upToDate = isUpToDate(read, scaleSet);
  const hasPayload = isReleased && instance?.hasPayload === true;
  // Taken back: what had been wrong with it is gone with the payload.
  const isBack = upToDate && !hasPayload;
  return {
    instanceId,
    zone: read.zones?.[0] ?? '',
    faultDomain: read.properties.instanceView?.platformFaultDomain ?? 0,
    image: imageText(read),
    isUpToDate: upToDate,
    hasPayload,
    health: instance?.health ?? 'unknown',
    provisioningState: read.properties.provisioningState ?? 'unknown',
    power: powerOf(read),
    role: isReleased ? roleOf(instanceId, { hasPayload, isBack, canaryIds, judged }) : 'none',
  };
}

/** By ARM's own word and by the image that it really runs: with `latest` in the model the two differ. */
function isUpToDate(read: ScaleSetInstance, scaleSet: ScaleSet): boolean {
  const image = payloadOfModel(scaleSet, { kind: 'image' });
  return (
    read.properties.latestModelApplied === true && (image === undefined || hasRecorded(read, image, image))
  );
}

interface Told {
  readonly scaleSet: ScaleSet;
  readonly canaryIds: readonly string[];
  /** Whether there is a release that an instance could have. */
  readonly isReleased: boolean;
  readonly judged?: Judged | undefined;
}

interface Standing {
  readonly hasPayload: boolean;
  readonly isBack: boolean;
}

function roleOf(
  id: string,
  { hasPayload, isBack, canaryIds, judged }: Standing & Pick<Told, 'canaryIds' | 'judged'>,
): InstanceRole {
  if (judged?.quarantined.has(id)) {
    return 'quarantined';
  }
  if (judged?.unhealthy.has(id) && !isBack) {
    return judged.sickIds.has(id) ? 'sick' : 'unhealthy';
  }
  if (!hasPayload) {
    return 'old';
  }
  return canaryIds.includes(id) ? 'canary' : 'upgraded';
}

function imageText({ properties }: ScaleSetInstance): string {
  const image = properties.storageProfile?.imageReference;
  return image === undefined ? '' : describeImage(image);
}
