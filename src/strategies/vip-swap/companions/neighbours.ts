import type { Arm } from '../../../azure/arm/arm.ts';
import { ArmError } from '../../../azure/arm/arm-error.ts';
import { frontendsOf, getLoadBalancer } from '../../../azure/network/load-balancers.ts';
import { getPublicIpAddress, type PublicIpAddress } from '../../../azure/network/public-ip-addresses.ts';
import { parseResourceId, sameId, topLevelId } from '../../../azure/resource-id.ts';
import { distinctScopes } from '../../../azure/scopes.ts';

/** What the load balancers of some addresses serve beside them. */
export interface Neighbours {
  readonly addresses: readonly PublicIpAddress[];
  /** ARM's refusals: the identity may not read these, so what they are is not known. */
  readonly hidden: readonly ArmError[];
}

export async function neighboursOf(
  arm: Arm,
  addresses: readonly PublicIpAddress[],
  signal: AbortSignal,
): Promise<Neighbours> {
  const holders = addresses.flatMap(({ properties }) => properties.ipConfiguration?.id ?? []);
  const loadBalancers = await readEach(distinctScopes(holders.map(topLevelId).filter(isLoadBalancer)), (id) =>
    getLoadBalancer(arm, id, signal),
  );
  const others = loadBalancers.read
    .flatMap(frontendsOf)
    .flatMap(({ properties }) => properties.publicIPAddress?.id ?? [])
    .filter((id) => !addresses.some((address) => sameId(address.id, id)));
  const neighbours = await readEach(others, (id) => getPublicIpAddress(arm, id, signal));
  return { addresses: neighbours.read, hidden: [...loadBalancers.hidden, ...neighbours.hidden] };
}

function isLoadBalancer(id: string): boolean {
  return parseResourceId(id)?.type.toLowerCase() === 'microsoft.network/loadbalancers';
}

interface Reads<T> {
  readonly read: readonly T[];
  readonly hidden: readonly ArmError[];
}

/** What is gone by now is nobody's companion. */
async function readEach<T>(ids: readonly string[], get: (id: string) => Promise<T>): Promise<Reads<T>> {
  const outcomes = await Promise.all(
    ids.map((id) =>
      get(id).then(
        (read) => ({ read }),
        (error: unknown) => {
          if (error instanceof ArmError && (error.status === 403 || error.status === 404)) {
            return { error };
          }
          throw error;
        },
      ),
    ),
  );
  return {
    read: outcomes.flatMap((each) => ('read' in each ? [each.read] : [])),
    hidden: outcomes.flatMap((each) => ('error' in each && each.error.status === 403 ? [each.error] : [])),
  };
}
