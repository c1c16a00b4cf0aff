import type { Arm } from '../arm/arm.ts';
import { ArmError } from '../arm/arm-error.ts';
import { COMPUTE_API_VERSION } from './compute-api.ts';

/** The last upgrade by the platform's own orchestrator, api-version 2026-04-01: what the product reads of it. */
export interface RollingUpgrade {
  readonly properties: {
    readonly runningStatus?: {
      readonly code?: 'RollingForward' | 'Cancelled' | 'Completed' | 'Faulted';
      readonly startTime?: string;
      readonly lastAction?: 'Start' | 'Cancel';
    };
    readonly progress?: {
      readonly successfulInstanceCount?: number;
      readonly failedInstanceCount?: number;
      readonly inProgressInstanceCount?: number;
      readonly pendingInstanceCount?: number;
    };
  };
}

/**
 * VirtualMachineScaleSetRollingUpgrades_GetLatest.
 *
 * @returns undefined where there never was one: ARM answers 404.
 * @throws ArmError when refused.
 */
export async function findLatestRollingUpgrade(
  arm: Arm,
  scaleSetId: string,
  signal: AbortSignal,
): Promise<RollingUpgrade | undefined> {
  try {
    const path = `${scaleSetId}/rollingUpgrades/latest`;
    return (await arm.get(path, COMPUTE_API_VERSION, signal)) as RollingUpgrade;
  } catch (error) {
    if (error instanceof ArmError && error.status === 404) {
      return undefined;
    }
    throw error;
  }
}

/** One that was cancelled finishes the batch that it is in, and says `Cancelled` only then. */
export function isRunning(upgrade: RollingUpgrade | undefined): boolean {
  return upgrade?.properties.runningStatus?.code === 'RollingForward';
}
