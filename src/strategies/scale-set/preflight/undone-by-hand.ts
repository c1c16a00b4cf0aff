import type { OpenRelease } from '../../../record/open-release.ts';
import type { CanaryGoal } from '../goal.ts';
import { namedInstances } from '../instances/named-instances.ts';
import { suspendsRepairs } from '../plan/suspended-repairs.ts';
import type { Surroundings } from './hazards.ts';

/** What an open release keeps for its length, and somebody has undone. Its canary job that is run again restores it. */
export function undoneByHandHazards(
  goal: Pick<CanaryGoal, 'suspendRepairs'>,
  surroundings: Surroundings,
  open: OpenRelease | undefined,
  unprotectedIds: readonly string[],
): string[] {
  const ids = unprotectedIds.filter((id) => open?.protectedIds.includes(id));
  const [are, they, them] = ids.length === 1 ? ['is', 'it is', 'it'] : ['are', 'they are', 'them'];
  return [
    ...(ids.length === 0
      ? []
      : [
          `${namedInstances(ids, 'Instance')} ${are} not protected from scale-in any more, as this release had protected ${them}: somebody has ` +
            `taken that away. From this run on ${they} protected again.`,
        ]),
    ...(open?.hasSuspendedRepairs === true && suspendsRepairs(goal, surroundings)
      ? [
          `Automatic repairs of the scale set "${surroundings.scaleSet.name}" run, though this release had suspended them: somebody has resumed ` +
            'them. From this run on they are suspended again.',
        ]
      : []),
  ];
}

/** Where nobody has asked for it in this run, it is not restored, and told: a clause to follow others; empty where it is kept. */
export function resumedByHandText(
  { repairs }: Pick<Surroundings, 'repairs'>,
  open: OpenRelease | undefined,
): string {
  return open?.hasSuspendedRepairs === true && repairs === 'running'
    ? 'automatic repairs, which the release had suspended, run: somebody has resumed them, and suspend-repairs: true suspends them again'
    : '';
}
