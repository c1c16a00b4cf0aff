import { describe, expect, it } from 'vitest';
import { foreignWrite } from '../../emulator/arm/foreign-write.ts';
import { toFailure } from '../../src/engine/failure.ts';
import { readInputs } from '../../src/inputs.ts';
import { lockOf } from '../../src/record/lease.ts';
import { withRecord } from '../../src/record/record.ts';
import { nextSteps } from '../../src/report/next-steps/next-steps.ts';
import type { Report } from '../../src/report/report.ts';
import { runCommand } from '../../src/run-command.ts';
import {
  customScript,
  healthExtension,
  imageResource,
  newImage,
  scaleSetId,
  type WorldOptions,
} from '../emulator/arm/compute/scale-set-world.ts';
import { tell } from '../report/scale-set-runs.ts';
import { type ScaleSetCommands, startScaleSetCommands } from './scale-set-commands.ts';

/** What every step of a workflow has beside what is printed. Nobody asks production here. */
const OF_ANY_STEP = {
  'tenant-id': '3d9a6b52-7c1e-4f80-b4a3-91e5d0c82f76',
  'client-id': 'b7c41f9e-2d85-4a63-8e17-6f0a3c5d9b24',
  'subscription-id': scaleSetId.split('/')[2] ?? '',
  probe: 'off',
};

interface Printed {
  readonly world: ScaleSetCommands;
  readonly report: Report;
  /** Secrets that the text beside what is printed asks for. */
  readonly beside?: Readonly<Record<string, string>>;
}

const oneSick: WorldOptions = {
  capacity: 4,
  payloads: [
    { image: '/web-1$', version: 'one' },
    { image: '/web-2$', version: 'two', condition: 'unhealthy', instances: ['1'] },
  ],
};
const two = { share: { kind: 'instances', instanceIds: ['0', '1'] } } as const;
const strategy = 'canary-percent';

async function canary(options: WorldOptions, goal = {}): Promise<Printed> {
  const world = startScaleSetCommands(options);
  const { report } = await tell(world, 'run', (runner) => world.canary(runner, { ...two, ...goal }), {
    strategy,
  });
  return { world, report };
}

async function statusOf(world: ScaleSetCommands, beside = {}): Promise<Printed> {
  const { report } = await tell(world, 'status', (runner) => world.status(runner));
  return { world, report, beside };
}

async function killed(): Promise<ScaleSetCommands> {
  const { world } = await canary({ capacity: 4 });
  const victim = world.runner(2);
  void world.rollout(victim);
  await world.written('POST web/manualupgrade', 2);
  victim.kill();
  return world;
}

const scripts = { extensions: [customScript({ commandToExecute: 'one' }), healthExtension], capacity: 4 };
const script = (text: string) => ({ settings: { commandToExecute: text } });
const formerSettings = { 'previous-extension-settings': '{"commandToExecute": "one"}' };

const situations: Readonly<Record<string, () => Promise<Printed>>> = {
  'a canary': () => canary({ capacity: 4 }),
  'a canary that is run again': async () => {
    const { world } = await canary({ capacity: 4 });
    const { report } = await tell(world, 'run', (runner) => world.canary(runner, two), { strategy });
    return { world, report };
  },
  'a canary with one in quarantine': () =>
    canary(oneSick, { onUnhealthy: 'quarantine', maxUnhealthy: { kind: 'count', count: 1 } }),
  'a canary that has stopped': () => canary(oneSick, { onUnhealthy: 'stop' }),
  'the status of an open release': async () => statusOf((await canary({ capacity: 4 })).world),
  'the status of one with a sick canary': async () =>
    statusOf((await canary(oneSick, { onUnhealthy: 'stop' })).world),
  'the status of an interrupted release': async () => {
    const world = await killed();
    await world.unlock(world.runner(3));
    return statusOf(world);
  },
  'the status of a release whose runner is lost': async () => statusOf(await killed()),
  'the status of a scale set that is only locked': async () => {
    const world = startScaleSetCommands({ capacity: 4 });
    const { lease } = world.runner(1).context;
    const lock = lockOf(lease, world.clock.monotonicMs(), world.clock.epochMs());
    foreignWrite(world.emulated.plane, scaleSetId, { tags: withRecord({}, { lock }) });
    return statusOf(world);
  },
  'a promotion': async () => {
    const { world } = await canary({ capacity: 4 });
    const { report } = await tell(world, 'run', (runner) => world.rollout(runner));
    return { world, report };
  },
  'a promotion that has stopped': async () => {
    const { world } = await canary({
      ...oneSick,
      payloads: [
        { image: '/web-1$', version: 'one' },
        { image: '/web-2$', version: 'two', condition: 'unhealthy', instances: ['3'] },
      ],
    });
    const { report } = await tell(world, 'run', (runner) => world.rollout(runner, { onUnhealthy: 'stop' }));
    return { world, report };
  },
  'a promotion whose undoing fails': async () => {
    const { world } = await canary({ capacity: 4 });
    world.emulated.plane.faults.add({
      match: { method: 'POST', path: 'manualupgrade$', nth: 2, times: 'always' },
      effect: 'answer',
      status: 403,
      code: 'AuthorizationFailed',
    });
    const { report } = await tell(world, 'run', (runner) => world.rollout(runner));
    world.emulated.plane.faults.remove();
    return { world, report };
  },
  'a rollback that keeps one': async () => {
    const { world } = await canary({ capacity: 4 });
    const path = `${scaleSetId}/virtualMachines/0`;
    const protect = (protectFromScaleSetActions: boolean) =>
      foreignWrite(world.emulated.plane, path, {
        properties: { protectionPolicy: { protectFromScaleSetActions } },
      });
    protect(true);
    const { report } = await tell(world, 'rollback', (runner) => world.rollback(runner));
    protect(false);
    return { world, report };
  },
  'the status of a rollback of a finished release that keeps one': async () => {
    const world = startScaleSetCommands({ capacity: 4 });
    await world.rollout(world.runner(1), { payload: { kind: 'image', image: newImage } });
    const protect = (protectFromScaleSetActions: boolean) =>
      foreignWrite(world.emulated.plane, `${scaleSetId}/virtualMachines/0`, {
        properties: { protectionPolicy: { protectFromScaleSetActions } },
      });
    protect(true);
    await world.rollback(world.runner(2));
    protect(false);
    return statusOf(world);
  },
  'a canary of an extension': async () => ({
    ...(await canary(scripts, {
      payload: { kind: 'extension', name: 'install', ...script('two') },
      previousSettings: script('one'),
    })),
    beside: formerSettings,
  }),
  'a canary of an extension without a way back': async () => ({
    ...(await canary(scripts, {
      payload: { kind: 'extension', name: 'install', ...script('two') },
      allowNoRollback: true,
    })),
    beside: formerSettings,
  }),
};

/** As YAML that is copied, and as inputs in quotes in a sentence. */
function printedBy(report: Report): Readonly<Record<string, string>>[] {
  return nextSteps(report).flatMap(({ text, inputs }) => {
    const quoted = [...text.matchAll(/"([a-z-]+: [^"]+)"/g)].map(([, each = '']) => each);
    return [inputs ?? [], quoted].flatMap((lines) =>
      lines.some((line) => /^(?:command|strategy): /.test(line)) ? [asInputs(lines)] : [],
    );
  });
}

function asInputs(lines: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(lines.map((line) => line.split(/: (.*)/).slice(0, 2) as [string, string]));
}

describe.each(Object.entries(situations))('what is printed after %s', (_, arrange) => {
  it('is accepted by the action as it is, and done', async () => {
    const { report } = await arrange();
    const count = printedBy(report).length;
    expect(count).toBeGreaterThan(0);
    for (let index = 0; index < count; index += 1) {
      const { world, report: again, beside } = await arrange();
      const given: Readonly<Record<string, string>> = {
        ...OF_ANY_STEP,
        ...beside,
        ...printedBy(again)[index],
      };
      const inputs = readInputs({ getInput: (name) => given[name] ?? '', mask: () => undefined }, () => '');
      const end = await runCommand(world.runner(9).context, inputs);
      expect([given, end]).toMatchObject([{}, doneBy(inputs.command)]);
    }
  });
});

function doneBy(command: string) {
  switch (command) {
    case 'status':
      return { kind: 'reported' };
    case 'unlock':
      return { kind: 'unlocked' };
    default:
      return { kind: 'ran', result: { outcome: 'succeeded', cleanUpErrors: [] } };
  }
}

/** What `az vmss update --set path=json` writes. */
function setByCommand({ emulated }: ScaleSetCommands, command: string): void {
  const [, place, path = '', value = ''] =
    /^az vmss update (.*) --set '([\w.]+)=(\{.*\})'$/.exec(command) ?? [];
  expect(place).toBe(`-g canary -n web --subscription ${OF_ANY_STEP['subscription-id']}`);
  const properties = path
    .split('.')
    .reduceRight<unknown>((inner, name) => ({ [name]: inner }), JSON.parse(value) as unknown);
  foreignWrite(emulated.plane, scaleSetId, { properties });
}

describe('the commands of a refusal for a model that somebody else has changed', () => {
  const other = imageResource(newImage.id.replace('web-2', 'web-3'));
  const withOther = async () => {
    const { world } = await canary({ capacity: 4, resources: [other] });
    foreignWrite(world.emulated.plane, scaleSetId, {
      properties: { virtualMachineProfile: { storageProfile: { imageReference: { id: other.id } } } },
    });
    const refusal = await world.rollback(world.runner(2)).then(
      () => '',
      (error: unknown) => toFailure(error).message,
    );
    return {
      world,
      commands: [...refusal.matchAll(/\bby (az vmss update .*?})'/g)].map(([, each]) => `${each}'`),
    };
  };

  it.each([
    ['to promote it', 0, 'rollout'],
    ['to reject it', 1, 'rollback'],
  ] as const)('put what it takes %s into the model', async (_, index, half) => {
    const { world, commands } = await withOther();
    expect(commands).toHaveLength(2);
    setByCommand(world, commands[index] ?? '');
    const settled = half === 'rollout' ? world.rollout(world.runner(3)) : world.rollback(world.runner(3));
    expect(await settled).toMatchObject({ result: { outcome: 'succeeded' } });
  });

  it('are those of the summary of a run that has met it, each with what it puts there', async () => {
    const { world } = await canary({ capacity: 4, resources: [other] });
    const running = tell(world, 'run', (runner) => world.rollout(runner), { strategy: 'full-rollout' });
    await world.written('POST web/manualupgrade', 2);
    foreignWrite(world.emulated.plane, scaleSetId, {
      properties: { virtualMachineProfile: { storageProfile: { imageReference: { id: other.id } } } },
    });
    const { report } = await running;
    expect(report.outcome).toBe('failed');
    const commands = nextSteps(report)[0]?.commands ?? [];
    expect(commands.map((each) => each.split(' # ')[1])).toEqual(['canary/web-2', 'canary/web-1']);
    setByCommand(world, commands[0]?.split(' # ')[0] ?? '');
    expect(world.images().model).toBe('web-2');
  });
});
