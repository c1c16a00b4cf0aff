import type { ScaleSetStep } from './steps.ts';

/**
 * What an image costs, by the steps that bring it to instances: whoever approves a promotion, or takes a release back, gives no image
 * and loses the same disks.
 */
export function replacedDisksHazards(steps: readonly ScaleSetStep[]): string[] {
  return steps.some(replacesDisks)
    ? [
        'An image upgrade replaces the OS disk of each instance that it reaches, and so does taking an image back: what was written there ' +
          'since is gone. Data disks stay.',
      ]
    : [];
}

function replacesDisks({ release, changes }: ScaleSetStep): boolean {
  return changes.some(({ resource, field }) => field === 'imageReference' && resource !== release.scaleSetId);
}
