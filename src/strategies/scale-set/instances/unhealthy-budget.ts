import type { InstanceCount } from '../goal.ts';
import { resolveCount } from './instance-count.ts';
import { compareIds } from './instance-order.ts';

export interface HealthVerdict {
  /** Well before the release, or not there before it, and bad now: these count. */
  readonly becameUnhealthy: readonly string[];
  /** Bad now, and sick before the release already: these do not. */
  readonly sickBefore: readonly string[];
  readonly isBreached: boolean;
  /** `2 instances became unhealthy (3, 7); max-unhealthy is 1 instance` */
  readonly explanation: string;
}

/** How a release, or a run that goes on with it, has found the instances. */
export interface Before {
  readonly instanceCount: number;
  /** Instances that were not well, and not by this release. Somebody may switch another one off while it runs. */
  readonly sickIds: Set<string>;
  /** Whom the release itself has switched off, or was about to, by its record. This run may add to them. */
  readonly quarantinedIds: Set<string>;
}

/**
 * Whether a release has made more instances unhealthy than it may.
 *
 * @param badNow Ids of the instances that are bad now, by whatever judges them.
 */
export function judgeHealth(
  { instanceCount, sickIds }: Pick<Before, 'instanceCount' | 'sickIds'>,
  badNow: readonly string[],
  maxUnhealthy: InstanceCount,
): HealthVerdict {
  const bad = [...new Set(badNow)].sort(compareIds);
  const becameUnhealthy = bad.filter((id) => !sickIds.has(id));
  const sickBefore = bad.filter((id) => sickIds.has(id));
  // Rounded down: what may be lost must not be more than was asked for.
  const budget = resolveCount(maxUnhealthy, instanceCount, 'down');
  return {
    becameUnhealthy,
    sickBefore,
    isBreached: becameUnhealthy.length > budget.count,
    explanation: [
      `${listed(becameUnhealthy, 'became unhealthy')}; max-unhealthy is ${budget.explanation}`,
      ...(sickBefore.length === 0 ? [] : [`${listed(sickBefore, 'had been sick before')} and did not count`]),
    ].join('; '),
  };
}

function listed(ids: readonly string[], what: string): string {
  if (ids.length === 0) {
    return `no instance ${what}`;
  }
  return `${ids.length} instance${ids.length === 1 ? '' : 's'} ${what} (${ids.join(', ')})`;
}
