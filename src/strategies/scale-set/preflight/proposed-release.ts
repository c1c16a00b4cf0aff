import type { LoadBalancer } from '../../../azure/network/load-balancers.ts';
import type { HealthGate } from '../../../checks/health-gate.ts';
import type { ReleaseTerms } from '../goal.ts';
import type { Before } from '../instances/unhealthy-budget.ts';
import type { Observation } from '../observed/observe.ts';
import type { PlannedRelease, ScaleSetStep } from '../plan/steps.ts';

/** The release, or the way back from one, that the checks judge. */
export interface ProposedRelease {
  readonly observation: Observation;
  readonly release: PlannedRelease;
  readonly steps: readonly ScaleSetStep[];
  readonly health: HealthGate;
  /** How it finds the instances: a part of that goes into its record. */
  readonly before: Before;
  /** What a rollback never does. */
  readonly onUnhealthy?: ReleaseTerms['onUnhealthy'];
}

/** A proposed release, and the load balancers through which its instances are asked one by one, if they are. */
export interface CheckedRelease extends ProposedRelease {
  readonly natLoadBalancers: readonly LoadBalancer[];
}

/** Whether anything is checked on instances. */
export function asksInstances({ steps }: ProposedRelease): boolean {
  return steps.some(({ kind }) => CHECKING.includes(kind));
}

const CHECKING: readonly ScaleSetStep['kind'][] = [
  'upgrade-canaries',
  'upgrade-outdated',
  'check-taken-back',
];

/** Whether it ends with telling where each canary answers. */
export function tellsCanaries({ release, steps }: ProposedRelease): boolean {
  return (
    release.canaryIds.length > 0 &&
    steps.some((step) => step.kind === 'confirm-release' && step.expects !== 'taken-back')
  );
}
