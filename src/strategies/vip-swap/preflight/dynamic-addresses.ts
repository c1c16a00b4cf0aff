import { type Finding, hazard, refusal } from '../../preflight/finding.ts';
import type { ProposedSwap } from './proposed-swap.ts';

/**
 * A dynamic address exists only while something holds it: between the two frontends nothing does, and Azure may give out
 * another one.
 */
export function checkDynamicAddresses({ goal, environment }: ProposedSwap): Finding[] {
  return environment.moves.flatMap(({ productionAddress, targetAddress }) => [
    ...(isDynamic(productionAddress)
      ? [production(productionAddress.name, productionAddress.properties.ipAddress, goal.allowAddressChange)]
      : []),
    ...(isDynamic(targetAddress)
      ? [
          hazard(
            `The target's address "${targetAddress.name}" is dynamic: it may be another one than ` +
              `${targetAddress.properties.ipAddress ?? 'now'} after the swap.`,
          ),
        ]
      : []),
  ]);
}

function production(name: string, address: string | undefined, allowed: boolean): Finding {
  const fact =
    `The production address "${name}" (${address ?? 'not yet given out'}) is dynamic: ` +
    'Azure may release it while it moves, and production would come back at another address.';
  return allowed
    ? hazard(fact)
    : refusal(
        `${fact} Set publicIPAllocationMethod to Static, or allow-address-change to true if only its DNS name is used.`,
      );
}

/** ARM's default is Dynamic. */
export function isDynamic(address: {
  readonly properties: { readonly publicIPAllocationMethod?: string };
}): boolean {
  return address.properties.publicIPAllocationMethod !== 'Static';
}
