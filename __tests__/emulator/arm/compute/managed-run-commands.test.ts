import { describe, expect, test } from 'vitest';
import type { CommandResult } from '../../../../emulator/arm/scenario.ts';
import { type Body, newImage, propertiesOf, refusal, ScaleSetWorld, scaleSetId } from './scale-set-world.ts';

const worldWith = (...commandResults: readonly CommandResult[]) => new ScaleSetWorld({ commandResults });

const pathOf = (instanceId: number, name = 'check'): string =>
  `${scaleSetId}/virtualMachines/${instanceId}/runCommands/${name}`;

const put = (world: ScaleSetWorld, instanceId: number, properties: Body = {}, name = 'check') =>
  world.send('PUT', pathOf(instanceId, name), {
    location: 'westus2',
    properties: { source: { script: 'curl http://localhost' }, ...properties },
  });

const viewOf = async (world: ScaleSetWorld, instanceId: number): Promise<unknown> =>
  propertiesOf(await world.read(`${pathOf(instanceId)}?$expand=instanceView`)).instanceView;

describe('a managed command', () => {
  test('is made, runs, and tells what came out only where that is asked for', async () => {
    const world = worldWith({ stdout: 'well\n' });
    const made = await put(world, 0);
    expect(made).toMatchObject({ status: 201, body: { properties: { provisioningState: 'Creating' } } });
    expect(made.headers['azure-asyncoperation']).toBeDefined();
    expect(await viewOf(world, 0)).toMatchObject({ executionState: 'Running' });
    world.wait(10);
    const command = await world.read(pathOf(0));
    expect(command).toMatchObject({ name: 'check', properties: { provisioningState: 'Succeeded' } });
    expect(propertiesOf(command)).not.toHaveProperty('instanceView');
    expect(await viewOf(world, 0)).toEqual({
      executionState: 'Succeeded',
      executionMessage: 'Execution completed',
      exitCode: 0,
      output: 'well\n',
      error: '',
      startTime: '2026-11-22T00:00:00+00:00',
      endTime: '2026-11-22T00:00:10+00:00',
    });
  });

  test('tells the exit code of a script that fails, and succeeds all the same', async () => {
    const world = worldWith({ exitCode: 7, stderr: 'no answer' });
    await world.done(put(world, 0));
    expect(propertiesOf(await world.read(pathOf(0))).provisioningState).toBe('Succeeded');
    expect(await viewOf(world, 0)).toMatchObject({
      executionState: 'Failed',
      exitCode: 7,
      error: 'no answer',
    });
  });

  test('succeeds where the last line of its script prints how the others ended', async () => {
    const world = worldWith({ exitCode: 7, stdout: 'well\n' });
    await world.done(put(world, 0, { source: { script: `curl http://localhost\nprintf '%s\\n' "$?"` } }));
    expect(await viewOf(world, 0)).toMatchObject({
      executionState: 'Succeeded',
      exitCode: 0,
      output: 'well\n7\n',
    });
  });

  test('fails with its script where that is asked for', async () => {
    const world = worldWith({ exitCode: 7 });
    const { headers } = await world.done(put(world, 0, { treatFailureAsDeploymentFailure: true }));
    expect((await world.follow(headers['azure-asyncoperation'])).body).toMatchObject({
      status: 'Failed',
      error: { code: 'VMExtensionProvisioningError' },
    });
    expect(propertiesOf(await world.read(pathOf(0))).provisioningState).toBe('Failed');
    expect(await viewOf(world, 0)).toMatchObject({ exitCode: 7 });
  });

  test('runs again when it is put again, on what the instance serves by then', async () => {
    const world = worldWith({ version: 'one', stdout: 'old' }, { version: 'two', stdout: 'new' });
    await world.done(put(world, 0));
    expect(await viewOf(world, 0)).toMatchObject({ output: 'old' });
    await world.done(world.patchImage(newImage));
    await world.done(world.act('manualupgrade', ['0']), 20);
    expect((await put(world, 0)).status).toBe(200);
    world.wait(10);
    expect(await viewOf(world, 0)).toMatchObject({ output: 'new' });
  });

  test('keeps its secrets', async () => {
    const world = worldWith();
    const secret = { protectedParameters: [{ name: 'token', value: 'secret' }], runAsPassword: 'secret' };
    const made = await world.done(put(world, 0, secret));
    expect(JSON.stringify([made.body, await world.read(pathOf(0))])).not.toContain('secret');
  });

  test('runs out of its time where the machine is down', async () => {
    const world = worldWith();
    world.dataPlane.setInstanceCondition('web_0', 'machine-down');
    await put(world, 0, { timeoutInSeconds: 120 });
    world.wait(119);
    expect(await viewOf(world, 0)).toMatchObject({ executionState: 'Running' });
    world.wait(1);
    expect(await viewOf(world, 0)).toMatchObject({ executionState: 'TimedOut' });
    expect(propertiesOf(await world.read(pathOf(0))).provisioningState).toBe('Failed');
  });

  test('does not run where a fault lets its operation fail', async () => {
    const world = worldWith({ stdout: 'well' });
    world.arm.plane.faults.add({ match: { path: 'runCommands' }, effect: 'operation-fails' });
    await put(world, 0);
    world.wait(10);
    expect(await viewOf(world, 0)).not.toHaveProperty('output');
    expect(propertiesOf(await world.read(pathOf(0))).provisioningState).toBe('Failed');
  });

  test('is refused while something else is done to the instance, or where it is switched off', async () => {
    const world = worldWith();
    expect((await put(world, 0)).status).toBe(201);
    expect(refusal(await put(world, 0, {}, 'other'))).toEqual([409, 'Conflict']);
    await world.done(world.act('poweroff', ['1']), 20);
    expect(refusal(await put(world, 1))).toEqual([409, 'OperationNotAllowed']);
  });

  test('is listed with its instance, and gone after its deletion', async () => {
    const world = worldWith();
    await world.done(put(world, 0));
    await world.done(put(world, 0, {}, 'second'));
    await world.done(put(world, 1));
    const list = await world.read(`${scaleSetId}/virtualMachines/0/runCommands`);
    expect(list.value).toMatchObject([{ name: 'check' }, { name: 'second' }]);
    expect((await world.send('DELETE', pathOf(0))).status).toBe(202);
    world.wait(10);
    expect((await world.send('GET', pathOf(0))).status).toBe(404);
    expect((await world.send('DELETE', pathOf(0))).status).toBe(204);
  });
});
