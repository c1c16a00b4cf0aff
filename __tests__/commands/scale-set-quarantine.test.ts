import { describe, expect, it } from 'vitest';
import { stateOfInstance } from '../../emulator/arm/compute/instances.ts';
import { toOutputs } from '../../src/outputs.ts';
import { quarantinedIds, sickIds, unhealthyIds } from '../../src/report/listed-instances.ts';
import { nextSteps } from '../../src/report/next-steps/next-steps.ts';
import { plannedBatches } from '../../src/report/planned-batches.ts';
import type { Report } from '../../src/report/report.ts';
import { summarize } from '../../src/report/summary/summary.ts';
import { verdict } from '../../src/report/verdict/verdict.ts';
import { newImage, scaleSetId, type WorldOptions } from '../emulator/arm/compute/scale-set-world.ts';
import { type ToldRun, tell } from '../report/scale-set-runs.ts';
import { type ScaleSetCommands, startScaleSetCommands } from './scale-set-commands.ts';

const image = { kind: 'image', image: newImage } as const;
const one = { kind: 'count', count: 1 } as const;
const two = { share: { kind: 'instances', instanceIds: ['0', '1'] } } as const;

/** Instance 1 is not well with the new image. */
const sickWithNew: WorldOptions = {
  capacity: 4,
  payloads: [
    { image: '/web-1$', version: 'one' },
    { image: '/web-2$', version: 'two', condition: 'unhealthy', instances: ['1'] },
  ],
};

/** Instance 1 is not well, whatever it has. */
const sickAnyway: WorldOptions = {
  capacity: 4,
  payloads: [{ version: 'any', condition: 'unhealthy', instances: ['1'] }],
};

/** A canary on 0 and 1, of which 1 was powered off. */
async function withQuarantine(options: WorldOptions = sickWithNew): Promise<ScaleSetCommands> {
  const world = startScaleSetCommands(options);
  const { report } = await canary(world);
  expect(report.outcome).toBe('succeeded');
  expect(powerOf(world, '1')).toBe('stopped');
  return world;
}

function canary(world: ScaleSetCommands): Promise<ToldRun> {
  return tell(world, 'run', (runner) =>
    world.canary(runner, { ...two, onUnhealthy: 'quarantine', maxUnhealthy: one }),
  );
}

function powerOf({ emulated: { plane } }: ScaleSetCommands, id: string): string | undefined {
  const found = plane.store
    .list('Microsoft.Compute/virtualMachineScaleSets/virtualMachines')
    .find(({ instanceId }) => instanceId === id);
  return found && stateOfInstance(plane, found).power;
}

/** Bodies of POST requests that an instance is named in, from the nth request on. */
function asked({ requests }: ScaleSetCommands, id: string, from: number): string[] {
  return requests
    .slice(from)
    .filter(({ method, path }) => method === 'POST' && /\/(?:manualupgrade|reimage|poweroff)$/.test(path))
    .filter(({ body }) => (JSON.parse(body) as { readonly instanceIds: string[] }).instanceIds.includes(id))
    .map(({ path }) => path.split('/').at(-1) ?? '');
}

async function switchTo(world: ScaleSetCommands, action: 'start' | 'poweroff', id: string): Promise<void> {
  await world.arm.write(
    {
      method: 'POST',
      path: `${scaleSetId}/${action}`,
      apiVersion: '2024-07-01',
      body: { instanceIds: [id] },
      pace: 'as-told',
      timeoutMs: 600_000,
    },
    new AbortController().signal,
  );
}

function listsOf({ scaleSet }: Report) {
  expect.assert(scaleSet !== null);
  return {
    unhealthy: unhealthyIds(scaleSet),
    quarantined: quarantinedIds(scaleSet),
    sick: sickIds(scaleSet),
  };
}

describe('an instance that was sick before the release', () => {
  const rollout = async (onUnhealthy: 'quarantine' | 'rollback') => {
    const world = startScaleSetCommands(sickAnyway);
    await world.clock.sleep(600_000);
    const told = await tell(world, 'run', (runner) => world.rollout(runner, { payload: image, onUnhealthy }));
    return { world, ...told };
  };

  it('is not powered off by quarantine, which is for those that became unhealthy', async () => {
    const { world, report } = await rollout('quarantine');
    expect(report.outcome).toBe('succeeded');
    expect(world.writes()).not.toContain('POST web/poweroff');
    expect(toOutputs(report, '')).toMatchObject({
      'unhealthy-instances': '[]',
      'unhealthy-instances-count': '0',
      'quarantined-instances': '[]',
    });
  });

  it('is named apart in report, summary and log of a run that is green', async () => {
    const { report, log } = await rollout('rollback');
    expect(report.scaleSet?.sickBefore).toEqual(['1']);
    expect(listsOf(report)).toEqual({ unhealthy: [], quarantined: [], sick: ['1'] });
    const batch = report.scaleSet?.batches.find(({ instanceIds }) => instanceIds.includes('1'));
    expect(batch).toMatchObject({ unhealthy: [], sickBefore: [{ instanceId: '1' }] });
    expect(report.scaleSet?.instances.find(({ instanceId }) => instanceId === '1')?.role).toBe('sick');
    expect(verdict(report)).toContain('instance 1 had been sick before, and is not well with it either');
    expect(summarize(report)).toContain('🤒 1 sick');
    expect(summarize(report)).toContain('| Sick before, and not well either | <code>1</code> |');
    expect(log.join('\n')).toMatch(/Not well before this run, and not by its release: instance 1\./);
    expect(log.join('\n')).toMatch(/sick before, and not well either, which does not count: instance 1 /);
  });

  it('and off is upgraded, and neither waited for nor reimaged: nothing of it can get well', async () => {
    const world = startScaleSetCommands({ capacity: 4 });
    await switchTo(world, 'poweroff', '1');
    const from = world.requests.length;
    const beganAtMs = world.clock.monotonicMs();
    const { report } = await tell(world, 'run', (runner) => world.rollout(runner, { payload: image }));
    expect(report.outcome).toBe('succeeded');
    expect(asked(world, '1', from)).toEqual(['manualupgrade']);
    expect(world.clock.monotonicMs() - beganAtMs).toBeLessThan(1_200_000);
    expect(listsOf(report)).toEqual({ unhealthy: [], quarantined: [], sick: ['1'] });
  });
});

describe('an instance in quarantine', () => {
  it('is left as it is where the job is run again, not waited for, and named', async () => {
    const world = await withQuarantine();
    const from = world.requests.length;
    const beganAtMs = world.clock.monotonicMs();
    const { report, log } = await canary(world);
    expect(report.outcome).toBe('succeeded');
    expect(asked(world, '1', from)).toEqual([]);
    expect(powerOf(world, '1')).toBe('stopped');
    // The other canary is checked; nobody's healthy-deadline goes by.
    expect(world.clock.monotonicMs() - beganAtMs).toBeLessThan(300_000);
    expect(listsOf(report)).toEqual({ unhealthy: ['1'], quarantined: ['1'], sick: [] });
    expect(report.scaleSet?.switchedOff).toEqual([{ instanceId: '1', since: 'upgrade' }]);
    expect(log.join('\n')).toMatch(/warning: .* Instance 1 is switched off, and has the payload/);
    expect(nextSteps(report).map(({ text }) => text)).toContain(
      'Instance 1 is powered off and serves nobody. Look at it, then start or reimage it: no run starts it:',
    );
  });

  it('is named by status and plan as well, and by nobody who cannot know whose doing it is', async () => {
    const world = await withQuarantine();
    const status = () => tell(world, 'status', (runner) => world.status(runner));
    const quarantined = { 'quarantined-instances': '["1"]', 'quarantined-instances-count': '1' };
    const open = await status();
    expect(toOutputs(open.report, '')).toMatchObject({ state: 'open', ...quarantined });
    expect(open.report.scaleSet?.instances.map(({ role }) => role).slice(0, 2)).toEqual([
      'canary',
      'quarantined',
    ]);
    const terms = { maxUnhealthy: one };
    const plan = await tell(world, 'plan', (runner) => world.rollout(runner, terms, { command: 'plan' }));
    expect(toOutputs(plan.report, '')).toMatchObject(quarantined);
    await world.rollout(world.runner(7), terms);
    expect(toOutputs((await status()).report, '')).toMatchObject({
      state: 'idle',
      'quarantined-instances': '',
      'quarantined-instances-count': '',
    });
  });

  it('is named by a run that finds nothing to do after its release, which cannot know whose doing it is', async () => {
    const world = await withQuarantine();
    await world.rollout(world.runner(7), { maxUnhealthy: one });
    const payload = { kind: 'image', image: newImage } as const;
    const again = await tell(world, 'run', (runner) => world.rollout(runner, { payload }));
    expect(again.report).toMatchObject({
      outcome: 'no-change',
      reason: 'every instance has web-2 already; instance 1 is switched off, and left so',
    });
    const canary = await tell(world, 'run', (runner) =>
      world.canary(runner, { payload, share: { kind: 'instances', instanceIds: ['0'] } }),
    );
    expect(canary.report).toMatchObject({
      outcome: 'no-change',
      reason: expect.stringMatching(/and are well; instance 1 is switched off, and left so$/),
    });
    for (const { report } of [again, canary]) {
      expect(toOutputs(report, '')).toMatchObject({
        'updated-instances-count': '4',
        'quarantined-instances': '',
        'quarantined-instances-count': '',
      });
    }
  });

  it('is named by a rollback that could take nobody back', async () => {
    const world = await withQuarantine();
    world.emulated.plane.faults.add({
      match: { method: 'POST', path: 'manualupgrade$' },
      effect: 'answer',
      status: 403,
      code: 'AuthorizationFailed',
    });
    const { report } = await tell(world, 'rollback', (runner) => world.rollback(runner));
    expect(report.outcome).toBe('failed');
    expect(listsOf(report)).toEqual({ unhealthy: ['1'], quarantined: ['1'], sick: [] });
  });

  it('is named by a re-run that has recovered the promotion first, and finds nothing left to do', async () => {
    const world = await withQuarantine();
    const victim = world.runner(1, 0);
    void world.rollout(victim, { maxUnhealthy: one });
    await world.written('POST web/manualupgrade', 2);
    victim.kill();
    const { report } = await tell(world, 'run', (runner) =>
      world.rollout(runner, { maxUnhealthy: one }, { onInterrupted: 'recover' }),
    );
    expect(toOutputs(report, '')).toMatchObject({
      outcome: 'succeeded',
      'recovered-to': 'finish',
      'updated-instances-count': '4',
      'quarantined-instances': '["1"]',
      'unhealthy-instances': '["1"]',
    });
  });

  it('is in no planned upgrade of canaries, whose instances are those of the call that is sent', async () => {
    const world = await withQuarantine();
    const runner = world.runner(2);
    const from = world.requests.length;
    const more = { share: { kind: 'instances', instanceIds: ['0', '1', '2'] } } as const;
    expect(await world.canary(runner, { ...more, maxUnhealthy: one })).toMatchObject({
      result: { outcome: 'succeeded' },
    });
    const plan = runner.events.find((event) => event.type === 'plan-started')?.plan;
    const step = plan?.steps.find(({ id }) => id === 'upgrade-canaries');
    expect(step).toMatchObject({
      title: expect.stringMatching(/^Upgrade the canaries 2 of web, and check each of 0, 2 \(/),
      changes: [{ resource: `${scaleSetId}/virtualMachines/2` }],
    });
    expect(step?.calls.map(({ target, explanation }) => [target.split('/').at(-1), explanation])).toEqual([
      ['manualupgrade', 'for instance 2'],
      ['reimage', expect.any(String)],
    ]);
    const sent = ['0', '1', '2', '3'].filter((id) => asked(world, id, from).includes('manualupgrade'));
    expect(sent).toEqual(['2']);
    expect(plan && plannedBatches(plan)).toEqual([['2']]);
  });

  it('keeps its place among the canaries where the share is chosen again, so that no other takes it', async () => {
    const world = startScaleSetCommands({
      capacity: 4,
      payloads: [
        { image: '/web-1$', version: 'one' },
        { image: '/web-2$', version: 'two', condition: 'unhealthy' },
      ],
    });
    const share = { share: { kind: 'percent', percent: 25 } } as const;
    const quarantine = { ...share, onUnhealthy: 'quarantine', maxUnhealthy: one } as const;
    await world.canary(world.runner(1), quarantine);
    const runner = world.runner(2);
    const from = world.requests.length;
    await world.canary(runner, quarantine);
    expect(['0', '1', '2', '3'].flatMap((id) => asked(world, id, from))).toEqual([]);
    const plan = runner.events.find((event) => event.type === 'plan-started')?.plan;
    expect(plan?.steps.find(({ id }) => id === 'upgrade-canaries')).toMatchObject({
      title: expect.stringMatching(
        /^Leave the canaries of web as they are: all have the payload, and are switched off or/,
      ),
      changes: [],
    });
  });

  it('counts against max-unhealthy of a later run still, which upgrades nobody then', async () => {
    const world = await withQuarantine();
    const from = world.requests.length;
    const { report } = await tell(world, 'run', (runner) =>
      world.rollout(runner, { onUnhealthy: 'quarantine' }),
    );
    expect(report).toMatchObject({ outcome: 'failed', failure: { code: 'UnhealthyInstances' } });
    expect(report.failure?.message).toMatch(/1 instance became unhealthy \(1\)/);
    expect(['0', '1', '2', '3'].flatMap((id) => asked(world, id, from))).toEqual([]);
    expect(listsOf(report)).toEqual({ unhealthy: ['1'], quarantined: ['1'], sick: [] });
  });

  it('is left as it is by a promotion that has room for it, and the plan says so', async () => {
    const world = await withQuarantine();
    const planned = await world.rollout(world.runner(2), { maxUnhealthy: one }, { command: 'plan' });
    expect(planned).toMatchObject({
      plan: {
        hazards: expect.arrayContaining([
          expect.stringMatching(/^Instance 1 .* is switched off, .* neither upgraded nor waited for/),
        ]),
      },
    });
    const from = world.requests.length;
    const { report } = await tell(world, 'run', (runner) => world.rollout(runner, { maxUnhealthy: one }));
    expect(report.outcome).toBe('succeeded');
    expect(asked(world, '1', from)).toEqual([]);
    expect(powerOf(world, '1')).toBe('stopped');
    expect(listsOf(report)).toEqual({ unhealthy: ['1'], quarantined: ['1'], sick: [] });
  });

  it('is left as it is where ARM calls it Failed, and where its model is not the latest', async () => {
    const world = await withQuarantine();
    const { store } = world.emulated.plane;
    const off = store
      .list('Microsoft.Compute/virtualMachineScaleSets/virtualMachines')
      .find(({ instanceId }) => instanceId === '1');
    expect.assert(off !== undefined);
    store.put({
      ...off,
      properties: { ...off.properties, provisioningState: 'Failed', latestModelApplied: false },
    });
    const from = world.requests.length;
    const { report } = await tell(world, 'run', (runner) => world.rollout(runner, { maxUnhealthy: one }));
    expect(report.outcome).toBe('succeeded');
    expect(asked(world, '1', from)).toEqual([]);
    expect(report.scaleSet?.instances[1]).toMatchObject({ provisioningState: 'Failed', power: 'stopped' });
  });

  it('is checked again by the next run once somebody has started it', async () => {
    const world = await withQuarantine();
    await switchTo(world, 'start', '1');
    world.dataPlane.setInstanceCondition('web_1', 'healthy');
    await world.clock.sleep(120_000);
    const { report } = await tell(world, 'run', (runner) => world.rollout(runner));
    expect(report.outcome).toBe('succeeded');
    expect(listsOf(report)).toEqual({ unhealthy: [], quarantined: [], sick: [] });
  });
});

describe('a rollback of a release with an instance in quarantine', () => {
  const start =
    'az vmss start -g canary -n web --subscription 8f4e2c7a-5b1d-4c39-9a06-d2e7f1b3c845 --instance-ids 1';

  it('says by name that it is off, has what it had before, and was not checked, and how to start it', async () => {
    const world = await withQuarantine();
    const planned = await world.rollback(world.runner(2), {}, { command: 'plan' });
    expect(planned).toMatchObject({
      plan: {
        hazards: expect.arrayContaining([
          expect.stringMatching(/^Instance 1 is switched off: it gets back .* not checked/),
        ]),
      },
    });
    const { report, log } = await tell(world, 'rollback', (runner) => world.rollback(runner));
    expect(report.outcome).toBe('succeeded');
    expect(world.images().instances['1']).toBe('web-1');
    expect(powerOf(world, '1')).toBe('stopped');
    expect(report.scaleSet?.switchedOff).toEqual([{ instanceId: '1', since: 'take-back' }]);
    expect(report.scaleSet?.laterChecks).toMatchObject([{ since: 'take-back', instanceIds: ['0'] }]);
    expect(toOutputs(report, '')).toMatchObject({
      'quarantined-instances': '["1"]',
      'unhealthy-instances': '[]',
    });
    expect(verdict(report)).toContain('but instance 1 is switched off and was not checked with it');
    const [next] = nextSteps(report);
    expect(next?.text).toMatch(/^Instance 1 is switched off, .*Start it, and see that it is well:$/);
    expect(next?.commands).toEqual([start]);
    expect(summarize(report)).toContain('| Switched off | <code>1</code> |');
    expect(log.join('\n')).toMatch(
      /warning: .* Instance 1 is switched off, and has got back what it had before/,
    );
    const title = report.steps.find(({ id }) => id === 'check-taken-back')?.title;
    expect(title).toBe('Check the instances of web that were taken back, and run');
  });

  it('is told by status afterwards, though no release is open', async () => {
    const world = await withQuarantine();
    await world.rollback(world.runner(2));
    const { report, log } = await tell(world, 'status', (runner) => world.status(runner));
    expect(report.status?.state).toBe('idle');
    expect(verdict(report)).toMatch(/; instance 1 is switched off; nothing is under way\.$/);
    expect(log).toContain('Switched off: 1');
    expect(nextSteps(report)).toEqual([
      {
        text: 'Instance 1 is powered off and serves nobody. Look at it, then start or reimage it: no run starts it:',
        commands: [
          'az vmss start -g canary -n web --subscription 8f4e2c7a-5b1d-4c39-9a06-d2e7f1b3c845 --instance-ids 1',
        ],
      },
    ]);
  });

  it('has nothing to say of it where it runs again', async () => {
    const world = await withQuarantine();
    await switchTo(world, 'start', '1');
    const { report } = await tell(world, 'rollback', (runner) => world.rollback(runner));
    expect(report.outcome).toBe('succeeded');
    expect(report.scaleSet?.switchedOff).toEqual([]);
    expect(report.scaleSet?.laterChecks).toMatchObject([{ instanceIds: ['0', '1'] }]);
    const { report: status } = await tell(world, 'status', (runner) => world.status(runner));
    expect(verdict(status)).toMatch(/nothing is under way and nothing is left over\.$/);
  });

  it('says the same where a run takes itself back, and where a recovery does', async () => {
    const world = await withQuarantine();
    const { report } = await tell(world, 'run', (runner) => world.rollout(runner));
    expect(report.outcome).toBe('rolled-back');
    expect(verdict(report)).toContain('but instance 1 is switched off and was not checked with it');
    expect(nextSteps(report)[0]?.commands).toEqual([start]);

    const other = await withQuarantine();
    const victim = other.runner(2);
    void other.rollout(victim, { maxUnhealthy: one });
    await other.written('POST web/manualupgrade', 2);
    victim.kill();
    const recovered = await tell(other, 'recover', (runner) => other.recover(runner, 'undo'));
    expect(recovered.report).toMatchObject({ outcome: 'succeeded', recoveredTo: 'undo' });
    expect(verdict(recovered.report)).toContain('but instance 1 is switched off and was not checked with it');
    expect(nextSteps(recovered.report)[0]?.commands).toEqual([start]);
  });
});

describe('an instance that is to be put in quarantine, and that ARM does not switch off', () => {
  const isRefused = { effect: 'answer', status: 403, code: 'AuthorizationFailed' } as const;
  const fails = { effect: 'operation-fails', model: 'unchanged' } as const;
  const isThrottled = { effect: 'throttled', retryAfterSeconds: 7_200 } as const;

  const releaseWhere = async (fault: object, maxUnhealthy: { kind: 'count'; count: number }) => {
    const world = startScaleSetCommands(sickWithNew);
    world.emulated.plane.faults.add({
      match: { method: 'POST', path: 'poweroff$', times: 'always' },
      ...fault,
    } as Parameters<typeof world.emulated.plane.faults.add>[0]);
    const told = await tell(world, 'run', (runner) =>
      world.canary(runner, { ...two, onUnhealthy: 'quarantine', maxUnhealthy }),
    );
    return { world, ...told };
  };

  it.each([
    ['is refused', isRefused, 'ARM refused: 403 AuthorizationFailed'],
    ['fails', fails, "ARM's operation ended as Failed: "],
    ['is to be asked for in two hours', isThrottled, 'ARM did not do it in time'],
  ])(
    'is told with the reason, and stops the release, as quarantine does, where that %s',
    async (_, fault, reason) => {
      const { world, report } = await releaseWhere(fault, { kind: 'count', count: 0 });
      expect(report).toMatchObject({
        outcome: 'failed',
        failure: {
          code: 'UnhealthyInstances',
          message: expect.stringMatching(
            `instance 1 .* and could not be powered off, because ${reason}`,
          ) as string,
        },
      });
      expect(listsOf(report)).toMatchObject({ unhealthy: ['1'], quarantined: [] });
      expect(world.images().model).toBe('web-2');
      expect(world.record().release).toBeDefined();
      expect(report.durationMs).toBeLessThan(1_800_000);
    },
  );

  it('does not stop a release that has room for it', async () => {
    const { world, report, log } = await releaseWhere(isRefused, one);
    expect(report.outcome).toBe('succeeded');
    expect(listsOf(report)).toMatchObject({ unhealthy: ['1'], quarantined: [] });
    expect(powerOf(world, '1')).toBe('running');
    expect(log.join('\n')).toContain(
      'could not be powered off, because ARM refused: 403 AuthorizationFailed',
    );
  });

  it('keeps no other one on that is not held', async () => {
    const world = startScaleSetCommands({
      capacity: 4,
      payloads: [
        { image: '/web-1$', version: 'one' },
        { image: '/web-2$', version: 'two', condition: 'unhealthy' },
      ],
    });
    world.emulated.plane.faults.add({
      match: {
        method: 'POST',
        path: 'poweroff$',
        times: 'always',
        body: { pointer: '/instanceIds/0', equals: '0' },
      },
      effect: 'answer',
      status: 409,
      code: 'Conflict',
    });
    const { report } = await tell(world, 'run', (runner) =>
      world.canary(runner, { ...two, onUnhealthy: 'quarantine' }),
    );
    expect(report).toMatchObject({ outcome: 'failed', failure: { code: 'UnhealthyInstances' } });
    expect(listsOf(report)).toMatchObject({ unhealthy: ['0', '1'], quarantined: ['1'] });
    expect([powerOf(world, '0'), powerOf(world, '1')]).toEqual(['running', 'stopped']);
  });
});

describe('a cancelled promotion that post takes back', () => {
  it('names an instance in quarantine that it has taken back, though it checks nobody', async () => {
    const world = await withQuarantine();
    const promotion = world.runner(2);
    const ending = world.rollout(promotion, { maxUnhealthy: one });
    await world.written('POST web/manualupgrade', 2);
    promotion.cancel();
    await ending;
    const { report } = await tell(
      world,
      'run',
      async (runner) => ({ kind: 'ran', result: await world.settle(runner, promotion) }),
      { interrupted: { startedStepIds: ['take-lock', 'upgrade-outdated'] } },
    );
    expect(report.scaleSet?.switchedOff).toEqual([{ instanceId: '1', since: 'take-back' }]);
    expect(report.scaleSet?.laterChecks).toEqual([]);
  });
});

describe('a recovery that finishes a release', () => {
  it('leaves an instance in quarantine as it is', async () => {
    const world = await withQuarantine();
    const victim = world.runner(2);
    void world.rollout(victim, { maxUnhealthy: one });
    await world.written('POST web/manualupgrade', 2);
    victim.kill();
    const from = world.requests.length;
    const { report } = await tell(world, 'recover', (runner) => world.recover(runner, 'finish'));
    expect(report).toMatchObject({ outcome: 'succeeded', recoveredTo: 'finish' });
    expect(asked(world, '1', from)).toEqual([]);
    expect(listsOf(report)).toMatchObject({ unhealthy: ['1'], quarantined: ['1'] });
  });
});

describe('an instance in quarantine that a killed post has given back what it had before', () => {
  const none = { kind: 'count', count: 0 } as const;

  /** Of a run that was killed when it had put 1 in quarantine, `post` is killed before it has closed the release. */
  const halfBack = async (
    command: 'canary' | 'rollout' = 'rollout',
    maxUnhealthy: typeof one | typeof none = one,
  ): Promise<ScaleSetCommands> => {
    const world = startScaleSetCommands(sickWithNew);
    const victim = world.runner(1);
    const terms = { payload: image, onUnhealthy: 'quarantine', maxUnhealthy } as const;
    void world[command](victim, { ...terms, ...(command === 'canary' ? two : {}) });
    await world.written('POST web/poweroff');
    victim.kill();
    await world.clock.sleep(900_000);
    // The emulator brings an operation to its end when it is asked next.
    await world.status(world.runner(8));
    expect(powerOf(world, '1')).toBe('stopped');
    const post = world.runner(1);
    void world.settle(post, victim);
    while (world.images().instances['1'] !== 'web-1') {
      await world.clock.sleep(1_000);
    }
    post.kill();
    await world.clock.sleep(60_000);
    return world;
  };

  it('is upgraded by a recovery that finishes the release, stays off, and counts as made unhealthy by it', async () => {
    const world = await halfBack();
    const from = world.requests.length;
    const { report, log } = await tell(world, 'recover', (runner) => world.recover(runner, 'finish'));
    expect(report).toMatchObject({ outcome: 'succeeded', recoveredTo: 'finish' });
    expect(asked(world, '1', from)).toEqual(['manualupgrade']);
    expect(new Set(Object.values(world.images().instances))).toEqual(new Set(['web-2']));
    expect(powerOf(world, '1')).toBe('stopped');
    expect(listsOf(report)).toEqual({ unhealthy: ['1'], quarantined: ['1'], sick: [] });
    expect(log.join('\n')).toContain('instance 1 is not running: the release has put it in quarantine');
    expect(log.join('\n')).not.toContain('Not well before this run');
  });

  it('is upgraded as a canary, too, which stays one', async () => {
    const world = await halfBack('canary');
    const { report } = await tell(world, 'recover', (runner) => world.recover(runner, 'finish'));
    expect(report).toMatchObject({ outcome: 'succeeded', recoveredTo: 'finish' });
    expect(world.images().instances).toMatchObject({ 0: 'web-2', 1: 'web-2', 2: 'web-1' });
    expect(listsOf(report)).toEqual({ unhealthy: ['1'], quarantined: ['1'], sick: [] });
    const promoted = await tell(world, 'run', (runner) => world.rollout(runner, { maxUnhealthy: one }));
    expect(promoted.report.outcome).toBe('succeeded');
    expect(listsOf(promoted.report)).toEqual({ unhealthy: ['1'], quarantined: ['1'], sick: [] });
  });

  it('counts before anybody is upgraded, and is named by whatever goes on with the release', async () => {
    const world = await halfBack('rollout', none);
    const status = await tell(world, 'status', (runner) => world.status(runner));
    expect(listsOf(status.report)).toEqual({ unhealthy: ['1'], quarantined: ['1'], sick: [] });
    expect(status.report.status).toMatchObject({ release: { quarantinedIds: ['1'] } });
    expect(status.log).toContain('Switched off by it: 1');
    const from = world.requests.length;
    const { report } = await tell(world, 'recover', (runner) => world.recover(runner, 'finish'));
    expect(report).toMatchObject({ outcome: 'failed', failure: { code: 'UnhealthyInstances' } });
    expect(report.failure?.message).toContain(
      '1 instance became unhealthy (1); max-unhealthy is 0 instances. As last seen, instance 1 is not running: the release has put it in quarantine',
    );
    expect(['0', '1', '2', '3'].flatMap((id) => asked(world, id, from))).toEqual([]);
    expect(listsOf(report)).toEqual({ unhealthy: ['1'], quarantined: ['1'], sick: [] });
    const planned = await world.rollout(world.runner(7), { maxUnhealthy: one }, { command: 'plan' });
    expect(planned).toMatchObject({
      plan: {
        hazards: expect.arrayContaining([
          expect.stringMatching(/^Instance 1 was put in quarantine .* It is upgraded, stays off, and counts/),
        ]),
      },
    });
    const promoted = await tell(world, 'run', (runner) => world.rollout(runner, { maxUnhealthy: one }));
    expect(promoted.report.outcome).toBe('succeeded');
    expect(world.images().instances['1']).toBe('web-2');
    expect(listsOf(promoted.report)).toEqual({ unhealthy: ['1'], quarantined: ['1'], sick: [] });
    expect(world.record().release).toBeUndefined();
  });

  it.each(['recover', 'rollback'] as const)(
    'is named by the %s that brings the way back to its end, with how to start it',
    async (command) => {
      const world = await halfBack();
      await world.unlock(world.runner(2));
      const { report } = await tell(world, command, (runner) =>
        command === 'recover' ? world.recover(runner, 'undo') : world.rollback(runner),
      );
      expect(report.outcome).toBe('succeeded');
      expect(report.scaleSet?.switchedOff).toEqual([{ instanceId: '1', since: 'take-back' }]);
      expect(toOutputs(report, '')['quarantined-instances']).toBe('["1"]');
      expect(nextSteps(report)[0]?.text).toMatch(/^Instance 1 is switched off, .*Start it, and see/);
      expect(listsOf(report)).toMatchObject({ sick: [] });
    },
  );

  it('is upgraded and judged like any other once somebody has started it', async () => {
    const world = await halfBack();
    await switchTo(world, 'start', '1');
    await world.clock.sleep(120_000);
    const from = world.requests.length;
    const { report } = await tell(world, 'recover', (runner) => world.recover(runner, 'finish'));
    expect(report.outcome).toBe('succeeded');
    // It is not well with the payload this time either.
    expect(asked(world, '1', from)).toEqual(['manualupgrade', 'reimage', 'poweroff']);
    expect(listsOf(report)).toEqual({ unhealthy: ['1'], quarantined: ['1'], sick: [] });
  });
});

describe('the record of who is in quarantine', () => {
  it('is written before anybody is switched off, and gone with the release', async () => {
    const world = await withQuarantine();
    const writes = world.writes();
    const off = writes.indexOf('POST web/poweroff');
    expect(writes.slice(off - 1, off + 1)).toEqual([
      'PATCH virtualMachineScaleSets/web',
      'POST web/poweroff',
    ]);
    expect(writes.filter((write) => write === 'POST web/poweroff')).toHaveLength(1);
    expect(world.record().release?.quarantinedIds).toEqual(['1']);
    await world.rollout(world.runner(2), { maxUnhealthy: one });
    expect(world.record().release).toBeUndefined();
  });

  it('does no harm where the runner was lost before it had switched anybody off', async () => {
    const world = startScaleSetCommands(sickWithNew);
    const victim = world.runner(1);
    void world.rollout(victim, { payload: image, onUnhealthy: 'quarantine', maxUnhealthy: one });
    while (world.record().release?.quarantinedIds.includes('1') !== true) {
      await world.clock.sleep(50);
    }
    victim.kill();
    await world.clock.sleep(60_000);
    expect(powerOf(world, '1')).toBe('running');
    world.dataPlane.setInstanceCondition('web_1', 'healthy');
    const status = await tell(world, 'status', (runner) => world.status(runner));
    expect(listsOf(status.report)).toMatchObject({ quarantined: [] });
    await world.clock.sleep(120_000);
    const { report } = await tell(world, 'recover', (runner) => world.recover(runner, 'finish'));
    expect(report.outcome).toBe('succeeded');
    expect(listsOf(report)).toEqual({ unhealthy: [], quarantined: [], sick: [] });
    expect(powerOf(world, '1')).toBe('running');
  });
});

describe('lists of instances', () => {
  it('are in the order of their ids, whatever was found first', async () => {
    const world = startScaleSetCommands({
      capacity: 12,
      payloads: [
        { image: '/web-1$', version: 'one' },
        { image: '/web-2$', version: 'two', condition: 'unhealthy', instances: ['2', '10'] },
      ],
    });
    const seen = tell(world, 'run', (runner) =>
      world.rollout(runner, {
        payload: image,
        batchSize: { kind: 'count', count: 12 },
        onUnhealthy: 'quarantine',
        maxUnhealthy: { kind: 'count', count: 2 },
      }),
    );
    const { report } = await seen;
    const found = report.scaleSet?.batches.flatMap(({ unhealthy }) => unhealthy) ?? [];
    expect.assert(report.scaleSet !== null);
    const backwards = {
      ...report.scaleSet,
      batches: report.scaleSet.batches.map((batch) => ({
        ...batch,
        unhealthy: batch.unhealthy.toReversed(),
      })),
      instances: report.scaleSet.instances.toReversed(),
    };
    expect(found).toHaveLength(2);
    expect(unhealthyIds(backwards)).toEqual(['2', '10']);
    expect(quarantinedIds(backwards)).toEqual(['2', '10']);
  });
});
