import type { ResourceReader } from '../../data-plane/contract.ts';
import { listOf, textOf } from '../json.ts';
import { sameId } from '../resource-id.ts';
import type { PoolMembers } from './load-balancer-model.ts';

/** Where the IP configurations live that can be members of a pool. */
const interfaceTypes = [
  'Microsoft.Network/networkInterfaces',
  'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/networkInterfaces',
];

/** The network interfaces decide who is in a pool, not the load balancer: a PUT of it neither adds nor removes one. */
export function poolMembers(resources: ResourceReader): PoolMembers {
  const of = (poolId: string): readonly string[] =>
    interfaceTypes
      .flatMap((type) => resources.list(type))
      .flatMap((networkInterface) => listOf(networkInterface.properties, 'ipConfigurations'))
      .filter(({ properties }) =>
        listOf(properties, 'loadBalancerBackendAddressPools').some((pool) =>
          sameId(textOf(pool, 'id'), poolId),
        ),
      )
      .map((ipConfiguration) => textOf(ipConfiguration, 'id') ?? '');
  return { of, natPorts: resources.natPorts };
}
