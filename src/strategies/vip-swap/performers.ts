import type { Arm } from '../../azure/arm.ts';
import type { StepPerformer } from '../../engine/run.ts';
import type { ProductionWatch } from '../production-watch.ts';
import { LoadBalancerBodies } from './load-balancer-bodies.ts';
import { assignAddresses } from './perform/assign-addresses.ts';
import { confirmProduction } from './perform/confirm-production.ts';
import { swapAddresses } from './perform/swap-addresses.ts';
import { createTemporaryAddresses, deleteTemporaryAddresses } from './perform/temporary-addresses.ts';
import type { VipSwapStep } from './steps.ts';

export interface PerformerDependencies {
  readonly arm: Arm;
  readonly watch: ProductionWatch;
}

/** What each kind of step does. One call serves one run: the performers share the load balancers' latest bodies. */
export function vipSwapPerformers(dependencies: PerformerDependencies): (step: VipSwapStep) => StepPerformer {
  const { arm, watch } = dependencies;
  const bodies = new LoadBalancerBodies(arm);
  return (step) => {
    switch (step.kind) {
      case 'create-temporary-addresses':
        return createTemporaryAddresses(arm, step);
      case 'assign-addresses':
        return assignAddresses(arm, bodies, step);
      case 'swap-addresses':
        return swapAddresses(arm, step);
      case 'confirm-production':
        return confirmProduction(arm, watch, step);
      case 'delete-temporary-addresses':
        return deleteTemporaryAddresses(arm, step);
    }
  };
}
