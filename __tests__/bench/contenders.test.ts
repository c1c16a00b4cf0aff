import { expect, test } from 'vitest';
import { type ContenderName, runContender } from '../../bench/contenders/run-contender.ts';
import { type EmulatorProcess, startEmulatorProcess, swapTaskOf } from '../../bench/emulator-process.ts';

async function swapBy(name: ContenderName, emulator: EmulatorProcess): Promise<void> {
  const { announcement } = emulator;
  const task = await swapTaskOf(announcement);
  await runContender({ name, task, caCertificatePath: announcement.caCertificatePath });
}

async function ownerOf(address: string | undefined, emulator: EmulatorProcess): Promise<string | undefined> {
  const intervals = await emulator.groundTruth();
  const last = intervals.findLast((interval) => interval.address === address && interval.port === 9000);
  return last?.state === 'served' ? last.loadBalancerId?.split('/').at(-1) : undefined;
}

/** `GET loadBalancers/vipswap1lb 2018-08-01`, repetitions left out: how often a state is read is a matter of time. */
async function callsOf(emulator: EmulatorProcess): Promise<string[]> {
  const calls = (await emulator.requests()).map(({ method, path, query }) => {
    const resource = path
      .split('/')
      .slice(-2)
      .join('/')
      .replace(/\/(vip[0-9a-f]{8}|vipswap2lb-temporary)$/, '/temporary');
    return `${method} ${resource} ${new URLSearchParams(query).get('api-version')}`;
  });
  return calls.filter((call, index) => call !== calls[index - 1]);
}

async function expectSwapped(emulator: EmulatorProcess): Promise<void> {
  const { vipswap1pip, vipswap2pip } = emulator.announcement.publicAddresses;
  expect(await ownerOf(vipswap1pip, emulator)).toBe('vipswap2lb');
  expect(await ownerOf(vipswap2pip, emulator)).toBe('vipswap1lb');
}

test('the SDK swaps the addresses of both load balancers', async () => {
  await using emulator = await startEmulatorProcess({ profile: 'instant' });
  await swapBy('sdk-poll-until-done', emulator);
  await expectSwapped(emulator);
});

test('the algorithm of 2017 swaps them by the calls of 2017, in their order, and never says If-Match', async () => {
  await using emulator = await startEmulatorProcess({ profile: 'instant' });
  await swapBy('algorithm-2017', emulator);
  await expectSwapped(emulator);
  expect(await callsOf(emulator)).toEqual([
    'GET resourceGroups/vipswap 2017-05-10',
    'PUT publicIPAddresses/temporary 2018-08-01',
    'GET publicIPAddresses/temporary 2018-08-01',
    'GET loadBalancers/vipswap2lb 2018-08-01',
    'PUT loadBalancers/vipswap2lb 2018-08-01',
    'GET loadBalancers/vipswap2lb 2018-08-01',
    'GET loadBalancers/vipswap1lb 2018-08-01',
    'PUT loadBalancers/vipswap1lb 2018-08-01',
    'GET loadBalancers/vipswap1lb 2018-08-01',
    'PUT loadBalancers/vipswap2lb 2018-08-01',
    'GET loadBalancers/vipswap2lb 2018-08-01',
    'DELETE publicIPAddresses/temporary 2018-08-01',
  ]);
  const conditions = (await emulator.requests()).map(({ ifMatch }) => ifMatch);
  expect(conditions.filter((ifMatch) => ifMatch !== undefined)).toEqual([]);
});

test('a contender that ARM refuses ends with what ARM said', async () => {
  await using emulator = await startEmulatorProcess({ profile: 'instant' });
  const { caCertificatePath } = emulator.announcement;
  const task = { ...(await swapTaskOf(emulator.announcement)), resourceGroup: 'elsewhere' };
  await expect(runContender({ name: 'algorithm-2017', task, caCertificatePath })).rejects.toThrow(
    'ResourceGroupNotFound',
  );
});
