import { describe, expect, it } from 'vitest';
import { foreignWrite } from '../../emulator/arm/foreign-write.ts';
import type { Fault } from '../../emulator/faults.ts';
import { toOutputs } from '../../src/outputs.ts';
import { summarize } from '../../src/report/summary/summary.ts';
import type { CanaryGoal } from '../../src/strategies/scale-set/goal.ts';
import {
  newImage,
  oldImage,
  scaleSetId,
  type WorldOptions,
} from '../emulator/arm/compute/scale-set-world.ts';
import { tell } from '../report/scale-set-runs.ts';
import { type ScaleSetCommands, startScaleSetCommands } from './scale-set-commands.ts';
import { shareNatPorts } from './shared-nat-ports.ts';

const payload = { kind: 'image', image: newImage } as const;
const named = (...instanceIds: string[]) => ({ share: { kind: 'instances', instanceIds } }) as const;
const succeeded = { kind: 'ran', result: { outcome: 'succeeded', cleanUpErrors: [] } };

const newName = newImage.id.split('/').at(-1);
const oldName = oldImage.id.split('/').at(-1);

function protectFromUpgrades(world: ScaleSetCommands, id: string, isProtected = true): void {
  foreignWrite(world.emulated.plane, `${scaleSetId}/virtualMachines/${id}`, {
    properties: { protectionPolicy: { protectFromScaleSetActions: isProtected } },
  });
}

/** Long enough for the instance view to say it. */
async function becomes(
  world: ScaleSetCommands,
  id: string,
  condition: 'healthy' | 'unhealthy',
): Promise<void> {
  world.dataPlane.setInstanceCondition(`web_${id}`, condition);
  await world.clock.sleep(120_000);
}

/** Settings of an extension that is in the model. */
function changeAnotherPart({ emulated }: ScaleSetCommands): void {
  const { properties } = emulated.plane.store.get(scaleSetId) as unknown as {
    properties: { virtualMachineProfile: { extensionProfile: { extensions: { properties: object }[] } } };
  };
  const extensions = properties.virtualMachineProfile.extensionProfile.extensions.map((each) => ({
    ...each,
    properties: { ...each.properties, forceUpdateTag: 'somebody' },
  }));
  foreignWrite(emulated.plane, scaleSetId, {
    properties: { virtualMachineProfile: { extensionProfile: { extensions } } },
  });
}

/** As somebody with another client does. */
async function switchOff(world: ScaleSetCommands, id: string): Promise<void> {
  await world.arm.write(
    {
      method: 'POST',
      path: `${scaleSetId}/deallocate`,
      apiVersion: '2026-04-01',
      body: { instanceIds: [id] },
      pace: 'as-told',
    },
    new AbortController().signal,
  );
}

describe('an instance of a release that somebody protects from upgrades', () => {
  it('is not called taken back: the release stays open until it is', async () => {
    const world = startScaleSetCommands({ capacity: 4 });
    await world.canary(world.runner(1), named('0', '1'));
    protectFromUpgrades(world, '0');
    const planned = await world.rollback(world.runner(2), {}, { command: 'plan' });
    expect(planned).toMatchObject({
      plan: {
        hazards: expect.arrayContaining([
          expect.stringContaining('instance 0 keeps what the release has brought'),
        ]),
      },
    });
    expect(await world.rollback(world.runner(2))).toMatchObject({
      result: {
        outcome: 'failed',
        error: {
          message: expect.stringMatching(
            /is not taken back .* instance 0 keeps .*: take that from it\. "command: rollback" goes on/,
          ),
        },
      },
    });
    expect(world.images()).toMatchObject({ model: oldName, instances: { 0: newName, 1: oldName } });
    expect(world.record()).toMatchObject({ release: { canaryIds: ['0', '1'] }, lock: undefined });
    protectFromUpgrades(world, '0', false);
    expect(await world.rollback(world.runner(3))).toMatchObject(succeeded);
    expect(world.images().instances).toMatchObject({ 0: oldName, 1: oldName });
    expect(world.record().release).toBeUndefined();
  });

  it('keeps a promotion that fails from saying that all is undone', async () => {
    const world = startScaleSetCommands({ capacity: 4 });
    await world.canary(world.runner(1), named('0'));
    protectFromUpgrades(world, '0');
    await becomes(world, '0', 'unhealthy');
    const end = await world.rollout(world.runner(2), { onUnhealthy: 'rollback' });
    expect(end).toMatchObject({ result: { outcome: 'failed' } });
    expect(world.record().release).toBeDefined();
  });
});

describe('an instance that was not well before the release', () => {
  const sickWith = (...instances: string[]): WorldOptions => ({
    capacity: 4,
    payloads: [
      { image: '/web-1$', version: 'one' },
      { image: '/web-2$', version: 'two', condition: 'unhealthy', instances },
    ],
  });

  it('counts in no later run of it either', async () => {
    const world = startScaleSetCommands(sickWith('0'));
    await becomes(world, '0', 'unhealthy');
    expect(await world.canary(world.runner(1), named('0', '1'))).toMatchObject(succeeded);
    expect(world.record().release?.sickIds).toEqual(['0']);
    expect(await world.canary(world.runner(1, 2), named('0', '1'))).toMatchObject({ kind: 'no-change' });
    expect(await world.rollout(world.runner(2))).toMatchObject(succeeded);
    expect(Object.values(world.images().instances)).toEqual(Array(4).fill(newName));
  });

  it('does not count where a rollout that has stopped for another one goes on', async () => {
    const world = startScaleSetCommands(sickWith('0', '2'));
    await becomes(world, '0', 'unhealthy');
    const stopped = await world.rollout(world.runner(1), { payload, onUnhealthy: 'stop' });
    expect(stopped).toMatchObject({ result: { outcome: 'failed' } });
    await becomes(world, '2', 'healthy');
    expect(await world.rollout(world.runner(2), { onUnhealthy: 'stop' })).toMatchObject(succeeded);
  });

  describe('and is a canary, in its job run again', () => {
    const check = { minHealthyTimeMs: 30_000, healthyDeadlineMs: 300_000, command: 'check' };
    const sickCanary = async (goal: Partial<CanaryGoal>) => {
      const world = startScaleSetCommands({
        ...sickWith('0'),
        commandResults: [{ script: 'check', exitCode: 0 }],
      });
      await becomes(world, '0', 'unhealthy');
      expect(await world.canary(world.runner(1), goal)).toMatchObject(succeeded);
      return { world, from: world.writes().length };
    };

    it('is left as it is, with nothing written, and told of', async () => {
      const { world, from } = await sickCanary(named('0', '1'));
      const noChange = {
        kind: 'no-change',
        reason: expect.stringMatching(
          /have web-2 already, and are well; not well, as before the release, and left as it is: instance 0$/,
        ),
      };
      const rerun = world.runner(1, 2);
      expect(await world.canary(rerun, named('0', '1'), { command: 'plan' })).toMatchObject(noChange);
      expect(await world.canary(rerun, named('0', '1'))).toMatchObject(noChange);
      expect(world.writes().slice(from)).toEqual([]);
    });

    it('is neither tried nor asked again where another canary is to be checked', async () => {
      const goal = { ...named('0', '1'), health: check };
      const { world, from } = await sickCanary(goal);
      const rerun = world.runner(1, 2);
      expect(await world.canary(rerun, goal)).toMatchObject(succeeded);
      const writes = world.writes().slice(from);
      expect(writes).toContain('POST 1/runCommand');
      expect(writes).not.toContain('POST 0/runCommand');
      expect(writes).not.toContain('POST web/reimage');
      const planned = rerun.events.find((event) => event.type === 'plan-started');
      expect(planned?.plan.hazards.join()).not.toContain('Instance 0');
    });

    it('is nothing to do, though a command decides, where it is the only one', async () => {
      const goal = { ...named('0'), health: check };
      const { world, from } = await sickCanary(goal);
      expect(await world.canary(world.runner(1, 2), goal)).toMatchObject({
        kind: 'no-change',
        reason: expect.stringMatching(/have web-2 already; not well, as before the release/),
      });
      expect(world.writes().slice(from)).toEqual([]);
    });
  });

  it('counts once it has been well with the release', async () => {
    const world = startScaleSetCommands({ capacity: 4 });
    await becomes(world, '0', 'unhealthy');
    // The upgrade makes its disk anew.
    expect(await world.canary(world.runner(1), named('0', '1'))).toMatchObject(succeeded);
    expect(world.record().release?.sickIds).toEqual(['0']);
    await world.clock.sleep(120_000);
    const promoting = world.rollout(world.runner(2), { onUnhealthy: 'stop' }, { onFailure: 'stop' });
    await world.written('POST web/manualupgrade', 2);
    world.dataPlane.setInstanceCondition('web_0', 'unhealthy');
    expect(await promoting).toMatchObject({
      result: { outcome: 'failed', error: { message: expect.stringContaining('became unhealthy (0)') } },
    });
    expect(world.record().release?.sickIds).toEqual([]);
  });

  it('because it is switched off, keeps no recovery from finishing', async () => {
    const world = startScaleSetCommands({ capacity: 3 });
    await switchOff(world, '0');
    const victim = world.runner(1);
    void world.rollout(victim, { payload, batchSize: { kind: 'count', count: 1 } });
    await world.written('POST web/manualupgrade', 2);
    victim.kill();
    await world.clock.sleep(300_000);
    expect(await world.recover(world.runner(2), 'finish')).toMatchObject({
      recoveredTo: 'finish',
      result: { outcome: 'succeeded' },
    });
    expect(Object.values(world.images().instances)).toEqual(Array(3).fill(newName));
  });

  it('because somebody switches it off during a rollout, does not count', async () => {
    const world = startScaleSetCommands({ capacity: 4 });
    const going = world.rollout(world.runner(1), { payload, batchSize: { kind: 'count', count: 1 } });
    await world.written('POST web/manualupgrade', 1);
    await switchOff(world, '3');
    expect(await going).toMatchObject(succeeded);
    expect(Object.values(world.images().instances)).toEqual(Array(4).fill(newName));
  });
});

describe('a model of which somebody has changed another part', () => {
  const words = 'somebody has changed another part of it';
  const hazards = async (planning: Promise<unknown>) =>
    ((await planning) as { plan: { hazards: string[] } }).plan.hazards.filter((each) => each.includes(words));

  it('is told before a canary, and before a promotion, and no other is', async () => {
    const world = startScaleSetCommands({ capacity: 3 });
    const planCanary = () => world.canary(world.runner(1), named('0'), { command: 'plan' });
    expect(await hazards(planCanary())).toEqual([]);
    await world.canary(world.runner(1), named('0'));
    const planPromotion = () => world.rollout(world.runner(2), {}, { command: 'plan' });
    expect(await hazards(planPromotion())).toEqual([]);
    changeAnotherPart(world);
    expect(await hazards(planPromotion())).toEqual([expect.stringContaining('that instance 0 has not got')]);
    await world.rollback(world.runner(3));
    expect(await hazards(planCanary())).toEqual([
      expect.stringContaining('that instances 1, 2 have not got'),
    ]);
  });
});

describe('canaries of a re-run', () => {
  it('are not all instances, however few were named at a time', async () => {
    const world = startScaleSetCommands({ capacity: 3 });
    await world.canary(world.runner(1), named('0'));
    await world.canary(world.runner(2), named('1'));
    await expect(world.canary(world.runner(3), named('2'))).rejects.toThrow(
      /canaries that the open release has already \(0, 1\).*no canary.*percent: 100/,
    );
    expect(world.images().instances).toMatchObject({ 2: oldName });
    const all = { share: { kind: 'percent', percent: 100 } } as const;
    expect(await world.canary(world.runner(4), all)).toMatchObject(succeeded);
  });

  it('are the same where the upgrade of one has failed before', async () => {
    const world = startScaleSetCommands(
      { capacity: 4 },
      {
        faults: [
          {
            match: { method: 'POST', path: '(manualupgrade|reimage)$', times: 2 },
            effect: 'operation-fails',
            model: 'unchanged',
          },
        ],
      },
    );
    const goal = { onUnhealthy: 'stop', share: { kind: 'percent', percent: 25 } } as const;
    await world.canary(world.runner(1), goal, { onFailure: 'stop' });
    const canaryIds = world.record().release?.canaryIds;
    expect(canaryIds).toHaveLength(1);
    expect(await world.canary(world.runner(1, 2), goal)).toMatchObject(succeeded);
    expect(world.record().release?.canaryIds).toEqual(canaryIds);
  });

  it('are all looked at, also where fewer are asked for', async () => {
    const world = startScaleSetCommands({ capacity: 4 });
    await world.canary(world.runner(1), { share: { kind: 'percent', percent: 50 } });
    const second = world.record().release?.canaryIds.at(-1) ?? '';
    await becomes(world, second, 'unhealthy');
    const end = await world.canary(world.runner(2), {
      share: { kind: 'percent', percent: 25 },
      onUnhealthy: 'stop',
    });
    // It gets well from a fresh disk.
    expect(end).toMatchObject(succeeded);
    expect(world.writes()).toContain('POST web/reimage');
  });
});

describe('a reimage whose answer was lost', () => {
  const failing: Fault = {
    match: { method: 'POST', path: 'manualupgrade$', nth: 1 },
    effect: 'operation-fails',
    model: 'changed',
  };
  const reimages = (world: ScaleSetCommands) =>
    world.emulated.plane.operations.all().filter(({ path }) => path.endsWith('/reimage'));
  const one = { maxUnhealthy: { kind: 'count', count: 0 }, share: { kind: 'percent', percent: 25 } } as const;

  it.each([0, 9_000])(
    'and is carried out, after %i ms, is not carried out twice',
    async (carriedOutAfterMs) => {
      const lost: Fault = {
        match: { method: 'POST', path: 'reimage$' },
        effect: 'answer-lost',
        carriedOutAfterMs,
      };
      const world = startScaleSetCommands({ capacity: 4 }, { faults: [failing, lost] });
      const { report, log } = await tell(world, 'run', (runner) => world.canary(runner, one));
      expect(report.outcome).toBe('succeeded');
      expect(reimages(world)).toHaveLength(1);
      expect(log.join('\n')).toMatch(/what became of the reimage of instance \d+\. .*not sent again/);
    },
  );

  it('and was never carried out is not sent again either: how the instance is decides, and the error says so', async () => {
    const lost: Fault = { match: { method: 'POST', path: 'reimage$' }, effect: 'connection-reset' };
    const world = startScaleSetCommands({ capacity: 4 }, { faults: [failing, lost] });
    const { report } = await tell(world, 'run', (runner) => world.canary(runner, one));
    expect(report).toMatchObject({ outcome: 'rolled-back' });
    expect(JSON.stringify(report)).toMatch(/reimage got no answer .*was not sent again/);
    expect(world.writes().filter((write) => write === 'POST web/reimage')).toHaveLength(1);
    expect(reimages(world)).toEqual([]);
  });
});

describe('status without an open release', () => {
  it('calls no instance old', async () => {
    const world = startScaleSetCommands({ capacity: 2 });
    await world.rollout(world.runner(1), { payload });
    const { report } = await tell(world, 'status', (runner) => world.status(runner));
    expect(report.scaleSet?.instances.map(({ role }) => role)).toEqual(['none', 'none']);
    expect(summarize(report)).toContain('2 in no release');
  });
});

describe('a rollback that has nothing to do', () => {
  const settled = async () => {
    const world = startScaleSetCommands({ capacity: 3 });
    await world.canary(world.runner(1), named('0'));
    const releaseId = world.record().release?.id ?? '';
    await world.rollback(world.runner(2));
    return { world, releaseId };
  };
  const outputsOf = async (world: ScaleSetCommands, goal = {}) => {
    const told = await tell(world, 'rollback', (runner) => world.rollback(runner, goal));
    expect(told.report.outcome).toBe('no-change');
    return { ...told, outputs: toOutputs(told.report, '') };
  };

  it('tells how the instances are, which it has looked at: by the model, and by what Azure says of their health', async () => {
    const { world } = await settled();
    changeAnotherPart(world);
    await becomes(world, '1', 'unhealthy');
    const { outputs, log, report } = await outputsOf(world);
    expect(outputs).toMatchObject({
      'release-id': '',
      'canary-instances': '[]',
      'updated-instances': '[]',
      'outdated-instances': '["0","1","2"]',
      'outdated-instances-count': '3',
      'unhealthy-instances': '["1"]',
      'quarantined-instances': '[]',
    });
    expect(log).toContainEqual(expect.stringContaining('0 of 3 instances of web have what the model has'));
    expect(summarize(report)).toContain('2 in no release');
  });

  it('does not call an instance unhealthy that somebody has switched off, nor say who has done that', async () => {
    const { world } = await settled();
    await switchOff(world, '1');
    expect((await outputsOf(world)).outputs).toMatchObject({
      'updated-instances': '["0","1","2"]',
      'unhealthy-instances': '[]',
      'quarantined-instances': '',
    });
  });

  it('counts no instances where the tags alone tell that, because it has looked at none', async () => {
    const { world, releaseId } = await settled();
    expect((await outputsOf(world, { releaseId })).outputs).toMatchObject({
      'updated-instances': '',
      'updated-instances-count': '',
      'outdated-instances-count': '',
      'unhealthy-instances': '',
    });
  });
});

describe('telling where canaries are reached', () => {
  it('does not look at the lock before each question, which would use up the reads of a scale set', async () => {
    const world = startScaleSetCommands({ capacity: 12 });
    shareNatPorts(world);
    const runner = world.runner(1);
    await world.canary(runner, { share: { kind: 'percent', percent: 80 } });
    const requests = runner.stream.flatMap((event) => (event.type === 'arm-request' ? [event] : []));
    const questions = requests.filter(({ path }) => path.endsWith('/queryInboundNatRulePortMapping'));
    expect(questions).toHaveLength(10);
    const first = requests.indexOf(questions[0] as (typeof requests)[number]);
    const last = requests.indexOf(questions.at(-1) as (typeof requests)[number]);
    const between = requests
      .slice(first, last)
      .filter(({ path }) => path.endsWith('virtualMachineScaleSets/web'));
    expect(between).toEqual([]);
  });
});

describe('a rollout in batches', () => {
  it('does not pause after the last one', async () => {
    const world = startScaleSetCommands({ capacity: 4 });
    const begunAtMs = world.clock.monotonicMs();
    const end = await world.rollout(world.runner(1), {
      payload,
      batchSize: { kind: 'count', count: 2 },
      pauseBetweenBatchesMs: 3_600_000,
    });
    expect(end).toMatchObject(succeeded);
    const tookMs = world.clock.monotonicMs() - begunAtMs;
    expect(tookMs).toBeGreaterThan(3_600_000);
    expect(tookMs).toBeLessThan(7_200_000);
  });
});

describe('the text of check-command', () => {
  it('is in no log, at debug level either, in which every other request has its body', async () => {
    const lines: string[] = [];
    const world = startScaleSetCommands(
      { commandResults: [{ script: 'x-key', exitCode: 0 }] },
      { debug: (message) => lines.push(message()) },
    );
    const command = 'curl --fail -H "x-key: 4711" http://localhost/';
    const health = { minHealthyTimeMs: 30_000, healthyDeadlineMs: 300_000, command };
    expect(await world.canary(world.runner(1), { health })).toMatchObject({
      result: { outcome: 'succeeded' },
    });
    const sent = world.requests.filter(({ path }) => path.endsWith('/runCommand'));
    expect(sent.map(({ body }) => body).join()).toContain('x-key');
    expect(lines.join('\n')).not.toMatch(/x-key|4711/);
    expect(lines).toContainEqual(
      expect.stringMatching(/^POST .*\/runCommand \{"commandId":"RunShellScript","script":"\*\*\*"\}$/),
    );
    expect(lines).toContainEqual(expect.stringMatching(/^POST .*manualupgrade \{"instanceIds":\["0"\]\}$/));
  });
});
