import { randomUUID } from 'node:crypto';
import { NetworkManagementClient } from '@azure/arm-network';
import { ClientSecretCredential } from '@azure/identity';
import { expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/index.ts';

const group = 'vipswap';

function clientOf(emulator: Emulator): NetworkManagementClient {
  const { tenantId, clientId, clientSecret, authorityHost, subscriptionId, resourceManagerEndpoint } =
    emulator.announcement;
  const tlsOptions = { ca: emulator.caCertificate };
  const credential = new ClientSecretCredential(tenantId, clientId, clientSecret, {
    authorityHost,
    disableInstanceDiscovery: true,
    tlsOptions,
  });
  return new NetworkManagementClient(credential, subscriptionId, {
    endpoint: resourceManagerEndpoint,
    credentials: { scopes: [`${resourceManagerEndpoint}/.default`] },
    tlsOptions,
  });
}

test('the unchanged SDK moves production over a temporary address', async () => {
  await using emulator = await startEmulator({ profile: 'instant', speed: 20 });
  const client = clientOf(emulator);
  const before = await client.publicIPAddresses.get(group, 'vipswap1pip');
  const temporary = await client.publicIPAddresses.createOrUpdate(group, 'temporary', {
    location: before.location ?? '',
    sku: before.sku ?? {},
    publicIPAllocationMethod: 'Static',
  });
  expect(temporary.provisioningState).toBe('Succeeded');
  expect(temporary.ipAddress).toMatch(/^127\./);

  const point = async (loadBalancerName: string, publicIpName: string): Promise<void> => {
    const loadBalancer = await client.loadBalancers.get(group, loadBalancerName);
    const publicIp = await client.publicIPAddresses.get(group, publicIpName);
    const [frontend] = loadBalancer.frontendIPConfigurations ?? [];
    if (frontend === undefined) throw new Error(`${loadBalancerName} has no frontend`);
    frontend.publicIPAddress = { id: publicIp.id ?? '' };
    await client.loadBalancers.createOrUpdate(group, loadBalancerName, loadBalancer);
  };
  await point('vipswap2lb', 'temporary');
  await point('vipswap1lb', 'vipswap2pip');
  await point('vipswap2lb', 'vipswap1pip');
  await client.publicIPAddresses.delete(group, 'temporary');

  const after = await client.publicIPAddresses.get(group, 'vipswap1pip');
  expect(after.ipAddress).toBe(before.ipAddress);
  expect(after.ipConfiguration?.id).toContain('/loadBalancers/vipswap2lb/');
  await expect(client.publicIPAddresses.get(group, 'temporary')).rejects.toMatchObject({
    statusCode: 404,
    code: 'ResourceNotFound',
  });
  await emulator.arm.plane.dataPlane.settled();
  const answer = await fetch(`http://${before.ipAddress}:9000/`);
  expect(await answer.text()).toContain('green');
});

test('the unchanged SDK swaps two addresses in one operation', async () => {
  await using emulator = await startEmulator({ profile: 'instant', speed: 20 });
  const client = clientOf(emulator);
  const target = async (loadBalancerName: string, publicIpName: string) => {
    const [frontend] =
      (await client.loadBalancers.get(group, loadBalancerName)).frontendIPConfigurations ?? [];
    const { id } = await client.publicIPAddresses.get(group, publicIpName);
    return { id: frontend?.id ?? '', publicIPAddress: { id: id ?? '' } };
  };
  await client.loadBalancers.swapPublicIpAddresses('southcentralus', {
    frontendIPConfigurations: [
      await target('vipswap1lb', 'vipswap2pip'),
      await target('vipswap2lb', 'vipswap1pip'),
    ],
  });
  const production = await client.publicIPAddresses.get(group, 'vipswap1pip');
  expect(production.ipConfiguration?.id).toContain('/loadBalancers/vipswap2lb/');
});

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

test('the SDK polls to the end of what is recorded to last', async () => {
  await using emulator = await startEmulator({ profile: 'recorded', speed: 200 });
  const client = clientOf(emulator);
  const loadBalancer = await client.loadBalancers.get(group, 'vipswap1lb');
  const updated = await client.loadBalancers.createOrUpdate(group, 'vipswap1lb', loadBalancer);
  expect(updated.provisioningState).toBe('Succeeded');
  const polls = emulator.arm.journal.entries().filter(({ path }) => path.includes('/operations/'));
  expect(polls.length).toBeGreaterThan(0);
});

test('the SDK reads what a preflight needs: health of a rule, usages, instances', async () => {
  await using emulator = await startEmulator({ profile: 'instant', speed: 20 });
  const client = clientOf(emulator);
  const health = await client.loadBalancerLoadBalancingRules.health(group, 'vipswap1lb', 'web');
  expect(health).toMatchObject({ up: 3, down: 0 });
  expect(health.loadBalancerBackendAddresses).toHaveLength(3);
  const usages = await collect(client.usages.list('southcentralus'));
  expect(usages.find(({ name }) => name.value === 'PublicIPAddresses')).toMatchObject({ currentValue: 2 });
  const interfaces = await collect(
    client.networkInterfaces.listVirtualMachineScaleSetNetworkInterfaces(group, 'vipswap1'),
  );
  expect(interfaces).toHaveLength(3);
});

test('a wrong secret is refused as Entra ID refuses it', async () => {
  await using emulator = await startEmulator({ profile: 'instant' });
  const { tenantId, clientId, authorityHost } = emulator.announcement;
  const credential = new ClientSecretCredential(tenantId, clientId, randomUUID(), {
    authorityHost,
    disableInstanceDiscovery: true,
    tlsOptions: { ca: emulator.caCertificate },
  });
  await expect(credential.getToken('https://management.azure.com/.default')).rejects.toThrow(/AADSTS7000215/);
});
