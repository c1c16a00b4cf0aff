import type { PublicIpAddress } from '../../../azure/network/public-ip-addresses.ts';
import { type Finding, hazard } from '../../preflight/finding.ts';
import type { ProposedSwap } from './proposed-swap.ts';

/**
 * The zones of a public frontend are those of its address, so they change with it. No recorded answer of ARM says whether
 * it lets a zonal and a zone-redundant address change places.
 */
export function checkZones({ environment }: ProposedSwap): Finding[] {
  return environment.moves.flatMap(({ productionAddress, targetAddress, spareAddress }) =>
    [targetAddress, ...(spareAddress === undefined ? [] : [spareAddress])]
      .filter((address) => zonesOf(address) !== zonesOf(productionAddress))
      .map((address) =>
        hazard(
          `The address "${address.name}" is in ${zonesOf(address)}, the production address "${productionAddress.name}" ` +
            `in ${zonesOf(productionAddress)}: zones go with the address to the other load balancer, and it is not known ` +
            'whether ARM allows that. If it refuses, the swap is undone.',
        ),
      ),
  );
}

function zonesOf({ zones = [] }: PublicIpAddress): string {
  return zones.length === 0 ? 'no zone' : `zone ${zones.toSorted().join(', ')}`;
}
