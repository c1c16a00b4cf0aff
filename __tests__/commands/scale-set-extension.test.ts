import { describe, expect, it } from 'vitest';
import { foreignWrite } from '../../emulator/arm/foreign-write.ts';
import { toFailure } from '../../src/engine/failure.ts';
import type { RequestedPayload } from '../../src/strategies/scale-set/goal.ts';
import {
  customScript,
  healthExtension,
  scaleSetId,
  type WorldOptions,
} from '../emulator/arm/compute/scale-set-world.ts';
import { type ScaleSetCommands, type ScaleSetRunner, startScaleSetCommands } from './scale-set-commands.ts';

const succeeded = { kind: 'ran', result: { outcome: 'succeeded', cleanUpErrors: [] } };

const SECRET = 'correct-horse-battery-staple';
const FORMER_SECRET = 'former-horse-battery-staple';

const oldSettings = { commandToExecute: 'install one' };
const previousSettings = { settings: oldSettings };

function extension(
  settings: Readonly<Record<string, unknown>>,
  more: object = {},
): RequestedPayload & { kind: 'extension' } {
  return { kind: 'extension', name: 'install', settings, ...more };
}

const payload = extension({ commandToExecute: 'install two' });

const shape: WorldOptions = {
  extensions: [healthExtension, customScript(oldSettings)],
  payloads: [
    { extensionSettings: 'install one', version: 'one' },
    { extensionSettings: 'install two', version: 'two' },
  ],
};

interface Configured {
  readonly name: string;
  readonly properties: { readonly settings?: object; readonly forceUpdateTag?: string };
}

/** The custom script as the model has it, and as each instance has. */
async function scripts({ arm }: ScaleSetCommands) {
  const { signal } = new AbortController();
  const model = (await arm.get(scaleSetId, '2024-07-01', signal)) as {
    properties: { virtualMachineProfile: { extensionProfile: { extensions: Configured[] } } };
  };
  const reads = (await arm.list(`${scaleSetId}/virtualMachines`, '2024-07-01', signal)) as {
    instanceId: string;
    resources: Configured[];
  }[];
  const find = (all: readonly Configured[]) => all.find(({ name }) => name === 'install')?.properties;
  return {
    model: find(model.properties.virtualMachineProfile.extensionProfile.extensions),
    instances: Object.fromEntries(
      reads.map(({ instanceId, resources }) => [instanceId, find(resources)?.settings]),
    ),
  };
}

function hazardsOf({ events }: ScaleSetRunner): string {
  const planned = events.find((event) => event.type === 'plan-started');
  return planned?.plan.hazards.join('\n') ?? '';
}

/** What has been sent as settings of the custom script, in order. */
function sentSettings({ requests }: ScaleSetCommands) {
  return requests
    .filter(({ method, path }) => method === 'PUT' && path.endsWith('/extensions/install'))
    .map(({ body }) => {
      const { settings, protectedSettings } = JSON.parse(body).properties;
      return { settings, protectedSettings };
    });
}

describe('a release of an extension', () => {
  it('is tried on a canary, and promoted without saying its new settings again', async () => {
    const world = startScaleSetCommands(shape);
    expect(await world.canary(world.runner(1), { payload, previousSettings })).toMatchObject(succeeded);
    expect((await scripts(world)).instances).toEqual({ 0: payload.settings, 1: oldSettings, 2: oldSettings });
    expect(await world.rollout(world.runner(2), { previousSettings })).toMatchObject(succeeded);
    expect((await scripts(world)).instances).toEqual({
      0: payload.settings,
      1: payload.settings,
      2: payload.settings,
    });
    expect(world.record()).toMatchObject({ release: undefined, last: { kind: 'run' } });
  });

  it('is rejected with the former settings, and leaves no trace in the model', async () => {
    const world = startScaleSetCommands(shape);
    await world.canary(world.runner(1), { payload, previousSettings });
    await expect(world.rollback(world.runner(2))).rejects.toThrow(/previous-extension-settings/);
    expect(await world.rollback(world.runner(3), { previousSettings })).toMatchObject(succeeded);
    const { model, instances } = await scripts(world);
    expect(instances).toEqual({ 0: oldSettings, 1: oldSettings, 2: oldSettings });
    expect(model?.settings).toEqual(oldSettings);
    expect(model?.forceUpdateTag).toBeUndefined();
  });

  it('whose script fails on one instance of a batch says so, by name, and is taken back from those alone that it has reached', async () => {
    const world = startScaleSetCommands({
      ...shape,
      payloads: [
        { extensionSettings: 'install one', version: 'one' },
        { extensionSettings: 'install two', version: 'two', script: 'fails', instances: ['1'] },
      ],
    });
    const rollout = { payload, previousSettings, batchSize: { kind: 'count', count: 2 } } as const;
    const end = await world.rollout(world.runner(1), rollout);
    expect(end).toMatchObject({ kind: 'ran', result: { outcome: 'rolled-back' } });
    expect.assert(end.kind === 'ran' && end.result.outcome === 'rolled-back');
    const { message } = toFailure(end.result.error);
    expect(message).toMatch(/instance 1 is not provisioned \(.+\) and has extension install not provisioned/);
    expect(message).toMatch(
      /reimage, and the operation ended as Failed: .*VMExtensionProvisioningError.* exit status=1/,
    );
    expect(message).toMatch(/correlation/i);
    expect((await scripts(world)).instances).toEqual({ 0: oldSettings, 1: oldSettings, 2: oldSettings });
    expect(world.workedOn()).toEqual(['0', '1']);
  });

  it('whose settings somebody has changed is said to be neither promoted nor rejected, and no rollback is advised', async () => {
    const world = startScaleSetCommands(shape);
    await world.canary(world.runner(1), { payload, previousSettings });
    const extensions = [healthExtension, customScript({ commandToExecute: 'install three' })];
    foreignWrite(world.emulated.plane, scaleSetId, {
      properties: { virtualMachineProfile: { extensionProfile: { extensions } } },
    });
    const refusal = (refused: Promise<unknown>) =>
      refused.then(
        () => '',
        (error: unknown) => toFailure(error).message,
      );
    const promoting = await refusal(world.rollout(world.runner(2), { previousSettings }));
    expect(promoting).toMatch(/Somebody else has changed the model of scale set "web"/);
    expect(promoting).not.toMatch(/command: rollback/);
    const rejecting = await refusal(world.rollback(world.runner(3), { previousSettings }));
    expect(rejecting).toMatch(/Somebody else has changed the model of scale set "web"/);
  });

  it('goes back to no settings at all where there were none', async () => {
    const world = startScaleSetCommands({ ...shape, extensions: [healthExtension, customScript({})] });
    await world.clock.sleep(60_000);
    const former = { protectedSettings: { commandToExecute: `install --token ${FORMER_SECRET}` } };
    const opened = await world.canary(world.runner(1), { payload, previousSettings: former });
    expect(opened).toMatchObject(succeeded);
    expect(await world.rollback(world.runner(2), { previousSettings: former })).toMatchObject(succeeded);
    const { model, instances } = await scripts(world);
    expect(model?.settings ?? {}).toEqual({});
    expect(instances[0] ?? {}).toEqual({});
  });

  it('is refused with former settings that are not what the model has', async () => {
    const world = startScaleSetCommands(shape);
    const wrong = { settings: { commandToExecute: 'install zero' } };
    const refused = world.canary(world.runner(1), { payload, previousSettings: wrong });
    await expect(refused).rejects.toThrow(/previous-extension-settings is not what extension "install" had/);
    expect(world.writes()).toEqual([]);
  });

  it('is refused without a way back, unless that is allowed', async () => {
    const world = startScaleSetCommands(shape);
    await expect(world.canary(world.runner(1), { payload })).rejects.toThrow(/previous-extension-settings/);
    expect(await world.canary(world.runner(2), { payload, allowNoRollback: true })).toMatchObject(succeeded);
  });

  it('is not promoted without the former settings, unless that is allowed', async () => {
    const world = startScaleSetCommands(shape);
    await world.canary(world.runner(1), { payload, previousSettings });
    const writes = world.writes().length;
    for (const onUnhealthy of ['rollback', 'stop'] as const) {
      await expect(world.rollout(world.runner(2), { onUnhealthy })).rejects.toThrow(
        /former settings of extension "install" are not given.*previous-extension-settings.*allow-no-rollback/,
      );
    }
    expect(world.writes()).toHaveLength(writes);
    const runner = world.runner(3);
    expect(await world.rollout(runner, { allowNoRollback: true })).toMatchObject(succeeded);
    expect(hazardsOf(runner)).toMatch(/What extension "install" had before is not given/);
  });

  it('whose second half fails is taken back from everybody, with the former settings', async () => {
    const world = startScaleSetCommands(shape);
    await world.canary(world.runner(1), { payload, previousSettings });
    world.emulated.plane.faults.add({
      match: { path: 'manualupgrade$', nth: 2 },
      effect: 'answer',
      status: 400,
      code: 'BadRequest',
      message: 'No.',
    });
    const end = await world.rollout(world.runner(2), { previousSettings });
    expect(end).toMatchObject({ result: { outcome: 'rolled-back' } });
    expect((await scripts(world)).instances).toEqual({ 0: oldSettings, 1: oldSettings, 2: oldSettings });
  });

  it('runs the script again with settings that are what they were', async () => {
    const world = startScaleSetCommands(shape);
    const same = extension(oldSettings);
    const runner = world.runner(1);
    expect(await world.canary(runner, { payload: same, previousSettings })).toMatchObject(succeeded);
    const { model } = await scripts(world);
    expect(model?.forceUpdateTag).toBe(world.record().release?.id);
    expect(hazardsOf(runner)).toMatch(/forceUpdateTag \S+ makes it/);
    expect(world.workedOn()).toEqual(['0']);
  });

  it('runs the script again on everybody where there was no canary, and on everybody back', async () => {
    const world = startScaleSetCommands(shape);
    const same = { payload: extension(oldSettings), previousSettings };
    expect(await world.rollout(world.runner(1), same)).toMatchObject(succeeded);
    expect(world.workedOn().toSorted()).toEqual(['0', '1', '2']);
    const there = world.writes().length;
    expect(await world.rollback(world.runner(2), { previousSettings })).toMatchObject(succeeded);
    expect(world.writes().slice(there)).toContain('POST web/manualupgrade');
    expect((await scripts(world)).model?.forceUpdateTag).toBeUndefined();
  });

  it('that has run a script again is taken back beside somebody whom it may not upgrade', async () => {
    const world = startScaleSetCommands(shape);
    foreignWrite(world.emulated.plane, `${scaleSetId}/virtualMachines/2`, {
      properties: { protectionPolicy: { protectFromScaleSetActions: true } },
    });
    const same = { payload: extension(oldSettings), previousSettings };
    expect(await world.rollout(world.runner(1), same)).toMatchObject(succeeded);
    expect(await world.rollback(world.runner(2), { previousSettings })).toMatchObject(succeeded);
    expect(new Set(world.workedOn())).toEqual(new Set(['0', '1']));
  });

  /** Somebody else changes the extension between the read before its nth write, and that write. */
  function raced(world: ReturnType<typeof startScaleSetCommands>, nth: number): void {
    const foreign = [healthExtension, customScript({ commandToExecute: 'install something else' })];
    world.emulated.plane.faults.add({
      match: { method: 'PUT', path: 'extensions/install$', nth },
      effect: 'foreign-write',
      when: 'before',
      resourceId: scaleSetId,
      mergePatch: { properties: { virtualMachineProfile: { extensionProfile: { extensions: foreign } } } },
    });
  }

  it('that has written over somebody who came between stops before anybody is upgraded, and leaves the model as it is', async () => {
    for (const onFailure of ['rollback', 'stop'] as const) {
      const world = startScaleSetCommands(shape);
      raced(world, 1);
      const runner = world.runner(1);
      const end = await world.canary(runner, { payload, previousSettings }, { onFailure });
      expect(end).toMatchObject({
        result: { outcome: 'failed', error: { code: 'ForeignChangeOverwritten' }, undoErrors: [] },
      });
      expect(end).toMatchObject({
        result: {
          error: {
            message: expect.stringMatching(
              /The model had extension install \(settings \w+\) when it was read last, .* is written over, its protected .* Nobody was upgraded/,
            ),
          },
        },
      });
      expect(runner.events.filter(({ type }) => type === 'model-raced')).toEqual([]);
      expect(world.workedOn()).toEqual([]);
      // Their own are gone, and the former ones nobody has asked for.
      expect(sentSettings(world)).toEqual([{ settings: payload.settings, protectedSettings: {} }]);
      expect(world.record()).toMatchObject({ release: { id: expect.any(String) } });
      expect(world.record().lock).toBeUndefined();
      // Both ways are open.
      const next = await (onFailure === 'stop'
        ? world.canary(world.runner(2), { payload, previousSettings })
        : world.rollback(world.runner(2), { previousSettings }));
      expect(next).toMatchObject(succeeded);
      expect(world.workedOn()).toEqual(onFailure === 'stop' ? ['0'] : []);
    }
  });

  it('that writes over somebody on its way back says so, and says nothing where nobody came between', async () => {
    for (const nth of [undefined, 2]) {
      const world = startScaleSetCommands(shape);
      if (nth !== undefined) {
        raced(world, nth);
      }
      const [first, second] = [world.runner(1), world.runner(2)];
      expect(await world.canary(first, { payload, previousSettings })).toMatchObject(succeeded);
      expect(await world.rollback(second, { previousSettings })).toMatchObject(succeeded);
      const races = [first, second].map(({ events }) => events.filter(({ type }) => type === 'model-raced'));
      expect(races.map(({ length }) => length)).toEqual([0, nth === 2 ? 1 : 0]);
    }
  });

  it.each([
    ['before it is written', { method: 'PATCH', path: 'virtualMachineScaleSets/web$' }, []],
    [
      'while its canaries are upgraded',
      { method: 'POST', path: 'manualupgrade$' },
      [{ settings: payload.settings, protectedSettings: {} }],
    ],
  ])(
    'whose extension somebody gives protected settings alone %s leaves them as they are',
    async (_, match, sent) => {
      const foreign = [
        healthExtension,
        customScript({}, { protectedSettings: { commandToExecute: 'install three' } }),
      ];
      const world = startScaleSetCommands(
        {
          ...shape,
          payloads: [
            { version: 'any' },
            { extensionSettings: 'install two', version: 'two', condition: 'unhealthy' },
          ],
        },
        {
          faults: [
            {
              match,
              effect: 'foreign-write',
              when: 'after',
              resourceId: scaleSetId,
              mergePatch: {
                properties: { virtualMachineProfile: { extensionProfile: { extensions: foreign } } },
              },
            },
          ],
        },
      );
      const end = await world.canary(world.runner(1), { payload, previousSettings });
      expect(end).toMatchObject({ result: { error: { code: 'ForeignChange' } } });
      expect(sentSettings(world)).toEqual(sent);
      expect((await scripts(world)).model?.settings).toEqual({});
    },
  );

  it('is not released again by a later attempt of the run that has finished it, and is by any other run', async () => {
    const world = startScaleSetCommands(shape);
    const goal = { payload, previousSettings };
    expect(await world.rollout(world.runner(1), goal)).toMatchObject(succeeded);
    const writes = world.writes().length;
    expect(await world.rollout(world.runner(1, 2), goal)).toMatchObject({ kind: 'no-change' });
    expect(world.writes()).toHaveLength(writes);
    const anew = { payload, previousSettings: { settings: payload.settings ?? {} } };
    expect(await world.rollout(world.runner(2, 2), anew)).toMatchObject(succeeded);
  });

  it('that a re-run of its job has recovered is finished by that, under the name of the attempt that began it', async () => {
    const world = startScaleSetCommands(shape);
    const goal = { payload, previousSettings };
    const victim = world.runner(1);
    void world.rollout(victim, goal);
    await world.written('POST web/manualupgrade', 2);
    victim.kill();
    const again = await world.rollout(world.runner(1, 2), goal, { onInterrupted: 'recover' });
    expect(again).toMatchObject({ ...succeeded, recoveredTo: 'finish' });
    expect(world.record().last).toMatchObject({
      kind: 'run',
      run: expect.stringMatching(/runs\/1\/attempts\/1$/),
    });
  });

  it('that a re-run of its job has recovered is not released once more where it leaves no record either', async () => {
    const world = startScaleSetCommands(shape);
    const goal = { payload, previousSettings };
    const victim = world.runner(1);
    void world.rollout(victim, goal, { leavesRecord: false });
    await world.written('POST web/manualupgrade', 2);
    victim.kill();
    const control = { onInterrupted: 'recover', leavesRecord: false } as const;
    const again = await world.rollout(world.runner(1, 2), goal, control);
    expect(again).toMatchObject({ ...succeeded, recoveredTo: 'finish' });
    expect(world.record().last).toBeUndefined();
  });

  it('of another kind with the same settings is refused: whether it does anything is not known', async () => {
    const other = {
      name: 'install',
      properties: { publisher: 'Contoso', type: 'Agent', typeHandlerVersion: '1.0', settings: oldSettings },
    };
    const world = startScaleSetCommands({ ...shape, extensions: [healthExtension, other] });
    const refused = world.canary(world.runner(1), { payload: extension(oldSettings), previousSettings });
    await expect(refused).rejects.toThrow(/has these settings already/);
    expect(world.writes()).toEqual([]);
  });

  it('is refused where the model has no such extension', async () => {
    const world = startScaleSetCommands({ extensions: [healthExtension] });
    await expect(world.canary(world.runner(1), { payload, previousSettings })).rejects.toThrow(
      /has no extension "install"; it has health/,
    );
  });

  it('sends a script of the workspace inline', async () => {
    const world = startScaleSetCommands(shape);
    const script = { kind: 'inline', fileName: 'install.sh', content: '#!/bin/sh\ninstall two\n' } as const;
    const inline: RequestedPayload = { kind: 'extension', name: 'install', script };
    expect(await world.canary(world.runner(1), { payload: inline, previousSettings })).toMatchObject(
      succeeded,
    );
    const { instances } = await scripts(world);
    const sent = JSON.stringify(instances[0]).match(/"script":"([^"]+)"/)?.[1] ?? '';
    expect(Buffer.from(sent, 'base64').toString()).toContain('install two');
  });

  it.each(['finish', 'undo'] as const)(
    'that was killed right after its lock is not half done: recover-to %s',
    async (direction) => {
      const world = startScaleSetCommands(shape);
      const victim = world.runner(1);
      void world.canary(victim, { payload, previousSettings });
      await world.written('PATCH virtualMachineScaleSets/web');
      victim.kill();
      if (direction === 'finish') {
        await expect(world.recover(world.runner(2), direction)).rejects.toThrow(
          /recover-to: undo takes it back/,
        );
      }
      expect(await world.recover(world.runner(3))).toMatchObject({ ...succeeded, recoveredTo: 'undo' });
      expect(world.record()).toMatchObject({ lock: undefined, journal: undefined, release: undefined });
      expect((await scripts(world)).instances).toEqual({ 0: oldSettings, 1: oldSettings, 2: oldSettings });
    },
  );

  it('that was killed with its model changed is taken back with the former settings, or finished without any', async () => {
    for (const direction of ['finish', 'undo'] as const) {
      const world = startScaleSetCommands(shape);
      const victim = world.runner(1);
      void world.canary(victim, { payload, previousSettings });
      await world.written('POST web/manualupgrade');
      victim.kill();
      const more = direction === 'undo' ? { previousSettings } : {};
      expect(await world.recover(world.runner(2), direction, more)).toMatchObject(succeeded);
      expect((await scripts(world)).instances[0]).toEqual(
        direction === 'undo' ? oldSettings : payload.settings,
      );
    }
  });
});

describe('protected settings', () => {
  const secret = extension({}, { protectedSettings: { commandToExecute: `install two --token ${SECRET}` } });
  const former = { settings: oldSettings, protectedSettings: { token: FORMER_SECRET } };

  /** All that is said or kept of a release: its events with the plan, its tags, its end, and what is sent but for the extension itself. */
  function told(world: ScaleSetCommands, ...rest: unknown[]): string {
    const requests = world.requests.filter(({ path }) => !/\/extensions\/install$/.test(path));
    const tags = world.emulated.plane.store.get(scaleSetId)?.tags;
    return JSON.stringify([requests, world.events, tags, rest], (_, value: unknown) =>
      value instanceof Error ? [value.message, value.stack, value.cause] : value,
    );
  }

  it('reach the extension, and are nowhere else: canary, promotion, rejection', async () => {
    for (const half of ['rollout', 'rollback'] as const) {
      const world = startScaleSetCommands(shape);
      const [first, second] = [world.runner(1), world.runner(2)];
      const ends = [
        await world.canary(first, { payload: secret, previousSettings: former }),
        half === 'rollout'
          ? await world.rollout(second, { previousSettings: former })
          : await world.rollback(second, { previousSettings: former }),
      ];
      expect(ends).toMatchObject([succeeded, succeeded]);
      const sent = JSON.stringify(world.requests);
      expect(sent).toContain(SECRET);
      expect(sent.includes(FORMER_SECRET)).toBe(half === 'rollback');
      const said = told(world, ends, first.stream, second.stream, await world.status(world.runner(3)));
      expect(said).not.toContain(SECRET);
      expect(said).not.toContain(FORMER_SECRET);
    }
  });

  it('replace the public ones as well, and go again where there were none', async () => {
    const world = startScaleSetCommands(shape);
    const onlyProtected: RequestedPayload = {
      kind: 'extension',
      name: 'install',
      protectedSettings: { commandToExecute: 'install two' },
    };
    const runner = world.runner(1);
    expect(await world.canary(runner, { payload: onlyProtected, previousSettings })).toMatchObject(succeeded);
    expect(hazardsOf(runner)).toMatch(/public settings .* are not given again, so they are taken away/);
    expect(await world.rollback(world.runner(2), { previousSettings })).toMatchObject(succeeded);
    expect(sentSettings(world)).toEqual([
      { settings: {}, protectedSettings: onlyProtected.protectedSettings },
      { settings: oldSettings, protectedSettings: {} },
    ]);
    expect(await world.status(world.runner(3))).toMatchObject({
      status: { instances: [{ isUpToDate: true }, { isUpToDate: true }, { isUpToDate: true }] },
    });
  });

  it.each([
    [
      'refused',
      { effect: 'answer', status: 400, code: 'InvalidParameter', message: 'The settings are not valid.' },
    ],
    ['failed', { effect: 'operation-fails', model: 'unchanged' }],
  ] as const)('are nowhere else either where the extension is %s', async (_, effect) => {
    const world = startScaleSetCommands(shape, {
      faults: [{ match: { method: 'PUT', path: 'extensions/install$', times: 2 }, ...effect }],
    });
    const runner = world.runner(1);
    const end = await world.canary(runner, { payload: secret, previousSettings: former });
    expect(end).toMatchObject({ result: { outcome: 'rolled-back' } });
    expect(told(world, end, runner.stream)).not.toContain(SECRET);
  });
});

it('a protected setting that is too short to be masked is warned of, by its name alone', async () => {
  const hazardsOf = async (protectedSettings: object, former: object) => {
    const world = startScaleSetCommands(shape);
    const goal = {
      payload: extension({ commandToExecute: 'install two' }, { protectedSettings }),
      previousSettings: { settings: oldSettings, protectedSettings: { ...former } },
    };
    const end = await world.canary(world.runner(1), goal, { command: 'plan' });
    expect.assert(end.kind === 'planned');
    return end.plan.hazards.filter((hazard) => hazard.includes('masked'));
  };
  expect(await hazardsOf({ token: SECRET, level: 1, none: '' }, { token: FORMER_SECRET })).toEqual([]);
  const hazards = await hazardsOf({ token: SECRET, nested: { pins: ['7q9'] } }, { pin: '8z' });
  expect(hazards).toEqual([
    expect.stringMatching(/^extension-protected-settings: "nested" has a text of fewer than 4 characters/),
    expect.stringMatching(/^previous-extension-protected-settings: "pin" has a text/),
  ]);
  expect(hazards.join()).not.toMatch(/7q9|8z/);
});
