import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { foreignWrite } from '../../emulator/arm/foreign-write.ts';
import { toOutputs } from '../../src/outputs.ts';
import { anySuccess } from '../../src/probe/expectation.ts';
import { causeError } from '../../src/report/annotations.ts';
import { nextSteps } from '../../src/report/next-steps/next-steps.ts';
import { buildReport, type Report } from '../../src/report/report.ts';
import { reportText } from '../../src/report/report-text.ts';
import { gantt } from '../../src/report/summary/gantt.ts';
import { summarize } from '../../src/report/summary/summary.ts';
import { titleOf, verdict } from '../../src/report/verdict/verdict.ts';
import { startScaleSetCommands } from '../commands/scale-set-commands.ts';
import {
  customScript,
  healthExtension,
  imageResource,
  newImage,
  scaleSetId,
  type WorldOptions,
} from '../emulator/arm/compute/scale-set-world.ts';
import { parseGantt } from './mermaid.ts';
import { sickWorld, type ToldRun, tell } from './scale-set-runs.ts';

type World = ReturnType<typeof startScaleSetCommands>;

const schema = JSON.parse(readFileSync(new URL('../../docs/report.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ strict: true, strictTypes: false, validateFormats: false }).compile(schema);

/** As a load balancer with six instances would answer. */
const probed = {
  versionAt: (share: number, index: number) => ((index * 0.37) % 1 < share ? 'two' : 'one'),
};
const canaryFacts = { strategy: 'canary-percent' } as const;
const rolloutFacts = { strategy: 'full-rollout' } as const;
const oneSick: WorldOptions = {
  capacity: 4,
  payloads: [
    { image: '/web-1$', version: 'one' },
    { image: '/web-2$', version: 'two', condition: 'unhealthy', instances: ['1'] },
  ],
};
const six = { zones: ['1', '2', '3'], capacity: 6 };

const runs = {} as Record<
  | 'plan'
  | 'canary'
  | 'open'
  | 'canary again'
  | 'canary with three ports'
  | 'plan of the promotion'
  | 'promotion'
  | 'idle'
  | 'rollback'
  | 'rolled back'
  | 'stopped'
  | 'quarantined'
  | 'within max-unhealthy'
  | 'rollback of a quarantine'
  | 'status after it'
  | 'sick before'
  | 'cancelled'
  | 'cancelled before it upgraded anybody'
  | 'interrupted'
  | 'recovery',
  ToldRun
>;

beforeAll(async () => {
  const world = startScaleSetCommands(six);
  runs.plan = await tell(
    world,
    'plan',
    (runner) => world.canary(runner, {}, { command: 'plan' }),
    canaryFacts,
  );
  runs.canary = await tell(world, 'run', (runner) => world.canary(runner), { ...canaryFacts, probed });
  runs.open = await tell(world, 'status', (runner) => world.status(runner));
  runs['canary again'] = await tell(world, 'run', (runner) => world.canary(runner), canaryFacts);
  const open = startScaleSetCommands({ natPorts: [22, 80, 5432], capacity: 6 });
  runs['canary with three ports'] = await tell(open, 'run', (runner) => open.canary(runner), canaryFacts);
  const inPairs = { batchSize: { kind: 'count', count: 2 } } as const;
  runs['plan of the promotion'] = await tell(
    world,
    'plan',
    (runner) => world.rollout(runner, inPairs, { command: 'plan' }),
    rolloutFacts,
  );
  runs.promotion = await tell(world, 'run', (runner) => world.rollout(runner, inPairs), {
    ...rolloutFacts,
    probed,
  });
  runs.idle = await tell(world, 'status', (runner) => world.status(runner));
  runs.rollback = await tell(world, 'rollback', (runner) => world.rollback(runner), { probed });

  const sick = (goal: Parameters<typeof world.canary>[1]) => {
    const own = startScaleSetCommands(sickWorld);
    return tell(own, 'run', (runner) => own.canary(runner, goal), canaryFacts);
  };
  runs['rolled back'] = await sick({ onUnhealthy: 'rollback' });
  runs.stopped = await sick({ onUnhealthy: 'stop' });
  runs.quarantined = await sick({ onUnhealthy: 'quarantine' });
  runs['within max-unhealthy'] = await sick({
    onUnhealthy: 'quarantine',
    maxUnhealthy: { kind: 'count', count: 1 },
  });

  const off = startScaleSetCommands(sickWorld);
  await off.canary(off.runner(1), { onUnhealthy: 'quarantine' });
  runs['rollback of a quarantine'] = await tell(off, 'rollback', (runner) => off.rollback(runner));
  runs['status after it'] = await tell(off, 'status', (runner) => off.status(runner));

  const ill = startScaleSetCommands({ payloads: [{ version: 'any', condition: 'unhealthy' }] });
  await ill.clock.sleep(600_000);
  runs['sick before'] = await tell(ill, 'run', (runner) => ill.canary(runner), canaryFacts);

  const cancelled = startScaleSetCommands();
  runs.cancelled = await tell(
    cancelled,
    'run',
    async (runner) => {
      const end = cancelled.canary(runner);
      await cancelled.written('POST web/manualupgrade');
      runner.cancel();
      return end;
    },
    canaryFacts,
  );

  const kept = startScaleSetCommands();
  await kept.canary(kept.runner(1));
  const promotion = kept.runner(2);
  const ending = kept.rollout(promotion);
  await kept.written('PATCH virtualMachineScaleSets/web', 4);
  promotion.cancel();
  await ending;
  runs['cancelled before it upgraded anybody'] = await tell(
    kept,
    'run',
    async (runner) => ({ kind: 'ran', result: await kept.settle(runner, promotion) }),
    { ...rolloutFacts, interrupted: { startedStepIds: ['take-lock'] } },
  );

  const killed = startScaleSetCommands();
  const runner = killed.runner(7);
  void killed.canary(runner);
  await killed.written('POST web/manualupgrade');
  runner.kill();
  runs.interrupted = await tell(killed, 'status', (each) => killed.status(each));
  runs.recovery = await tell(killed, 'recover', (each) => killed.recover(each, 'undo'));
});

/** The id is of the second and of chance. */
function plain(text: string): string {
  return text.replace(/\d{8}T\d{6}Z-[0-9a-f]{8}/g, 'ID');
}

describe('report.json of a scale set', () => {
  it('is as the schema says, however the run ended', () => {
    const errors = Object.entries(runs).flatMap(([name, { report }]) =>
      validate(JSON.parse(reportText(report)))
        ? []
        : (validate.errors ?? []).map(
            ({ instancePath, message }) => `${name}: ${instancePath} ${message ?? ''}`,
          ),
    );
    expect(errors).toEqual([]);
    expect(Object.keys(runs)).toHaveLength(20);
  });

  it('has the release, its instances and its batches', () => {
    expect(runs.canary.report.scaleSet).toMatchObject({
      name: 'web',
      resourceGroup: 'canary',
      previousPayload: 'canary/web-1',
      payload: 'canary/web-2',
      canaryIds: ['0', '1'],
      batches: [{ number: 1, instanceIds: ['0', '1'], outdatedCount: 2, unhealthy: [] }],
      sshUser: 'azureuser',
      canaryEndpoints: [
        { instanceId: '0', port: 22, frontendPort: 50000 },
        { instanceId: '1', port: 22, frontendPort: 50001 },
      ],
    });
    const { scaleSet } = runs.promotion.report;
    expect(scaleSet?.batches.map(({ instanceIds }) => instanceIds)).toEqual([
      ['3', '4'],
      // A batch takes no whole zone.
      ['2'],
      ['5'],
    ]);
    const [first, second] = scaleSet?.batches ?? [];
    expect(first?.finishedMs).toBeLessThanOrEqual(second?.startedMs ?? 0);
    expect(scaleSet?.instances.map(({ role }) => role)).toEqual([
      'canary',
      'canary',
      ...Array(4).fill('upgraded'),
    ]);
    expect(scaleSet?.releaseId).toBe(runs.canary.report.scaleSet?.releaseId);
  });

  it('has every verdict on an instance, both of one that was tried again', () => {
    const { checks, batches } = runs.stopped.report.scaleSet ?? {};
    expect(checks?.map(({ instanceId, verdict: found }) => [instanceId, found])).toEqual([
      ['0', 'unhealthy'],
      ['0', 'unhealthy'],
    ]);
    expect(batches?.[0]?.unhealthy).toEqual([
      { instanceId: '0', reasons: [expect.stringMatching(/^is not healthy/)] },
    ]);
  });

  it('says of a plan how long it takes and which instances are upgraded at once', () => {
    const { plan, scaleSet } = runs['plan of the promotion'].report;
    expect(plan?.batches).toEqual([
      ['3', '4'],
      // A batch takes no whole zone.
      ['2'],
      ['5'],
    ]);
    // Three upgrades of 70 s, and three times 30 s of good health.
    expect(plan?.expectedDuration).toMatchObject({ medianSeconds: 300, p90Seconds: 462 });
    expect(scaleSet?.releaseId).toBe(runs.canary.report.scaleSet?.releaseId);
    expect(runs.plan.report.scaleSet?.releaseId).toBeNull();
  });

  it('says how much came from the new version: overall, and in each batch', () => {
    const { answers, batches } = runs.promotion.report.scaleSet ?? {};
    const shares = (batches ?? []).map((batch) => batch.answers?.newShare ?? 0);
    // A third of the instances had it before, and two thirds in the second batch.
    expect(shares[0]).toBeCloseTo(1 / 3, 1);
    expect(shares[1]).toBeCloseTo(2 / 3, 1);
    expect(answers?.newShare).toBeGreaterThan(shares[0] ?? 1);
    expect(answers?.versions.map(({ version, side }) => [version, side])).toEqual(
      expect.arrayContaining([
        ['one', 'old'],
        ['two', 'new'],
      ]),
    );
    expect(runs.rollback.report.scaleSet?.answers?.versions).toContainEqual(
      expect.objectContaining({ version: 'two', side: 'new' }),
    );
    expect(runs.stopped.report.scaleSet?.answers).toBeNull();
  });
});

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
    const world = startScaleSetCommands({ natPorts: [22, 80, 5432] });
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

describe('the verdict on a release', () => {
  it.each<[keyof typeof runs, string, RegExp]>([
    ['plan', 'canary-percent: plan', /^Nothing was changed yet\. The plan: 2 of 6 instances of web shall/],
    [
      'canary',
      'canary-percent: canaries upgraded',
      /^Canaries 0, 1 of web \(2 of 6 instances\) have canary\/web-2 and are well\. Release ID is open, to be promoted or rejected; no outage was seen in \d+ requests/,
    ],
    ['canary again', 'canary-percent: nothing to do', /^Nothing was to be done: the canaries of release ID/],
    [
      'promotion',
      'full-rollout: all upgraded',
      /^All 6 instances of web have canary\/web-2, after 3 batches; release ID is over; no outage/,
    ],
    [
      'rollback',
      'Azure Rollout: release taken back',
      /^Release \S+ is taken back: the instances of web that it had reached have canary\/web-1 again; no outage/,
    ],
    [
      'rolled back',
      'canary-percent: rolled back',
      /^Release ID is taken back: the instances of web that it had reached have canary\/web-1 again; what users missed was not measured\.$/,
    ],
    [
      'stopped',
      'canary-percent: failed',
      /^Release ID of web has stopped half-way: as last seen, 1 of 3 instances of web has canary\/web-2; instance 0 did not get well\.$/,
    ],
    ['quarantined', 'canary-percent: failed', /; instance 0 did not get well and is powered off\.$/],
    [
      'within max-unhealthy',
      'canary-percent: canaries upgraded',
      /^Canary 0 of web \(1 of 3 instances\) has canary\/web-2; instance 0 did not get well and is powered off\. Release ID is open/,
    ],
    ['cancelled', 'canary-percent: cancelled', /^Release ID of web has stopped half-way: as last seen, /],
    [
      'cancelled before it upgraded anybody',
      'full-rollout: rolled back',
      /^Release ID of web is open as the interrupted run has found it: nobody was upgraded, and nothing is taken back; /,
    ],
    [
      'open',
      'Azure Rollout: status',
      /^2 of 6 instances of web have what the model has \(web-2\); a release is open, to be promoted or rejected\.$/,
    ],
    [
      'recovery',
      'Azure Rollout: interrupted release undone',
      /^The interrupted release of web was taken back: the instances that it had reached have canary\/web-1 again\.$/,
    ],
  ])('%s', (name, title, sentence) => {
    const { report } = runs[name];
    expect(titleOf(report)).toBe(title);
    expect(plain(verdict(report))).toMatch(sentence);
  });

  it('speaks of no address and of no load balancer', () => {
    for (const [name, { report }] of Object.entries(runs)) {
      const texts = [verdict(report), ...nextSteps(report).map(({ text }) => text)];
      expect([name, ...texts].join('\n')).not.toMatch(/address|load balancer|served? from|The move/i);
    }
  });
});

describe('what to do after a release', () => {
  const SUBSCRIPTION = 'subscription-id: 8f4e2c7a-5b1d-4c39-9a06-d2e7f1b3c845';
  const promotion = ['strategy: full-rollout', SUBSCRIPTION, 'resource-group: canary', 'scale-set: web'];
  const rejection = ['command: rollback', SUBSCRIPTION, 'resource-group: canary', 'scale-set: web'];
  const releaseIdOf = ({ report }: ToldRun) => `release-id: ${report.scaleSet?.releaseId}`;

  it('is to look at the canaries, and to promote or reject them, by inputs to copy', () => {
    const steps = nextSteps(runs.canary.report);
    expect(steps[0]?.commands).toEqual([
      'ssh -p 50000 azureuser@203.0.113.1 # instance 0',
      'ssh -p 50001 azureuser@203.0.113.1 # instance 1',
    ]);
    expect(steps.slice(1).map(({ inputs }) => inputs)).toEqual([
      [...promotion, releaseIdOf(runs.canary)],
      [...rejection, releaseIdOf(runs.canary)],
    ]);
    expect(plain(summarize(runs.canary.report))).toContain(
      `  \`\`\`yaml\n  strategy: full-rollout\n  ${SUBSCRIPTION}\n  resource-group: canary\n  scale-set: web\n  release-id: ID\n  \`\`\``,
    );
  });

  it('is to ask each canary at every port that a rule leads to, by HTTP where that is known to answer', () => {
    const { report } = runs['canary with three ports'];
    const known = report.scaleSet?.canaryEndpoints ?? [];
    const asked = {
      ...report,
      scaleSet: report.scaleSet && {
        ...report.scaleSet,
        canaryEndpoints: known.map((each) =>
          each.port === 80 ? { ...each, protocol: 'http' as const } : each,
        ),
      },
    };
    const [ssh, ask] = nextSteps(asked);
    expect(ssh?.commands).toEqual([
      'ssh -p 50000 azureuser@203.0.113.1 # instance 0',
      'ssh -p 50001 azureuser@203.0.113.1 # instance 1',
    ]);
    expect(ask).toEqual({
      text: 'Ask each canary by itself:',
      commands: [],
      places: [
        'Instance 0: http://203.0.113.1:51000 (its port 80), 203.0.113.1:52000 (its port 5432)',
        'Instance 1: http://203.0.113.1:51001 (its port 80), 203.0.113.1:52001 (its port 5432)',
      ],
    });
    expect(summarize(asked)).toContain('\n  - Instance 0: http://203.0.113.1:51000 (its port 80)');
  });

  it('is the same where it is asked for again, by a status or by the same run', () => {
    for (const name of ['open', 'canary again'] as const) {
      const steps = nextSteps(runs[name].report).flatMap(({ inputs = [] }) => (inputs[0] ? [inputs] : []));
      const id = releaseIdOf(runs.canary);
      expect(steps).toEqual([
        [...promotion, id],
        [...rejection, id],
      ]);
    }
    expect(nextSteps(runs['canary again'].report)[0]).toEqual(nextSteps(runs.canary.report)[0]);
  });

  it('is to promote with room for who is not well, so that what is printed does not take the release back', async () => {
    const world = startScaleSetCommands(oneSick);
    const share = { kind: 'instances', instanceIds: ['0', '1'] } as const;
    const goal = {
      share,
      onUnhealthy: 'quarantine',
      maxUnhealthy: { kind: 'count', count: 1 },
    } as const;
    const canary = await tell(world, 'run', (runner) => world.canary(runner, goal), canaryFacts);
    const status = await tell(world, 'status', (runner) => world.status(runner));
    const again = await tell(world, 'run', (runner) => world.canary(runner, goal), canaryFacts);
    for (const told of [canary, status, again]) {
      const step = nextSteps(told.report).find(({ inputs }) => inputs?.[0] === 'strategy: full-rollout');
      expect(step?.inputs).toEqual([...promotion, releaseIdOf(canary), 'max-unhealthy: 1']);
      expect(step?.text).toContain('In that half, too, instance 1 counts as not well, so max-unhealthy has');
    }
    const promoted = await tell(
      world,
      'run',
      (runner) => world.rollout(runner, { maxUnhealthy: { kind: 'count', count: 1 } }),
      rolloutFacts,
    );
    expect(promoted.report.outcome).toBe('succeeded');
  });

  it('tells of a canary that Azure calls unhealthy, though nobody but a status has looked', async () => {
    const world = startScaleSetCommands(oneSick);
    const share = { kind: 'instances', instanceIds: ['0', '1'] } as const;
    await world.canary(world.runner(1), { share, onUnhealthy: 'stop' });
    const told = await tell(world, 'status', (runner) => world.status(runner));
    expect(told.report.scaleSet?.instances.map(({ role }) => role)).toEqual([
      'canary',
      'unhealthy',
      'old',
      'old',
    ]);
    expect(toOutputs(told.report, '')).toMatchObject({
      'unhealthy-instances': '["1"]',
      'quarantined-instances': '[]',
    });
    expect(verdict(told.report)).toContain('; instance 1 is not well with the release; a release is open');
    const [why, promote] = nextSteps(told.report);
    expect(why?.text).toBe('See why instance 1 did not get well: nothing of it was changed since.');
    expect(promote?.inputs).toEqual([...promotion, releaseIdOf(told), 'max-unhealthy: 1']);
  });

  it('is to go back, where all is done', () => {
    expect(nextSteps(runs.promotion.report).map(({ inputs }) => inputs)).toEqual([rejection]);
    expect(nextSteps(runs.rollback.report)).toEqual([
      { text: 'To go forwards again, release anew with command: run.', commands: [] },
    ]);
  });

  it('names the former settings of an extension, which each half needs, also in a status that has none', async () => {
    const script = (text: string) => ({ settings: { commandToExecute: text } });
    const world = startScaleSetCommands({
      extensions: [customScript({ commandToExecute: 'install-one' }), healthExtension],
    });
    const payload = { kind: 'extension', name: 'install', ...script('install-two') } as const;
    const goal = { payload, previousSettings: script('install-one') };
    const canary = await tell(world, 'run', (runner) => world.canary(runner, goal), canaryFacts);
    const status = await tell(world, 'status', (runner) => world.status(runner));
    for (const { report } of [canary, status]) {
      const steps = nextSteps(report).filter(({ inputs }) => inputs !== undefined);
      expect(steps.map(({ inputs }) => inputs?.[0])).toEqual(['strategy: full-rollout', 'command: rollback']);
      for (const { text } of steps) {
        expect(text).toMatch(/, with what the extension had before in previous-extension-settings and /);
        expect(text).not.toContain('this run');
      }
    }
  });

  it('says of an extension whose former settings nobody has given that its promotion has no way back either', async () => {
    const world = startScaleSetCommands({
      extensions: [customScript({ commandToExecute: 'install-one' }), healthExtension],
    });
    const settings = { commandToExecute: 'install-two' };
    const payload = { kind: 'extension', name: 'install', settings } as const;
    const goal = { payload, allowNoRollback: true };
    const canary = await tell(world, 'run', (runner) => world.canary(runner, goal), canaryFacts);
    const status = await tell(world, 'status', (runner) => world.status(runner));
    const stepOf = ({ report }: ToldRun) =>
      nextSteps(report).find(({ inputs }) => inputs?.[0] === 'strategy: full-rollout');
    expect(stepOf(canary)?.inputs).toEqual([...promotion, releaseIdOf(canary), 'allow-no-rollback: true']);
    expect(stepOf(canary)?.text).toContain(
      ', with allow-no-rollback, because nobody has said what the extension had before, so it has no way back',
    );
    expect(stepOf(status)?.inputs).toEqual([...promotion, releaseIdOf(canary)]);
    expect(stepOf(status)?.text).toContain('or, where nobody knows that, allow-no-rollback: true');
    const promoted = await tell(world, 'run', (runner) => world.rollout(runner, { allowNoRollback: true }));
    expect(promoted.report.outcome).toBe('succeeded');
  });

  it('names the former settings of an extension where a release of it is to be recovered', async () => {
    const script = (text: string) => ({ settings: { commandToExecute: text } });
    const world = startScaleSetCommands({
      extensions: [customScript({ commandToExecute: 'install-one' }), healthExtension],
    });
    const payload = { kind: 'extension', name: 'install', ...script('install-two') } as const;
    const victim = world.runner(2);
    void world.canary(victim, { payload, previousSettings: script('install-one') });
    await world.written('POST web/manualupgrade');
    victim.kill();
    await world.clock.sleep(6 * 3_600_000);
    const { report } = await tell(world, 'status', (runner) => world.status(runner));
    expect(nextSteps(report).map(({ text }) => text)).toEqual([
      expect.stringMatching(
        /"command: recover".*, with what the extension had before in previous-extension-settings and/,
      ),
    ]);
  });

  it('is not to take back what nobody could, and not to promote what is not open', async () => {
    const world = startScaleSetCommands({
      payloads: [
        { image: '/web-1$', version: 'one' },
        { image: '/web-2$', version: 'two', condition: 'unhealthy' },
      ],
    });
    foreignWrite(world.emulated.plane, scaleSetId, {
      properties: { virtualMachineProfile: { storageProfile: { imageReference: newImage } } },
    });
    const { report } = await tell(world, 'run', (runner) => world.rollout(runner), rolloutFacts);
    expect(report).toMatchObject({ outcome: 'failed', failure: { code: 'UnhealthyInstances' } });
    expect(world.record().release).toBeUndefined();
    expect(nextSteps(report).flatMap(({ inputs }) => (inputs === undefined ? [] : [inputs]))).toEqual([
      [...promotion, 'max-unhealthy: 1'],
    ]);
  });

  it('is to look at who was taken back and could not be checked, because ARM did not let its command be run', async () => {
    const world = startScaleSetCommands({ commandResults: [{ script: 'check', exitCode: 0 }] });
    await world.canary(world.runner(1));
    world.emulated.plane.faults.add({
      match: { method: 'POST', path: 'runCommand$', times: 'always' },
      effect: 'answer',
      status: 403,
      code: 'AuthorizationFailed',
    });
    const health = { minHealthyTimeMs: 30_000, healthyDeadlineMs: 120_000, command: 'check' };
    const { report, log } = await tell(world, 'rollback', (runner) => world.rollback(runner, { health }));
    expect(report.outcome).toBe('succeeded');
    expect(log.join('\n')).not.toContain('taken back, and well');
    expect(log).toContainEqual(
      expect.stringMatching(
        /^warning: .*Taken back, and not checked: instance 0 has not had its check command run, because ARM refuses to: 403 /,
      ),
    );
    expect(verdict(report)).toContain(
      'again, but instance 0 was not checked with it, because ARM has not let check-command be run there',
    );
    expect(nextSteps(report)[0]?.text).toMatch(
      /^Instance 0 has back what it had before, .*: see that it is well\.$/,
    );
    expect(toOutputs(report, '')['unhealthy-instances']).toBe('[]');
    validate(JSON.parse(reportText(report)));
    expect(validate.errors).toBeNull();
  });

  it('is to look at what stopped it, before it is taken back or goes on', () => {
    expect(nextSteps(runs.stopped.report)).toEqual([
      { text: 'Look at the canary by hand:', commands: ['ssh -p 50000 azureuser@203.0.113.1 # instance 0'] },
      {
        text: 'See why instance 0 did not get well: nothing of it was changed since.',
        commands: [],
      },
      {
        text: 'To take the release back from every instance that it has reached:',
        commands: [],
        inputs: [...rejection, releaseIdOf(runs.stopped)],
      },
      {
        text: 'To go on with it all the same, once the cause is removed, or with max-unhealthy, which counts who is not well still:',
        commands: [],
        inputs: [...promotion, releaseIdOf(runs.stopped), 'max-unhealthy: 1'],
      },
    ]);
    expect(causeError(runs.stopped.report)?.message.split('\n')).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Cause: UnhealthyInstances: /),
        'ssh -p 50000 azureuser@203.0.113.1 # instance 0',
        'command: rollback',
      ]),
    );
  });

  it('has no way into an instance that is powered off, and says that nobody starts it', () => {
    const texts = nextSteps(runs.quarantined.report);
    expect(texts.flatMap(({ commands }) => commands)).toEqual([
      'az vmss start -g canary -n web --subscription 8f4e2c7a-5b1d-4c39-9a06-d2e7f1b3c845 --instance-ids 0',
    ]);
    expect(texts[0]?.text).toBe(
      'Instance 0 is powered off and serves nobody. Look at it, then start or reimage it: no run starts it:',
    );
    expect(summarize(runs.quarantined.report)).toContain(
      '> - Instance <code>0</code> was powered off and serves nobody',
    );
  });

  it('is in the annotation of a run that was taken back, with the command that starts who is off', async () => {
    const world = startScaleSetCommands(sickWorld);
    await world.canary(world.runner(1), {
      onUnhealthy: 'quarantine',
      maxUnhealthy: { kind: 'count', count: 1 },
    });
    const { report } = await tell(world, 'run', (runner) => world.rollout(runner), rolloutFacts);
    expect(report.outcome).toBe('rolled-back');
    expect(causeError(report)?.message.split('\n')).toEqual([
      expect.stringMatching(/ Start it, and see that it is well:$/),
      'az vmss start -g canary -n web --subscription 8f4e2c7a-5b1d-4c39-9a06-d2e7f1b3c845 --instance-ids 0',
    ]);
  });

  it('is to wait for the post step after a cancellation, and to recover where that did not help', () => {
    const [first, second] = nextSteps(runs.cancelled.report);
    expect(first?.text).toMatch(/^The post step of this job undoes what was begun/);
    expect(second?.text).toMatch(
      /^Bring the release to an end: run the action with "command: recover", "scale-set: web", "resource-group: canary" and "subscription-id: \S+".*Make sure before that no job works on/,
    );
    // It takes the lock from a run that is alive.
    expect(second?.text).not.toContain('safe at any time');
  });

  it('is to run again, where all is taken back', () => {
    expect(nextSteps(runs['rolled back'].report)).toEqual([
      { text: 'Remove the cause and run again: what this run had changed is undone.', commands: [] },
    ]);
  });

  it('is by hand where the clean-up of a release failed', () => {
    const { report } = runs.promotion;
    const failed = { outcome: 'failed', startedMs: 0, durationMs: 1, failure: null } as const;
    const steps = report.steps.map((step) => {
      const isCleanUp = step.id === 'resume-repairs' || step.id === 'release-protection';
      const change = {
        resource:
          '/subscriptions/0000/resourceGroups/g/providers/Microsoft.Compute/virtualMachineScaleSets/web',
        ...(step.id === 'resume-repairs'
          ? { field: 'automaticRepairs', from: 'suspended', to: 'running' }
          : { field: 'protectionPolicy/protectFromScaleIn', from: 'true', to: 'false' }),
      };
      const resource =
        step.id === 'release-protection' ? `${change.resource}/virtualMachines/3` : change.resource;
      return isCleanUp ? { ...step, run: failed, changes: [{ ...change, resource }] } : step;
    });
    expect(nextSteps({ ...report, steps }).flatMap(({ commands }) => commands)).toEqual([
      'az vmss update -g g -n web --subscription 0000 --instance-id 3 --protect-from-scale-in false',
      'az vmss set-orchestration-service-state -g g -n web --subscription 0000 --service-name AutomaticRepairs --action Resume',
    ]);
  });

  it('is to run again where ARM has refused the first write, and there is no release to bring to an end', async () => {
    const world = startScaleSetCommands(
      {},
      {
        faults: [
          {
            match: { method: 'PATCH', path: 'virtualMachineScaleSets/web$' },
            effect: 'answer',
            status: 404,
            code: 'GalleryImageNotFound',
          },
        ],
      },
    );
    foreignWrite(world.emulated.plane, scaleSetId, {
      properties: { virtualMachineProfile: { storageProfile: { imageReference: newImage } } },
    });
    const { report } = await tell(world, 'run', (runner) => world.rollout(runner), rolloutFacts);
    expect(verdict(report)).toBe('Nothing was changed.');
    expect(nextSteps(report)).toEqual([{ text: 'Remove the cause and run again.', commands: [] }]);
    expect(causeError(report)?.message).not.toContain('recover');
    expect(world.record()).toMatchObject({ lock: undefined, journal: undefined, release: undefined });
  });

  it('is told by a fresh read where somebody else has changed the model before anybody was upgraded', async () => {
    const other = { id: newImage.id.replace('web-2', 'web-3') };
    const world = startScaleSetCommands(
      { resources: [imageResource(other.id)] },
      {
        faults: [
          {
            match: { method: 'PATCH', path: 'virtualMachineScaleSets/web$', nth: 2 },
            effect: 'foreign-write',
            when: 'before',
            resourceId: scaleSetId,
            mergePatch: {
              properties: { virtualMachineProfile: { storageProfile: { imageReference: other } } },
            },
          },
        ],
      },
    );
    const { report } = await tell(world, 'run', (runner) => world.canary(runner), canaryFacts);
    expect(report).toMatchObject({ outcome: 'rolled-back', failure: { code: 'ForeignChange' } });
    expect(verdict(report)).toMatch(
      /^No instance of web was upgraded, and what this run had changed is undone; its model is what somebody else has made it meanwhile; /,
    );
    expect(toOutputs(report, '')).toMatchObject({
      'updated-instances': '[]',
      'outdated-instances': '["0","1","2"]',
    });
    expect(summarize(report)).toContain('| Instances | 0 up to date with the model, 3 outdated |');
  });

  it('is not to recover where all is taken back, though the time for looking at it was not enough', async () => {
    const world = startScaleSetCommands(
      { commandResults: [{ script: 'check', exitCode: 0 }] },
      {
        profile: 'recorded',
        faults: [
          {
            match: { path: '/1/runCommand$', times: 'always' },
            effect: 'delayed',
            afterMs: 3_000_000,
          },
        ],
      },
    );
    const { report } = await tell(
      world,
      'run',
      (runner) =>
        world.canary(runner, {
          share: { kind: 'instances', instanceIds: ['1'] },
          health: { minHealthyTimeMs: 30_000, healthyDeadlineMs: 600_000, command: 'check' },
        }),
      canaryFacts,
    );
    expect(world.record()).toEqual({ last: expect.objectContaining({ kind: 'undoing' }) });
    expect(report.outcome).toBe('rolled-back');
    expect(toOutputs(report, '')).toMatchObject({ 'updated-instances-count': '3' });
    expect([causeError(report)?.message, summarize(report)].join()).not.toMatch(/recover|in full|Not undone/);
  });

  it('is to put the model in order where somebody else has changed it, and what is printed then works', async () => {
    const other = { id: newImage.id.replace('web-2', 'web-3') };
    const world = startScaleSetCommands({ capacity: 4, resources: [imageResource(other.id)] });
    const setModel = (image: { readonly id: string }) =>
      foreignWrite(world.emulated.plane, scaleSetId, {
        properties: { virtualMachineProfile: { storageProfile: { imageReference: image } } },
      });
    await world.canary(world.runner(1));
    const { id = '' } = world.record().release ?? {};
    const ending = tell(
      world,
      'run',
      (runner) => world.rollout(runner, {}, { onFailure: 'stop' }),
      rolloutFacts,
    );
    await world.written('POST web/manualupgrade', 2);
    setModel(other);
    const { report } = await ending;
    expect(report.failure?.code).toBe('ForeignChange');
    const steps = nextSteps(report);
    expect(steps[0]?.text).toMatch(
      /^Somebody else has changed the model of web meanwhile\. .* canary\/web-2 to go on with it, or to take it back, for which canary\/web-1 will do/,
    );
    expect(steps.map(({ text }) => text).join()).not.toContain('recover');
    expect(steps.flatMap(({ inputs }) => (inputs === undefined ? [] : [inputs]))).toEqual([
      [...rejection, `release-id: ${id}`],
      [...promotion, `release-id: ${id}`],
    ]);
    setModel(newImage);
    const promoted = await tell(world, 'run', (runner) => world.rollout(runner, { releaseId: id }));
    expect(promoted.report.outcome).toBe('succeeded');
  });

  it('is to recover where somebody else has changed the model, and what was done could not be undone', () => {
    const { report } = runs.stopped;
    const failure = { message: 'The model has changed.', code: 'ForeignChange' };
    const undo = { outcome: 'failed', startedMs: 0, durationMs: 1, failure } as const;
    const foreign: Report = {
      ...report,
      failure,
      steps: report.steps.map((step) => (step.id === 'upgrade-canaries' ? { ...step, undo } : step)),
    };
    const [first, second] = nextSteps(foreign).map(({ text }) => text);
    expect(first).toMatch(/^Somebody else has changed the model of web meanwhile\./);
    expect(second).toMatch(/^Then bring the release to an end: .*"command: recover"/);
  });

  it.each<[string, Parameters<World['rollout']>[2], RegExp]>([
    [
      'what the model had already',
      {},
      /^What the instances had before is not known, so command: rollback is/,
    ],
    [
      'which leaves no record',
      { leavesRecord: false },
      /because record is none, .* release canary\/web-1 with/,
    ],
  ])('is not to go back by a rollback after a release of %s', async (_, control, text) => {
    const world = startScaleSetCommands();
    if (control?.leavesRecord !== false) {
      foreignWrite(world.emulated.plane, scaleSetId, {
        properties: { virtualMachineProfile: { storageProfile: { imageReference: newImage } } },
      });
    }
    const payload = { kind: 'image', image: newImage } as const;
    const { report } = await tell(world, 'run', (runner) => world.rollout(runner, { payload }, control));
    expect(nextSteps(report)).toEqual([{ text: expect.stringMatching(text), commands: [] }]);
    await expect(world.rollback(world.runner(2))).rejects.toThrow(/not known|cannot go back/);
  });
});

describe('the summary of a release', () => {
  it('has the numbers that matter', () => {
    const text = summarize(runs.promotion.report);
    expect(text).toContain(
      '| Before | <code>canary/web-1</code> |\n| Released | <code>canary/web-2</code> |',
    );
    expect(text).toContain('| Instances | 6 up to date with the model, 0 outdated |');
    expect(text).toMatch(/\| Batches \| 3 batches, the longest \S+ s \|/);
    expect(text).toMatch(
      /\| Answers \| [\d.]+ % (?:new \(two\)|old \(one\)), [\d.]+ % \S+ \(\w+\), of \d+ answers \|/,
    );
    expect(text).toContain('| Expected duration | 5 min 00 s to 7 min 42 s |');
    expect(text).not.toContain('| Control-plane window |');
    const back = summarize(runs.rollback.report);
    expect(back).toContain(
      '| Restored | <code>canary/web-1</code> |\n| Taken back | <code>canary/web-2</code> |',
    );
    expect(text).toContain('| Slowest to get well | ');
    const sick = summarize(runs['rolled back'].report);
    expect(sick).toContain('| Did not get well | <code>0</code> |');
    expect(sick).not.toContain('Slowest to get well');
  });

  it('shows each instance in its place, also of a plan, a status and a failure', () => {
    for (const [name, cell] of [
      ['plan', '| Zone 1 | ⬜&nbsp;<code>0</code><br>⬜&nbsp;<code>3</code> |'],
      ['canary', '| Zone 1 | 🐤&nbsp;<code>0</code><br>⬜&nbsp;<code>3</code> |'],
      ['open', '| Zone 1 | 🐤&nbsp;<code>0</code><br>⬜&nbsp;<code>3</code> |'],
      ['promotion', '| Zone 1 | 🐤&nbsp;<code>0</code><br>✅&nbsp;<code>3</code> |'],
      ['stopped', '| no zone | ❌&nbsp;<code>0</code> | ⬜&nbsp;<code>1</code> | ⬜&nbsp;<code>2</code> |'],
      // What was taken back is as it was.
      [
        'rolled back',
        '| no zone | ⬜&nbsp;<code>0</code> | ⬜&nbsp;<code>1</code> | ⬜&nbsp;<code>2</code> |',
      ],
    ] as const) {
      expect(summarize(runs[name].report)).toContain(cell);
    }
  });

  it('tells how each batch ended', () => {
    expect(summarize(runs.promotion.report)).toMatch(
      /\| 1 \| <code>3<\/code>, <code>4<\/code> \| ✅&nbsp;in&nbsp;\S+&nbsp;s \| [\d.]+ % /,
    );
    expect(summarize(runs.stopped.report)).toMatch(
      /\| 1 \| <code>0<\/code> \| ❌&nbsp;1&nbsp;of&nbsp;1&nbsp;not&nbsp;well&nbsp;in/,
    );
  });

  it('draws the batches above the operations, those that failed marked', async () => {
    const tasks = await parseGantt(gantt(runs.promotion.report) ?? '');
    const batches = tasks.filter(({ section }) => section === 'Batches');
    expect(batches.map(({ task }) => task.trim().replace(/\) .*/, ')'))).toEqual([
      'Batch 1 (3 4)',
      'Batch 2 (2)',
      'Batch 3 (5)',
    ]);
    expect(tasks.findIndex(({ section }) => section === 'ARM operations')).toBe(3);
    const [bad] = await parseGantt(gantt(runs.stopped.report) ?? '');
    expect(bad).toMatchObject({ section: 'Batches', crit: true });
  });

  it('says of a plan what goes down, how long it takes, and what is upgraded at once', () => {
    const text = summarize(runs['plan of the promotion'].report);
    expect(text).toContain('#### What will be down\n\nInstances go down one batch at a time');
    expect(text).toContain(
      'Expected duration: about 5 min 00 s in half of the cases, at most about 7 min 42 s',
    );
    expect(text).toContain(
      '#### Instances per batch\n\n- Batch 1 of 3: 3, 4\n- Batch 2 of 3: 2\n- Batch 3 of 3: 5',
    );
    expect(text).toContain('manualupgrade, api-version 2026-04-01, 3 times<br>');
    expect(text).toContain(
      '- changes <code>instances 3, 4, 2, 5 of web</code> imageReference: web-1 → web-2',
    );
  });
});

describe('the log of a release', () => {
  const textsOf = (name: keyof typeof runs) =>
    runs[name].log.map((line) => plain(line).replace(/^( *[\d.]+ s {2})/, ''));

  it('says when it is opened and closed, what each batch is, and how each instance is', () => {
    expect(textsOf('canary')).toEqual(
      expect.arrayContaining([
        'Release ID is open',
        'Batch 1: upgrading instances 0, 1, of 2 still to upgrade',
        expect.stringMatching(/^Instance 0 is healthy: good for /),
        'Batch 1 is good: instances 0, 1',
        '2 of 6 instances of web have canary/web-2',
        'Canary 0 is reached by itself: port 22 at 203.0.113.1:50000',
        'Release ID stays open, to be promoted or rejected',
      ]),
    );
    expect(textsOf('promotion')).toEqual(
      expect.arrayContaining([
        'Release ID is open already, and goes on',
        'Batch 1: upgrading instances 3, 4, of 4 still to upgrade',
        '4 of 6 instances of web have canary/web-2',
        'Release ID is over',
      ]),
    );
    expect(textsOf('rolled back')).toContain('Release ID is over: it was taken back');
  });

  it('counts whoever has the payload, well or not, as the error does', () => {
    expect(textsOf('stopped')).toContain('1 of 3 instances of web has canary/web-2; unhealthy: 0');
    expect(textsOf('quarantined')).toContain('1 of 3 instances of web has canary/web-2; quarantined: 0');
    expect(verdict(runs.stopped.report)).toContain('1 of 3 instances of web has canary/web-2');
    const counts = textsOf('rolled back').filter((line) => /^\d+ of 3 instances of web ha/.test(line));
    expect(counts.at(-1)).toBe('0 of 3 instances of web have canary/web-2');
  });

  it('warns of a batch that did not get well', () => {
    expect(textsOf('stopped')).toContainEqual(
      expect.stringMatching(
        /^warning: +[\d.]+ s {2}Batch 1: 1 of 1 instance did not get well: instance 0 is not healthy/,
      ),
    );
  });

  it('has the plan with its batches and its duration', () => {
    expect(textsOf('plan of the promotion')).toEqual(
      expect.arrayContaining([
        'Batch 1 of 3: 3, 4',
        'Batch 2 of 3: 2',
        'Batch 3 of 3: 5',
        expect.stringMatching(/^Expected duration: about 5 min 00 s/),
        expect.stringMatching(/^ {3}POST \S+\/manualupgrade \(2026-04-01\), 3 times$/),
        '   instances 3, 4, 2, 5 of web imageReference: web-1 -> web-2',
      ]),
    );
  });

  it('has a status with a line for each instance', () => {
    expect(textsOf('open')).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Model: \S+\/web-2, upgrade policy Manual$/),
        expect.stringMatching(/^Open release: ID by canary-percent, open for 3 min \(since \S+Z\), https:/),
        'Brings: canary/web-2, in the place of canary/web-1',
        'Canaries: 0, 1',
        'Last release: not known: no release has left its tag',
        'Instance 0: canary, zone 1, fault domain 0, web-2, up to date, healthy, running',
        'Instance 2: old, zone 3, fault domain 0, web-1, outdated, healthy, running',
        'strategy: full-rollout',
      ]),
    );
    expect(textsOf('interrupted')).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Locked: by https:/),
        expect.stringMatching(/^Under way: canary-percent by canary, begun at /),
      ]),
    );
    expect(textsOf('idle')).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Last release: \S+Z, release ID, by run of full-rollout \(batches\), https:/),
        'Before: canary/web-1',
      ]),
    );
  });
});

it('tells no settings of an extension, wherever it is told', async () => {
  const script = (text: string) => ({ settings: { commandToExecute: text } });
  const world = startScaleSetCommands({
    extensions: [customScript({ commandToExecute: 'install-one' }), healthExtension],
  });
  const { report, log, events } = await tell(
    world,
    'run',
    (runner) =>
      world.canary(runner, {
        payload: {
          kind: 'extension',
          name: 'install',
          ...script('install-two'),
          protectedSettings: { key: 'hunter2' },
        },
        previousSettings: { ...script('install-one'), protectedSettings: { key: 'hunter1' } },
      }),
    canaryFacts,
  );
  expect(report.outcome).toBe('succeeded');
  expect(plain(verdict(report))).toMatch(/has extension install \(settings [0-9a-f]{12}\) and is well\./);
  expect(nextSteps(report).at(-1)?.text).toContain(
    'with what the extension had before in previous-extension-settings and',
  );
  const status = await tell(world, 'status', (each) => world.status(each));
  expect(plain(verdict(status.report))).toMatch(
    /^1 of 3 instances of web has what the model has \(web-1; the open release brings extension install \(settings [0-9a-f]{12}\)\); a release is open/,
  );
  const told = [
    ...log,
    ...status.log,
    summarize(report),
    reportText(report),
    JSON.stringify(toOutputs(report, '')),
  ];
  expect([...told, JSON.stringify(events)].join('\n')).not.toMatch(/hunter|install-one|install-two/);
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
