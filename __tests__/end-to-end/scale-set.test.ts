import { describe, expect, it } from 'vitest';
import { readScenario } from '../../emulator/scenarios.ts';
import type { ActionRun } from '../../scripts/runner/run-action.ts';
import { readReport } from './rollout.ts';
import { quick, type ScaleSetRollout, startScaleSetRollout } from './scale-set-rollout.ts';

const canarySet = { group: 'canary', scaleSet: 'canary' };
const neverHealthy = { group: 'never-healthy', scaleSet: 'web' };
const autoscaled = { group: 'autoscale', scaleSet: 'web' };

const canaryOf = (image: string) => ({ strategy: 'canary-percent', image, percent: '10', ...quick });

/** Which instances were asked to be upgraded, call by call. */
function upgradedIds({ emulator }: ScaleSetRollout): unknown[] {
  return emulator.arm.journal
    .entries()
    .filter(({ path }) => path.endsWith('/manualupgrade'))
    .map(({ requestBody }) => (requestBody as { instanceIds: unknown }).instanceIds);
}

function errorOf({ annotations }: Pick<ActionRun, 'annotations'>): string {
  return annotations.find(({ level }) => level === 'error')?.message ?? '';
}

/** A scale set with no source of health of its own. */
async function unmonitoredCanary() {
  const { resources, ...scenario } = await readScenario('canary');
  const unmonitored = JSON.parse(
    JSON.stringify(resources, (_, value) =>
      Array.isArray(value)
        ? value.filter((each) => each?.properties?.type !== 'ApplicationHealthLinux')
        : value,
    ),
  ) as typeof resources;
  return { ...scenario, resources: unmonitored };
}

/** That, and a new image that starts and serves nobody. */
async function silentCanary() {
  const { payloads = [], ...scenario } = await unmonitoredCanary();
  const condition = 'unhealthy' as const;
  return {
    ...scenario,
    payloads: payloads.map((each) => (/updated/.test(each.image ?? '') ? { ...each, condition } : each)),
  };
}

describe.concurrent('the bundled action', () => {
  it('puts an image on a canary; another job finds the release, promotes it, and measures what that cost', async () => {
    await using rollout = await startScaleSetRollout(canarySet);
    const canary = await rollout.run({
      inputs: { ...canaryOf(rollout.imageId('nginx-updated-image')), 'check-http': '80/health' },
    });
    expect(canary, canary.stdout).toMatchObject({
      exitCode: 0,
      outputs: {
        outcome: 'succeeded',
        'canary-instances': '["0"]',
        'updated-instances': '["0"]',
        'outdated-instances': '["1","2"]',
        'previous-payload': 'canary/nginx-base-image',
        'downtime-seconds': '',
      },
    });
    const endpoints = JSON.parse(canary.outputs['canary-endpoints'] ?? '');
    expect(endpoints).toMatchObject({ 0: { 80: expect.any(String) } });
    expect(canary.summary).toContain(`- Instance 0: http://${endpoints[0][80]} (its port 80)`);
    expect(rollout.images()).toEqual({
      model: 'nginx-updated-image',
      instances: { 0: 'nginx-updated-image', 1: 'nginx-base-image', 2: 'nginx-base-image' },
    });
    const promoted = await rollout.run({
      run: 2,
      inputs: {
        strategy: 'full-rollout',
        'batch-size': '1',
        'min-healthy-time': '0s',
        'check-http': '80/health',
        'probe-interval': '50ms',
        'probe-version': 'header:x-app-version',
      },
    });
    expect(promoted, promoted.stdout).toMatchObject({
      exitCode: 0,
      outputs: {
        outcome: 'succeeded',
        'release-id': canary.outputs['release-id'],
        'updated-instances-count': '3',
        'outdated-instances': '[]',
        'downtime-source': 'probe',
      },
    });
    expect(upgradedIds(rollout)).toEqual([['0'], ['1'], ['2']]);
    expect(new Set(Object.values(rollout.images().instances))).toEqual(new Set(['nginx-updated-image']));
    expect(Object.keys(rollout.tags())).toEqual(['azure-rollout-last']);
    expectHonest(rollout, promoted);
  });

  it('does not promote a canary that does not answer any more, which only check-http can tell', async () => {
    await using rollout = await startScaleSetRollout(canarySet, { scenario: await unmonitoredCanary() });
    const check = { ...quick, 'check-http': '80/health', 'on-unhealthy': 'stop' };
    const canary = await rollout.run({
      inputs: { ...canaryOf(rollout.imageId('nginx-updated-image')), ...check },
    });
    expect(canary.outputs, canary.stdout).toMatchObject({ outcome: 'succeeded' });
    rollout.emulator.arm.plane.dataPlane.setInstanceCondition('canary_0', 'process-dead');
    const promoted = await rollout.run({
      run: 2,
      inputs: { strategy: 'full-rollout', 'batch-size': '2', 'healthy-deadline': '2s', ...check },
    });
    expect(promoted, promoted.stdout).toMatchObject({
      exitCode: 1,
      outputs: { outcome: 'failed', 'unhealthy-instances': '["0"]', 'updated-instances': '["0"]' },
    });
    expect(errorOf(promoted)).toMatch(/As last seen, instance 0 does not answer well at http/);
    expect(upgradedIds(rollout)).toEqual([['0']]);
  });

  it('begins no further batch while production is silent, though nothing asks whether an instance serves', async () => {
    await using rollout = await startScaleSetRollout(canarySet, { scenario: await silentCanary() });
    // Production hangs on instance 0.
    rollout.emulator.arm.plane.dataPlane.setInstanceCondition('canary_1', 'process-dead');
    rollout.emulator.arm.plane.dataPlane.setInstanceCondition('canary_2', 'process-dead');
    const run = await rollout.run({
      inputs: {
        strategy: 'full-rollout',
        image: rollout.imageId('nginx-updated-image'),
        'batch-size': '1',
        'min-healthy-time': '0s',
        'verify-timeout': '5s',
        'probe-interval': '50ms',
        'on-failure': 'stop',
      },
    });
    expect(run, run.stdout).toMatchObject({ exitCode: 1, outputs: { outcome: 'failed' } });
    expect(upgradedIds(rollout)).toEqual([['0']]);
    expect(run.stdout).toContain('Nothing tells whether an instance of the scale set "canary" serves');
    expect(run.stdout).not.toMatch(/Batch 1 is/);
    expect(errorOf(run)).toMatch(
      /Instance 0 of canary is upgraded, and production does not answer: \S+ did not give a good answer/,
    );
  });

  it('takes a canary back by rollback in another job, and touches nobody else', async () => {
    await using rollout = await startScaleSetRollout(canarySet);
    await rollout.run({ inputs: canaryOf(rollout.imageId('nginx-updated-image')) });
    const status = await rollout.run({ run: 2, inputs: { command: 'status' } });
    expect(status.outputs, status.stdout).toMatchObject({ outcome: 'reported', state: 'open' });
    const rejected = await rollout.run({ run: 3, inputs: { command: 'rollback', ...quick } });
    expect(rejected, rejected.stdout).toMatchObject({ exitCode: 0, outputs: { outcome: 'succeeded' } });
    expect(rollout.images()).toEqual({
      model: 'nginx-base-image',
      instances: { 0: 'nginx-base-image', 1: 'nginx-base-image', 2: 'nginx-base-image' },
    });
    expect(upgradedIds(rollout)).toEqual([['0'], ['0']]);
    expect(Object.keys(rollout.tags())).toEqual(['azure-rollout-last']);
  });

  it('sends a script inline, and lets protected settings out to Azure and nowhere else', async () => {
    await using rollout = await startScaleSetRollout(canarySet);
    const secrets = ['correct-horse-battery', 'staple-of-yesterday'];
    const before = {
      fileUris: ['https://canaryscripts.blob.core.windows.net/scripts/install-nginx-v1.sh'],
      commandToExecute: 'bash install-nginx-v1.sh',
    };
    const inputs = {
      extension: 'install',
      'previous-extension-settings': JSON.stringify(before),
      'previous-extension-protected-settings': JSON.stringify({ storageAccountKey: secrets[1] }),
      ...quick,
    };
    const debug = { environment: { RUNNER_DEBUG: '1' } };
    const canary = await rollout.run({
      inputs: {
        ...inputs,
        strategy: 'canary-percent',
        'extension-script': 'install.sh',
        'extension-protected-settings': JSON.stringify({
          storageAccountName: 'shop',
          storageAccountKey: secrets[0],
        }),
        // Would be printed for the next job, if there were no secret in it.
        'probe-connect-to': `${secrets[0]}.example:443:127.0.0.1:8443`,
        percent: '10',
      },
      files: { 'install.sh': '#!/bin/sh\n# release 2\nsystemctl restart nginx\n' },
      options: debug,
    });
    expect(canary, canary.stdout).toMatchObject({ exitCode: 0, outputs: { 'updated-instances': '["0"]' } });
    const tags = Object.values(rollout.tags());
    const rejected = await rollout.run({
      run: 2,
      inputs: { ...inputs, command: 'rollback' },
      options: debug,
    });
    expect(rejected, rejected.stdout).toMatchObject({ exitCode: 0, outputs: { outcome: 'succeeded' } });
    const told = [
      ...[canary, rejected]
        .flatMap((run) => [run, run.post])
        .flatMap((run) => [
          ...(run?.stdout.split('\n').filter((line) => !line.startsWith('::add-mask::')) ?? []),
          run?.stderr ?? '',
        ]),
      ...rollout.leftOnMachines(),
      ...tags,
      ...Object.values(rollout.tags()),
    ];
    const sent = rollout.emulator.arm.journal
      .entries()
      .map(({ requestBody }) => JSON.stringify(requestBody) ?? '');
    for (const secret of secrets) {
      expect(told.filter((text) => text.includes(secret))).toEqual([]);
      expect(sent.filter((text) => text.includes(secret))).toHaveLength(1);
    }
    expect(canary.masks).toContain(secrets[0]);
  });

  it.each([
    [
      'refuses the extension',
      { path: 'extensions/install$', times: 'always' },
      { effect: 'answer', status: 400 },
    ],
    ['fails to change it', { path: 'extensions/install$', times: 'always' }, { effect: 'operation-fails' }],
  ] as const)('tells no protected setting where ARM quotes one as it %s', async (_, match, effect) => {
    await using rollout = await startScaleSetRollout(canarySet);
    const secret = 'correct "horse" battery';
    const message = `The protectedSettings {"storageAccountKey": ${JSON.stringify(secret)}} are not valid, says ${secret}.`;
    rollout.emulator.arm.plane.faults.add({ match, ...effect, code: 'InvalidParameter', message });
    const { stdout, ...run } = await rollout.run({
      inputs: {
        ...quick,
        strategy: 'canary-percent',
        extension: 'install',
        'extension-settings': '{"commandToExecute": "bash install-nginx-v2.sh"}',
        'extension-protected-settings': JSON.stringify({ storageAccountKey: secret }),
        'allow-no-rollback': 'true',
        percent: '10',
      },
      options: { environment: { RUNNER_DEBUG: '1' } },
    });
    expect(run, stdout).toMatchObject({ exitCode: 1, outputs: { outcome: 'failed' } });
    const log = stdout.split('\n').filter((line) => !line.startsWith('::add-mask::'));
    const told = [...log, run.post?.stdout ?? '', ...rollout.leftOnMachines()].join('\n');
    expect(told).toContain('are not valid, says ***.');
    expect(told).not.toMatch(/correct .{0,3}horse/);
  });

  it('takes a canary back that does not get well, after a second try, and is red', async () => {
    await using rollout = await startScaleSetRollout(neverHealthy);
    const run = await rollout.run({
      inputs: {
        ...canaryOf(rollout.imageId('web-2')),
        percent: '',
        'instance-ids': '1',
        'healthy-deadline': '1s',
      },
    });
    expect(run, run.stdout).toMatchObject({
      exitCode: 1,
      outputs: { outcome: 'rolled-back', 'unhealthy-instances': '["1"]' },
    });
    expect(errorOf(run)).toContain('instance 1 is not healthy');
    expect(rollout.writes().filter((write) => write === 'POST web/reimage')).toHaveLength(1);
    expect(new Set(Object.values(rollout.images().instances))).toEqual(new Set(['web-1']));
    expect(rollout.images().model).toBe('web-1');
    expect(rollout.tags()).toEqual({
      'azure-rollout-last': expect.stringContaining(' undoing of canary-percent by canary, release '),
    });
  });

  it('asks an upgraded instance by a command that it runs itself', async () => {
    await using rollout = await startScaleSetRollout(neverHealthy);
    const command = 'curl -fs http://localhost/health || exit 4 # "quoted"';
    const checked = { ...canaryOf(rollout.imageId('web-2')), percent: '', 'check-command': command };
    const good = await rollout.run({ inputs: { ...checked, 'instance-ids': '0' } });
    expect(good, good.stdout).toMatchObject({
      exitCode: 0,
      outputs: { outcome: 'succeeded', 'updated-instances': '["0"]', 'unhealthy-instances': '[]' },
    });
    expect(rollout.writes()).toContain('POST 0/runCommand');
    await rollout.run({ run: 2, inputs: { command: 'rollback', ...quick } });
  });

  it('takes a canary back on which the command fails, after a second try', async () => {
    const scenario = await readScenario('canary');
    const commandResults = [{ version: 'v2', instances: ['2'], exitCode: 1 }];
    await using rollout = await startScaleSetRollout(canarySet, {
      scenario: { ...scenario, commandResults },
    });
    const run = await rollout.run({
      inputs: {
        ...canaryOf(rollout.imageId('nginx-updated-image')),
        percent: '',
        'instance-ids': '1,2',
        'check-command': 'curl -fs http://localhost/health',
        'healthy-deadline': '6s',
      },
    });
    expect(run, run.stdout).toMatchObject({
      exitCode: 1,
      outputs: { outcome: 'rolled-back', 'unhealthy-instances': '["2"]' },
    });
    expect(errorOf(run)).toMatch(/instance 2 .*exit status 1/);
    const reimages = rollout.emulator.arm.journal
      .entries()
      .filter(({ path }) => path.endsWith('/reimage'))
      .map(({ requestBody }) => (requestBody as { instanceIds: unknown }).instanceIds);
    expect(reimages).toEqual([['2']]);
    expect(rollout.images()).toEqual({
      model: 'nginx-base-image',
      instances: { 0: 'nginx-base-image', 1: 'nginx-base-image', 2: 'nginx-base-image' },
    });
    expect(rollout.tags()).toEqual({
      'azure-rollout-last': expect.stringContaining(' undoing of canary-percent by canary, release '),
    });
  });

  it('is red where a release stands and cannot be closed, in main and in post, until a recovery closes it', async () => {
    await using rollout = await startScaleSetRollout(autoscaled);
    await rollout.run({ inputs: canaryOf(rollout.imageId('web-2')) });
    rollout.emulator.arm.plane.faults.add({
      match: { method: 'PUT', path: 'virtualMachines/0$', times: 'always' },
      effect: 'answer',
      status: 400,
      code: 'BadRequest',
      message: 'Not today.',
    });
    const rejected = await rollout.run({ run: 2, inputs: { command: 'rollback', ...quick } });
    expect(rejected, rejected.stdout).toMatchObject({
      exitCode: 1,
      outputs: { outcome: 'succeeded' },
      post: { exitCode: 1, outputs: { outcome: 'succeeded' } },
    });
    for (const phase of [rejected, rejected.post]) {
      const error = errorOf(phase ?? rejected);
      expect(error).toMatch(/because instance 0 is protected from scale-in by it still/);
      expect(error).toContain(
        '"command: recover", "scale-set: web", "resource-group: autoscale" and "subscription-id: ',
      );
    }
    expect(new Set(Object.values(rollout.images().instances))).toEqual(new Set(['web-1']));
    expect(Object.keys(rollout.tags()).filter((name) => name.startsWith('azure-rollout-lock'))).toEqual([]);
    const status = await rollout.run({ run: 3, inputs: { command: 'status' } });
    expect(status.outputs.state).toBe('interrupted');
    rollout.emulator.arm.plane.faults.remove();
    const recovered = await rollout.run({ run: 4, inputs: { command: 'recover', ...quick } });
    expect(recovered, recovered.stdout).toMatchObject({ exitCode: 0, outputs: { outcome: 'succeeded' } });
    expect(rollout.protectedIds()).toEqual([]);
    expect(Object.keys(rollout.tags())).toEqual(['azure-rollout-last']);
  });

  it('protects canaries where autoscale is on, and takes back what autoscale has added meanwhile', async () => {
    await using rollout = await startScaleSetRollout(autoscaled);
    const canary = await rollout.run({ inputs: canaryOf(rollout.imageId('web-2')) });
    expect(canary, canary.stdout).toMatchObject({ exitCode: 0, outputs: { 'canary-instances': '["0"]' } });
    expect(rollout.images().instances).toMatchObject({ 0: 'web-2', 1: 'web-1', 5: 'web-2' });
    expect(rollout.protectedIds()).toEqual(['0']);
    const rejected = await rollout.run({ run: 2, inputs: { command: 'rollback', ...quick } });
    expect(rejected, rejected.stdout).toMatchObject({ exitCode: 0, outputs: { outcome: 'succeeded' } });
    expect(new Set(Object.values(rollout.images().instances))).toEqual(new Set(['web-1']));
    expect(upgradedIds(rollout)).toEqual([['0'], ['0', '5']]);
    expect(rollout.protectedIds()).toEqual([]);
  });
});

/** What failed is what the emulator did not answer, and both versions answered while instances went down. */
function expectHonest({ emulator, tags }: ScaleSetRollout, run: ActionRun): void {
  const { probe, scaleSet } = readReport(run);
  const unanswered = emulator.arm.plane.dataPlane.unansweredRequests().filter(({ port }) => port === 8080);
  const failed = probe?.downtime?.failedCount ?? 0;
  expect(failed).toBeGreaterThan(0);
  // Connections that the prober keeps open are lost too, and are no requests.
  const kept = probe?.existingConnections.length ?? 0;
  expect(unanswered.length - failed).toBeLessThanOrEqual(kept);
  expect(unanswered.length).toBeGreaterThanOrEqual(failed);
  expect(run.outputs).toMatchObject({
    'downtime-seconds': '0.000',
    'requests-sent': String(probe?.samples.length),
    'requests-failed': String(failed),
  });
  expect(tags()['azure-rollout-last']).toContain(', 0.000 s down, ');
  expect(
    scaleSet?.batches.map(({ answers }) => answers?.versions.map(({ version }) => version).toSorted()),
  ).toEqual([['v1', 'v2'], expect.arrayContaining(['v2'])]);
  const [first, second] = scaleSet?.batches.map(({ answers }) => answers?.newShare ?? 0) ?? [];
  expect(second).toBeGreaterThan(first ?? 1);
}
