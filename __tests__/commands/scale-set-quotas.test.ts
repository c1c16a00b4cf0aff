import { describe, expect, it } from 'vitest';
import { mostUsed, refusedBy, usedShare } from '../../bench/scale-set/bucket-use.ts';
import { listingsByBatch } from '../../bench/scale-set/listings.ts';
import type { CommandEnd } from '../../src/commands/command.ts';
import { anySuccess } from '../../src/probe/expectation.ts';
import {
  customScript,
  healthExtension,
  imageResource,
  newImage,
  scaleSetId,
} from '../emulator/arm/compute/scale-set-world.ts';
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

const otherImage = { id: newImage.id.replace('web-2', 'web-3') };
const script = (name: string) => ({ commandToExecute: `install ${name}` });
const former = { previousSettings: { settings: script('one') } };

/** The same release as an image, and as an extension, whose model is written without If-Match and looked at more often. */
const releases = {
  image: {
    payload,
    previous: {},
    foreign: { storageProfile: { imageReference: otherImage } },
  },
  extension: {
    payload: { kind: 'extension', name: 'install', settings: script('two') },
    previous: former,
    foreign: { extensionProfile: { extensions: [healthExtension, customScript(script('three'))] } },
  },
} as const;

/** Whom the new version does not suit. Absent: it suits everybody. */
type Unwell = 'all' | 'instance 4';

/** @param profile `instant`: no bucket is refilled while an operation is waited for. */
function startNine(profile: 'instant' | 'recorded', unwell?: Unwell): ScaleSetCommands {
  const bad = unwell === undefined ? {} : ({ condition: 'unhealthy' } as const);
  const instances = unwell === 'instance 4' ? { instances: ['web_4'] } : {};
  return startScaleSetCommands(
    {
      capacity: 9,
      zones: ['1', '2', '3'],
      extensions: [healthExtension, customScript(script('one'))],
      payloads: [
        { version: 'one' },
        { image: '/web-2$', version: 'two', ...bad, ...instances },
        { extensionSettings: 'install two', version: 'two', ...bad, ...instances },
      ],
      resources: [imageResource(otherImage.id)],
    },
    { profile, requestLatency: 'realistic' },
  );
}

describe.each(['instant', 'recorded'] as const)('on the way back, with %s operations', (profile) => {
  describe.each(['image', 'extension'] as const)(
    'of an %s, at most half of each rate limit of ARM is used',
    (kind) => {
      const { payload, previous, foreign } = releases[kind];
      // The shorter the checks, the less is refilled meanwhile.
      const health = { minHealthyTimeMs: 5_000, healthyDeadlineMs: 21_000 };
      const goal = { payload, health, ...previous };
      const hurried = { ...goal, health: { minHealthyTimeMs: 0, healthyDeadlineMs: 16_000 } };
      const takeBack = { health, ...previous };
      const half = { kind: 'percent', percent: 50 } as const;
      const third = { batchSize: { kind: 'count', count: 3 } } as const;

      function expectBack(end: CommandEnd): void {
        expect(end).toMatchObject({ kind: 'ran', result: { outcome: 'rolled-back' } });
      }

      it('by a canary that takes itself back', async () => {
        const world = startNine(profile, 'all');
        expectBack(await world.canary(world.runner(1), { ...hurried, share: half }));
        expectHalfLeft(world);
      });

      it('by a rollout that takes itself back in its second batch', async () => {
        const world = startNine(profile, 'instance 4');
        expectBack(await world.rollout(world.runner(1), { ...hurried, ...third }));
        expectHalfLeft(world);
      });

      it('by a rollout that stops in its second batch, and by its rejection', async () => {
        const world = startNine(profile, 'instance 4');
        const end = await world.rollout(world.runner(1), { ...goal, ...third, onUnhealthy: 'stop' });
        expect(end).toMatchObject({ kind: 'ran', result: { outcome: 'failed' } });
        expectSucceeded(await world.rollback(world.runner(2), takeBack));
        expectHalfLeft(world);
      });

      it('by a rejection that is lost half-way, and by another one', async () => {
        const world = startNine(profile);
        expectSucceeded(await world.canary(world.runner(1), { ...goal, share: half }));
        const lost = world.runner(2);
        void world.rollback(lost, takeBack);
        await world.written('POST web/manualupgrade', 2);
        lost.kill();
        await world.unlock(world.runner(3));
        expectSucceeded(await world.rollback(world.runner(4), takeBack));
        expectHalfLeft(world);
      });

      it.each([
        ['canary', 'finish'],
        ['canary', 'undo'],
        ['rollout', 'finish'],
        ['rollout', 'undo'],
      ] as const)('by a %s that is lost half-way, and by its recovery: %s', async (strategy, direction) => {
        const world = startNine(profile);
        const lost = world.runner(1);
        void (strategy === 'canary'
          ? world.canary(lost, { ...goal, share: half })
          : world.rollout(lost, { ...goal, ...third }));
        await world.written('POST web/manualupgrade');
        lost.kill();
        await world.unlock(world.runner(2));
        expectSucceeded(await world.recover(world.runner(3), direction, takeBack));
        expectHalfLeft(world);
      });

      it.each(['canary', 'rollout'] as const)(
        'by a %s whose model somebody else changes in the middle',
        async (strategy) => {
          const world = startNine(profile, 'all');
          world.emulated.plane.faults.add({
            match: { method: 'POST', path: 'manualupgrade$' },
            effect: 'foreign-write',
            when: 'after',
            resourceId: scaleSetId,
            mergePatch: { properties: { virtualMachineProfile: foreign } },
          });
          const end = await (strategy === 'canary'
            ? world.canary(world.runner(1), { ...hurried, share: half })
            : world.rollout(world.runner(1), { ...hurried, ...third }));
          expect(end).toMatchObject({ result: { outcome: 'failed', error: { code: 'ForeignChange' } } });
          expectHalfLeft(world);
        },
      );
    },
  );
});
