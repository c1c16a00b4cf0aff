import { describe, expect, it } from 'vitest';
import { toOutputs } from '../../../src/outputs.ts';
import { anySuccess } from '../../../src/probe/expectation.ts';
import { buildReport } from '../../../src/report/report.ts';
import { verdict } from '../../../src/report/verdict/verdict.ts';
import { answeredBy, startScaleSetCommands } from '../../commands/scale-set-commands.ts';
import { newImage, scaleSetId } from '../../emulator/arm/compute/scale-set-world.ts';
import { Service } from '../../probe/service.ts';
import { tell } from '../scale-set-runs.ts';
import { canaryFacts, rolloutFacts, runs } from './told-runs.ts';

describe('the outputs of a scale set', () => {
  const outputs = (name: keyof typeof runs) => toOutputs(runs[name].report, '');

  it('are lists and their counts', () => {
    expect(outputs('canary')).toMatchObject({
      'release-id': runs.canary.report.scaleSet?.releaseId,
      'previous-payload': 'canary/web-1',
      'swap-method': 'canary',
      'canary-instances': '["0","1"]',
      'canary-instances-count': '2',
      'updated-instances': '["0","1"]',
      'updated-instances-count': '2',
      'outdated-instances': '["2","3","4","5"]',
      'outdated-instances-count': '4',
      'unhealthy-instances': '[]',
      'unhealthy-instances-count': '0',
      'quarantined-instances': '[]',
      'quarantined-instances-count': '0',
    });
    expect(outputs('rollback')).toMatchObject({ 'updated-instances-count': '6', 'outdated-instances': '[]' });
  });

  it('say where each canary is reached', () => {
    const endpoints = JSON.parse(outputs('canary')['canary-endpoints']);
    expect(endpoints).toEqual({ 0: { 22: '203.0.113.1:50000' }, 1: { 22: '203.0.113.1:50001' } });
  });

  it('say so, too, where a job is run again and finds nothing to do, in a plan, and after a promotion', () => {
    const both = outputs('canary')['canary-endpoints'];
    for (const name of ['plan', 'canary again', 'plan of the promotion', 'promotion'] as const) {
      expect([name, outputs(name)['canary-endpoints']]).toEqual([name, both]);
    }
    for (const name of ['rollback', 'open'] as const) {
      expect([name, outputs(name)['canary-endpoints']]).toEqual([name, '{}']);
    }
  });

  it('tell what each port speaks, where check-http or SSH says so', async () => {
    await using service = await Service.start();
    const world = startScaleSetCommands({ natPorts: [22, 80, 5432] }, answeredBy(service));
    const endpoint = { protocol: 'http', port: 80, path: '/', expectation: anySuccess } as const;
    const health = { minHealthyTimeMs: 0, healthyDeadlineMs: 60_000, endpoint };
    const { report } = await tell(world, 'plan', (runner) =>
      world.canary(runner, { health }, { command: 'plan' }),
    );
    expect(report.scaleSet?.canaryEndpoints.map(({ port, protocol }) => [port, protocol])).toEqual([
      [22, 'ssh'],
      [80, 'http'],
      [5432, 'tcp'],
    ]);
  });

  it('tell who did not get well, and who was powered off for it', () => {
    expect(outputs('stopped')).toMatchObject({
      outcome: 'failed',
      'unhealthy-instances': '["0"]',
      'quarantined-instances': '[]',
    });
    for (const name of ['quarantined', 'within max-unhealthy'] as const) {
      expect(outputs(name)).toMatchObject({
        'unhealthy-instances': '["0"]',
        'quarantined-instances': '["0"]',
        'quarantined-instances-count': '1',
      });
    }
  });

  it('come from a status, and from a run that found nothing to do, too', () => {
    expect(outputs('open')).toMatchObject({
      state: 'open',
      'release-id': outputs('canary')['release-id'],
      'canary-instances': '["0","1"]',
      'outdated-instances-count': '4',
    });
    expect(outputs('canary again')).toMatchObject({
      outcome: 'no-change',
      'release-id': outputs('canary')['release-id'],
      'updated-instances-count': '2',
    });
    expect(outputs('idle')).toMatchObject({ state: 'idle', 'release-id': '', 'canary-instances': '[]' });
  });

  it('are empty where nobody has looked at an instance, though the record may tell who the canaries are', async () => {
    const lists = [
      'canary-instances',
      'updated-instances',
      'outdated-instances',
      'quarantined-instances',
      'unhealthy-instances',
    ] as const;
    const world = startScaleSetCommands();
    await world.canary(world.runner(1));
    const { id = '' } = world.record().release ?? {};
    const nothing = await tell(world, 'recover', (runner) => world.recover(runner));
    await world.rollout(world.runner(2), { releaseId: id });
    const named = await tell(world, 'rollback', (runner) => world.rollback(runner, { releaseId: id }));
    for (const { report } of [nothing, named]) {
      const told = toOutputs(report, '');
      expect(report.outcome).toBe('no-change');
      expect(lists.flatMap((name) => [told[name], told[`${name}-count`]]).join('')).toBe('');
      expect(told['canary-endpoints']).toBe('');
    }
    const empty = startScaleSetCommands({ capacity: 0 });
    const { report } = await tell(empty, 'status', (runner) => empty.status(runner));
    const told = toOutputs(report, '');
    expect(lists.map((name) => [told[name], told[`${name}-count`]])).toEqual(lists.map(() => ['[]', '0']));
  });

  it('are empty, too, where a run could not find out at its end how the instances are', async () => {
    const { report, events } = runs.stopped;
    const last = events.findLast((event) => event.type === 'release-seen');
    expect.assert(last !== undefined);
    const unknown = buildReport(
      {
        startedAtMs: 0,
        startedAtEpochMs: 0,
        finishedAtMs: last.atMs + 1,
        strategy: 'canary-percent',
        command: 'run',
        productionAddresses: [],
      },
      [...events, { ...last, instances: [] }],
      { outcome: 'failed', failure: { message: 'refused' } },
    );
    expect(unknown.scaleSet?.canaryIds).toEqual(report.scaleSet?.canaryIds);
    expect(toOutputs(unknown, '')).toMatchObject({
      'canary-instances': '["0"]',
      'updated-instances': '',
      'outdated-instances': '',
      'quarantined-instances': '',
      'unhealthy-instances': '["0"]',
    });
  });

  it('name no canary that was deleted since', async () => {
    const world = startScaleSetCommands({ capacity: 4 });
    await world.canary(world.runner(1), { share: { kind: 'instances', instanceIds: ['0', '1'] } });
    world.emulated.plane.store.remove(`${scaleSetId}/virtualMachines/0`);
    const status = await tell(world, 'status', (runner) => world.status(runner));
    expect(toOutputs(status.report, '')).toMatchObject({ 'canary-instances': '["1"]' });
    const promoted = await tell(world, 'run', (runner) => world.rollout(runner), rolloutFacts);
    expect(toOutputs(promoted.report, '')).toMatchObject({
      outcome: 'succeeded',
      'canary-instances': '["1"]',
    });
  });

  it('go by what was found last of an instance', async () => {
    const world = startScaleSetCommands(
      { capacity: 4 },
      {
        faults: [
          {
            match: { method: 'POST', path: 'manualupgrade$', times: 2 },
            effect: 'operation-fails',
            model: 'unchanged',
          },
        ],
      },
    );
    const { report } = await tell(
      world,
      'run',
      (runner) =>
        world.rollout(runner, {
          payload: { kind: 'image', image: newImage },
          maxUnhealthy: { kind: 'count', count: 1 },
        }),
      rolloutFacts,
    );
    expect(report.scaleSet?.batches.map(({ unhealthy }) => unhealthy.length)).toEqual([1, 0, 0, 0, 0]);
    expect(toOutputs(report, '')).toMatchObject({ 'unhealthy-instances': '[]', outcome: 'succeeded' });
    expect(verdict(report)).not.toContain('did not get well');
  });
});

it('succeeds where nobody may know how the canaries are reached', async () => {
  const world = startScaleSetCommands(
    {},
    {
      // What the prober asks, and the plan, read it before.
      faults: [
        {
          match: { method: 'GET', path: 'loadBalancers/weblb$', nth: 3 },
          effect: 'answer',
          status: 403,
          code: 'AuthorizationFailed',
        },
      ],
    },
  );
  const { report } = await tell(world, 'run', (runner) => world.canary(runner), canaryFacts);
  expect(report.outcome).toBe('succeeded');
  expect(toOutputs(report, '')['canary-endpoints']).toBe('{}');
  expect(report.requests).toContainEqual(expect.objectContaining({ status: 403 }));
});
