import type { Arm } from '../../azure/arm/arm.ts';
import {
  type DeploymentStack,
  listDeploymentStacks,
  READ_DEPLOYMENT_STACKS,
} from '../../azure/deployment-stacks.ts';
import { getResourceGroup, READ_RESOURCE_GROUP } from '../../azure/resource-groups.ts';
import { nameOf, sameId } from '../../azure/resource-id.ts';
import { distinctScopes, resourceGroupScope } from '../../azure/scopes.ts';
import { notChecked, readScopes } from './arm-reads.ts';
import { type Finding, refusal } from './finding.ts';

/** An existing resource that takes part, and what messages call it. */
export interface Owned {
  readonly label: string;
  readonly resource: {
    readonly id: string;
    readonly managedBy?: string | null;
    readonly tags?: Readonly<Record<string, string>>;
  };
}

/** How messages call the work that an owner would undo, and what else there is to do. */
export interface OwnedWork {
  /** `swap` */
  readonly name: string;
  /** `load balancers and addresses` */
  readonly resources: string;
}

/**
 * Tags by which AKS and the Azure cloud provider of Kubernetes mark what they look after. The value names the cluster or
 * the service.
 */
const KUBERNETES_TAG = /^(aks-managed-|k8s-azure-|kubernetes-)/i;

/** A controller puts its resources back as it wants them, at a time of its own: production would change without warning. */
export function refuseOwned(participants: readonly Owned[], { name, resources }: OwnedWork): Finding[] {
  return participants.flatMap(({ label, resource }) => {
    const owner = ownerOf(resource);
    return owner === undefined
      ? []
      : [
          refusal(
            `The ${label} is owned by ${owner}, which would undo the ${name} at a time of its own. ` +
              `Release it through its owner, or name ${resources} that no controller looks after.`,
          ),
        ];
  });
}

function ownerOf({ managedBy, tags = {} }: Owned['resource']): string | undefined {
  if (managedBy) {
    return managedBy;
  }
  const tag = Object.entries(tags).find(([name]) => KUBERNETES_TAG.test(name));
  return tag === undefined ? undefined : `Kubernetes (tag ${tag[0]}: ${tag[1]})`;
}

/** Groups that something manages, as an AKS cluster manages the group of its nodes. */
export async function refuseManagedGroups(
  participants: readonly Owned[],
  { name }: OwnedWork,
  arm: Arm,
  signal: AbortSignal,
): Promise<Finding[]> {
  const { read, unread } = await readScopes(groupsOf(participants), (id) =>
    getResourceGroup(arm, id, signal),
  );
  return [
    ...read.flatMap(({ scope, value }) =>
      value.managedBy
        ? [
            refusal(
              `The resource group "${nameOf(scope)}" is managed by ${value.managedBy}, which would undo the ${name} at a ` +
                'time of its own. Release through that owner, or name resources of a group that nothing manages.',
            ),
          ]
        : [],
    ),
    ...notChecked('Owners of resource groups', READ_RESOURCE_GROUP, unread),
  ];
}

/** A stack puts what it looks after back as its template says, and may deny writes to everybody else. */
export async function refuseStacked(
  participants: readonly Owned[],
  work: OwnedWork,
  subscription: string,
  arm: Arm,
  signal: AbortSignal,
): Promise<Finding[]> {
  const scopes = [subscription, ...groupsOf(participants)];
  const { read, unread } = await readScopes(scopes, (scope) => listDeploymentStacks(arm, scope, signal));
  const stacks = read.flatMap(({ value }) => value);
  return [
    ...stacks.flatMap((stack) => ownedBy(stack, participants, work)),
    ...notChecked('Deployment stacks', READ_DEPLOYMENT_STACKS, unread),
  ];
}

function ownedBy(stack: DeploymentStack, participants: readonly Owned[], { name }: OwnedWork): Finding[] {
  const { denySettings, resources = [] } = stack.properties;
  const owned = participants.filter(({ resource }) => resources.some((each) => sameId(each.id, resource.id)));
  const mode = denySettings?.mode ?? 'none';
  return owned.length === 0
    ? []
    : [
        refusal(
          `The ${owned.map(({ label }) => label).join(', the ')} ${owned.length === 1 ? 'is' : 'are'} owned by deployment stack ` +
            `${stack.id} (deny settings: ${mode}): its next update would undo the ${name}. ` +
            'Release through the stack, or take the resources out of it.',
        ),
      ];
}

function groupsOf(participants: readonly Owned[]): string[] {
  return distinctScopes(participants.map(({ resource }) => resourceGroupScope(resource.id)));
}
