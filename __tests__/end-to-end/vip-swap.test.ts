import { describe, expect, it } from 'vitest';
import type { Fault } from '../../emulator/faults.ts';
import { readReport, startRollout, whenWritten } from './rollout.ts';

const closingUpdate = (effect: object) =>
  ({ match: { method: 'PUT', path: 'vipswap2lb$', nth: 2 }, ...effect }) as Fault;

type Rollout = Awaited<ReturnType<typeof startRollout>>;

function expectUntouched(rollout: Rollout): void {
  expect(rollout.addressesOf('vipswap1lb')).toEqual(['vipswap1pip']);
  expect(rollout.addressesOf('vipswap2lb')).toEqual(['vipswap2pip']);
  expect(rollout.publicIpNames().toSorted()).toEqual(['vipswap1pip', 'vipswap2pip']);
}

describe.concurrent('the bundled action', () => {
  it('moves production over a temporary address, and measures what it cost', async () => {
    await using rollout = await startRollout();
    const run = await rollout.run();
    expect(run.exitCode, run.stdout).toBe(0);
    expect(run.outputs).toMatchObject({
      outcome: 'succeeded',
      'swap-method': 'temporary-ip',
      'downtime-source': 'probe',
      'operation-count': '7',
      'production-address': rollout.emulator.announcement.publicAddresses.vipswap1pip,
      'max-downtime-exceeded': 'false',
    });
    expect(Number(run.outputs['downtime-seconds'])).toBeGreaterThan(0);
    expect(Number(run.outputs['control-plane-downtime-seconds'])).toBeGreaterThan(0);
    expect(rollout.addressesOf('vipswap2lb')).toEqual(['vipswap1pip']);
    expect(rollout.addressesOf('vipswap1lb')).toEqual(['vipswap2pip']);
    expect(rollout.publicIpNames().toSorted()).toEqual(['vipswap1pip', 'vipswap2pip']);
    expect(run.annotations.map((each) => each.level)).toEqual(['notice']);
    expect(run.post?.exitCode).toBe(0);
    expect(run.post?.stdout).toBe('');
  });

  it('tells the same story in report, summary and log', async () => {
    await using rollout = await startRollout();
    const run = await rollout.run();
    const report = readReport(run);
    expect(report.steps.map((step) => [step.id, step.run?.outcome])).toEqual([
      ['take-lock', 'succeeded'],
      ['create-temporary-address', 'succeeded'],
      ['park-target', 'succeeded'],
      ['release-production-address', 'succeeded'],
      ['take-production-address', 'succeeded'],
      ['confirm-production', 'succeeded'],
      ['delete-temporary-address', 'succeeded'],
      ['write-record', 'succeeded'],
    ]);
    const [window] = report.controlPlane.windows;
    // On a busy machine an answer may come too late at any other time as well.
    const inWindow = report.probe?.downtime?.outages.filter(
      ({ fromMs, toMs }) => fromMs < (window?.closedMs ?? 0) && (toMs ?? 0) > (window?.openedMs ?? 0),
    );
    expect(inWindow?.some(({ failedCount }) => failedCount > 0)).toBe(true);
    expect(run.summary).toContain('now serves from vipswap2lb');
    expect(run.summary).toContain('```mermaid\ngantt');
    expect(run.stdout.match(/::group::Step \d of 8/g)).toHaveLength(8);
  });

  it('does it in one call where ARM has one', async () => {
    await using rollout = await startRollout();
    const run = await rollout.run({ 'swap-method': 'native' });
    expect(run.exitCode, run.stdout).toBe(0);
    expect(run.outputs).toMatchObject({
      outcome: 'succeeded',
      'swap-method': 'native',
      'operation-count': '3',
    });
    expect(rollout.addressesOf('vipswap2lb')).toEqual(['vipswap1pip']);
  });

  it('is red where production has gone away again by its last write, and records no downtime that is not over', async () => {
    await using rollout = await startRollout();
    const { plane } = rollout.emulator.arm;
    const [lost] = plane.store
      .list('Microsoft.Network/loadBalancers')
      .filter(({ name }) => name === 'vipswap2lb');
    expect.assert(lost !== undefined);
    const frontendIPConfigurations = structuredClone(lost.properties.frontendIPConfigurations) as {
      properties: { publicIPAddress?: unknown };
    }[];
    delete frontendIPConfigurations[0]?.properties.publicIPAddress;
    plane.faults.add({
      match: { method: 'DELETE', path: 'temporary' },
      effect: 'foreign-write',
      when: 'before',
      resourceId: lost.id,
      mergePatch: { properties: { frontendIPConfigurations } },
    });
    // Long enough for the prober to see it before the record is closed.
    plane.faults.add({
      match: { method: 'DELETE', path: 'temporary' },
      effect: 'delayed',
      afterMs: 4_000,
    });
    const run = await rollout.run();
    expect(run.exitCode, run.stdout).toBe(1);
    expect(run.outputs).toMatchObject({
      outcome: 'failed',
      'live-load-balancer': '',
      'downtime-seconds': '',
    });
    expect(run.stdout).toContain('is not served: nothing has it, by a fresh read of Azure');
    expect(run.stdout).toMatch(/it had not answered for at least .* when probing ended/);
    expect(run.stdout).not.toContain('now serves from');
    expect(rollout.record()['azure-rollout-last']).toContain(', unmeasured, ');
  });

  it('plans without a write', async () => {
    await using rollout = await startRollout();
    const run = await rollout.run({ command: 'plan' });
    expect(run.exitCode, run.stdout).toBe(0);
    expect(run.outputs).toMatchObject({ outcome: 'planned', 'downtime-seconds': '', 'operation-count': '0' });
    expect(rollout.writes()).toEqual([]);
    expect(run.summary).toContain('publicIPAddress.id');
    expect(run.summary).toContain('two load balancer updates');
  });

  it('keeps its outcome when neither report nor summary can be written', async () => {
    await using rollout = await startRollout();
    const run = await rollout.run(
      { command: 'plan', 'report-path': '/dev/null/report.json' },
      { environment: { ...environmentWithDebug(rollout), GITHUB_STEP_SUMMARY: '/dev/null/summary.md' } },
    );
    expect(run.exitCode, run.stdout).toBe(0);
    expect(run.outputs).toMatchObject({ outcome: 'planned', 'report-path': '' });
    expect(run.annotations.map((each) => each.level)).toEqual(['warning', 'warning', 'notice']);
  });

  it('changes nothing when run again', async () => {
    await using rollout = await startRollout();
    await rollout.run({ 'swap-method': 'native' });
    const writes = rollout.writes();
    const run = await rollout.run();
    expect(run.exitCode, run.stdout).toBe(0);
    expect(run.outputs).toMatchObject({ outcome: 'no-change', 'downtime-seconds': '' });
    expect(rollout.writes()).toEqual(writes);
  });

  it('is red, with one error that says why, when it had to undo the swap', async () => {
    await using rollout = await startRollout();
    rollout.emulator.arm.plane.faults.add(
      closingUpdate({ effect: 'operation-fails', code: 'InternalServerError', model: 'unchanged' }),
    );
    const run = await rollout.run();
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ outcome: 'rolled-back' });
    expect(rollout.addressesOf('vipswap1lb')).toEqual(['vipswap1pip']);
    expect(rollout.publicIpNames().toSorted()).toEqual(['vipswap1pip', 'vipswap2pip']);
    const errors = run.annotations.filter((each) => each.level === 'error');
    expect(errors).toHaveLength(1);
    expect(errors[0]?.message).toContain('InternalServerError');
    expect(Number(run.outputs['downtime-seconds'])).toBeGreaterThan(0);
  });

  it('leaves things as they are with on-failure: stop', async () => {
    await using rollout = await startRollout();
    rollout.emulator.arm.plane.faults.add(closingUpdate({ effect: 'answer', status: 400, code: 'Refused' }));
    const run = await rollout.run({ 'on-failure': 'stop' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ outcome: 'failed', 'downtime-seconds': '' });
    expect(rollout.addressesOf('vipswap1lb')).toEqual(['vipswap2pip']);
  });

  it('fails a swap that took longer than allowed, and lets it stand', async () => {
    await using rollout = await startRollout();
    const run = await rollout.run({ 'max-downtime': '1s' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ outcome: 'succeeded', 'max-downtime-exceeded': 'true' });
    expect(rollout.addressesOf('vipswap2lb')).toEqual(['vipswap1pip']);
  });

  it('warns of a temporary address that it could not delete', async () => {
    await using rollout = await startRollout();
    rollout.emulator.arm.plane.faults.add({
      match: { method: 'DELETE', path: '-temporary-' },
      effect: 'answer',
      status: 409,
      code: 'ScopeLocked',
    });
    const run = await rollout.run();
    expect(run.exitCode, run.stdout).toBe(0);
    const warnings = run.annotations.filter((each) => each.level === 'warning');
    expect(warnings.map((each) => each.message)).toEqual([expect.stringContaining('ScopeLocked')]);
    expect(run.summary).toContain('Do what was left over, "Delete the temporary address');
    expect(run.summary).not.toContain('az network public-ip delete');
  });

  it('undoes a swap after which nobody answers', async () => {
    await using rollout = await startRollout();
    const run = await rollout.run(
      { 'verify-timeout': '6s' },
      {
        onLine: (line) => {
          if (line.startsWith('::group::Step 5')) {
            for (const instance of [0, 1, 2]) {
              rollout.emulator.arm.plane.dataPlane.setInstanceCondition(
                `vipswap2_${instance}`,
                'machine-down',
              );
            }
          }
        },
      },
    );
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ outcome: 'rolled-back' });
    expect(run.annotations.find((each) => each.level === 'error')?.message).toContain(
      'Switched, not answering',
    );
    expect(rollout.addressesOf('vipswap1lb')).toEqual(['vipswap1pip']);
  });

  it('does not start where production does not answer well', async () => {
    await using rollout = await startRollout();
    const run = await rollout.run({ 'probe-expect': '418' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ outcome: 'failed', 'downtime-seconds': '' });
    expect(rollout.writes()).toEqual([]);
  });

  it('claims nothing that it did not measure', async () => {
    await using rollout = await startRollout();
    const run = await rollout.run({
      probe: 'off',
      'probe-interval': '',
      'probe-timeout': '',
      'probe-version': '',
    });
    expect(run.exitCode, run.stdout).toBe(0);
    expect(run.outputs).toMatchObject({ outcome: 'succeeded', 'downtime-source': 'control-plane' });
    expect(run.outputs['probe-resolution-ms']).toBe('');
  });

  it('stops within five seconds when it is cancelled inside the window, and undoes the swap in post', async () => {
    await using rollout = await startRollout();
    const run = await rollout.run(
      {},
      {
        onStart: (main) =>
          whenWritten(rollout, 'PUT loadBalancers/vipswap1lb', () => {
            main.cancel();
            main.cancel();
          }),
      },
    );
    // By itself: the runner's SIGTERM comes after 7.5 s.
    expect(run).toMatchObject({
      signal: null,
      exitCode: 1,
      outputs: { outcome: 'failed', 'live-load-balancer': '' },
    });
    expect(run.annotations.find((each) => each.level === 'error')).toMatchObject({
      title: 'vip-swap: cancelled',
      message: expect.stringContaining('The post step of this job undoes what was begun'),
    });
    expect(run.post).toMatchObject({
      exitCode: 1,
      outputs: { outcome: 'rolled-back', 'live-load-balancer': 'vipswap1lb' },
    });
    expectUntouched(rollout);
    expect(rollout.record()).toEqual({});
  });

  it('undoes in post what a killed main had begun', async () => {
    await using rollout = await startRollout();
    const run = await rollout.run(
      {},
      {
        onStart: (main) => whenWritten(rollout, 'PUT loadBalancers/vipswap1lb', () => main.send('SIGKILL')),
      },
    );
    expect(run.signal).toBe('SIGKILL');
    expect(run.post?.outputs).toMatchObject({ outcome: 'rolled-back', 'downtime-seconds': '' });
    expect(run.post?.exitCode).toBe(1);
    expectUntouched(rollout);
  });

  it('tries once more in post what main could not undo', async () => {
    await using rollout = await startRollout();
    const { faults } = rollout.emulator.arm.plane;
    faults.add(closingUpdate({ effect: 'operation-fails', model: 'unchanged' }));
    faults.add({
      match: { method: 'PUT', path: 'vipswap1lb$', nth: 2, times: 2 },
      effect: 'answer',
      status: 400,
      code: 'NotNow',
    });
    const run = await rollout.run();
    expect(run.outputs).toMatchObject({ outcome: 'failed' });
    expect(run.post?.outputs).toMatchObject({ outcome: 'rolled-back' });
    expectUntouched(rollout);
  });

  it('leaves a killed run as it is where on-failure says stop', async () => {
    await using rollout = await startRollout();
    const run = await rollout.run(
      { 'on-failure': 'stop' },
      { onStart: (main) => whenWritten(rollout, 'PUT loadBalancers/vipswap1lb', () => main.send('SIGKILL')) },
    );
    expect(run.post?.exitCode).toBe(1);
    expect(run.post?.annotations.find((each) => each.level === 'error')?.message).toContain('left as it was');
    expect(rollout.addressesOf('vipswap1lb')).toEqual(['vipswap2pip']);
  });

  it('reads where production is before it leaves a killed run as it is', async () => {
    await using rollout = await startRollout();
    const run = await rollout.run(
      { 'on-failure': 'stop' },
      {
        onStart: (main) =>
          whenWritten(rollout, 'PUT loadBalancers/vipswap2lb', () => main.send('SIGKILL'), 2),
      },
    );
    const error = run.post?.annotations.find((each) => each.level === 'error')?.message;
    expect(error).toContain('is on vipswap2lb, by a fresh read of Azure');
    expect(error).not.toMatch(/may be down|az network/);
    expect(run.post?.outputs).toMatchObject({ 'live-load-balancer': 'vipswap2lb' });
  });

  it('hides every token from the log, and keeps them out of all else', async () => {
    await using rollout = await startRollout();
    const run = await rollout.run({}, { environment: { ...environmentWithDebug(rollout) } });
    expect(run.masks.length).toBeGreaterThanOrEqual(2);
    const told = [
      run.summary,
      JSON.stringify(run.outputs),
      JSON.stringify(run.state),
      JSON.stringify(readReport(run)),
    ];
    const printed = run.stdout.split('\n').filter((line) => !line.startsWith('::add-mask::'));
    for (const secret of run.masks) {
      expect([...told, ...printed].some((text) => text.includes(secret))).toBe(false);
    }
  });
});

function environmentWithDebug(rollout: Awaited<ReturnType<typeof startRollout>>): Record<string, string> {
  const { announcement } = rollout.emulator;
  return {
    RUNNER_DEBUG: '1',
    NODE_EXTRA_CA_CERTS: announcement.caCertificatePath,
    ACTIONS_ID_TOKEN_REQUEST_URL: announcement.oidcRequestUrl,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: announcement.oidcRequestToken,
  };
}
