import type { Arm } from '../arm/arm.ts';
import { subscriptionScope } from '../scopes.ts';
import { NETWORK_API_VERSION } from './network-api.ts';

/** One counter of Microsoft.Network in a region: how much of a quota is used. */
export interface NetworkUsage {
  readonly name: { readonly value: string; readonly localizedValue?: string };
  readonly currentValue: number;
  readonly limit: number;
}

/** The action that `listNetworkUsages` needs. */
export const READ_USAGES = 'Microsoft.Network/locations/usages/read';

/**
 * Usages_List, Microsoft.Network api-version 2026-01-01.
 *
 * @throws ArmError when refused.
 */
export async function listNetworkUsages(
  arm: Arm,
  subscriptionId: string,
  location: string,
  signal: AbortSignal,
): Promise<NetworkUsage[]> {
  const path = `${subscriptionScope(subscriptionId)}/providers/Microsoft.Network/locations/${location}/usages`;
  return (await arm.list(path, NETWORK_API_VERSION, signal)) as NetworkUsage[];
}
