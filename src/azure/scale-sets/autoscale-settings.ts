import type { Arm } from '../arm/arm.ts';
import { ArmError } from '../arm/arm-error.ts';
import { sameId } from '../resource-id.ts';
import { resourceGroupScope } from '../scopes.ts';

/** Microsoft.Insights/autoscalesettings, api-version 2022-10-01: what the product reads of it. */
export interface AutoscaleSetting {
  readonly id: string;
  readonly name: string;
  readonly properties: {
    /** Absent: false, as documented. */
    readonly enabled?: boolean;
    readonly targetResourceUri?: string;
  };
}

export interface AutoscaleOfScaleSet {
  readonly settings: readonly AutoscaleSetting[];
  /** Where was looked. A setting may lie in any resource group of the subscription, and is not seen from another one. */
  readonly lookedIn: 'subscription' | 'resource group';
}

const AUTOSCALE_API_VERSION = '2022-10-01';

/**
 * The autoscale settings that have the scale set as their target: AutoscaleSettings_ListBySubscription, and
 * AutoscaleSettings_ListByResourceGroup of the scale set's own group for an identity that may not read the subscription.
 *
 * @throws ArmError when refused.
 */
export async function findAutoscale(
  arm: Arm,
  scaleSetId: string,
  signal: AbortSignal,
): Promise<AutoscaleOfScaleSet> {
  const list = async (scope: string) => {
    const path = `${scope}/providers/Microsoft.Insights/autoscalesettings`;
    const all = (await arm.list(path, AUTOSCALE_API_VERSION, signal)) as AutoscaleSetting[];
    return all.filter(({ properties }) => sameId(properties.targetResourceUri, scaleSetId));
  };
  try {
    const subscription = scaleSetId.split('/').slice(0, 3).join('/');
    return { settings: await list(subscription), lookedIn: 'subscription' };
  } catch (error) {
    if (!(error instanceof ArmError && error.status === 403)) {
      throw error;
    }
    return { settings: await list(resourceGroupScope(scaleSetId)), lookedIn: 'resource group' };
  }
}

export function isEnabled({ properties }: AutoscaleSetting): boolean {
  return properties.enabled ?? false;
}
