import { type Finding, refusal } from '../../preflight/finding.ts';
import type { AddressMove } from '../environment.ts';
import { formatRange, mergeRanges, type PortRange, subtractRanges } from './port-ranges.ts';
import type { ProposedSwap } from './proposed-swap.ts';
import { type ServedPorts, servedPorts } from './served-ports.ts';

/** Whatever answers on a production address today must answer there tomorrow. */
export function checkRuleParity({ environment }: ProposedSwap): Finding[] {
  const { productionLoadBalancer, targetLoadBalancer, moves } = environment;
  return moves.flatMap(({ productionAddress, productionFrontend, targetFrontend }: AddressMove) => {
    const missing = missingPorts(
      servedPorts(productionLoadBalancer, productionFrontend),
      servedPorts(targetLoadBalancer, targetFrontend),
    );
    return missing.length === 0
      ? []
      : [
          refusal(
            `Frontend "${targetFrontend.name}" of ${targetLoadBalancer.name} does not serve ${missing.join(', ')}, ` +
              `which "${productionAddress.name}" serves today from ${productionLoadBalancer.name}: they would go dead. ` +
              'Give the target frontend load-balancing or inbound NAT rules for them, or remove those of production.',
          ),
        ];
  });
}

/** What of `wanted` is not in `served`, as `Tcp 443` or `Udp 8443-8500`. */
export function missingPorts(wanted: readonly ServedPorts[], served: readonly ServedPorts[]): string[] {
  return (['Tcp', 'Udp'] as const).flatMap((protocol) =>
    mergeRanges(subtractRanges(portsOf(wanted, protocol), portsOf(served, protocol))).map(
      (range) => `${protocol} ${formatRange(range)}`,
    ),
  );
}

function portsOf(served: readonly ServedPorts[], protocol: 'Tcp' | 'Udp'): PortRange[] {
  return served
    .filter((each) => each.protocol === protocol || each.protocol === 'All')
    .map(({ range }) => range);
}
