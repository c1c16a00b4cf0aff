import { ArmError } from '../../../azure/arm/arm-error.ts';
import { findAutoscale, isEnabled } from '../../../azure/scale-sets/autoscale-settings.ts';
import { readAutomaticRepairs } from '../../../azure/scale-sets/orchestration-services.ts';
import { findLatestRollingUpgrade, isRunning } from '../../../azure/scale-sets/rolling-upgrade.ts';
import { listInstances, type ScaleSetInstance } from '../../../azure/scale-sets/scale-set-instances.ts';
import { getScaleSet, type ScaleSet } from '../../../azure/scale-sets/scale-sets.ts';
import { type ReleaseRecord, readRecord } from '../../../record/record.ts';
import { existing, readable } from '../../existing.ts';
import { RefusedError } from '../../refused-error.ts';
import type { Preparation, StrategyContext } from '../../strategy.ts';
import type { Surroundings } from '../preflight/hazards.ts';
import { heldLock } from '../record/held-lock.ts';
import { holderOf } from '../record/scale-set-record.ts';

/** A scale set as it was found, and whatever has a hand in it. */
export interface Observation {
  readonly scaleSet: ScaleSet;
  readonly record: ReleaseRecord;
  readonly reads: readonly ScaleSetInstance[];
  readonly surroundings: Surroundings;
  /** What could not be read, and why. */
  readonly unchecked: readonly string[];
}

export type Hindrance = Extract<Preparation, { readonly kind: 'locked' | 'interrupted' }>;

/**
 * Why no release may begin now, by what the tags say. The lock first: a journal is nobody's business while its owner works.
 *
 * @throws UnreadableJournalError, UnreadableReleaseError
 */
export function hindranceOf(
  scaleSet: ScaleSet,
  context: Pick<StrategyContext, 'arm' | 'lease'>,
): Hindrance | undefined {
  const held = heldLock(scaleSet, context);
  if (held !== undefined) {
    return { kind: 'locked', ...held };
  }
  const { journal } = readRecord(scaleSet.tags);
  return journal === undefined ? undefined : { kind: 'interrupted', holder: holderOf(scaleSet), journal };
}

/** @throws RefusedError for a scale set that this strategy cannot work on. */
export async function observe(
  { arm, signal }: Pick<StrategyContext, 'arm' | 'signal'>,
  scaleSet: ScaleSet,
): Promise<Observation> {
  requireUniform(scaleSet);
  const { id } = scaleSet;
  const [reads, autoscale, repairs, rolling] = await Promise.all([
    readable(
      `the instances of scale-set "${scaleSet.name}"`,
      listInstances(arm, id, signal),
      'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/read',
    ),
    orUnchecked(findAutoscale(arm, id, signal), 'Autoscale settings'),
    readable(
      `by the instance view of scale-set "${scaleSet.name}" whether its automatic repairs run`,
      readAutomaticRepairs(arm, id, signal),
      'Microsoft.Compute/virtualMachineScaleSets/instanceView/read',
    ),
    orUnchecked(findLatestRollingUpgrade(arm, id, signal), 'Rolling upgrades of the platform'),
  ]);
  return {
    scaleSet,
    record: readRecord(scaleSet.tags),
    reads,
    surroundings: {
      scaleSet,
      autoscaleSettings: (autoscale.value?.settings ?? []).filter(isEnabled).map(({ name }) => name),
      repairs: repairs === 'Suspended' ? 'suspended' : repairs === 'Running' ? 'running' : 'absent',
      isRollingUpgradeRunning: isRunning(rolling.value),
    },
    unchecked: [...autoscale.unchecked, ...rolling.unchecked, ...unseenAutoscale(autoscale.value?.lookedIn)],
  };
}

/** @throws RefusedError where it is not there. */
export async function readScaleSet(
  { arm, signal }: Pick<StrategyContext, 'arm' | 'signal'>,
  id: string,
): Promise<ScaleSet> {
  return existing('scale-set', id, (each) => getScaleSet(arm, each, signal));
}

function requireUniform(scaleSet: ScaleSet): void {
  if (scaleSet.properties.orchestrationMode === 'Flexible') {
    throw new RefusedError(
      `The scale set "${scaleSet.name}" has the orchestration mode Flexible, in which instances are virtual machines of their own. ` +
        'canary-percent and full-rollout work on Uniform scale sets.',
    );
  }
}

/** An identity without the right to read what is only looked at for hazards may release all the same. */
async function orUnchecked<T>(
  read: Promise<T>,
  what: string,
): Promise<{ readonly value?: T; readonly unchecked: readonly string[] }> {
  try {
    return { value: await read, unchecked: [] };
  } catch (error) {
    if (error instanceof ArmError && (error.status === 403 || error.status === 404)) {
      return { unchecked: [`${what} could not be read: ${error.message}`] };
    }
    throw error;
  }
}

function unseenAutoscale(lookedIn: 'subscription' | 'resource group' | undefined): string[] {
  return lookedIn === 'resource group'
    ? [
        'Autoscale settings were looked for in the resource group of the scale set only: the identity may not read those of the ' +
          'subscription (Microsoft.Insights/AutoscaleSettings/Read).',
      ]
    : [];
}
