import { describe, expect, it } from 'vitest';
import { mostUsed, refusedBy, usedShare } from '../../bench/scale-set/bucket-use.ts';
import { anySuccess } from '../../src/probe/expectation.ts';
import { hasConnections, VirtualClock } from '../engine/virtual-clock.ts';
import { Service } from '../probe/service.ts';
import { startScaleSetCommands } from './scale-set-commands.ts';
import { shareNatPorts } from './shared-nat-ports.ts';

const endpoint = { protocol: 'http', port: 8080, path: '/', expectation: anySuccess } as const;
const command = 'curl --fail http://localhost:8080/';
const times = { minHealthyTimeMs: 30_000, healthyDeadlineMs: 600_000 };

/** A hundred instances whose ports ARM has to be asked for, on a clock of their own: no machine is too busy to ask too much. */
describe.each([
  ['no check', {}],
  ['check-http', { endpoint }],
  ['check-command', { command }],
  ['both checks', { endpoint, command }],
])('of a hundred instances a canary with %s', (_, checks) => {
  it.each([30, 100])('of %d percent uses at most half of each rate limit of ARM', async (percent) => {
    await using service = await Service.start();
    const world = startScaleSetCommands(
      { capacity: 100 },
      {
        clock: new VirtualClock(hasConnections),
        requestLatency: 'realistic',
        connectTo: [{ toHost: '127.0.0.1', toPort: service.port }],
      },
    );
    shareNatPorts(world);
    const end = await world.canary(world.runner(1), {
      share: { kind: 'percent', percent },
      health: { ...times, ...checks },
    });
    expect(end).toMatchObject({ kind: 'ran', result: { outcome: 'succeeded' } });
    const buckets = mostUsed(world.emulated.plane.throttling.levels());
    expect(refusedBy(buckets)).toBe(0);
    expect(buckets.filter((bucket) => usedShare(bucket) > 0.5)).toEqual([]);
  });
});
