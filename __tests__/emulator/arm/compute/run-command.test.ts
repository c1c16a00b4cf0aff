import { describe, expect, test } from 'vitest';
import type { CommandResult } from '../../../../emulator/arm/scenario.ts';
import type { Answer } from '../answer.ts';
import {
  imageResource,
  newImage,
  refusal,
  ScaleSetWorld,
  scaleSetId,
  type WorldOptions,
} from './scale-set-world.ts';

const windowsImage = { id: newImage.id.replace('web-2', 'windows') };

const windows: WorldOptions = {
  image: windowsImage,
  resources: [
    imageResource(windowsImage.id, {
      storageProfile: { osDisk: { osType: 'Windows', osState: 'Generalized' } },
    }),
  ],
};

function worldWith(commandResults: readonly CommandResult[], options: WorldOptions = {}): ScaleSetWorld {
  return new ScaleSetWorld({ ...options, commandResults });
}

const run = (
  world: ScaleSetWorld,
  instanceId: number,
  script = 'curl http://localhost',
  commandId = 'RunShellScript',
): Promise<Answer> =>
  world.send('POST', `${scaleSetId}/virtualMachines/${instanceId}/runCommand`, {
    commandId,
    script: [script],
  });

/** What the command has printed, once it is done. */
async function printed(
  world: ScaleSetWorld,
  instanceId: number,
  script?: string,
  commandId?: string,
): Promise<unknown> {
  const { status, headers } = await run(world, instanceId, script, commandId);
  if (status !== 202) throw new Error(`The command was answered ${status}.`);
  world.wait(10);
  const { body } = await world.follow(headers.location);
  return (body as { value: unknown }).value;
}

const onLinux = (stdout: string, stderr = '') => [
  {
    code: 'ProvisioningState/succeeded',
    level: 'Info',
    displayStatus: 'Provisioning succeeded',
    message: `Enable succeeded: \n[stdout]\n${stdout}\n[stderr]\n${stderr}`,
  },
];

describe('a command on an instance', () => {
  test('is an operation with both headers, whose status and result tell what was printed', async () => {
    const world = worldWith([{ stdout: 'well\n', stderr: 'but slow\n' }]);
    const accepted = await run(world, 0);
    expect(accepted).toMatchObject({ status: 202, body: undefined });
    const pollUrl = accepted.headers['azure-asyncoperation'];
    expect((await world.follow(accepted.headers.location)).status).toBe(202);
    expect((await world.follow(pollUrl)).body).toMatchObject({ status: 'InProgress' });
    world.wait(10);
    const value = onLinux('well\n', 'but slow\n');
    expect((await world.follow(pollUrl)).body).toMatchObject({
      status: 'Succeeded',
      properties: { output: { value } },
    });
    expect(await world.follow(accepted.headers.location)).toMatchObject({ status: 200, body: { value } });
  });

  test('prints nothing where the scenario says nothing', async () => {
    expect(await printed(worldWith([]), 0)).toEqual(onLinux(''));
  });

  test('prints what fits the version that the instance serves, its name and the script', async () => {
    const world = worldWith([
      { stdout: 'anything' },
      { version: 'one', stdout: 'old' },
      { version: 'two', stdout: 'new' },
      { script: 'uname', stdout: 'Linux' },
      { version: 'two', instances: ['2'], stdout: 'odd' },
    ]);
    await world.done(world.patchImage(newImage));
    await world.done(world.act('manualupgrade', ['1', '2']), 20);
    expect(await printed(world, 0)).toEqual(onLinux('old'));
    expect(await printed(world, 1)).toEqual(onLinux('new'));
    expect(await printed(world, 1, 'uname -a')).toEqual(onLinux('Linux'));
    expect(await printed(world, 2)).toEqual(onLinux('odd'));
  });

  test.each([
    ["printf '\\n%s %s\\n' 'mark' \"$?\"", 'well\n\nmark 7\n'],
    ['echo mark $?', 'well\nmark 7\n'],
    ['printf "%d%%" $?', 'well\n7%'],
    [`echo 'not $?'`, 'well\n'],
    ['true', 'well\n'],
  ])('prints what a last line %s makes of how the lines before it ended', async (last, stdout) => {
    const world = worldWith([{ script: 'curl', exitCode: 7, stdout: 'well\n', stderr: 'bad' }]);
    expect(await printed(world, 0, `sh -c 'curl http://localhost'\n${last}`)).toEqual(onLinux(stdout, 'bad'));
  });

  test('has nothing to print of a script that is that line alone, and 0 where nothing else is said', async () => {
    expect(await printed(worldWith([{ exitCode: 7 }]), 0, 'echo $?')).toEqual(onLinux(''));
    expect(await printed(worldWith([]), 0, 'curl\necho $?')).toEqual(onLinux('0\n'));
  });

  test('keeps the last 4096 bytes', async () => {
    const world = worldWith([{ stdout: `${'a'.repeat(4096)}end` }]);
    expect(await printed(world, 0)).toEqual(onLinux(`${'a'.repeat(4093)}end`));
  });

  test('has one status for each stream on Windows', async () => {
    const world = worldWith([{ stdout: 'out', stderr: 'bad' }], windows);
    expect(await printed(world, 0, undefined, 'RunPowerShellScript')).toMatchObject([
      { code: 'ComponentStatus/StdOut/succeeded', message: 'out' },
      { code: 'ComponentStatus/StdErr/succeeded', message: 'bad' },
    ]);
  });

  test('prints the last exit code of PowerShell, and reads what it is given in base64', async () => {
    const world = worldWith([{ script: 'curl.*localhost', exitCode: 3, stdout: 'out\n' }], windows);
    const encoded = Buffer.from('curl http://localhost', 'utf16le').toString('base64');
    const script = `& powershell.exe -EncodedCommand ${encoded}\n"mark $LASTEXITCODE"`;
    expect(await printed(world, 0, script, 'RunPowerShellScript')).toMatchObject([
      { message: 'out\nmark 3\n' },
      { message: '' },
    ]);
  });

  test('is refused while another one runs there, and nowhere else', async () => {
    const world = worldWith([]);
    expect((await run(world, 0)).status).toBe(202);
    const refused = await run(world, 0);
    expect(refusal(refused)).toEqual([409, 'Conflict']);
    expect(refused.body).toMatchObject({
      error: { message: expect.stringMatching(/^Run command extension execution is in progress/) as string },
    });
    expect((await run(world, 1)).status).toBe(202);
  });

  test('is refused while the instance is upgraded', async () => {
    const world = worldWith([]);
    await world.done(world.patchImage(newImage));
    expect((await world.act('manualupgrade', ['0'])).status).toBe(202);
    expect(refusal(await run(world, 0))).toEqual([409, 'Conflict']);
  });

  test('is refused on an instance that is switched off', async () => {
    const world = worldWith([]);
    await world.done(world.act('poweroff', ['0']), 20);
    expect(refusal(await run(world, 0))).toEqual([409, 'OperationNotAllowed']);
  });

  test('is refused without its name, and on an instance that is not there', async () => {
    const world = worldWith([]);
    const path = `${scaleSetId}/virtualMachines/0/runCommand`;
    expect(refusal(await world.send('POST', path, {}))).toEqual([400, 'InvalidParameter', 'commandId']);
    expect((await run(world, 9)).status).toBe(404);
  });

  test.each(['Nope', 'RunPowerShellScript'])(
    'is refused where the system has no such command: %s',
    async (commandId) => {
      const path = `${scaleSetId}/virtualMachines/0/runCommand`;
      expect(await worldWith([]).send('POST', path, { commandId })).toMatchObject({
        status: 404,
        body: { error: { code: 'NotFound', message: 'The entity was not found in this Azure location.' } },
      });
    },
  );

  test('ends after an hour and a half without an answer where the machine is down', async () => {
    const world = worldWith([]);
    world.dataPlane.setInstanceCondition('web_0', 'machine-down');
    const { headers } = await run(world, 0);
    world.wait(5412);
    expect((await world.follow(headers['azure-asyncoperation'])).body).toMatchObject({
      status: 'InProgress',
    });
    world.wait(1);
    expect((await world.follow(headers['azure-asyncoperation'])).body).toMatchObject({
      status: 'Failed',
      error: { code: 'VMExtensionProvisioningTimeout' },
    });
  });

  test('runs where only the service is dead', async () => {
    const world = worldWith([{ stdout: 'still here' }]);
    world.dataPlane.setInstanceCondition('web_0', 'process-dead');
    expect(await printed(world, 0)).toEqual(onLinux('still here'));
  });
});
