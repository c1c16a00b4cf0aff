import type { Arm } from '../../../azure/arm/arm.ts';
import { ArmError } from '../../../azure/arm/arm-error.ts';
import { giveAddressCommand } from '../../../azure/network/frontend-commands.ts';
import { frontendsOf, type LoadBalancer, listLoadBalancers } from '../../../azure/network/load-balancers.ts';
import { listPublicIpAddresses, type PublicIpAddress } from '../../../azure/network/public-ip-addresses.ts';
import { nameOf, parseResourceId, sameId } from '../../../azure/resource-id.ts';
import { distinctScopes, resourceGroupScope, subscriptionScope } from '../../../azure/scopes.ts';
import { quote } from '../../../azure/shell-quote.ts';
import { readLastRun } from '../../../record/last-run.ts';

/**
 * How a person gives an address to the frontend that shall serve it, which nobody but they can know: a command for each frontend that the
 * address fits, beside it and where its last release has moved it. What may not be listed is not named.
 */
export async function givingText(arm: Arm, address: PublicIpAddress, signal: AbortSignal): Promise<string> {
  const subscriptionId = parseResourceId(address.id)?.subscriptionId ?? '';
  const last = readLastRun(address.tags ?? {});
  const groups = [last?.previousTarget, last?.target].flatMap((name) => name?.split('/')[0] ?? []);
  const scopes = distinctScopes([
    resourceGroupScope(address.id),
    ...groups.map((group) => `${subscriptionScope(subscriptionId)}/resourceGroups/${group}`),
  ]);
  const [loadBalancers, addresses] = await Promise.all([
    listed(scopes.map((scope) => listLoadBalancers(arm, scope, signal))),
    listed(scopes.map((scope) => listPublicIpAddresses(arm, scope, signal))),
  ]);
  const commands = loadBalancers
    .filter((loadBalancer) => isAlike(loadBalancer, address))
    .flatMap((loadBalancer) => commandsOf(loadBalancer, addresses, address));
  const brought = last?.target === undefined ? '' : `, and that has brought it to ${last.target}`;
  const before =
    last === undefined ? '' : ` Before its last release it was on ${last.previousTarget}${brought}.`;
  return commands.length === 0
    ? `Give ${address.name} to the frontend that shall serve it, one of those that this lists: az network lb list --subscription ` +
        `${quote(subscriptionId)} --query '[].frontendIPConfigurations[].id' --output tsv.${before}`
    : `Give ${address.name} to the frontend that shall serve it.${before} ${commands.join('; ')}.`;
}

function commandsOf(
  loadBalancer: LoadBalancer,
  addresses: readonly PublicIpAddress[],
  address: PublicIpAddress,
): string[] {
  return frontendsOf(loadBalancer).flatMap(({ name, properties }) => {
    const id = properties.publicIPAddress?.id;
    const held = addresses.find((each) => sameId(each.id, id));
    // Of one that may not be read ARM tells whether it is of the same version.
    return id === undefined || (held !== undefined && versionOf(held) !== versionOf(address))
      ? []
      : [
          `Frontend ${name} of ${loadBalancer.name}, which has ${nameOf(id)} now: ${giveAddressCommand(loadBalancer.id, name, address.id)}`,
        ];
  });
}

/** ARM refuses another SKU, and another region. */
function isAlike(left: LoadBalancer, right: PublicIpAddress): boolean {
  const known = ({ sku, location }: Pick<LoadBalancer, 'sku' | 'location'>) =>
    `${sku?.name ?? 'Basic'} ${location}`.toLowerCase();
  return known(left) === known(right);
}

function versionOf({ properties }: PublicIpAddress): string {
  return properties.publicIPAddressVersion ?? 'IPv4';
}

async function listed<T>(lists: readonly Promise<readonly T[]>[]): Promise<T[]> {
  const found = await Promise.all(
    lists.map((list) =>
      list.catch((error: unknown) => {
        if (error instanceof ArmError) {
          return [];
        }
        throw error;
      }),
    ),
  );
  return found.flat();
}
