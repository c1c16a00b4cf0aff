import type { Arm } from '../arm/arm.ts';
import { changeUntilSeen } from '../seen-change.ts';
import { COMPUTE_API_VERSION, MODEL_TIMEOUT_MS } from './compute-api.ts';

/** `NotRunning` where a scale set has no automatic repairs that could run. */
export type OrchestrationServiceState = 'NotRunning' | 'Running' | 'Suspended';

const AUTOMATIC_REPAIRS = 'AutomaticRepairs';

interface ScaleSetInstanceView {
  readonly orchestrationServices?: readonly {
    readonly serviceName?: string;
    readonly serviceState?: OrchestrationServiceState;
  }[];
}

/**
 * The state of automatic repairs, by GET virtualMachineScaleSets/{name}/instanceView (api-version 2026-04-01). Costs one of
 * the 10 views a minute, up to 30, that compute allows for a scale set.
 *
 * @returns undefined where ARM names no such service.
 * @throws ArmError when refused.
 */
export async function readAutomaticRepairs(
  arm: Arm,
  scaleSetId: string,
  signal: AbortSignal,
): Promise<OrchestrationServiceState | undefined> {
  const view = (await arm.get(
    `${scaleSetId}/instanceView`,
    COMPUTE_API_VERSION,
    signal,
  )) as ScaleSetInstanceView;
  return view.orchestrationServices?.find(({ serviceName }) => serviceName === AUTOMATIC_REPAIRS)
    ?.serviceState;
}

/**
 * POST virtualMachineScaleSets/{name}/setOrchestrationServiceState (api-version 2026-04-01): 202 and a long-running operation.
 * Nothing is written where repairs are suspended already, or, to resume them, are not suspended. The state is read again
 * after the write, whatever became of it.
 *
 * @throws ArmError when refused, as where the scale set has no automatic repairs; ArmOperationError when it has failed twice;
 *   ArmOperationTimeoutError.
 */
export async function setAutomaticRepairs(
  arm: Arm,
  scaleSetId: string,
  action: 'Suspend' | 'Resume',
  signal: AbortSignal,
): Promise<void> {
  await changeUntilSeen(
    arm,
    {
      subject: `${action} of automatic repairs of ${scaleSetId}`,
      read: () => readAutomaticRepairs(arm, scaleSetId, signal),
      isThere: (state) => (state === 'Suspended') === (action === 'Suspend'),
      write: () =>
        arm.write(
          {
            method: 'POST',
            path: `${scaleSetId}/setOrchestrationServiceState`,
            apiVersion: COMPUTE_API_VERSION,
            body: { serviceName: AUTOMATIC_REPAIRS, action },
            timeoutMs: MODEL_TIMEOUT_MS,
          },
          signal,
        ),
    },
    signal,
  );
}
