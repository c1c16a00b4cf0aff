import { nameOf } from '../../../azure/resource-id.ts';
import { COMPUTE_API_VERSION } from '../../../azure/scale-sets/compute-api.ts';
import { instanceResourceId } from '../../../azure/scale-sets/scale-set-instances.ts';
import type { Change, PlannedCall } from '../../../engine/plan.ts';
import type { InstanceCount } from '../goal.ts';
import type { Instance } from '../instances/instance.ts';
import { compareIds } from '../instances/instance-order.ts';
import { namedInstances } from '../instances/named-instances.ts';
import type { Reach } from '../instances/touched.ts';
import { describePayload } from '../payload/describe-payload.ts';
import type { CanaryWork } from './canary-work.ts';
import { LONGEST_CHANGE_MS, longestProtectionMs } from './longest-write.ts';
import type { Batch } from './plan-batches.ts';
import type {
  ChangeModel,
  CheckTakenBack,
  ConfirmRelease,
  PlannedRelease,
  ProtectCanaries,
  ReleaseProtection,
  ResumeRepairs,
  SuspendRepairs,
  TakeBack,
  UpgradeCanaries,
  UpgradeOutdated,
} from './steps.ts';

function call(method: PlannedCall['method'], target: string): PlannedCall {
  return { method, target, apiVersion: COMPUTE_API_VERSION };
}

export function suspendRepairsStep(release: PlannedRelease): SuspendRepairs {
  const { scaleSetId } = release;
  return {
    id: 'suspend-repairs',
    kind: 'suspend-repairs',
    timeoutMs: LONGEST_CHANGE_MS,
    title: `Suspend the automatic repairs of ${nameOf(scaleSetId)}`,
    release,
    changes: [repairs(scaleSetId, 'running', 'suspended')],
    calls: [call('PATCH', scaleSetId), call('POST', `${scaleSetId}/setOrchestrationServiceState`)],
    verifiedBy: 'the instance view of the scale set',
    undoneBy: 'resuming them',
  };
}

/**
 * It goes by the record when it comes to it, for another run of the same release may have come between.
 *
 * @param isSuspended by the release so far, or by a step before.
 */
export function resumeRepairsStep(release: PlannedRelease, isSuspended: boolean): ResumeRepairs {
  const { scaleSetId } = release;
  return {
    id: 'resume-repairs',
    kind: 'resume-repairs',
    timeoutMs: LONGEST_CHANGE_MS,
    title: isSuspended
      ? `Resume the automatic repairs of ${nameOf(scaleSetId)}, which this release has suspended`
      : 'See that no automatic repairs are suspended by this release any more',
    release,
    changes: isSuspended ? [repairs(scaleSetId, 'suspended', 'running')] : [],
    calls: isSuspended
      ? [call('POST', `${scaleSetId}/setOrchestrationServiceState`), call('PATCH', scaleSetId)]
      : [],
    verifiedBy: 'the tags of the scale set',
    undoneBy: 'nothing: they are as they were before the release',
    cleanUp: true,
  };
}

function repairs(resource: string, from: string, to: string): Change {
  return { resource, field: 'automaticRepairs', from, to };
}

export function changeModelStep(release: PlannedRelease): ChangeModel {
  const { scaleSetId, payload, previous } = release;
  const from = previous === undefined ? null : describePayload(previous);
  const isImage = payload.kind === 'image';
  return {
    id: 'change-model',
    kind: 'change-model',
    timeoutMs: LONGEST_CHANGE_MS,
    title: `Change the model of ${nameOf(scaleSetId)} to ${describePayload(payload)}; no instance is touched by that`,
    release,
    changes: [
      {
        resource: scaleSetId,
        field: isImage ? 'imageReference' : `extensions/${payload.name}`,
        from,
        to: describePayload(payload),
      },
    ],
    calls: [isImage ? call('PATCH', scaleSetId) : call('PUT', `${scaleSetId}/extensions/${payload.name}`)],
    verifiedBy: 'a fresh read of the model',
    undoneBy: from === null ? 'nothing: what it had is not known' : `putting ${from} back into the model`,
  };
}

export function protectCanariesStep(
  release: PlannedRelease,
  instanceIds: readonly string[],
): ProtectCanaries {
  const { scaleSetId } = release;
  return {
    id: 'protect-canaries',
    kind: 'protect-canaries',
    timeoutMs: longestProtectionMs(instanceIds.length),
    title: `Protect the canaries ${instanceIds.join(', ')} from scale-in, for the length of the release`,
    release,
    instanceIds,
    changes: instanceIds.map((id) => protection(scaleSetId, id, 'false', 'true')),
    calls: [
      call('PATCH', scaleSetId),
      ...instanceIds.map((id) => call('PUT', instanceResourceId(scaleSetId, id))),
    ],
    verifiedBy: 'a fresh read of the instances',
    undoneBy: 'taking the protection from them',
  };
}

export function releaseProtectionStep(
  release: PlannedRelease,
  protectedIds: readonly string[],
): ReleaseProtection {
  const { scaleSetId } = release;
  return {
    id: 'release-protection',
    kind: 'release-protection',
    timeoutMs: longestProtectionMs(protectedIds.length),
    title:
      protectedIds.length === 0
        ? 'See that no instance is protected from scale-in by this release any more'
        : `Take the protection from scale-in from ${namedInstances(protectedIds)}, which this release has protected`,
    release,
    changes: protectedIds.map((id) => protection(scaleSetId, id, 'true', 'false')),
    calls: [
      ...protectedIds.map((id) => call('PUT', instanceResourceId(scaleSetId, id))),
      ...(protectedIds.length === 0 ? [] : [call('PATCH', scaleSetId)]),
    ],
    verifiedBy: 'the tags of the scale set',
    undoneBy: 'nothing: they are as they were before the release',
    cleanUp: true,
  };
}

function protection(scaleSetId: string, id: string, from: string, to: string): Change {
  return {
    resource: instanceResourceId(scaleSetId, id),
    field: 'protectionPolicy/protectFromScaleIn',
    from,
    to,
  };
}

export function upgradeCanariesStep(
  release: PlannedRelease,
  { toUpgrade, toCheck }: CanaryWork,
  explanation: string,
): UpgradeCanaries {
  const { scaleSetId } = release;
  const plannedIds = idsOf(toUpgrade);
  const checkedIds = idsOf(toCheck);
  return {
    id: 'upgrade-canaries',
    kind: 'upgrade-canaries',
    title: `${canariesTitle(nameOf(scaleSetId), plannedIds, checkedIds)} (${explanation})`,
    release,
    plannedIds,
    checkedIds,
    changes: plannedIds.map((id) => upgraded(release, id)),
    calls:
      plannedIds.length === 0
        ? []
        : [
            {
              ...call('POST', `${scaleSetId}/manualupgrade`),
              explanation: `for ${namedInstances(plannedIds)}`,
            },
          ],
    verifiedBy: 'what each instance really runs, and its health',
    undoneBy: undoneBy(release),
  };
}

function idsOf(instances: readonly Instance[]): string[] {
  return instances.map(({ instanceId }) => instanceId).sort(compareIds);
}

function canariesTitle(
  scaleSet: string,
  upgradedIds: readonly string[],
  checkedIds: readonly string[],
): string {
  if (checkedIds.length === 0) {
    return `Leave the canaries of ${scaleSet} as they are: all have the payload, and are switched off or were not well before the release`;
  }
  if (upgradedIds.length === 0) {
    return `Check each of the canaries ${checkedIds.join(', ')} of ${scaleSet}, which have the payload already`;
  }
  const which = upgradedIds.length === checkedIds.length ? 'each' : `each of ${checkedIds.join(', ')}`;
  return `Upgrade the canaries ${upgradedIds.join(', ')} of ${scaleSet}, and check ${which}`;
}

export function upgradeOutdatedStep(
  release: PlannedRelease,
  terms: { readonly batchSize: InstanceCount; readonly pauseBetweenBatchesMs: number },
  batches: readonly Batch[],
  explanation: string,
): UpgradeOutdated {
  const { scaleSetId } = release;
  return {
    id: 'upgrade-outdated',
    kind: 'upgrade-outdated',
    title:
      `Upgrade the outdated instances of ${nameOf(scaleSetId)}: ${batches.length} ` +
      `${batches.length === 1 ? 'batch' : 'batches'} (${explanation})`,
    release,
    ...terms,
    plannedBatches: batches.map(({ instanceIds }) => instanceIds),
    changes: batches.flatMap(({ instanceIds }) => instanceIds).map((id) => upgraded(release, id)),
    calls: batches.flatMap(({ instanceIds }) => [
      ...noteReachedCalls(release, instanceIds),
      call('POST', `${scaleSetId}/manualupgrade`),
    ]),
    verifiedBy: 'what each instance really runs, and its health, after each batch',
    undoneBy: undoneBy(release),
  };
}

/** Whom only the record tells apart from those that the release has not reached. */
function noteReachedCalls(
  { scaleSetId, otherIds }: PlannedRelease,
  instanceIds: readonly string[],
): PlannedCall[] {
  const ids = instanceIds.filter((id) => otherIds.includes(id));
  return ids.length === 0
    ? []
    : [
        {
          ...call('PATCH', scaleSetId),
          explanation: `tags: ${namedInstances(ids)} ${ids.length === 1 ? 'is' : 'are'} the release's from here on`,
        },
      ];
}

function upgraded({ scaleSetId, payload, previous }: PlannedRelease, id: string): Change {
  return {
    resource: instanceResourceId(scaleSetId, id),
    field: payload.kind === 'image' ? 'imageReference' : `extensions/${payload.name}`,
    from: previous === undefined ? null : describePayload(previous),
    to: describePayload(payload),
  };
}

function undoneBy({ previous }: PlannedRelease): string {
  return previous === undefined
    ? 'nothing: what the instances had is not known'
    : `putting ${describePayload(previous)} back into the model, and onto every instance that the release has reached`;
}

export function takeBackStep(release: PlannedRelease, reach: Reach, touchedIds: readonly string[]): TakeBack {
  const { scaleSetId, payload, previous } = release;
  const back = previous === undefined ? 'what it had' : describePayload(previous);
  const model: Change = {
    resource: scaleSetId,
    field: payload.kind === 'image' ? 'imageReference' : `extensions/${payload.name}`,
    from: describePayload(payload),
    to: back,
  };
  return {
    id: 'take-back',
    kind: 'take-back',
    title: `Put ${back} back into the model of ${nameOf(scaleSetId)}, and onto ${touchedIds.length === 0 ? 'no instance' : namedInstances(touchedIds)}, at once`,
    release,
    reach,
    changes: [model, ...touchedIds.map((id) => ({ ...model, resource: instanceResourceId(scaleSetId, id) }))],
    calls: [
      payload.kind === 'image'
        ? call('PATCH', scaleSetId)
        : call('PUT', `${scaleSetId}/extensions/${payload.name}`),
      ...(touchedIds.length === 0 ? [] : [call('POST', `${scaleSetId}/manualupgrade`)]),
    ],
    verifiedBy: 'a fresh read of the model and of all instances',
    undoneBy: 'nothing: half of it is brought to its end',
  };
}

export function checkTakenBackStep(release: PlannedRelease): CheckTakenBack {
  return {
    id: 'check-taken-back',
    kind: 'check-taken-back',
    title: `Check the instances of ${nameOf(release.scaleSetId)} that were taken back, and run`,
    release,
    changes: [],
    calls: [],
    verifiedBy: 'all that tells of the health of each',
    undoneBy: 'nothing: it changes nothing',
  };
}

/** @param keptIds Who stays outdated, because no release may upgrade it. */
export function confirmReleaseStep(
  release: PlannedRelease,
  expects: ConfirmRelease['expects'],
  reach: Reach,
  keptIds: readonly string[] = [],
): ConfirmRelease {
  const what = {
    canaries: 'the canaries have it, and nobody else was touched',
    all: `no instance is outdated${keptIds.length === 0 ? '' : ` but ${keptIds.join(', ')}, which protectFromScaleSetActions keeps so`}`,
    'taken-back': 'no instance that it had reached has it any more',
  } as const;
  return {
    id: 'confirm-release',
    kind: 'confirm-release',
    title: `See in Azure that ${what[expects]}, and that production answers`,
    release,
    expects,
    reach,
    changes: [],
    calls: [],
    verifiedBy: 'a fresh read of all instances, and steady answers of production',
    undoneBy: 'nothing: it changes nothing',
  };
}
