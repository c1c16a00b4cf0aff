import { describe, expect, it } from 'vitest';
import { endHanging } from '../../chaos/scale-set/schedules/end-hanging.ts';
import type { FaultEffect } from '../../emulator/faults.ts';
import type { CommandEnd } from '../../src/commands/command.ts';
import {
  autoscaleSetting,
  newImage,
  scaleSetId,
  type WorldOptions,
} from '../emulator/arm/compute/scale-set-world.ts';
import { type ScaleSetCommands, type ScaleSetRunner, startScaleSetCommands } from './scale-set-commands.ts';

const shape: WorldOptions = {
  capacity: 4,
  resources: [autoscaleSetting()],
  properties: {
    automaticRepairsPolicy: { enabled: true, gracePeriod: 'PT30M', repairAction: 'Replace' },
  },
};

const goal = { suspendRepairs: true } as const;
const image = { kind: 'image', image: newImage } as const;

/** A command that is interrupted, and what comes before it. */
interface Release {
  readonly before: (world: ScaleSetCommands) => Promise<unknown>;
  readonly command: (world: ScaleSetCommands, runner: ScaleSetRunner) => Promise<unknown>;
}

const nothing = async () => undefined;
const canary: Release['command'] = (world, runner) => world.canary(runner, goal);

const releases = {
  canary: { before: nothing, command: canary },
  promotion: {
    before: (world) => canary(world, world.runner(1)),
    command: (world, runner) => world.rollout(runner, { ...goal, batchSize: { kind: 'count', count: 2 } }),
  },
  'rollout without a canary': {
    before: nothing,
    command: (world, runner) => world.rollout(runner, { ...goal, payload: image }),
  },
  rejection: {
    before: (world) => canary(world, world.runner(1)),
    command: (world, runner) => world.rollback(runner),
  },
} as const satisfies Record<string, Release>;

type Name = keyof typeof releases;

/** What an undisturbed run of a command writes, `POST web/manualupgrade`, in order. */
const writesOf = new Map<Name, readonly string[]>();
for (const name of Object.keys(releases) as Name[]) {
  const world = startScaleSetCommands(shape);
  await releases[name].before(world);
  const already = world.writes().length;
  await releases[name].command(world, world.runner(2));
  writesOf.set(name, world.writes().slice(already));
}

/** One world for each write of a command: the process has sent it, and hears nothing of what became of it. */
async function atEachWrite(
  name: Name,
  interrupt: (runner: ScaleSetRunner) => void,
  then: (world: ScaleSetCommands, victim: ScaleSetRunner) => Promise<void>,
): Promise<void> {
  const count = writesOf.get(name)?.length ?? 0;
  expect(count).toBeGreaterThan(3);
  for (let nth = 1; nth <= count; nth += 1) {
    const world = startScaleSetCommands(shape);
    await releases[name].before(world);
    const already = world.writes().length;
    const victim = world.runner(2);
    const running = releases[name].command(world, victim);
    while (world.requests.filter(({ method }) => method !== 'GET').length < already + nth) {
      await world.clock.sleep(50);
    }
    interrupt(victim);
    try {
      await then(world, victim);
      void running;
    } catch (error) {
      throw new Error(`${name}, after write ${nth}, ${world.writes()[already + nth - 1]}`, { cause: error });
    }
  }
}

/** What holds of a scale set on which nobody works any more. */
async function expectWhole(world: ScaleSetCommands): Promise<void> {
  const { model, instances } = world.images();
  const { lock, journal, release } = world.record();
  expect({ lock, journal }).toEqual({ lock: undefined, journal: undefined });
  const named = Object.entries(instances);
  if (release === undefined) {
    expect(named.filter(([, each]) => each !== model)).toEqual([]);
    expect(await setAside(world)).toEqual({ repairs: 'Running', protected: 0 });
  } else {
    // The canary, done, waits for its other half.
    expect(model).toBe('web-2');
    expect(named.filter(([, each]) => each === 'web-2').map(([id]) => id)).toEqual(release.canaryIds);
    expect(await setAside(world)).toEqual({ repairs: 'Suspended', protected: release.canaryIds.length });
  }
  const states = world.emulated.plane.store
    .list('Microsoft.Compute/virtualMachineScaleSets/virtualMachines')
    .map(({ properties }) => properties.provisioningState);
  expect(new Set(states)).toEqual(new Set(['Succeeded']));
}

async function setAside({ emulated, arm }: ScaleSetCommands) {
  const view = await arm.get(`${scaleSetId}/instanceView`, '2024-07-01', new AbortController().signal);
  const instances = emulated.plane.store.list('Microsoft.Compute/virtualMachineScaleSets/virtualMachines');
  return {
    repairs: /"serviceState":"(\w+)"/.exec(JSON.stringify(view))?.[1],
    protected: instances.filter(({ properties }) =>
      JSON.stringify(properties).includes('"protectFromScaleIn":true'),
    ).length,
  };
}

const names = Object.keys(releases) as Name[];

/** What may become of any write. */
const effects = [
  { effect: 'answer-lost' },
  { effect: 'connection-reset' },
  { effect: 'operation-fails', model: 'unchanged' },
  { effect: 'operation-fails', model: 'half-changed' },
  { effect: 'operation-fails', model: 'changed' },
  { effect: 'operation-canceled', model: 'half-changed' },
  { effect: 'operation-superseded', model: 'unchanged' },
  { effect: 'stuck', model: 'changed' },
  { effect: 'stuck', model: 'unchanged' },
  { effect: 'answer', status: 409, code: 'Conflict' },
  { effect: 'answer', status: 500, code: 'InternalServerError' },
  { effect: 'throttled', retryAfterSeconds: 30 },
] as const satisfies readonly FaultEffect[];

describe.each(names)('a %s of which ARM does not carry out one write, or does not say so', (name) => {
  it.each(effects)(
    'says what has become of it, and is brought to its end by one recovery: %j',
    async (effect) => {
      const writes = writesOf.get(name) ?? [];
      for (const [index, write] of writes.entries()) {
        const world = startScaleSetCommands(shape);
        await releases[name].before(world);
        const [method = '', path = ''] = write.split(' ');
        const nth = writes.slice(0, index + 1).filter((each) => each === write).length;
        world.emulated.plane.faults.add({ match: { method, path: `${path}$`, nth }, ...effect });
        const end = (await releases[name].command(world, world.runner(2))) as CommandEnd;
        try {
          await expectTold(world, name, end);
        } catch (error) {
          throw new Error(`${name}, write ${index + 1}, ${write}: ${JSON.stringify(end)}`, { cause: error });
        }
      }
    },
  );
});

async function expectTold(world: ScaleSetCommands, name: Name, end: CommandEnd): Promise<void> {
  const outcome = end.kind === 'ran' ? end.result.outcome : end.kind;
  const isClean = end.kind === 'ran' && end.result.cleanUpErrors.length === 0;
  if (outcome === 'succeeded' && isClean) {
    await expectWhole(world);
    expect(world.images().model).toBe(name === 'rejection' ? 'web-1' : 'web-2');
    return;
  }
  if (outcome === 'rolled-back') {
    await expectWhole(world);
    return;
  }
  expect(['failed', 'succeeded']).toContain(outcome);
  // What hangs keeps all others from its instances for as long as ARM has it: nobody can do anything before.
  endHanging(world.emulated.plane);
  await world.unlock(world.runner(3));
  await world.recover(world.runner(4));
  if (world.record().release !== undefined) {
    await world.rollback(world.runner(5));
  }
  await expectWhole(world);
}

describe.each(names)('a %s whose process is killed after any of its writes', (name) => {
  it.each(['auto', 'undo', 'finish'] as const)(
    'is brought to its end by one recovery: %s',
    async (recoverTo) => {
      const isRejection = name === 'rejection';
      await atEachWrite(
        name,
        (victim) => victim.kill(),
        async (world) => {
          const end = await world.recover(world.runner(3), isRejection ? 'auto' : recoverTo);
          // The last write may have been the one that ends it.
          expect(end.kind === 'no-change' || end.kind === 'ran').toBe(true);
          if (end.kind === 'ran') {
            expect(end.result).toMatchObject({ outcome: 'succeeded', cleanUpErrors: [] });
          }
          await expectWhole(world);
          const again = await world.recover(world.runner(4));
          expect(again.kind).toBe('no-change');
        },
      );
    },
  );

  it('is taken back by one rollback, once its lock binds nobody any more', async () => {
    await atEachWrite(
      name,
      (victim) => victim.kill(),
      async (world) => {
        const { lock } = world.record();
        if (lock !== undefined) {
          await expect(world.rollback(world.runner(3))).rejects.toThrow(
            /"web" is locked by \S+\/runs\/2\/attempts\/1 .*"command: recover" .*"command: unlock"/s,
          );
          await world.unlock(world.runner(4));
        }
        const end = await world.rollback(world.runner(5));
        expect(end.kind === 'no-change' || end.kind === 'ran').toBe(true);
        await expectWhole(world);
        expect(world.images().model).toBe('web-1');
        expect((await world.rollback(world.runner(6))).kind).toBe('no-change');
      },
    );
  });

  it('goes on when the job is run again with on-interrupted: recover', async () => {
    if (name === 'rejection') {
      return;
    }
    await atEachWrite(
      name,
      (victim) => victim.kill(),
      async (world) => {
        await world.clock.sleep(20_000_000);
        const runner = world.runner(7);
        const control = { onInterrupted: 'recover' } as const;
        const end =
          name === 'canary'
            ? await world.canary(runner, goal, control)
            : await world.rollout(runner, { ...goal, payload: image }, control);
        expect(end.kind === 'no-change' || (end.kind === 'ran' && end.result.outcome === 'succeeded')).toBe(
          true,
        );
        await expectWhole(world);
        expect(world.images().model).toBe('web-2');
      },
    );
  });
});

describe('a rollout that was killed while ARM does not end what runs on its instances', () => {
  it('is not called finished by a recovery, though the model of the instances is the new one already', async () => {
    const world = startScaleSetCommands({ ...shape, capacity: 4 });
    await world.canary(world.runner(1), goal);
    world.emulated.plane.faults.add({
      match: { method: 'POST', path: 'manualupgrade$' },
      effect: 'stuck',
      model: 'changed',
    });
    const victim = world.runner(2);
    void world.rollout(victim, { batchSize: { kind: 'count', count: 2 } });
    await world.written('POST web/manualupgrade', 2);
    victim.kill();
    await world.clock.sleep(600_000);
    expect(await world.recover(world.runner(3), 'finish')).toMatchObject({
      result: {
        outcome: 'failed',
        error: { code: 'UnhealthyInstances', message: expect.stringContaining('Updating') as string },
      },
    });
    expect(world.record().release).toBeDefined();
    endHanging(world.emulated.plane);
    expect(await world.rollout(world.runner(4))).toMatchObject({ result: { outcome: 'succeeded' } });
    await expectWhole(world);
  });
});

describe.each(names)('a %s that is cancelled after any of its writes', (name) => {
  it('is settled by its post step, or left to one recovery without its lock', async () => {
    await atEachWrite(
      name,
      (victim) => victim.cancel(),
      async (world, victim) => {
        await world.clock.sleep(5_000);
        const settled = await world.settle(world.runner(2), victim);
        // Its last write may have ended after its time was up.
        const { lock, journal } = world.record();
        expect(lock).toBeUndefined();
        expect(settled.outcome === 'failed' || journal === undefined).toBe(true);
        if (journal !== undefined) {
          expect(await world.recover(world.runner(3))).toMatchObject({ result: { outcome: 'succeeded' } });
        }
        await expectWhole(world);
      },
    );
  });
});

describe('a canary that is cancelled while ARM is not well', () => {
  async function cancelled(status: number, times: number) {
    const world = startScaleSetCommands(shape);
    const victim = world.runner(1);
    const running = world.canary(victim, goal);
    await world.written('POST web/manualupgrade');
    victim.cancel();
    await running;
    world.emulated.plane.faults.add({
      match: { method: 'GET', path: 'virtualMachineScaleSets/web$', times },
      effect: 'answer',
      status,
      code: 'ServerBusy',
    });
    return { world, victim };
  }

  it('is taken back by its post step as soon as ARM is well again', async () => {
    // More often than one read is tried again.
    const { world, victim } = await cancelled(503, 13);
    await world.settle(world.runner(2), victim);
    expect(world.writes().filter((write) => write === 'POST web/manualupgrade')).toHaveLength(2);
    expect(world.record().lock).toBeUndefined();
  });

  it('is left without its lock where its scale set cannot be read', async () => {
    const { world, victim } = await cancelled(403, 1);
    await expect(world.settle(world.runner(2), victim)).rejects.toThrow('ServerBusy');
    expect(world.record()).toMatchObject({ lock: undefined, journal: {} });
  });
});

describe('a canary that is cancelled with on-failure: stop', () => {
  it('is left as it is by its post step, which tells how that is, without its lock', async () => {
    const world = startScaleSetCommands(shape);
    const victim = world.runner(1);
    const running = world.canary(victim, { ...goal, share: { kind: 'instances', instanceIds: ['1'] } });
    await world.written('POST web/manualupgrade');
    victim.cancel();
    await running;
    const writes = world.writes().length;
    const post = world.runner(2);
    await world.leave(post, victim);
    expect(post.events.findLast((event) => event.type === 'release-seen')).toMatchObject({
      canaryIds: ['1'],
      instances: expect.arrayContaining([
        expect.objectContaining({ instanceId: '1', provisioningState: 'Updating' }),
      ]) as object[],
    });
    expect(world.writes().slice(writes)).toEqual(['PATCH virtualMachineScaleSets/web']);
    expect(world.record()).toMatchObject({ lock: undefined, journal: {}, release: { canaryIds: ['1'] } });
  });
});

describe('canaries that an interrupted run has noted as protected, and has not protected', () => {
  const requestOfProtection = ({ method, path }: { method: string; path: string }) =>
    method === 'PUT' && path.includes('/virtualMachines/');

  /** Killed as soon as the first of two canaries is protected; the record names both. */
  async function killed(): Promise<ScaleSetCommands> {
    const world = startScaleSetCommands(shape);
    const victim = world.runner(2);
    void world.canary(victim, { ...goal, share: { kind: 'percent', percent: 50 } });
    while (!world.requests.some(requestOfProtection)) {
      await world.clock.sleep(50);
    }
    victim.kill();
    expect(world.record().release?.protectedIds).toHaveLength(2);
    expect(await setAside(world)).toMatchObject({ protected: 1 });
    return world;
  }

  it('are protected by a recovery that finishes the canary', async () => {
    const world = await killed();
    await world.recover(world.runner(3), 'finish', goal);
    expect(world.record()).toMatchObject({ lock: undefined, journal: undefined });
    expect(await setAside(world)).toMatchObject({ protected: 2 });
  });

  it('are not told by status as protected', async () => {
    const world = await killed();
    const told = await world.status(world.runner(3));
    expect(told).toMatchObject({ status: { release: { protectedIds: [expect.any(String)] } } });
  });
});
