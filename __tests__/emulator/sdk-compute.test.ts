import { ComputeManagementClient } from '@azure/arm-compute';
import { ClientSecretCredential } from '@azure/identity';
import { expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/index.ts';
import { canaryScenario, healthExtension, newImage } from './arm/compute/scale-set-world.ts';

const group = 'canary';

function clientOf(emulator: Emulator): ComputeManagementClient {
  const { tenantId, clientId, clientSecret, authorityHost, subscriptionId, resourceManagerEndpoint } =
    emulator.announcement;
  const tlsOptions = { ca: emulator.caCertificate };
  const credential = new ClientSecretCredential(tenantId, clientId, clientSecret, {
    authorityHost,
    disableInstanceDiscovery: true,
    tlsOptions,
  });
  return new ComputeManagementClient(credential, subscriptionId, {
    endpoint: resourceManagerEndpoint,
    credentials: { scopes: [`${resourceManagerEndpoint}/.default`] },
    tlsOptions,
  });
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

test('the unchanged SDK releases an image on one instance, and takes it back', async () => {
  const scenario = canaryScenario({ properties: { automaticRepairsPolicy: { enabled: true } } });
  await using emulator = await startEmulator({ scenario, profile: 'instant', speed: 20 });
  const client = clientOf(emulator);
  const list = () => collect(client.virtualMachineScaleSetVMs.list(group, 'web', { expand: 'instanceView' }));
  const onLatest = async () =>
    (await list()).flatMap(({ instanceId, latestModelApplied }) => (latestModelApplied ? [instanceId] : []));
  const before = await client.virtualMachineScaleSets.get(group, 'web');
  const image = (imageReference: object) =>
    client.virtualMachineScaleSets.update(
      group,
      'web',
      { virtualMachineProfile: { storageProfile: { imageReference } } },
      { ifMatch: '*' },
    );

  await client.virtualMachineScaleSets.setOrchestrationServiceState(group, 'web', {
    serviceName: 'AutomaticRepairs',
    action: 'Suspend',
  });
  const { orchestrationServices } = await client.virtualMachineScaleSets.getInstanceView(group, 'web');
  expect(orchestrationServices).toMatchObject([{ serviceState: 'Suspended' }]);
  expect((await image(newImage)).etag).toBe('"2"');
  await client.virtualMachineScaleSets.updateInstances(group, 'web', { instanceIds: ['1'] });
  expect(await onLatest()).toEqual(['1']);
  const [, canary] = await list();
  expect(canary?.instanceView?.vmHealth?.status?.code).toBe('HealthState/healthy');
  const versions = await Promise.all(Array.from({ length: 40 }, () => versionServed(emulator)));
  expect(new Set(versions)).toEqual(new Set(['one', 'two']));

  await image(before.virtualMachineProfile?.storageProfile?.imageReference ?? {});
  expect(await onLatest()).toEqual(['0', '2']);
  await client.virtualMachineScaleSets.updateInstances(group, 'web', { instanceIds: ['1'] });
  expect(await onLatest()).toEqual(['0', '1', '2']);
});

test('the unchanged SDK makes, grows, changes and deletes a scale set', async () => {
  await using emulator = await startEmulator({
    scenario: canaryScenario(),
    profile: 'instant',
    speed: 20,
  });
  const client = clientOf(emulator);
  const web = await client.virtualMachineScaleSets.get(group, 'web');
  const made = await client.virtualMachineScaleSets.createOrUpdate(group, 'other', {
    location: 'westus2',
    sku: { name: 'Standard_B2s', tier: 'Standard', capacity: 60 },
    virtualMachineProfile: web.virtualMachineProfile ?? {},
  });
  expect(made).toMatchObject({ provisioningState: 'Succeeded', sku: { capacity: 60 } });
  const all = await collect(client.virtualMachineScaleSetVMs.list(group, 'other'));
  expect(all.map(({ instanceId }) => instanceId)).toEqual(Array.from({ length: 60 }, (_, id) => String(id)));
  await client.virtualMachineScaleSetExtensions.createOrUpdate(group, 'other', 'install', {
    publisher: 'Microsoft.Azure.Extensions',
    typePropertiesType: 'CustomScript',
    typeHandlerVersion: '2.1',
    protectedSettings: { commandToExecute: './install.sh' },
  });
  const { virtualMachineProfile } = await client.virtualMachineScaleSets.get(group, 'other');
  const names = virtualMachineProfile?.extensionProfile?.extensions?.map(({ name }) => name);
  expect(names).toEqual([healthExtension.name, 'install']);
  await client.virtualMachineScaleSetVMs.update(group, 'other', '0', {
    location: 'westus2',
    protectionPolicy: { protectFromScaleSetActions: true },
  });
  await client.virtualMachineScaleSets.reimage(group, 'other', {
    vmScaleSetReimageInput: { instanceIds: ['1'] },
  });
  await client.virtualMachineScaleSets.delete(group, 'other');
  await expect(client.virtualMachineScaleSets.get(group, 'other')).rejects.toMatchObject({
    statusCode: 404,
    code: 'ResourceNotFound',
  });
});

async function versionServed(emulator: Emulator): Promise<string | null> {
  const address = emulator.announcement.publicAddresses.webpip;
  const mapping = emulator.announcement.portMap.find((one) => one.address === address && one.port === 9000);
  const origin = mapping === undefined ? `${address}:9000` : `${mapping.connectHost}:${mapping.connectPort}`;
  const answer = await fetch(`http://${origin}/`, { headers: { connection: 'close' } });
  await answer.arrayBuffer();
  return answer.headers.get('x-app-version');
}
