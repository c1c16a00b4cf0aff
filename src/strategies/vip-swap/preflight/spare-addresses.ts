import type { PublicIpAddress } from '../../../azure/network/public-ip-addresses.ts';
import { type Finding, refusal } from '../../preflight/finding.ts';
import type { ProposedSwap } from './proposed-swap.ts';

/** Spares stand in for the production addresses: one for each, of the same IP version, and free. */
export function checkSpareAddresses({ goal, environment }: ProposedSwap): Finding[] {
  if (goal.sparePublicIpIds.length === 0) {
    return [];
  }
  return environment.moves.flatMap(({ productionAddress, spareAddress }) =>
    spareAddress === undefined ? [missing(productionAddress)] : checkFree(spareAddress),
  );
}

function missing({ name, properties }: PublicIpAddress): Finding {
  const version = properties.publicIPAddressVersion ?? 'IPv4';
  return refusal(
    `spare-public-ip names no ${version} address to stand in for the production address "${name}". ` +
      'Name one spare for each production address, or none, and temporary ones are created.',
  );
}

function checkFree({ name, properties }: PublicIpAddress): Finding[] {
  const holder = properties.ipConfiguration?.id ?? properties.natGateway?.id;
  return holder === undefined
    ? []
    : [
        refusal(
          `The spare address "${name}" is not free: ${holder} holds it. Name a public IP address in spare-public-ip that nothing uses.`,
        ),
      ];
}
