import { type Finding, hazard, refusal } from '../../preflight/finding.ts';
import type { ProposedSwap } from './proposed-swap.ts';
import { balancingRules } from './served-ports.ts';

/**
 * With `enableFloatingIP` the instance gets packets addressed to the frontend's own address, and answers only if that
 * address is configured inside its operating system, where ARM cannot look. Instances behind the target that know only the
 * target's address would leave production silent, so that is refused; on the losing side it can cost only staging.
 */
export function checkDirectServerReturn({ environment }: ProposedSwap): Finding[] {
  const { productionLoadBalancer, targetLoadBalancer, moves } = environment;
  return moves.flatMap(({ productionAddress, productionFrontend, targetAddress, targetFrontend }) => [
    ...balancingRules(targetLoadBalancer, targetFrontend)
      .filter(({ properties }) => properties.enableFloatingIP === true)
      .map(({ name }) =>
        refusal(
          `The load-balancing rule "${name}" of ${targetLoadBalancer.name} has enableFloatingIP: instances answer only to ` +
            `an address configured on themselves, and whether "${productionAddress.name}" is cannot be seen from outside. ` +
            'Turn enableFloatingIP off for the rule.',
        ),
      ),
    ...balancingRules(productionLoadBalancer, productionFrontend)
      .filter(({ properties }) => properties.enableFloatingIP === true)
      .map(({ name }) =>
        hazard(
          `The load-balancing rule "${name}" of ${productionLoadBalancer.name} has enableFloatingIP: after the swap its ` +
            `instances answer at "${targetAddress.name}" only if that address is configured on them.`,
        ),
      ),
  ]);
}
