import type { Arm } from './arm/arm.ts';

/** Microsoft.Resources/deploymentStacks, api-version 2024-03-01: what the product reads of it. */
export interface DeploymentStack {
  readonly id: string;
  readonly name: string;
  readonly properties: {
    readonly denySettings?: { readonly mode?: 'none' | 'denyDelete' | 'denyWriteAndDelete' };
    /** What the stack looks after. */
    readonly resources?: readonly { readonly id?: string; readonly status?: string }[];
  };
}

const DEPLOYMENT_STACKS_API_VERSION = '2024-03-01';

/** The action that `listDeploymentStacks` needs. */
export const READ_DEPLOYMENT_STACKS = 'Microsoft.Resources/deploymentStacks/read';

/**
 * The stacks made at a resource group or a subscription: not those of the scopes above or below.
 *
 * @throws ArmError when refused.
 */
export async function listDeploymentStacks(
  arm: Arm,
  scope: string,
  signal: AbortSignal,
): Promise<DeploymentStack[]> {
  const path = `${scope}/providers/Microsoft.Resources/deploymentStacks`;
  return (await arm.list(path, DEPLOYMENT_STACKS_API_VERSION, signal)) as DeploymentStack[];
}
