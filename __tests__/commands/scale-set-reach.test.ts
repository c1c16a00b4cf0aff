import { describe, expect, it } from 'vitest';
import { foreignWrite } from '../../emulator/arm/foreign-write.ts';
import type { Fault } from '../../emulator/faults.ts';
import { instanceLines } from '../../src/report/status/scale-set-status-text.ts';
import { readScaleSetStatus } from '../../src/strategies/scale-set/index.ts';
import {
  imageResource,
  newImage,
  scaleSetId,
  type WorldOptions,
} from '../emulator/arm/compute/scale-set-world.ts';
import { type ScaleSetCommands, startScaleSetCommands } from './scale-set-commands.ts';

const succeeded = { kind: 'ran', result: { outcome: 'succeeded', cleanUpErrors: [] } };
const third = { id: newImage.id.replace('web-2', 'web-3') };
const toThird = { payload: { kind: 'image', image: third } } as const;

const upgradesFail: Fault = {
  match: { method: 'POST', path: '(manualupgrade|reimage)$', times: 'always' },
  effect: 'operation-fails',
  model: 'unchanged',
};

function upgrade({ arm }: ScaleSetCommands, instanceIds: readonly string[]): Promise<unknown> {
  return arm.write(
    {
      method: 'POST',
      path: `${scaleSetId}/manualupgrade`,
      apiVersion: '2024-07-01',
      body: { instanceIds },
      pace: 'as-told',
      timeoutMs: 600_000,
    },
    new AbortController().signal,
  );
}

/** The model has web-2, and so have instances 0 and 1; 2 and 3 have web-1 still. */
async function halfOld(options: WorldOptions = {}): Promise<ScaleSetCommands> {
  const world = startScaleSetCommands({ capacity: 4, resources: [imageResource(third.id)], ...options });
  foreignWrite(world.emulated.plane, scaleSetId, {
    properties: { virtualMachineProfile: { storageProfile: { imageReference: newImage } } },
  });
  await upgrade(world, ['0', '1']);
  expect(world.images().instances).toEqual({ 0: 'web-2', 1: 'web-2', 2: 'web-1', 3: 'web-1' });
  return world;
}

function statesOf({ emulated }: ScaleSetCommands): Record<string, unknown> {
  const instances = emulated.plane.store.list('Microsoft.Compute/virtualMachineScaleSets/virtualMachines');
  return Object.fromEntries(
    instances.map(({ instanceId, properties }) => [String(instanceId), properties.provisioningState]),
  );
}

describe('a rollout that is taken back', () => {
  it('leaves alone whom it has not reached, though they have something else than the model', async () => {
    const world = await halfOld({
      payloads: [
        { image: '/web-[12]$', version: 'one' },
        { image: '/web-3$', version: 'three', condition: 'unhealthy' },
      ],
    });
    const runner = world.runner(1);
    const end = await world.rollout(runner, { ...toThird, batchSize: { kind: 'count', count: 1 } });
    expect(end).toMatchObject({ result: { outcome: 'rolled-back', undoErrors: [] } });
    expect(world.images()).toEqual({
      model: 'web-2',
      instances: { 0: 'web-2', 1: 'web-2', 2: 'web-1', 3: 'web-1' },
    });
    const planned = runner.events.find((event) => event.type === 'plan-started');
    expect(planned?.plan.hazards).toContainEqual(
      expect.stringMatching(
        /^Instances 2, 3 of web have neither web-3 nor web-2\. What was upgraded cannot get back/,
      ),
    );
  });

  it('lists in its plan the tags that it writes before it upgrades who was not known to be its own', async () => {
    const world = await halfOld();
    const runner = world.runner(1);
    const before = world.writes().length;
    await world.rollout(runner, toThird);
    const planned = runner.events.find((event) => event.type === 'plan-started');
    const calls = planned?.plan.steps.find(({ id }) => id === 'upgrade-outdated')?.calls ?? [];
    const writing = calls.filter(({ explanation }) => !explanation?.startsWith('only of whom'));
    expect(writing.map(({ method, explanation }) => [method, explanation])).toEqual([
      ['POST', undefined],
      ['POST', undefined],
      ['PATCH', "tags: instance 2 is the release's from here on"],
      ['POST', undefined],
      ['PATCH', "tags: instance 3 is the release's from here on"],
      ['POST', undefined],
    ]);
    const sent = world.writes().slice(before);
    const batches = sent.slice(
      sent.indexOf('POST web/manualupgrade'),
      sent.lastIndexOf('POST web/manualupgrade') + 1,
    );
    expect(batches.map((write) => write.split(' ')[0])).toEqual(writing.map(({ method }) => method));
  });

  it('takes those back whom it has tried to upgrade, and knows it in another job', async () => {
    const world = await halfOld();
    const rolling = world.rollout(world.runner(1), { ...toThird, onUnhealthy: 'stop' });
    await world.written('POST web/manualupgrade', 3);
    expect(world.record().release).toMatchObject({ strategy: 'full-rollout', otherIds: ['2', '3'] });
    await world.clock.sleep(60_000);
    world.emulated.plane.faults.add(upgradesFail);
    expect(await rolling).toMatchObject({ result: { error: { code: 'UnhealthyInstances' } } });
    expect(statesOf(world)).toMatchObject({ 2: 'Failed', 3: 'Succeeded' });
    expect(world.record().release?.otherIds).toEqual(['3']);
    world.emulated.plane.faults.remove();
    expect(await world.rollback(world.runner(2))).toMatchObject(succeeded);
    expect(statesOf(world)).toMatchObject({ 2: 'Succeeded' });
    expect(world.images().instances).toEqual({ 0: 'web-2', 1: 'web-2', 2: 'web-2', 3: 'web-1' });
  });

  it('does not touch who was Failed before it, and that it has not come to', async () => {
    const world = startScaleSetCommands({
      capacity: 4,
      payloads: [
        { image: '/web-1$', version: 'one' },
        { image: '/web-2$', version: 'two', condition: 'unhealthy', instances: ['1'] },
      ],
    });
    foreignWrite(world.emulated.plane, `${scaleSetId}/virtualMachines/3`, {
      properties: { provisioningState: 'Failed' },
    });
    expect(statesOf(world)).toMatchObject({ 3: 'Failed' });
    const end = await world.rollout(world.runner(1), { payload: { kind: 'image', image: newImage } });
    expect(end).toMatchObject({ result: { outcome: 'rolled-back', undoErrors: [] } });
    expect(world.workedOn()).toEqual(['0', '1']);
    expect(world.record()).toEqual({ last: expect.objectContaining({ kind: 'undoing' }) });
  });
});

describe('a promotion', () => {
  it('that has stopped is taken back from everybody whom it has tried to upgrade', async () => {
    const world = startScaleSetCommands({ capacity: 4 });
    await world.canary(world.runner(1), { share: { kind: 'instances', instanceIds: ['0'] } });
    expect(world.record().release?.strategy).toBe('canary-percent');
    world.emulated.plane.faults.add(upgradesFail);
    const batchSize = { kind: 'count', count: 2 } as const;
    const stopped = await world.rollout(world.runner(2), { batchSize, onUnhealthy: 'stop' });
    expect(stopped).toMatchObject({ result: { error: { code: 'UnhealthyInstances' } } });
    expect(statesOf(world)).toMatchObject({ 1: 'Failed', 2: 'Failed' });
    world.emulated.plane.faults.remove();
    expect(world.record()).toMatchObject({ journal: undefined, release: { strategy: 'full-rollout' } });
    const told = await readScaleSetStatus(world.runner(3).context, scaleSetId);
    expect('instances' in told.status && instanceLines(told.status)).toContainEqual(
      expect.stringMatching(/^Instance 1: .*, Failed$/),
    );
    expect(await world.rollback(world.runner(4))).toMatchObject(succeeded);
    expect(new Set(Object.values(statesOf(world)))).toEqual(new Set(['Succeeded']));
    expect(world.workedOn()).toEqual(['0', '1', '2']);
  });

  it('that comes to nothing leaves the release as it was, with its canaries as its reach', async () => {
    const world = startScaleSetCommands({
      capacity: 4,
      properties: {
        automaticRepairsPolicy: { enabled: true, gracePeriod: 'PT30M', repairAction: 'Restart' },
      },
    });
    await world.canary(world.runner(1));
    const found = world.record().release;
    world.emulated.plane.faults.add({
      match: { method: 'POST', path: 'setOrchestrationServiceState$', times: 'always' },
      effect: 'answer',
      status: 403,
      code: 'AuthorizationFailed',
    });
    foreignWrite(world.emulated.plane, `${scaleSetId}/virtualMachines/3`, {
      properties: { provisioningState: 'Failed' },
    });
    const end = await world.rollout(world.runner(2), { suspendRepairs: true });
    expect(end).toMatchObject({ result: { outcome: 'rolled-back', undoErrors: [] } });
    expect(world.record()).toMatchObject({ lock: undefined, journal: undefined });
    expect(world.record().release).toEqual(found);
  });
});
