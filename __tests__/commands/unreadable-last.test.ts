import { describe, expect, it } from 'vitest';
import { foreignWrite } from '../../emulator/arm/foreign-write.ts';
import { statusRows } from '../../src/report/status/status-text.ts';
import { scaleSetId } from '../emulator/arm/compute/scale-set-world.ts';
import { runUrl, startInProcessCommands } from './in-process-commands.ts';
import { startScaleSetCommands } from './scale-set-commands.ts';
import { rollback, run, status } from './swap-commands.ts';

const NEWER = 'v2 something that only a newer version knows';
const TEXT = `the tag azure-rollout-last is "${NEWER}", which this version cannot read`;

describe('a tag of the last release that a newer version has written, or a hand', () => {
  it('is not called missing, of an address', async () => {
    const world = startInProcessCommands();
    await run(world.runner(runUrl(1)).context, world.runOptions());
    const { store } = world.emulated.plane;
    const address = store.get(world.idOf('publicIPAddresses', 'vipswap1pip'));
    expect.assert(address !== undefined);
    store.put({ ...address, tags: { 'azure-rollout-last': NEWER } });
    const { goal, ...options } = world.runOptions();
    const end = await status(world.runner(runUrl(2)).context, goal.productionPublicIpIds);
    expect.assert(end.kind === 'reported');
    expect(Object.fromEntries(statusRows(end.status)).Since).toBe(`not known: ${TEXT}`);
    await expect(rollback(world.runner(runUrl(3)).context, { ...options, terms: goal })).rejects.toThrow(
      `${TEXT}. Roll back with the version that wrote it`,
    );
  });

  it('is not called missing, of a scale set', async () => {
    const world = startScaleSetCommands();
    foreignWrite(world.emulated.plane, scaleSetId, { tags: { 'azure-rollout-last': NEWER } });
    const end = await world.status(world.runner(2));
    expect.assert(end.kind === 'reported');
    expect(Object.fromEntries(statusRows(end.status))['Last release']).toBe(`not known: ${TEXT}`);
    await expect(world.rollback(world.runner(3))).rejects.toThrow(
      `${TEXT}. Roll back with the version that wrote it`,
    );
  });
});
