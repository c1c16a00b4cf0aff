import { expect, it } from 'vitest';
import { createWorld } from '../../chaos/in-process/world.ts';
import { addressesIn, loadBalancersIn } from '../../chaos/invariants/azure-as-it-is.ts';
import { readAzureBefore } from '../../chaos/invariants/azure-before.ts';
import { OthersAtWork } from '../../chaos/invariants/others-at-work.ts';
import { scenarioOf } from '../../chaos/schedules/scenario.ts';
import { foreignWrite } from '../../emulator/arm/foreign-write.ts';
import { listOf } from '../../emulator/arm/json.ts';

const MINUTE_MS = 60_000;

/** A release that looks at its production address and takes production away; a colleague writes to the address. */
async function opened(course: readonly ('look' | 'colleague' | 'wait')[]) {
  const { azure, tokens, clock } = createWorld({
    scenario: scenarioOf('vipswap'),
    seed: 1,
    requestLatency: 'none',
    dataPlane: 'pessimistic',
  });
  const { plane } = azure;
  const production = addressesIn(plane).find(({ name }) => name === 'vipswap1pip');
  const loadBalancer = loadBalancersIn(plane).find(({ name }) => name === 'vipswap1lb');
  const spare = addressesIn(plane).find(({ name }) => name === 'spare');
  expect.assert(production !== undefined && loadBalancer !== undefined && spare !== undefined);
  const watch = new OthersAtWork(plane, readAzureBefore(plane, [production.id], 'vipswap2lb'));
  const { appId: appid, objectId: oid } = plane.scenario.application;
  const send = async (method: 'GET' | 'PUT', path: string, body?: unknown) => {
    const answered = watch.requestSent(method, path);
    const { status } = await azure.handle({
      method,
      path,
      query: 'api-version=2026-01-01',
      headers: { authorization: `Bearer ${tokens.issue({ appid, oid }, 3_600)}` },
      body: body === undefined ? '' : JSON.stringify(body),
    });
    answered();
    expect(status).toBeLessThan(300);
  };
  for (const step of course) {
    if (step === 'look') {
      await send('GET', production.id);
    } else if (step === 'colleague') {
      foreignWrite(plane, production.id, { tags: { colleague: 'was here' } }, MINUTE_MS);
    } else {
      await clock.sleep(2 * MINUTE_MS);
    }
  }
  const frontendIPConfigurations = listOf(loadBalancer.properties, 'frontendIPConfigurations').map(
    (frontend) => ({
      ...frontend,
      properties: { publicIPAddress: { id: spare.id } },
    }),
  );
  await send('PUT', loadBalancer.id, {
    ...loadBalancer,
    properties: { ...loadBalancer.properties, frontendIPConfigurations },
  });
  return watch.violations.map(({ invariant }) => invariant);
}

it.each([
  ['was seen to begin and runs still', ['colleague', 'look'], ['nobody-at-work']],
  ['was begun after the last look', ['look', 'colleague'], []],
  ['has ended', ['colleague', 'look', 'wait'], []],
  ["is nobody's", ['look'], []],
] as const)('taking production away while an operation %s', async (_, course, violations) => {
  expect(await opened(course)).toEqual(violations);
});
