import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startEmulator } from '../../emulator/index.ts';
import { readScenario } from '../../emulator/scenarios.ts';
import { sendRaw, signIn } from './https.ts';

test('a file of one’s own says who is ill, what goes wrong and what is allowed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'scenario-'));
  const path = join(folder, 'mine.json');
  const base = await readScenario('vipswap');
  const scope = `/subscriptions/${base.subscriptionId}/resourceGroups/vipswap`;
  await writeFile(
    path,
    JSON.stringify({
      ...base,
      name: 'mine',
      settings: { ...base.settings, permissions: [{ scope, actions: ['*/read'] }] },
      conditions: { vipswap1_0: 'process-dead', vipswap1_1: 'process-dead', vipswap1_2: 'process-dead' },
      faults: [{ match: { path: 'vipswap2pip$' }, effect: 'answer', status: 503, code: 'ServerTimeout' }],
    }),
  );
  await using emulator = await startEmulator({ scenario: path, profile: 'instant', speed: 20 });
  await rm(folder, { recursive: true });
  expect(emulator.announcement.scenario).toBe('mine');
  const headers = { authorization: `Bearer ${await signIn(emulator)}` };
  const url = (name: string): string =>
    `${emulator.announcement.resourceManagerEndpoint}${scope}/providers/Microsoft.Network/publicIPAddresses/${name}?api-version=2024-01-01`;
  expect((await sendRaw(emulator, url('vipswap2pip'), { headers })).status).toBe(503);
  expect((await sendRaw(emulator, url('vipswap2pip'), { headers })).status).toBe(200);
  expect((await sendRaw(emulator, url('vipswap1pip'), { method: 'DELETE', headers })).status).toBe(403);
  const production = `${scope}/providers/Microsoft.Network/publicIPAddresses/vipswap1pip`;
  const states = emulator.arm.plane.dataPlane
    .groundTruth()
    .filter(({ publicIpAddressId, port }) => publicIpAddressId === production && port === 9000)
    .map(({ state }) => state);
  expect(states.length).toBeGreaterThan(0);
  expect(states).not.toContain('served');
});
