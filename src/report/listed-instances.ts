import { compareIds } from '../strategies/scale-set/instances/instance-order.ts';
import { isOff } from '../strategies/scale-set/instances/power.ts';
import type { UnhealthyInstance } from './checked-instances.ts';
import type { ScaleSetReport } from './scale-set-report.ts';

/**
 * What was found out last of each instance that did not get well, or did not stay so. Whom a later batch or look has found well is
 * not among them; who is well again only because the release was taken back has not got well with it.
 */
export function unhealthyFindings({ batches, laterChecks }: ScaleSetReport): readonly UnhealthyInstance[] {
  const ofBatches = batches.flatMap(({ finishedMs, ...batch }) =>
    finishedMs === null ? [] : [{ ...batch, atMs: finishedMs, isTakenBack: false }],
  );
  const ofChecks = laterChecks.map(({ endedMs, since, ...check }) => ({
    ...check,
    atMs: endedMs,
    isTakenBack: since === 'take-back',
  }));
  const found = new Map<string, UnhealthyInstance>();
  for (const { instanceIds, unhealthy, isTakenBack } of [...ofBatches, ...ofChecks].toSorted(
    (a, b) => a.atMs - b.atMs,
  )) {
    for (const id of isTakenBack ? [] : instanceIds) {
      found.delete(id);
    }
    for (const each of unhealthy) {
      found.set(each.instanceId, each);
    }
  }
  return [...found.values()];
}

/** Each once, lowest first: in whatever order they were found. */
function inOrder(ids: readonly string[]): string[] {
  return [...new Set(ids)].sort(compareIds);
}

/** Ids of the instances that the release has made unhealthy, each once; those in quarantine are among them. */
export function unhealthyIds(scaleSet: ScaleSetReport): string[] {
  const { instances } = scaleSet;
  const seen = instances.filter(({ role }) => role === 'unhealthy' || role === 'quarantined');
  return inOrder([
    ...unhealthyFindings(scaleSet).map(({ instanceId }) => instanceId),
    ...seen.map(({ instanceId }) => instanceId),
  ]);
}

/** Ids of those that had been sick before, and did not get well with the release either. */
export function sickIds(scaleSet: ScaleSetReport): string[] {
  const { instances, batches, laterChecks } = scaleSet;
  return inOrder([
    ...[...batches, ...laterChecks].flatMap(({ sickBefore }) =>
      sickBefore.map(({ instanceId }) => instanceId),
    ),
    ...instances.filter(({ role }) => role === 'sick').map(({ instanceId }) => instanceId),
  ]);
}

/** Ids of those that the release has switched off, by this run or one before it, and of those that it was taken back from while they were off. */
export function quarantinedIds({ instances, switchedOff }: ScaleSetReport): string[] {
  return inOrder([
    ...instances.filter(({ role }) => role === 'quarantined').map(({ instanceId }) => instanceId),
    ...takenBackOffIds({ switchedOff }),
  ]);
}

/** Ids of those that were taken back while they were switched off: how they are with what they had before, nobody knows. */
export function takenBackOffIds({ switchedOff }: Pick<ScaleSetReport, 'switchedOff'>): string[] {
  return switchedOff.filter(({ since }) => since === 'take-back').map(({ instanceId }) => instanceId);
}

/** Ids of those that were taken back, and on whom ARM has not let `check-command` be run. */
export function unprovenIds({ laterChecks }: Pick<ScaleSetReport, 'laterChecks'>): string[] {
  return laterChecks.flatMap(({ unproven }) => unproven.map(({ instanceId }) => instanceId));
}

/** Ids of all that are switched off, whoever did it. */
export function offIds({ instances }: Pick<ScaleSetReport, 'instances'>): string[] {
  return instances.filter(({ power }) => isOff(power)).map(({ instanceId }) => instanceId);
}

/** Ids of the instances that have what the model has. */
export function updatedIds({ instances }: ScaleSetReport): string[] {
  return instances.filter(({ isUpToDate }) => isUpToDate).map(({ instanceId }) => instanceId);
}

export function outdatedIds({ instances }: ScaleSetReport): string[] {
  return instances.filter(({ isUpToDate }) => !isUpToDate).map(({ instanceId }) => instanceId);
}

/** Ids of the instances that have the payload of the release. */
export function upgradedIds({ instances }: Pick<ScaleSetReport, 'instances'>): string[] {
  return instances.filter(({ hasPayload }) => hasPayload).map(({ instanceId }) => instanceId);
}

/** Ids of those that have the payload of a canary release, and are none of its canaries. */
export function otherCarrierIds(scaleSet: Pick<ScaleSetReport, 'instances' | 'canaryIds'>): string[] {
  return upgradedIds(scaleSet).filter((id) => !scaleSet.canaryIds.includes(id));
}
