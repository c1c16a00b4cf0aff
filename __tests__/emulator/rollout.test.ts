import { expect, test } from 'vitest';
import { startEmulator } from '../../emulator/index.ts';
import { ask, until } from './data-plane/clients.ts';
import { sendRaw, signIn } from './https.ts';

const scaleSet = 'Microsoft.Compute/virtualMachineScaleSets/web';

/** A hundred machines whose model has the next image, and none of which has it yet. */
async function zonalBeforeUpgrade() {
  const emulator = await startEmulator({ scenario: 'zonal', speed: 20 });
  const { resourceManagerEndpoint, subscriptionId } = emulator.announcement;
  const providers = `${resourceManagerEndpoint}/subscriptions/${subscriptionId}/resourceGroups/zonal/providers`;
  const headers = {
    authorization: `Bearer ${await signIn(emulator)}`,
    'content-type': 'application/json',
  };
  const send = (method: string, path: string, body: unknown) =>
    sendRaw(emulator, `${providers}/${path}?api-version=2024-07-01`, {
      method,
      headers,
      body: JSON.stringify(body),
    });
  const { pathname } = new URL(
    `${providers}/Microsoft.Compute/galleries/zonalgallery/images/web/versions/2.0.0`,
  );
  const patched = await send('PATCH', scaleSet, {
    properties: { virtualMachineProfile: { storageProfile: { imageReference: { id: pathname } } } },
  });
  expect(patched.status).toBe(200);
  return {
    ...emulator,
    // 409 as long as the change of the model is under way.
    upgrade: (instanceIds: readonly string[]) =>
      until(async () => (await send('POST', `${scaleSet}/manualupgrade`, { instanceIds })).status === 202),
  };
}

test('machines that one call upgrades go down together: nobody meets one that is down beside one that is not yet', async () => {
  await using emulator = await zonalBeforeUpgrade();
  await emulator.upgrade(['*']);
  const { dataPlane } = emulator.arm.plane;
  await dataPlane.settled();
  const states = dataPlane.groundTruth().filter(({ port }) => port === 8080);
  expect(states.slice(0, 2).map(({ state }) => state)).toEqual(['served', 'swallowed']);
});

test('requests that fail while a batch of a hundred machines is upgraded are those that went to machines going down', async () => {
  await using emulator = await zonalBeforeUpgrade();
  const { publicAddresses, adminEndpoint } = emulator.announcement;
  const instanceIds = Array.from({ length: 25 }, (_, index) => String(index));
  await emulator.upgrade(instanceIds);

  const address = publicAddresses.zonalpip ?? '';
  const outcomes: string[] = [];
  const versions = new Set<unknown>();
  const isUpgraded = async () => {
    const operations = await (await fetch(`${adminEndpoint}/operations`)).json();
    return (operations as { path: string; status: string }[]).some(
      ({ path, status }) => path.endsWith('/manualupgrade') && status === 'Succeeded',
    );
  };
  await until(async () => {
    const answers = await Promise.allSettled(
      Array.from({ length: 40 }, () => ask(address, { port: 8080, timeoutMs: 2500 })),
    );
    outcomes.push(...answers.map(({ status }) => status));
    for (const answer of answers) {
      if (answer.status === 'fulfilled') versions.add(answer.value.headers['x-app-version']);
    }
    return versions.size === 2 && (await isUpgraded());
  }, 30_000);
  const unanswered = (await (await fetch(`${adminEndpoint}/unanswered-requests`)).json()) as {
    instance: string;
    port: number;
  }[];
  const failed = outcomes.filter((status) => status === 'rejected');
  expect(failed.length).toBeGreaterThan(0);
  expect(unanswered).toHaveLength(failed.length);
  const upgraded = new Set(instanceIds.map((id) => `web_${id}`));
  expect(unanswered.filter(({ instance, port }) => port !== 8080 || !upgraded.has(instance))).toEqual([]);
  expect(versions).toEqual(new Set(['1.0.0', '2.0.0']));
});
