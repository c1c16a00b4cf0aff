import type { LoadBalancer } from '../../../azure/load-balancers.ts';
import type { PublicIpAddress } from '../../../azure/public-ip-addresses.ts';
import { type Finding, refusal } from './finding.ts';
import { addressesOf, loadBalancersOf, type ProposedSwap } from './proposed-swap.ts';

/**
 * Tags by which AKS and the Azure cloud provider of Kubernetes mark what they look after. The value names the cluster or
 * the service.
 */
const KUBERNETES_TAG = /^(aks-managed-|k8s-azure-|kubernetes-)/i;

/** A controller puts its resources back as it wants them, at a time of its own: production would move without warning. */
export function checkControllers(swap: ProposedSwap): Finding[] {
  const owned = [
    ...loadBalancersOf(swap).map((each) => ({ label: `load balancer "${each.name}"`, owner: ownerOf(each) })),
    ...addressesOf(swap).map(({ role, address }) => ({
      label: `${role} address "${address.name}"`,
      owner: ownerOf(address),
    })),
  ];
  return owned.flatMap(({ label, owner }) =>
    owner === undefined
      ? []
      : [
          refusal(
            `The ${label} is owned by ${owner}, which would undo the swap at a time of its own. ` +
              'Release it through its owner, or name load balancers and addresses that no controller looks after.',
          ),
        ],
  );
}

function ownerOf(resource: LoadBalancer | PublicIpAddress): string | undefined {
  if ('managedBy' in resource && resource.managedBy) {
    return resource.managedBy;
  }
  const tag = Object.entries(resource.tags ?? {}).find(([name]) => KUBERNETES_TAG.test(name));
  return tag === undefined ? undefined : `Kubernetes (tag ${tag[0]}: ${tag[1]})`;
}
