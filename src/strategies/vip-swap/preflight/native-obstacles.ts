import { frontendsOf, type LoadBalancer } from '../../../azure/load-balancers.ts';
import type { SwapEnvironment } from '../environment.ts';
import { isDynamic } from './dynamic-addresses.ts';

/**
 * Why ARM's own swap cannot be used here; empty where it can. These are the documented limits of
 * LoadBalancers_SwapPublicIpAddresses (the page on swapping cloud services): exactly one frontend and one public IP address
 * on each load balancer, and one allocation method. Region and subscription stand in its URL.
 */
export function nativeObstacles(environment: SwapEnvironment): string[] {
  const { productionLoadBalancer, targetLoadBalancer, moves } = environment;
  return [
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
    `${id.split('/')[2]} ${location.replaceAll(' ', '')}`.toLowerCase();
  return boundary(left) === boundary(right);
}
