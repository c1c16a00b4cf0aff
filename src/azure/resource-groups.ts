import type { Arm } from './arm/arm.ts';

/** Microsoft.Resources/resourceGroups, api-version 2021-04-01: what the product reads of it. */
export interface ResourceGroup {
  readonly id: string;
  readonly name: string;
  /** Resource id of what made this group and looks after it, such as an AKS cluster. */
  readonly managedBy?: string | null;
}

const RESOURCE_GROUPS_API_VERSION = '2021-04-01';

/** The action that `getResourceGroup` needs. */
export const READ_RESOURCE_GROUP = 'Microsoft.Resources/subscriptions/resourceGroups/read';

/** @throws ArmError when refused. */
export async function getResourceGroup(arm: Arm, id: string, signal: AbortSignal): Promise<ResourceGroup> {
  return (await arm.get(id, RESOURCE_GROUPS_API_VERSION, signal)) as ResourceGroup;
}
