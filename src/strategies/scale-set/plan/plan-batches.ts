import { RefusedError } from '../../refused-error.ts';
import type { InstanceCount } from '../goal.ts';
import type { Instance } from '../instances/instance.ts';
import { countOf, type ResolvedCount, resolveCount } from '../instances/instance-count.ts';
import { byZoneAndFaultDomain, compareIds } from '../instances/instance-order.ts';
import { leavesEnough } from '../instances/left-serving.ts';
import { isOutdated, serves } from '../instances/serving.ts';
import { isLeftAlone } from '../instances/troubled.ts';

export interface Batch {
  readonly instanceIds: readonly string[];
  /** Set where nothing else was possible than to take the only instance that serves in a zone, or in the set. */
  readonly warning?: string;
}

export interface PlannedBatches {
  readonly batches: readonly Batch[];
  /** How large a batch is, and who is left out. */
  readonly explanation: string;
}

/**
 * All batches that it takes if every upgraded instance gets well. Which ones they really are is asked anew before each: see
 * `nextBatch`.
 *
 * @throws RefusedError for a batch larger than the scale set.
 */
export function planBatches(
  instances: readonly Instance[],
  size: InstanceCount,
  scaleSet: string,
): PlannedBatches {
  refuseImpossible(instances, size, scaleSet);
  return planLeftBatches(instances, size);
}

/** As `planBatches`, for a rollout that goes on: a scale set that has become smaller meanwhile is no reason to stop. */
export function planLeftBatches(instances: readonly Instance[], size: InstanceCount): PlannedBatches {
  const { count, explanation } = batchSize(instances, size);
  const batches: Batch[] = [];
  const leftAlone = new Set(instances.filter(isLeftAlone).map(({ instanceId }) => instanceId));
  let state = instances.map(asToRepair);
  for (;;) {
    const batch = batchOf(state, count, leftAlone);
    if (batch === undefined) {
      break;
    }
    batches.push(batch);
    state = upgraded(state, batch.instanceIds);
  }
  return { batches, explanation: [explanation, ...explainProtected(instances)].join('; ') };
}

const none: ReadonlySet<string> = new Set();

/**
 * The instances to upgrade next, by how they are now; undefined where none is left. A scale set that has become smaller
 * than a batch meanwhile is no reason to stop.
 *
 * @param leftOut Ids that are not to be tried again: those in quarantine, for one.
 */
export function nextBatch(
  instances: readonly Instance[],
  size: InstanceCount,
  leftOut: ReadonlySet<string> = none,
): Batch | undefined {
  return batchOf(instances, batchSize(instances, size).count, leftOut);
}

function refuseImpossible(instances: readonly Instance[], size: InstanceCount, scaleSet: string): void {
  if (instances.length === 0) {
    throw new RefusedError(`The scale set "${scaleSet}" has no instances: there is nothing to roll out to.`);
  }
  if (size.kind === 'count' && size.count > instances.length) {
    throw new RefusedError(
      `batch-size ${size.count} is more than the scale set "${scaleSet}" has: ${countOf(instances.length)}. Ask for fewer, or ` +
        'for a percentage.',
    );
  }
}

/** Rounded down, and one at least: a batch is what does not serve for a while, which must not be more than was asked for. */
function batchSize(instances: readonly Instance[], size: InstanceCount): ResolvedCount {
  const { count, explanation } = resolveCount(size, instances.length, 'down');
  return count >= 1
    ? { count, explanation: `batches of ${explanation}` }
    : { count: 1, explanation: `batches of ${explanation}, but one at least: 1` };
}

/** Who stays outdated, because no release may upgrade it. */
export function keptOutdated(instances: readonly Instance[]): string[] {
  return instances
    .filter((instance) => instance.isProtectedFromScaleSetActions && isOutdated(instance))
    .map(({ instanceId }) => instanceId)
    .sort(compareIds);
}

function explainProtected(instances: readonly Instance[]): string[] {
  const ids = keptOutdated(instances);
  return ids.length === 0
    ? []
    : [`left out, being protected from scale set actions, and outdated afterwards: ${ids.join(', ')}`];
}

/** What an upgrade has left as `Failed`, of another run for one, has the payload by its looks, and is upgraded once more. */
export function asToRepair(instance: Instance): Instance {
  return instance.provisioningState === 'Failed' ? { ...instance, hasLatestModel: false } : instance;
}

/** Who is switched off stays so. */
function upgraded(instances: readonly Instance[], ids: readonly string[]): Instance[] {
  return instances.map((instance) => {
    if (!ids.includes(instance.instanceId)) {
      return instance;
    }
    const { isSwitchedOff, health } = instance;
    return {
      ...instance,
      hasLatestModel: true,
      hasPayload: true,
      isRunning: !isSwitchedOff,
      health: isSwitchedOff ? health : wellOf(instance),
    };
  });
}

function wellOf({ health }: Instance): Instance['health'] {
  return health === 'unmonitored' ? 'unmonitored' : 'healthy';
}

/** As many as fit; where not even one does, the least bad: one alone. */
function batchOf(
  instances: readonly Instance[],
  count: number,
  leftOut: ReadonlySet<string>,
): Batch | undefined {
  const waiting = inOrder(instances, leftOut);
  const batch: Instance[] = [];
  for (const candidate of waiting) {
    if (batch.length < count && leavesEnough(instances, [...batch, candidate])) {
      batch.push(candidate);
    }
  }
  const [first] = waiting;
  if (first === undefined || batch.length > 0) {
    return first && { instanceIds: batch.map(({ instanceId }) => instanceId) };
  }
  return { instanceIds: [first.instanceId], warning: warn(instances, first) };
}

/** Those that serve nobody first: nothing is lost by upgrading them. Then zone by zone, and in each by fault domain. */
function inOrder(instances: readonly Instance[], leftOut: ReadonlySet<string>): Instance[] {
  return instances
    .filter(
      (instance) =>
        isOutdated(instance) && !instance.isProtectedFromScaleSetActions && !leftOut.has(instance.instanceId),
    )
    .sort((left, right) => Number(serves(left)) - Number(serves(right)) || byZoneAndFaultDomain(left, right));
}

function warn(instances: readonly Instance[], { instanceId, zone }: Instance): string {
  const others = instances.filter((instance) => instance.instanceId !== instanceId && serves(instance));
  return others.length === 0
    ? `no instance but ${instanceId} serves: nobody does while it is upgraded`
    : `no instance of zone ${zone} but ${instanceId} serves: it is upgraded alone, and nobody serves in that zone meanwhile`;
}
