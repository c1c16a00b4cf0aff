import type { Arm } from '../../../azure/arm.ts';
import {
  type DeploymentStack,
  listDeploymentStacks,
  READ_DEPLOYMENT_STACKS,
} from '../../../azure/deployment-stacks.ts';
import { getResourceGroup, READ_RESOURCE_GROUP } from '../../../azure/resource-groups.ts';
import { nameOf, sameId } from '../../../azure/resource-id.ts';
import { distinctScopes, resourceGroupScope, subscriptionScope } from '../../../azure/scopes.ts';
import { notChecked, readScopes } from './arm-reads.ts';
import { type Finding, refusal } from './finding.ts';
import { type ProposedSwap, participantsOf } from './proposed-swap.ts';

/** Groups that something manages, as an AKS cluster manages the group of its nodes. */
export async function checkResourceGroups(
  swap: ProposedSwap,
  arm: Arm,
  signal: AbortSignal,
): Promise<Finding[]> {
  const { read, unread } = await readScopes(groupsOf(swap), (id) => getResourceGroup(arm, id, signal));
  return [
    ...read.flatMap(({ scope, value }) =>
      value.managedBy
        ? [
            refusal(
              `The resource group "${nameOf(scope)}" is managed by ${value.managedBy}, which would undo the swap at a ` +
                'time of its own. Release through that owner, or name resources of a group that nothing manages.',
            ),
          ]
        : [],
    ),
    ...notChecked('Owners of resource groups', READ_RESOURCE_GROUP, unread),
  ];
}

/** A stack puts what it looks after back as its template says, and may deny writes to everybody else. */
export async function checkDeploymentStacks(
  swap: ProposedSwap,
  arm: Arm,
  signal: AbortSignal,
): Promise<Finding[]> {
  const scopes = [subscriptionScope(swap.goal.subscriptionId), ...groupsOf(swap)];
  const { read, unread } = await readScopes(scopes, (scope) => listDeploymentStacks(arm, scope, signal));
  const stacks = read.flatMap(({ value }) => value);
  return [
    ...stacks.flatMap((stack) => ownedBy(stack, swap)),
    ...notChecked('Deployment stacks', READ_DEPLOYMENT_STACKS, unread),
  ];
}

function ownedBy(stack: DeploymentStack, swap: ProposedSwap): Finding[] {
  const { denySettings, resources = [] } = stack.properties;
  const owned = participantsOf(swap).filter(({ resource }) =>
    resources.some((each) => sameId(each.id, resource.id)),
  );
  const mode = denySettings?.mode ?? 'none';
  return owned.length === 0
    ? []
    : [
        refusal(
          `The ${owned.map(({ label }) => label).join(', the ')} ${owned.length === 1 ? 'is' : 'are'} owned by deployment stack ` +
            `${stack.id} (deny settings: ${mode}): its next update would undo the swap. ` +
            'Release through the stack, or take the resources out of it.',
        ),
      ];
}

function groupsOf(swap: ProposedSwap): string[] {
  return distinctScopes(participantsOf(swap).map(({ resource }) => resourceGroupScope(resource.id)));
}
