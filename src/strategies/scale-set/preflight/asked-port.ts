import { reachedPortsOf } from '../../../azure/network/inbound-nat.ts';
import { type Finding, refusal } from '../../preflight/finding.ts';
import { asksInstances, type CheckedRelease } from './proposed-release.ts';

/**
 * Instances are asked through the load balancer, at a port of theirs: that no rule leads to it stands there before the first disk
 * is replaced.
 *
 * @param checked with all load balancers of the scale set.
 */
export function refuseUnreachedPort(checked: CheckedRelease): Finding[] {
  const { endpoint } = checked.health;
  if (endpoint === undefined || !asksInstances(checked)) {
    return [];
  }
  const { scaleSet } = checked.observation;
  const ports = reachedPortsOf(scaleSet, checked.natLoadBalancers);
  return ports.includes(endpoint.port)
    ? []
    : [
        refusal(
          `check-${endpoint.protocol} asks each instance of the scale set "${scaleSet.name}" at its port ${endpoint.port}, to which no inbound ` +
            `NAT rule with a public address leads (${ports.length === 0 ? 'there is none' : `such rules lead to ${ports.join(', ')}`}). Name a port to ` +
            'which one leads, add a rule, or use check-command, which needs none.',
        ),
      ];
}
