import { describe, expect, test } from 'vitest';
import { type Body, codesOf, VirtualArm } from './virtual-arm.ts';

describe('refused as Azure refuses it', () => {
  test.each<[string, Body]>([
    ['StandardAndStandardV2SkuPublicIPAddressesMustBeStatic', { properties: {} }],
    ['IPv4BasicSkuPublicIpCountLimitReached', { sku: { name: 'Basic' }, properties: {} }],
    [
      'GlobalPublicIPAddressNotSupportedForBasicPublicIpAddress',
      { sku: { name: 'Basic', tier: 'Global' }, properties: {} },
    ],
    ['LocationRequired', { location: undefined }],
  ])('%s', async (code, more) => {
    const azure = await VirtualArm.open();
    expect(codesOf(await azure.createPublicIp('new', more)).slice(0, 2)).toEqual([400, code]);
  });

  test('one more than the quota has room for, and usages say so beforehand', async () => {
    const azure = await VirtualArm.open({ settings: { publicIpLimit: 2 } });
    const usages = await azure.read(
      `/subscriptions/${azure.scenario.subscriptionId}/providers/Microsoft.Network/locations/southcentralus/usages`,
    );
    expect(usages.value).toContainEqual(
      expect.objectContaining({
        currentValue: 2,
        limit: 2,
        name: { value: 'PublicIPAddresses', localizedValue: 'Public IP Addresses' },
      }),
    );
    expect(codesOf(await azure.createPublicIp('third'))).toEqual([400, 'PublicIPCountLimitReached']);
  });

  test('the deletion of an address in use', async () => {
    const azure = await VirtualArm.open();
    const refused = await azure.send('DELETE', azure.publicIp('vipswap1pip'));
    expect(codesOf(refused)).toEqual([400, 'PublicIPAddressCannotBeDeleted']);
  });

  test('another allocation method while in use', async () => {
    const azure = await VirtualArm.open({ scenarioName: 'vipswap-2017' });
    const body = await azure.read(azure.publicIp('vipswap1pip'));
    const refused = await azure.send('PUT', azure.publicIp('vipswap1pip'), {
      ...body,
      properties: { ...(body.properties as Body), publicIPAllocationMethod: 'Static' },
    });
    expect(codesOf(refused)).toEqual([400, 'PublicIPAddressInUseCannotUpdate']);
  });

  test('another place', async () => {
    const azure = await VirtualArm.open();
    const body = { ...(await azure.read(azure.publicIp('vipswap1pip'))), location: 'westus' };
    expect(codesOf(await azure.send('PUT', azure.publicIp('vipswap1pip'), body))).toEqual([
      409,
      'InvalidResourceLocation',
    ]);
  });
});

test('an address keeps its ipAddress through updates, and a PUT that changes nothing is done at once', async () => {
  const azure = await VirtualArm.open();
  const before = await azure.read(azure.publicIp('vipswap1pip'));
  const again = await azure.send('PUT', azure.publicIp('vipswap1pip'), before);
  expect(again).toMatchObject({ status: 200, body: { properties: { provisioningState: 'Succeeded' } } });
  const tagged = await azure.send('PATCH', azure.publicIp('vipswap1pip'), { tags: { release: '42' } });
  expect(tagged).toMatchObject({ status: 200, body: { tags: { release: '42' } } });
  const after = await azure.read(azure.publicIp('vipswap1pip'));
  expect((after.properties as Body).ipAddress).toBe((before.properties as Body).ipAddress);
});

test('a dynamic address comes with its first use', async () => {
  const azure = await VirtualArm.open({ scenarioName: 'vipswap-2017' });
  const created = await azure.createPublicIp('floating', {
    sku: undefined,
    properties: { dnsSettings: { domainNameLabel: 'floatingdns' } },
  });
  expect(created.body).toMatchObject({
    sku: { name: 'Basic' },
    properties: {
      publicIPAllocationMethod: 'Dynamic',
      dnsSettings: { fqdn: 'floatingdns.southcentralus.cloudapp.azure.com' },
    },
  });
  expect(await azure.read(azure.publicIp('floating'))).not.toHaveProperty('properties.ipAddress');
  expect((await azure.point('vipswap2lb', 'floating')).status).toBe(200);
  expect(await azure.read(azure.publicIp('floating'))).toHaveProperty('properties.ipAddress');
});
