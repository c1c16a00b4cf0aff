import { describe, expect, it } from 'vitest';
import { mostUsed, refusedBy, usedShare } from '../../bench/scale-set/bucket-use.ts';
import { listingsByBatch } from '../../bench/scale-set/listings.ts';
import type { CommandEnd } from '../../src/commands/command.ts';
import { anySuccess } from '../../src/probe/expectation.ts';
import { newImage } from '../emulator/arm/compute/scale-set-world.ts';
import { Service } from '../probe/service.ts';
import { answeredBy, type ScaleSetCommands, startScaleSetCommands } from './scale-set-commands.ts';
import { shareNatPorts } from './shared-nat-ports.ts';

const times = { minHealthyTimeMs: 30_000, healthyDeadlineMs: 600_000 };
const byHttp = { endpoint: { protocol: 'http', port: 8080, path: '/', expectation: anySuccess } } as const;
const byCommand = { command: 'curl --fail http://localhost:8080/' };
const payload = { kind: 'image', image: newImage } as const;

/** A hundred instances whose ports ARM has to be asked for, on a clock of their own: no machine is too busy to ask too much. */
async function startHundred() {
  const service = await Service.start();
  const world = startScaleSetCommands(
    { capacity: 100, zones: ['1', '2', '3'] },
    { ...answeredBy(service), requestLatency: 'realistic' },
  );
  shareNatPorts(world);
  return { world, [Symbol.asyncDispose]: () => service[Symbol.asyncDispose]() };
}

function expectSucceeded(end: CommandEnd): void {
  expect(end).toMatchObject({ kind: 'ran', result: { outcome: 'succeeded' } });
}

function expectHalfLeft({ emulated }: ScaleSetCommands): void {
  const buckets = mostUsed(emulated.plane.throttling.levels());

  expect(refusedBy(buckets)).toBe(0);
  expect(buckets.filter((bucket) => usedShare(bucket) > 0.5)).toEqual([]);
}

describe.each([
  ['no check', {}],
  ['check-http', byHttp],
  ['check-command', byCommand],
  ['both checks', { ...byHttp, ...byCommand }],
])('of a hundred instances, with %s, at most half of each rate limit of ARM is used', (_, checks) => {
  const health = { ...times, ...checks };

  it.each([30, 100])('by a canary of %d percent, and by its rejection', async (percent) => {
    await using hundred = await startHundred();
    const { world } = hundred;
    expectSucceeded(await world.canary(world.runner(1), { share: { kind: 'percent', percent }, health }));
    expectHalfLeft(world);
    expectSucceeded(await world.rollback(world.runner(2), { health }));
    expectHalfLeft(world);
  });

  it('by a canary of 10 percent, and by its promotion', async () => {
    await using hundred = await startHundred();
    const { world } = hundred;
    const share = { kind: 'percent', percent: 10 } as const;
    expectSucceeded(await world.canary(world.runner(1), { share, health }));
    const batchSize = { kind: 'percent', percent: 20 } as const;
    expectSucceeded(await world.rollout(world.runner(2), { health, batchSize }));
    expectHalfLeft(world);
  });

  it.each([20, 50])('by a rollout in batches of %d percent', async (percent) => {
    await using hundred = await startHundred();
    const { world } = hundred;
    const batchSize = { kind: 'percent', percent } as const;
    expectSucceeded(await world.rollout(world.runner(1), { payload, health, batchSize }));
    expectHalfLeft(world);
    // Of the two more at the end one confirms the release, and one looks what there is after the last write.
    const [last, ...others] = listingsByBatch(world.emulated.journal.entries()).toReversed();
    expect(last).toBe(3);
    expect(new Set(others)).toEqual(new Set([1]));
  });
});
