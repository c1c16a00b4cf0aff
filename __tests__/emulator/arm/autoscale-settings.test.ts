import { expect, test } from 'vitest';
import { codesOf, VirtualArm } from './virtual-arm.ts';

const version = 'api-version=2022-10-01';
const profiles = [{ name: 'by load', capacity: { minimum: '3', maximum: '9', default: '3' }, rules: [] }];

const path = ({ group }: VirtualArm, name = 'scale'): string =>
  `${group}/providers/Microsoft.Insights/autoscalesettings/${name}?${version}`;

async function withSetting(): Promise<VirtualArm> {
  const azure = await VirtualArm.open();
  const put = await azure.send('PUT', path(azure), {
    location: 'southcentralus',
    tags: { team: 'web' },
    properties: { enabled: true, targetResourceUri: `${azure.group}/scaleSet`, profiles },
  });
  expect(put).toMatchObject({ status: 201, body: { name: 'scale', properties: { enabled: true } } });
  return azure;
}

test('a setting is written at once, and read as it was given', async () => {
  const azure = await withSetting();
  const read = await azure.read(path(azure));
  expect(read).toMatchObject({
    location: 'southcentralus',
    properties: { enabled: true, targetResourceUri: `${azure.group}/scaleSet`, profiles },
  });
  expect((await azure.send('PUT', path(azure), read)).status).toBe(200);
});

test('a setting is enabled only where that is said', async () => {
  const azure = await VirtualArm.open();
  const body = { location: 'southcentralus', properties: { profiles } };
  await azure.send('PUT', path(azure), body);
  expect(await azure.read(path(azure))).toMatchObject({ properties: { enabled: false, profiles } });
});

test('settings are listed for a group and for the subscription', async () => {
  const azure = await withSetting();
  const { subscriptionId } = azure.scenario;
  for (const scope of [azure.group, `/subscriptions/${subscriptionId}`]) {
    const list = await azure.read(`${scope}/providers/microsoft.insights/autoscalesettings?${version}`);
    expect(list).toMatchObject({ value: [{ name: 'scale' }] });
  }
});

test('PATCH switches it off and leaves what it does not name', async () => {
  const azure = await withSetting();
  const patched = await azure.send('PATCH', path(azure), { properties: { enabled: false, profiles } });
  expect(patched).toMatchObject({ status: 200, body: { properties: { enabled: false, profiles } } });
  expect(await azure.read(path(azure))).toMatchObject({
    tags: { team: 'web' },
    properties: { enabled: false, profiles, targetResourceUri: `${azure.group}/scaleSet` },
  });
});

test('a setting that is not there is not found, and is gone after its deletion', async () => {
  const azure = await withSetting();
  expect(codesOf(await azure.send('GET', path(azure, 'other')))).toEqual([404, 'ResourceNotFound']);
  const patch = { properties: { enabled: false, profiles } };
  expect(codesOf(await azure.send('PATCH', path(azure, 'other'), patch))).toEqual([404, 'ResourceNotFound']);
  expect((await azure.send('DELETE', path(azure))).status).toBe(200);
  expect((await azure.send('DELETE', path(azure))).status).toBe(204);
  expect(codesOf(await azure.send('GET', path(azure)))).toEqual([404, 'ResourceNotFound']);
});
