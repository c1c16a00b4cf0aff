import { describe, expect, it } from 'vitest';
import { nextSteps } from '../../src/report/next-steps/next-steps.ts';
import { newImage, scaleSetId } from '../emulator/arm/compute/scale-set-world.ts';
import { tell } from '../report/scale-set-runs.ts';
import { startInProcessCommands } from './in-process-commands.ts';
import { loseRunInTheWindow } from './lost-in-the-window.ts';
import { type ScaleSetCommands, startScaleSetCommands } from './scale-set-commands.ts';
import { recover } from './swap-commands.ts';
import { tellSwap } from './told-swap.ts';

function refuse(world: Pick<ScaleSetCommands, 'emulated'>, path: string): void {
  world.emulated.plane.faults.add({
    match: { method: 'GET', path, times: 'always' },
    effect: 'answer',
    status: 403,
    code: 'AuthorizationFailed',
  });
}

describe('a command whose identity may not read what it is about', () => {
  it.each(['recover', 'status', 'unlock', 'rollback', 'canary'] as const)(
    'says which action is missing, where, and what to do: %s of a scale set',
    async (command) => {
      const world = startScaleSetCommands();
      refuse(world, 'virtualMachineScaleSets/web$');
      const { report } = await tell(world, command, (runner) =>
        command === 'canary'
          ? world.canary(runner, { payload: { kind: 'image', image: newImage } })
          : world[command](runner),
      );
      expect(report.failure).toMatchObject({
        code: 'AuthorizationFailed',
        message: expect.stringContaining(
          `The identity may not read scale-set "web", so how things are there is not known, nor whether it exists: it lacks Microsoft.Compute/virtualMachineScaleSets/read at ${scaleSetId}. Give it a role there that has this action`,
        ),
      });
      const steps = nextSteps(report).map(({ text }) => text);
      expect(steps.join('\n')).toMatch(/again|once more/);
      expect(steps.join('\n')).not.toMatch(/operate\.yml/);
    },
  );

  it.each([
    [
      'virtualMachineScaleSets/web/virtualMachines$',
      'the instances of scale-set "web"',
      'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/read',
    ],
    [
      'virtualMachineScaleSets/web/instanceView$',
      'by the instance view of scale-set "web" whether its automatic repairs run',
      'Microsoft.Compute/virtualMachineScaleSets/instanceView/read',
    ],
    ['images/web-2$', 'image "web-2"', 'Microsoft.Compute/images/read'],
  ])('names the input and the action of what belongs to it: %s', async (path, what, action) => {
    const world = startScaleSetCommands();
    refuse(world, path);
    await expect(world.canary(world.runner(1))).rejects.toMatchObject({
      code: 'AuthorizationFailed',
      message: expect.stringContaining(
        `The identity may not read ${what}: it lacks ${action} at /subscriptions/`,
      ),
    });
    expect(world.writes()).toEqual([]);
  });

  it('has the recovery run again in the same way: of an interrupted release that it could not see', async () => {
    const world = startScaleSetCommands();
    refuse(world, 'virtualMachineScaleSets/web$');
    const { report } = await tell(world, 'recover', (runner) => world.recover(runner));
    expect(nextSteps(report)).toEqual([
      {
        text:
          'Remove the cause, and recover once more, by the same workflow and with the same inputs. Nothing was changed, and whatever was ' +
          'begun before is as it was.',
        commands: [],
      },
    ]);
  });

  it.each([
    ['loadBalancers', 'vipswap1lb', 'load balancer'],
    ['loadBalancers', 'vipswap2lb', 'load balancer'],
    ['publicIPAddresses', 'vipswap2pip', 'address'],
  ] as const)('says the same of what only a journal names: %s/%s', async (kind, name, text) => {
    const world = startInProcessCommands();
    await loseRunInTheWindow(world);
    refuse(world, `${kind}/${name}$`);
    const writes = world.writes();
    const { report } = await tellSwap(world, 'recover', (context) =>
      recover(context, world.recoverOptions({})),
    );
    expect(report.failure).toMatchObject({
      code: 'AuthorizationFailed',
      message: expect.stringMatching(
        `^The identity may not read the interrupted release's ${text} "${name}", .* it lacks Microsoft\\.Network/${kind}/read at ${world.idOf(kind, name)}\\. Give it a role there that has this action`,
      ),
    });
    expect(world.writes()).toEqual(writes);
  });

  it('says the same of a production address', async () => {
    const world = startInProcessCommands();
    refuse(world, 'publicIPAddresses/vipswap1pip$');
    const { report } = await tellSwap(world, 'recover', (context) =>
      recover(context, world.recoverOptions({})),
    );
    expect(report.failure?.message).toMatch(
      /may not read production-public-ip "vipswap1pip", .* it lacks Microsoft\.Network\/publicIPAddresses\/read at \/subscriptions\//,
    );
    expect(
      nextSteps(report)
        .map(({ text }) => text)
        .join('\n'),
    ).not.toMatch(/operate\.yml/);
  });
});
