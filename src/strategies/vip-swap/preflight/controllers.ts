import { type Finding, refusal } from './finding.ts';
import { type Participant, type ProposedSwap, participantsOf } from './proposed-swap.ts';

/**
 * Tags by which AKS and the Azure cloud provider of Kubernetes mark what they look after. The value names the cluster or
 * the service.
 */
const KUBERNETES_TAG = /^(aks-managed-|k8s-azure-|kubernetes-)/i;

/** A controller puts its resources back as it wants them, at a time of its own: production would move without warning. */
export function checkControllers(swap: ProposedSwap): Finding[] {
  return participantsOf(swap).flatMap(({ label, resource }) => {
    const owner = ownerOf(resource);
    return owner === undefined
      ? []
      : [
          refusal(
            `The ${label} is owned by ${owner}, which would undo the swap at a time of its own. ` +
              'Release it through its owner, or name load balancers and addresses that no controller looks after.',
          ),
        ];
  });
}

function ownerOf(resource: Participant['resource']): string | undefined {
  if ('managedBy' in resource && resource.managedBy) {
    return resource.managedBy;
  }
  const tag = Object.entries(resource.tags ?? {}).find(([name]) => KUBERNETES_TAG.test(name));
  return tag === undefined ? undefined : `Kubernetes (tag ${tag[0]}: ${tag[1]})`;
}
