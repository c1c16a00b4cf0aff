/**
 * What the official SDK makes of the same order of moves: typed bodies, and `pollUntilDone` for every wait, which polls as
 * `Retry-After` says, else every 2 s. Default options throughout, its own retries included.
 */
import { type LoadBalancer, NetworkManagementClient } from '@azure/arm-network';
import { type Contender, monotonicMs, type SwapTask } from './contender.ts';

export const sdkPollUntilDone: Contender = async (task, tell) => {
  const client = signedIn(task);
  const { resourceGroup, productionLoadBalancer, targetLoadBalancer } = task;

  const target = await client.loadBalancers.get(resourceGroup, targetLoadBalancer);
  const temporaryName = `${targetLoadBalancer}-temporary`;
  const temporary = await client.publicIPAddresses
    .createOrUpdate(resourceGroup, temporaryName, {
      location: target.location ?? '',
      sku: { name: 'Standard' },
      zones: ['1', '2', '3'],
      publicIPAllocationMethod: 'Static',
    })
    .pollUntilDone();
  tell('temporary address created');

  const parked = await client.loadBalancers
    .createOrUpdate(resourceGroup, targetLoadBalancer, withAddress(target, temporary.id))
    .pollUntilDone();
  tell(`${targetLoadBalancer} parked on the temporary address`);

  const production = await client.loadBalancers.get(resourceGroup, productionLoadBalancer);
  const startedMs = monotonicMs();
  tell(`takes the production address from ${productionLoadBalancer}`);
  await client.loadBalancers
    .createOrUpdate(resourceGroup, productionLoadBalancer, withAddress(production, addressOf(target)))
    .pollUntilDone();
  tell(`gives the production address to ${targetLoadBalancer}`);
  await client.loadBalancers
    .createOrUpdate(resourceGroup, targetLoadBalancer, withAddress(parked, addressOf(production)))
    .pollUntilDone();
  const endedMs = monotonicMs();
  tell('done');

  await client.publicIPAddresses.delete(resourceGroup, temporaryName).pollUntilDone();
  return { startedMs, endedMs };
};

function signedIn({
  accessToken,
  subscriptionId,
  resourceManagerEndpoint,
}: SwapTask): NetworkManagementClient {
  const expiresOnTimestamp = Date.now() + 60 * 60 * 1000;
  const credential = { getToken: async () => ({ token: accessToken, expiresOnTimestamp }) };
  return new NetworkManagementClient(credential, subscriptionId, { endpoint: resourceManagerEndpoint });
}

function addressOf(loadBalancer: LoadBalancer): string | undefined {
  return loadBalancer.frontendIPConfigurations?.[0]?.publicIPAddress?.id;
}

function withAddress(loadBalancer: LoadBalancer, publicIpAddressId: string | undefined): LoadBalancer {
  if (publicIpAddressId === undefined) throw new Error('The load balancer has no public frontend.');
  const [first, ...others] = loadBalancer.frontendIPConfigurations ?? [];
  return {
    ...loadBalancer,
    frontendIPConfigurations: [{ ...first, publicIPAddress: { id: publicIpAddressId } }, ...others],
  };
}
