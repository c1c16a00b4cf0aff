import { COMPUTE_API_VERSION } from '../../../azure/scale-sets/compute-api.ts';
import type { PlannedCall } from '../../../engine/plan.ts';
import type { ReleaseTerms } from '../goal.ts';
import type { ScaleSetStep } from './steps.ts';

/** Of every release: whoever upgrades an extension does not expect to lose a disk by it. */
export function hazardsIfUnwell(steps: readonly ScaleSetStep[]): string[] {
  return steps.some(({ kind }) => kind === 'upgrade-canaries' || kind === 'upgrade-outdated')
    ? [
        'An instance that does not get well within healthy-deadline is tried once more from a fresh OS disk (reimage), whatever the ' +
          'release brings: what was written to its OS disk since is gone. Data disks stay.',
      ]
    : [];
}

/**
 * The steps with what they send only where an instance is not well. Who that will be nobody knows beforehand, and whoever
 * approves a plan approves that too.
 */
export function withCallsIfUnwell(
  steps: readonly ScaleSetStep[],
  onUnhealthy: ReleaseTerms['onUnhealthy'],
): ScaleSetStep[] {
  return steps.map((step) => ({ ...step, calls: [...step.calls, ...callsOf(step, onUnhealthy)] }));
}

function callsOf(step: ScaleSetStep, onUnhealthy: ReleaseTerms['onUnhealthy']): PlannedCall[] {
  const poweroff = (who: string) =>
    onUnhealthy === 'quarantine'
      ? [noteQuarantinedCall(step), call(step, 'poweroff', `only of whom ${who} (on-unhealthy: quarantine)`)]
      : [];
  const reimage = call(step, 'reimage', 'only of whom does not get well: one more try, from a fresh disk');
  switch (step.kind) {
    case 'upgrade-canaries':
      return [reimage, ...poweroff('does not get well by that either')];
    case 'upgrade-outdated':
      return [reimage, ...poweroff('does not get well by that either, or is not well any more')];
    case 'confirm-release':
      return step.expects === 'taken-back' ? [] : poweroff('is not well any more');
    default:
      return [];
  }
}

function noteQuarantinedCall({ release }: ScaleSetStep): PlannedCall {
  return {
    method: 'PATCH',
    target: release.scaleSetId,
    apiVersion: COMPUTE_API_VERSION,
    explanation: 'tags: whom the release switches off, before it does',
  };
}

function call({ release }: ScaleSetStep, action: 'reimage' | 'poweroff', explanation: string): PlannedCall {
  return {
    method: 'POST',
    target: `${release.scaleSetId}/${action}`,
    apiVersion: COMPUTE_API_VERSION,
    explanation,
  };
}
