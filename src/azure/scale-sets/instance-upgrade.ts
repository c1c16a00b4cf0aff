import { DeadlineError, withDeadline } from '../../engine/deadline.ts';
import type { Arm } from '../arm/arm.ts';
import { ArmError, ArmOperationTimeoutError, UncertainWriteError } from '../arm/arm-error.ts';
import { attempt } from '../seen-change.ts';
import { COMPUTE_API_VERSION, COMPUTE_LISTING_MS } from './compute-api.ts';
import { listInstances, type ScaleSetInstance } from './scale-set-instances.ts';

export interface InstanceWork {
  /** Resource id of the scale set. */
  readonly scaleSetId: string;
  /** Never `*`: an instance that is made meanwhile is not among them. */
  readonly instanceIds: readonly string[];
  /** For all of it, from the first request on. */
  readonly timeoutMs: number;
  /** For another operation that is in the way, which ARM does not name. Absent: as long as `timeoutMs`. */
  readonly conflictPatienceMs?: number;
}

export interface UpgradeWork extends InstanceWork {
  /** Whether an instance has what it is to be given. Asked where ARM has refused the work, or did not say what became of it. */
  readonly hasIt: (instance: ScaleSetInstance) => boolean;
}

/** Which instances are asked for once more, by how they are after a request that has not ended well. */
interface Comparison {
  /** Nothing was carried out: another operation was in the way. */
  readonly isAskedAfterConflict: (instance: ScaleSetInstance) => boolean;
  /** It may have been carried out. `never`: nothing that ARM tells of an instance shows whether it was. */
  readonly isAskedAfterLoss: ((instance: ScaleSetInstance) => boolean) | 'never';
}

/**
 * VirtualMachineScaleSets_UpdateInstances (POST manualupgrade, api-version 2026-04-01): gives instances the model of the scale
 * set. 202 and a long-running operation without `Retry-After`. An image replaces the OS disk; the instance is away meanwhile.
 *
 * ARM refuses all of a request that names an instance which is not there any more: it is asked again for those that are.
 * Where another operation came before, or ARM did not say what became of it, those that are `Updating` are waited for. Then it
 * is asked for again: in the first case for those that have not got it or are `Failed`, in the second only for those that have
 * neither got it nor are `Failed`, because an upgrade that fails leaves them so, and is not repeated.
 *
 * @throws ArmError when refused; ArmOperationError when it ended as `Failed`: some instances may have it, and each must be looked at;
 *   ArmOperationTimeoutError; UncertainWriteError after the last of many answers that were lost.
 */
export function upgradeInstances(
  arm: Arm,
  { hasIt, ...work }: UpgradeWork,
  signal: AbortSignal,
): Promise<void> {
  const comparison: Comparison = {
    isAskedAfterConflict: (instance) => !hasIt(instance) || isFailed(instance),
    isAskedAfterLoss: (instance) => !hasIt(instance) && !isFailed(instance),
  };
  return doWork(arm, 'manualupgrade', work, comparison, signal);
}

function isFailed({ properties }: ScaleSetInstance): boolean {
  return properties.provisioningState === 'Failed';
}

/**
 * VirtualMachineScaleSets_Reimage (POST reimage, api-version 2026-04-01): makes the OS disks of instances anew, from the image
 * that each instance's own model has, which is not that of the scale set where `latestModelApplied` is false.
 *
 * No recording shows an instance after a reimage. So one of which ARM did not say what became of it is never sent again: it
 * would take down once more who is well by the first. What runs is waited for, and the caller looks at each instance.
 *
 * @throws as `upgradeInstances`, and UncertainWriteError after the first answer that was lost, once nothing runs on the instances.
 */
export function reimageInstances(arm: Arm, work: InstanceWork, signal: AbortSignal): Promise<void> {
  return doWork(
    arm,
    'reimage',
    work,
    { isAskedAfterConflict: () => true, isAskedAfterLoss: 'never' },
    signal,
  );
}

/**
 * VirtualMachineScaleSets_PowerOff (POST poweroff, api-version 2026-04-01): the machines stop, and keep their disks and their
 * places. A load balancer's health probe takes them out of rotation. It is asked for again for those that are on still.
 *
 * @throws as `upgradeInstances`.
 */
export function powerOffInstances(
  arm: Arm,
  work: Omit<InstanceWork, 'timeoutMs'>,
  signal: AbortSignal,
): Promise<void> {
  const comparison: Comparison = { isAskedAfterConflict: isOn, isAskedAfterLoss: isOn };
  return doWork(arm, 'poweroff', { ...work, timeoutMs: POWER_OFF_TIMEOUT_MS }, comparison, signal);
}

function isOn({ properties }: ScaleSetInstance): boolean {
  return !(properties.instanceView?.statuses ?? []).some(({ code }) =>
    /^PowerState\/(?:stopped|deallocated)$/i.test(code),
  );
}

const POWER_OFF_TIMEOUT_MS = 600_000;

/** Of requests of which ARM did not say what became. */
const MOST_LOST = 8;
/** What was sent, and got no answer, has begun by then, or never will: only then does a comparison say anything. */
const TRANSIT_MS = 10_000;
/** From one request that another operation was in the way of to the next: compute refills 4 a minute, and half of that is ours. */
const CONFLICT_MS = 30_000;

/** What looks at the time by itself says more than a deadline, and does so after its next listing. */
const LISTING_MS = COMPUTE_LISTING_MS + 5_000;

type Action = 'manualupgrade' | 'reimage' | 'poweroff';

/**
 * The limit ends every wait in it: for an operation, for what is in the way, and for an ARM that wants to be asked later, be it in
 * hours.
 *
 * @throws ArmOperationTimeoutError
 */
async function doWork(
  arm: Arm,
  action: Action,
  work: InstanceWork,
  comparison: Comparison,
  signal: AbortSignal,
): Promise<void> {
  const { scaleSetId, timeoutMs } = work;
  let refused: string | undefined;
  const subject = () =>
    `ARM to finish POST ${scaleSetId}/${action}${refused === undefined ? '' : `, which was put off each time: ${refused}`}`;
  const deadline = {
    clock: { sleep: arm.pause, monotonicMs: arm.epochMs },
    signal,
    timeoutMs: timeoutMs + LISTING_MS,
    subject,
  };
  try {
    await withDeadline(deadline, (limited) =>
      workUntilDone(arm, action, { ...work, ...comparison }, limited, (error) => {
        refused = error instanceof Error ? error.message : undefined;
      }),
    );
  } catch (error) {
    throw error instanceof DeadlineError && !signal.aborted
      ? new ArmOperationTimeoutError(error.message, { cause: error })
      : error;
  }
}

async function workUntilDone(
  arm: Arm,
  action: Action,
  {
    scaleSetId,
    instanceIds,
    timeoutMs,
    conflictPatienceMs = timeoutMs,
    isAskedAfterConflict,
    isAskedAfterLoss,
  }: InstanceWork & Comparison,
  signal: AbortSignal,
  onRefused: (error: unknown) => void,
): Promise<void> {
  const endsAtMs = arm.epochMs() + timeoutMs;
  const patientUntilMs = arm.epochMs() + Math.min(conflictPatienceMs, timeoutMs);
  let left = instanceIds;
  let lost = 0;
  while (left.length > 0) {
    const instanceIds = left;
    onRefused(undefined);
    const setback = await attempt(() =>
      arm.write(
        {
          method: 'POST',
          path: `${scaleSetId}/${action}`,
          apiVersion: COMPUTE_API_VERSION,
          body: { instanceIds },
          timeoutMs: Math.max(0, endsAtMs - arm.epochMs()),
        },
        signal,
      ),
    ).catch((error: unknown) => withoutGone(arm, { scaleSetId, instanceIds, error }, signal));
    if (setback === undefined) {
      return;
    }
    if (setback.kind === 'gone') {
      left = setback.remainingIds;
      continue;
    }
    onRefused(setback.error);
    lost += setback.kind === 'uncertain' ? 1 : 0;
    if (setback.kind === 'failed' || lost === MOST_LOST) {
      throw setback.error;
    }
    await arm.pause(setback.kind === 'uncertain' ? TRANSIT_MS : CONFLICT_MS, signal);
    if (arm.epochMs() >= (setback.kind === 'uncertain' ? endsAtMs : patientUntilMs)) {
      throw setback.error;
    }
    const instances = await settledInstances(arm, { scaleSetId, ids: left, action, endsAtMs }, signal);
    // An operation that another one has overtaken may have been carried out in part.
    const isAsked = setback.error instanceof ArmError ? isAskedAfterConflict : isAskedAfterLoss;
    if (isAsked === 'never') {
      if (instances.length === 0) {
        return;
      }
      throw setback.error instanceof UncertainWriteError
        ? notSentAgain(setback.error, instances)
        : setback.error;
    }
    left = instances.filter(isAsked).map(({ instanceId }) => instanceId);
  }
}

function notSentAgain(
  cause: UncertainWriteError,
  instances: readonly ScaleSetInstance[],
): UncertainWriteError {
  const names = instances.map(({ instanceId }) => instanceId).join(', ');
  return new UncertainWriteError(
    `${cause.message}. It may have been carried out, and nothing that ARM tells shows it, so it was not sent ` +
      `again. What counts is how each of its instances is now: ${names}.`,
    { cause },
  );
}

interface Refusal {
  readonly scaleSetId: string;
  readonly instanceIds: readonly string[];
  readonly error: unknown;
}

/**
 * 400 `InvalidParameter`, "is not an active Virtual Machine Scale Set VM instanceId": autoscale may delete an instance between
 * the listing and the request that names it.
 *
 * @throws the error, where all of the instances are there: it was refused for another reason.
 */
async function withoutGone(
  arm: Arm,
  { scaleSetId, instanceIds, error }: Refusal,
  signal: AbortSignal,
): Promise<{ readonly kind: 'gone'; readonly remainingIds: readonly string[] }> {
  if (!(error instanceof ArmError) || (error.status !== 400 && error.status !== 404)) {
    throw error;
  }
  const all = await listInstances(arm, scaleSetId, signal);
  const there = all.filter(({ properties }) => properties.provisioningState !== 'Deleting');
  const remainingIds = instanceIds.filter((id) => there.some(({ instanceId }) => instanceId === id));
  if (remainingIds.length === instanceIds.length) {
    throw error;
  }
  return { kind: 'gone', remainingIds };
}

interface Settling {
  readonly scaleSetId: string;
  readonly ids: readonly string[];
  readonly action: string;
  readonly endsAtMs: number;
}

/** Those of the named instances that exist, once none of them is `Updating`. */
async function settledInstances(
  arm: Arm,
  { scaleSetId, ids, action, endsAtMs }: Settling,
  signal: AbortSignal,
): Promise<ScaleSetInstance[]> {
  for (;;) {
    const all = await listInstances(arm, scaleSetId, signal);
    const instances = all.filter(({ instanceId }) => ids.includes(instanceId));
    const updating = instances.filter(({ properties }) => properties.provisioningState === 'Updating');
    if (updating.length === 0) {
      return instances;
    }
    if (arm.epochMs() >= endsAtMs) {
      const names = updating.map(({ instanceId }) => instanceId).join(', ');
      throw new ArmOperationTimeoutError(
        `POST ${scaleSetId}/${action} waited for what runs on its instances, and its time is up while instances ${names} are ` +
          'still Updating: look at them before anything else is asked of them.',
      );
    }
    await arm.pause(COMPUTE_LISTING_MS, signal);
  }
}
