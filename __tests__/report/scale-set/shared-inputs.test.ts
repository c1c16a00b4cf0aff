import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { foreignWrite } from '../../../emulator/arm/foreign-write.ts';
import { factsOf } from '../../../src/ending.ts';
import { readInputs } from '../../../src/inputs.ts';
import { nextSteps } from '../../../src/report/next-steps/next-steps.ts';
import type { Report } from '../../../src/report/report.ts';
import { reportText } from '../../../src/report/report-text.ts';
import { startScaleSetCommands } from '../../commands/scale-set-commands.ts';
import {
  customScript,
  healthExtension,
  newImage,
  scaleSetId,
} from '../../emulator/arm/compute/scale-set-world.ts';
import { validate } from '../report-schema.ts';
import { tell } from '../scale-set-runs.ts';

type Given = Readonly<Record<string, string>>;

const ofAnyJob: Given = {
  'subscription-id': '8f4e2c7a-5b1d-4c39-9a06-d2e7f1b3c845',
  'resource-group': 'canary',
  'tenant-id': '3d9a6b52-7c1e-4f80-b4a3-91e5d0c82f76',
  'client-id': 'b7c41f9e-2d85-4a63-8e17-6f0a3c5d9b24',
  'scale-set': 'web',
};
const ofCanary: Given = { strategy: 'canary-percent', image: newImage.id, percent: '10' };

/** Of a job with these inputs, as its report has them. */
function factsWith(own: Given) {
  const given: Given = { ...ofAnyJob, ...own };
  const inputs = readInputs({ getInput: (name) => given[name] ?? '', mask: () => undefined }, () => '');
  return factsOf({ inputs });
}

/** What is printed for a job that goes on, and for one that goes back: as text, and as a workflow reads it. */
function printed(report: Report) {
  const stepOf = (first: string) => {
    const step = nextSteps(report).find(({ inputs }) => inputs?.[0] === first);
    return { text: step?.text, inputs: parse(step?.inputs?.join('\n') ?? '') as unknown };
  };
  return { forwards: stepOf('strategy: full-rollout'), back: stepOf('command: rollback') };
}

async function canaryWith(given: Given): Promise<Report> {
  const world = startScaleSetCommands({ capacity: 4 });
  const { report } = await tell(
    world,
    'run',
    (runner) => world.canary(runner),
    factsWith({ ...ofCanary, ...given }),
  );
  return report;
}

describe('the inputs that are printed after a canary', () => {
  const judging = {
    'check-http': '8080/health?deep=1',
    'check-expect': '/ready: "yes" #1/i',
    'min-healthy-time': '2m',
    'healthy-deadline': '20m',
    'probe-connect-to': '::127.0.0.1:8080\nweb.example:443:127.0.0.1:8443',
    'probe-version': 'header:x-app-version',
    'max-downtime': '5s',
    record: 'none',
  };

  it('have what its instances and production were judged by, as a workflow reads it', async () => {
    const report = await canaryWith({ ...judging, 'on-unhealthy': 'stop' });
    const { forwards, back } = printed(report);
    expect(forwards.inputs).toEqual({
      strategy: 'full-rollout',
      'subscription-id': ofAnyJob['subscription-id'],
      'resource-group': 'canary',
      'scale-set': 'web',
      'release-id': report.scaleSet?.releaseId,
      ...judging,
      'on-unhealthy': 'stop',
    });
    expect(back.inputs).toMatchObject({ command: 'rollback', ...judging });
    expect(back.inputs).not.toHaveProperty('on-unhealthy');
    expect(validate(JSON.parse(reportText(report)))).toBe(true);
  });

  it('have nothing that is about canaries alone, or is as it is without being said', async () => {
    const defaults = { 'min-healthy-time': '30s', 'suspend-repairs': 'false', 'check-tcp': '' };
    const { forwards } = printed(await canaryWith({ ...defaults, 'max-unhealthy': '1', timeout: '3h' }));
    expect(Object.keys(forwards.inputs as object)).toEqual([
      'strategy',
      'subscription-id',
      'resource-group',
      'scale-set',
      'release-id',
    ]);
    expect(forwards.text).not.toContain('as in this job');
  });

  it('are told beside check-command, whose text nobody is to read', async () => {
    const report = await canaryWith({ 'check-command': 'curl -fsS localhost\ntest -e /run/hunter2' });
    const { forwards, back } = printed(report);
    for (const { text } of [forwards, back]) {
      expect(text).toContain(', and with check-command, as in this job');
    }
    expect(`${reportText(report)} ${JSON.stringify(nextSteps(report))}`).not.toContain('hunter2');
  });

  it('are told by a status with what no tag tells', async () => {
    const world = startScaleSetCommands({ capacity: 4 });
    await world.canary(world.runner(1));
    const { report } = await tell(world, 'status', (runner) => world.status(runner));
    const { forwards, back } = printed(report);
    for (const { text } of [forwards, back]) {
      expect(text).toMatch(
        /the checks of the job that has opened it \(check-http, check-command\), which no/,
      );
    }
    expect(validate(JSON.parse(reportText(report)))).toBe(true);
  });
});

describe('the inputs that are printed after a rollout', () => {
  it('have how it went on from batch to batch where it has stopped, and the room for who is not well', async () => {
    const world = startScaleSetCommands({
      capacity: 4,
      payloads: [
        { image: '/web-1$', version: 'one' },
        { image: '/web-2$', version: 'two', condition: 'unhealthy', instances: ['1'] },
      ],
    });
    const given = {
      'batch-size': '1',
      'pause-between-batches': '1h',
      'check-tcp': '8080',
      'max-unhealthy': '0%',
      timeout: '3h',
    };
    const { report } = await tell(
      world,
      'run',
      (runner) => world.rollout(runner, { payload: { kind: 'image', image: newImage }, onUnhealthy: 'stop' }),
      factsWith({ strategy: 'full-rollout', image: newImage.id, 'on-unhealthy': 'stop', ...given }),
    );
    const { forwards, back } = printed(report);
    expect(forwards.inputs).toMatchObject({
      'batch-size': 1,
      'pause-between-batches': '1h',
      'check-tcp': 8080,
      'on-unhealthy': 'stop',
      timeout: '3h',
      'max-unhealthy': 1,
    });
    expect(back.inputs).toMatchObject({ 'check-tcp': 8080 });
    expect(back.inputs).not.toHaveProperty('batch-size');
  });

  it('have its checks where it is done, to go back', async () => {
    const world = startScaleSetCommands({ capacity: 4 });
    const { report } = await tell(
      world,
      'run',
      (runner) => world.rollout(runner, { payload: { kind: 'image', image: newImage } }),
      factsWith({ strategy: 'full-rollout', image: newImage.id, 'check-http': '80/' }),
    );
    expect(printed(report).back.inputs).toMatchObject({ 'check-http': '80/' });
  });
});

it('a release that was lost is to be brought to every instance with the checks of its job', async () => {
  const world = startScaleSetCommands({ capacity: 4 });
  const running = tell(
    world,
    'run',
    (runner) => world.canary(runner, {}, { onFailure: 'stop' }),
    factsWith({ ...ofCanary, 'check-http': '80/', 'check-command': 'true' }),
  );
  await world.written('POST web/manualupgrade');
  foreignWrite(world.emulated.plane, scaleSetId, { tags: null });
  const { report } = await running;
  const { forwards } = printed(report);
  expect(forwards.text).toContain('to every instance, and with check-command, as in this job');
  expect(forwards.inputs).toMatchObject({ 'check-http': '80/' });
});

it('a recovery is to have the checks of the run that is to be recovered', async () => {
  const world = startScaleSetCommands({ capacity: 4 });
  world.emulated.plane.faults.add({
    match: { method: 'POST', path: 'manualupgrade$', times: 'always' },
    effect: 'answer',
    status: 403,
    code: 'AuthorizationFailed',
  });
  const { report } = await tell(
    world,
    'run',
    (runner) => {
      world.written('POST web/manualupgrade').then(() => runner.cancel());
      return world.canary(runner);
    },
    factsWith({ ...ofCanary, 'check-http': '80/', 'check-command': 'true' }),
  );
  expect(report.outcome).toBe('failed');
  expect(JSON.stringify(nextSteps(report))).toMatch(
    /command: recover.*, and with check-http, check-command, as in this job, in a workflow/,
  );
});

describe('what an extension had before', () => {
  const script = (text: string) => ({ settings: { commandToExecute: text } });

  it.each([
    ['previous-extension-settings'],
    ['previous-extension-protected-settings'],
    ['previous-extension-settings', 'previous-extension-protected-settings'],
  ] as const)('is asked for as it was given: %s %s', async (...names) => {
    const world = startScaleSetCommands({
      extensions: [customScript({ commandToExecute: 'one' }), healthExtension],
    });
    const { report } = await tell(
      world,
      'run',
      (runner) =>
        world.canary(runner, {
          payload: { kind: 'extension', name: 'install', ...script('two') },
          previousSettings: script('one'),
        }),
      factsWith({
        strategy: 'canary-percent',
        percent: '10',
        extension: 'install',
        'extension-settings': '{"commandToExecute": "two"}',
        ...Object.fromEntries(names.map((name) => [name, '{"commandToExecute": "hunter2"}'])),
      }),
    );
    const { forwards, back } = printed(report);
    for (const { text } of [forwards, back]) {
      const asked = /had before in ([a-z -]+?)(?:,|:)/.exec(text ?? '')?.[1];
      expect(asked).toBe(names.join(' and '));
    }
    expect(reportText(report)).not.toContain('hunter2');
  });
});
