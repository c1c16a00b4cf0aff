import type { Arm } from '../../../azure/arm/arm.ts';
import { frontendsOf, type LoadBalancer } from '../../../azure/network/load-balancers.ts';
import { allows, listPermissions } from '../../../azure/permissions.ts';
import { regionName } from '../../../azure/regions.ts';
import { subscriptionScope } from '../../../azure/scopes.ts';
import { readScopes } from '../../preflight/arm-reads.ts';
import type { SwapEnvironment } from '../environment.ts';
import { isDynamic } from './dynamic-addresses.ts';
import { SWAP_ACTION } from './needed-permissions.ts';

/**
 * Why ARM's own swap cannot be used here; empty where it can. These are the documented limits of
 * LoadBalancers_SwapPublicIpAddresses (the page on swapping cloud services): exactly one frontend and one public IP address
 * on each load balancer, and one allocation method. Region and subscription stand in its URL.
 */
export function nativeObstacles(environment: SwapEnvironment): string[] {
  const { productionLoadBalancer, targetLoadBalancer, moves } = environment;
  return [
    ...(moves.some(({ spareAddress }) => spareAddress !== undefined)
      ? ['a spare address is given, and taking a swap of ARM back half-way needs one that is created']
      : []),
    ...(moves.length === 1 ? [] : [`${moves.length} addresses move together, and ARM's swap takes one pair`]),
    ...[productionLoadBalancer, targetLoadBalancer].flatMap(frontendObstacle),
    ...allocationObstacles(environment),
    ...(sameBoundary(productionLoadBalancer, targetLoadBalancer)
      ? []
      : [
          `${productionLoadBalancer.name} and ${targetLoadBalancer.name} are not in one subscription and one region`,
        ]),
  ];
}

/**
 * Whether the identity may call ARM's own swap. It takes a role at the subscription, which an identity of least privilege
 * does not have: `auto` must not fail for it. Empty, too, where permissions may not be read: ARM itself will say.
 */
export async function nativePermissionObstacles(
  arm: Arm,
  subscriptionId: string,
  signal: AbortSignal,
): Promise<string[]> {
  const { read } = await readScopes([subscriptionScope(subscriptionId)], (scope) =>
    listPermissions(arm, scope, signal),
  );
  return read
    .filter(({ value }) => !allows(value, SWAP_ACTION))
    .map(({ scope }) => `the identity lacks ${SWAP_ACTION} on ${scope}`);
}

function frontendObstacle(loadBalancer: LoadBalancer): string[] {
  const frontends = frontendsOf(loadBalancer);
  const onlyPublic = frontends.length === 1 && frontends[0]?.properties.publicIPAddress !== undefined;
  return onlyPublic
    ? []
    : [
        `${loadBalancer.name} has the frontends ${frontends.map(({ name }) => name).join(', ')}, ` +
          "and ARM's swap takes load balancers with exactly one frontend, a public one",
      ];
}

function allocationObstacles({ moves }: SwapEnvironment): string[] {
  return moves
    .filter(
      ({ productionAddress, targetAddress }) => isDynamic(productionAddress) !== isDynamic(targetAddress),
    )
    .map(({ productionAddress, targetAddress }) => {
      const [dynamic, fixed] = isDynamic(productionAddress)
        ? [productionAddress, targetAddress]
        : [targetAddress, productionAddress];
      return `${dynamic.name} is dynamic and ${fixed.name} static, and ARM's swap takes one allocation method`;
    });
}

function sameBoundary(left: LoadBalancer, right: LoadBalancer): boolean {
  const boundary = ({ id, location }: LoadBalancer) =>
    `${id.split('/')[2]} ${regionName(location)}`.toLowerCase();
  return boundary(left) === boundary(right);
}
