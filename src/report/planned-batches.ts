import type { Plan } from '../engine/plan.ts';
import { isScaleSetStep } from '../strategies/scale-set/plan/steps.ts';

/** The instances that a plan upgrades at once, batch by batch, by how they were when it was made. None: of addresses. */
export function plannedBatches({ steps }: Plan): readonly (readonly string[])[] {
  return steps.filter(isScaleSetStep).flatMap((step) => {
    switch (step.kind) {
      case 'upgrade-canaries':
        return step.plannedIds.length === 0 ? [] : [step.plannedIds];
      case 'upgrade-outdated':
        return step.plannedBatches;
      default:
        return [];
    }
  });
}

/** `Batch 2 of 3: 4, 5` */
export function batchTexts(batches: readonly (readonly string[])[]): string[] {
  return batches.map((ids, index) => `Batch ${index + 1} of ${batches.length}: ${ids.join(', ')}`);
}
