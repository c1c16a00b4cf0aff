import { expect, test } from 'vitest';
import { durationProfiles } from '../../../emulator/durations/profiles.ts';
import type { Answer } from './answer.ts';
import { type Body, lasting, VirtualArm } from './virtual-arm.ts';

const version = 'api-version=2018-08-01';
const pauseMs = 3_000;

/** Reads until the load balancer has settled, and sleeps after every read, the last one too. */
async function settle(azure: VirtualArm, path: string): Promise<Body> {
  for (;;) {
    const { body } = (await azure.send('GET', `${path}?${version}`)) as { body: Body };
    azure.nowMs += pauseMs;
    if ((body.properties as Body).provisioningState === 'Succeeded') return body;
  }
}

/** The body with another address on its first frontend. */
function repointed(body: Body, publicIpId: string): Body {
  const properties = structuredClone(body.properties) as { frontendIPConfigurations: { properties: Body }[] };
  for (const frontend of properties.frontendIPConfigurations.slice(0, 1)) {
    frontend.properties = { ...frontend.properties, publicIPAddress: { id: publicIpId } };
  }
  return { ...body, properties };
}

const accepted = (response: Answer): void => expect(response.status).toBe(200);

test.each([
  ['seed-2017', durationProfiles['seed-2017'] ?? lasting(30)],
  ['any duration', lasting(12)],
])('the calls of 2017, in their order, move both addresses: %s', async (_, profile) => {
  const azure = await VirtualArm.open({ scenarioName: 'vipswap-2017', profile });
  const [lb1, lb2] = [azure.loadBalancer('vipswap1lb'), azure.loadBalancer('vipswap2lb')];
  const group = await azure.read(`${azure.group}?api-version=2017-05-10`);
  const floating = azure.publicIp('silentriver');
  const created = await azure.send('PUT', `${floating}?${version}`, {
    location: group.location,
    properties: { publicIPAllocationMethod: 'Dynamic', dnsSettings: { domainNameLabel: 'silentriverdns' } },
  });
  expect(created.status).toBe(201);

  // The floating address is used at once: the script never waits for it.
  const staging = await azure.read(`${lb2}?${version}`);
  accepted(await azure.send('PUT', `${lb2}?${version}`, repointed(staging, floating)));
  const parked = await settle(azure, lb2);
  const production = await azure.read(`${lb1}?${version}`);
  accepted(
    await azure.send('PUT', `${lb1}?${version}`, repointed(production, azure.publicIp('vipswap2pip'))),
  );
  await settle(azure, lb1);
  // The body of the last poll, without a fresh read.
  accepted(await azure.send('PUT', `${lb2}?${version}`, repointed(parked, azure.publicIp('vipswap1pip'))));
  await settle(azure, lb2);
  expect((await azure.send('DELETE', `${floating}?${version}`)).status).toBe(202);

  expect(await azure.holderOf('vipswap1pip')).toBe('vipswap2lb');
  expect(await azure.holderOf('vipswap2pip')).toBe('vipswap1lb');
});
