import { describe, expect, it } from 'vitest';
import { always } from '../../emulator/durations/profile.ts';
import { instant } from '../../emulator/durations/profiles.ts';
import { readReport, startRollout, whenWritten } from './rollout.ts';

type Rollout = Awaited<ReturnType<typeof startRollout>>;

const quick = { probe: 'off', 'probe-interval': '', 'probe-timeout': '', 'probe-version': '' };
const unnamed = { strategy: '', 'target-load-balancer': '' };

function expectUntouched(rollout: Rollout): void {
  expect(rollout.addressesOf('vipswap1lb')).toEqual(['vipswap1pip']);
  expect(rollout.addressesOf('vipswap2lb')).toEqual(['vipswap2pip']);
  expect(rollout.publicIpNames().toSorted()).toEqual(['vipswap1pip', 'vipswap2pip']);
}

/** The machine is lost with main, as soon as production has gone down. */
async function loseRunner(rollout: Rollout): Promise<void> {
  await rollout.run(
    {},
    {
      runsPost: false,
      onStart: (main) => whenWritten(rollout, 'PUT loadBalancers/vipswap1lb', () => main.send('SIGKILL')),
    },
  );
}

/** One that an earlier release could not delete. */
function leaveTemporaryAddress(rollout: Rollout): void {
  const { store } = rollout.emulator.arm.plane;
  const [address] = store.list('Microsoft.Network/publicIPAddresses');
  if (address === undefined) throw new Error('There is no address.');
  store.put({
    ...address,
    id: address.id.replace(address.name, 'forgotten'),
    name: 'forgotten',
    tags: { 'azure-rollout-stands-in-for': 'vipswap1pip' },
    properties: { ...address.properties, ipConfiguration: undefined },
  } as typeof address);
}

describe.concurrent('after the runner was lost', () => {
  it('tells by status how things are, and recovers from what is written down in Azure', async () => {
    await using rollout = await startRollout();
    await loseRunner(rollout);
    const status = await rollout.run({ command: 'status', ...unnamed });
    expect(status, status.stdout).toMatchObject({
      exitCode: 0,
      outputs: { outcome: 'reported', state: 'locked' },
    });
    expect(JSON.parse(status.outputs.status ?? '')).toMatchObject({
      addresses: [{ name: 'vipswap1pip', interrupted: { strategy: 'vip-swap', method: 'temporary-ip' } }],
    });
    expect(status.summary).toContain('/contoso/shop/actions/runs/1000001/attempts/1');
    const other = { GITHUB_RUN_ID: '1000002' };
    const refused = await rollout.run(quick, { environment: other });
    expect(refused.exitCode).toBe(1);
    expect(refused.annotations.find((each) => each.level === 'error')?.message).toContain(
      'runs/1000001/attempts/1',
    );
    const recovered = await rollout.run({ command: 'recover', ...unnamed }, { environment: other });
    expect(recovered, recovered.stdout).toMatchObject({
      exitCode: 0,
      outputs: {
        outcome: 'succeeded',
        'recovered-to': 'undo',
        'live-load-balancer': 'vipswap1lb',
        'downtime-seconds': '',
      },
    });
    expectUntouched(rollout);
    expect(rollout.record()).toEqual({});
    expect(readReport(recovered)).toMatchObject({ recoveredTo: 'undo', downtime: { seconds: null } });
  });

  it('is recovered by a re-run of the job, which then goes on', async () => {
    await using rollout = await startRollout();
    await loseRunner(rollout);
    const again = await rollout.run(
      { 'on-interrupted': 'recover' },
      { environment: { GITHUB_RUN_ATTEMPT: '2' } },
    );
    expect(again, again.stdout).toMatchObject({
      exitCode: 0,
      outputs: { outcome: 'succeeded', 'recovered-to': 'undo' },
    });
    expect(again.summary).toContain(
      'The interrupted release that was there before was undone first. Production at',
    );
    expect(rollout.addressesOf('vipswap2lb')).toEqual(['vipswap1pip']);
    expect(Object.keys(rollout.record())).toEqual(['azure-rollout-last']);
  });

  it('tells what was recovered, and where production is, where its own release is refused after that', async () => {
    await using rollout = await startRollout();
    await loseRunner(rollout);
    const refused = await rollout.run(
      { 'on-interrupted': 'recover', 'target-frontend': 'nobody' },
      { environment: { GITHUB_RUN_ATTEMPT: '2' } },
    );
    expect(refused, refused.stdout).toMatchObject({
      exitCode: 1,
      outputs: {
        outcome: 'failed',
        'recovered-to': 'undo',
        'live-load-balancer': 'vipswap1lb',
        'downtime-seconds': '',
      },
    });
    expectUntouched(rollout);
    expect(refused.summary).toContain(
      'is on vipswap1lb, by a fresh read of Azure: the interrupted release was undone',
    );
    expect(refused.summary).toContain('What this run was to do itself was not begun.');
    expect(refused.summary).toContain('| Downtime | not known: it began in the interrupted run |');
    expect(refused.summary).not.toMatch(/as before|no outage was seen|what this run had changed is undone/);
    expect(rollout.record()).toEqual({});
  });

  it('goes back by rollback to where production was before the last release, and stays there', async () => {
    await using rollout = await startRollout();
    const swapped = await rollout.run({ ...quick, 'swap-method': 'native' });
    expect(swapped, swapped.stdout).toMatchObject({ exitCode: 0 });
    expect(rollout.record()['azure-rollout-last']).toContain(
      `, ${swapped.outputs['downtime-seconds']} s down (ARM), `,
    );
    const back = await rollout.run({ ...quick, ...unnamed, command: 'rollback', 'swap-method': 'native' });
    expect(back, back.stdout).toMatchObject({
      exitCode: 0,
      outputs: { outcome: 'succeeded', 'live-load-balancer': 'vipswap1lb' },
    });
    expectUntouched(rollout);
    const again = await rollout.run({ ...quick, ...unnamed, command: 'rollback' });
    expect(again.outputs).toMatchObject({ outcome: 'no-change' });
  });

  it('is not begun again by post where main was killed before it could say anything', async () => {
    await using rollout = await startRollout();
    const run = await rollout.run(quick, { onStart: (main) => main.send('SIGKILL') });
    expect(run.signal).toBe('SIGKILL');
    expect(run.post).toMatchObject({ exitCode: 0, outputs: {} });
    expect(run.post?.annotations).toMatchObject([{ level: 'notice', title: 'Azure Rollout: ended early' }]);
    expect(rollout.writes()).toEqual([]);
    expect(rollout.emulator.arm.journal.entries()).toEqual([]);
  });

  it('does not say that production may be down where only a left-over address was being deleted', async () => {
    const distributions = { ...instant.distributions, 'public-ip-delete': always(20) };
    await using rollout = await startRollout({ profile: { name: 'slow deletion', distributions } });
    leaveTemporaryAddress(rollout);
    const run = await rollout.run(
      { command: 'recover', ...unnamed },
      {
        onStart: (main) =>
          whenWritten(rollout, 'DELETE publicIPAddresses/forgotten', () => main.send('SIGTERM')),
      },
    );
    expect(run).toMatchObject({ exitCode: 143, post: { exitCode: 1 } });
    expect(run.post?.annotations).toMatchObject([
      {
        level: 'error',
        title: 'Azure Rollout: ended early',
        message: expect.stringMatching(
          /no release was interrupted.+ "command: recover", "production-public-ip: vipswap1pip", "resource-group: vipswap" and "subscription-id: \S+" once more\.$/,
        ),
      },
    ]);
    expect(rollout.record()).toEqual({});
  });

  it.each([
    ['no JSON', '{nope'],
    ['nothing', 'null'],
    ['of another version', '{"version":1,"state":{"kind":"under-way"}}'],
    ['without its contents', '{"version":3,"state":{"kind":"under-way"}}'],
  ])('says that nothing was undone where what main had saved is %s', async (_, state) => {
    await using rollout = await startRollout();
    const run = await rollout.run(
      { command: 'status', ...unnamed },
      { environment: { 'STATE_azure-rollout': state } },
    );
    expect(run.post).toMatchObject({ exitCode: 1, annotations: [{ level: 'error' }] });
    expect(run.post?.summary).toMatch(
      /cannot be read, so nothing of it was undone .* "command: recover", "production-public-ip: vipswap1pip"/,
    );
  });

  it('leaves at once on SIGTERM, and lets post undo', async () => {
    await using rollout = await startRollout();
    let sentAtMs = 0;
    const run = await rollout.run(quick, {
      onStart: (main) =>
        whenWritten(rollout, 'PUT loadBalancers/vipswap1lb', () => {
          sentAtMs = performance.now();
          main.send('SIGTERM');
        }),
    });
    expect(sentAtMs).toBeGreaterThan(0);
    expect(run).toMatchObject({ exitCode: 143, outputs: {} });
    expect(run.post?.outputs).toMatchObject({ outcome: 'rolled-back' });
    expectUntouched(rollout);
    expect(rollout.record()).toEqual({});
  });

  it('finishes in post what had moved when it was cancelled: production answers there, and stays', async () => {
    await using rollout = await startRollout();
    const run = await rollout.run(
      {},
      {
        onStart: (main) => whenWritten(rollout, 'PUT loadBalancers/vipswap2lb', () => main.send('SIGINT'), 2),
      },
    );
    expect(run, run.stdout).toMatchObject({ exitCode: 1, outputs: { outcome: 'failed' } });
    expect(run.post, run.post?.stdout).toMatchObject({
      exitCode: 0,
      outputs: { outcome: 'succeeded', 'live-load-balancer': 'vipswap2lb', 'downtime-seconds': '' },
    });
    expect(rollout.addressesOf('vipswap2lb')).toEqual(['vipswap1pip']);
    expect(rollout.writes().filter((write) => write.startsWith('PUT loadBalancers/'))).toHaveLength(3);
    expect(Object.keys(rollout.record())).toEqual(['azure-rollout-last']);
  });

  it('says after a recovery that its own release had changed nothing, when it is ended in its checks', async () => {
    await using rollout = await startRollout();
    await loseRunner(rollout);
    const checks = () =>
      rollout.emulator.arm.journal.entries().filter(({ path }) => path.endsWith('/health')).length;
    const before = checks();
    const again = await rollout.run(
      { 'on-interrupted': 'recover' },
      {
        environment: { GITHUB_RUN_ATTEMPT: '2' },
        onStart: (main) => {
          const watch = setInterval(() => {
            if (checks() > before) {
              clearInterval(watch);
              main.send('SIGTERM');
            }
          }, 20);
        },
      },
    );
    expect(again.exitCode).toBe(143);
    expectUntouched(rollout);
    expect(again.post?.annotations).toMatchObject([
      {
        level: 'notice',
        message: expect.stringMatching(/ended after an interrupted release was undone, and before/),
      },
    ]);
  });

  it('says that production may be down, and how to go on, where a recovery is ended while it still looks', async () => {
    await using rollout = await startRollout();
    await loseRunner(rollout);
    const looks = () =>
      rollout.emulator.arm.journal
        .entries()
        .filter(({ method, path }) => method === 'GET' && path.endsWith('/vipswap1lb')).length;
    const before = looks();
    const ended = await rollout.run(
      { ...quick, ...unnamed, command: 'recover', 'recover-to': 'undo' },
      {
        environment: { GITHUB_RUN_ID: '1000002' },
        onStart: (main) => {
          const watch = setInterval(() => {
            if (looks() > before + 2) {
              clearInterval(watch);
              main.send('SIGTERM');
            }
          }, 20);
        },
      },
    );
    expect(ended.post).toMatchObject({
      exitCode: 1,
      annotations: [
        {
          level: 'error',
          message: expect.stringMatching(
            /Production may be down: .*"command: recover", "recover-to: undo", "production-public-ip: vipswap1pip", "resource-group: vipswap" and "subscription-id: /,
          ),
        },
      ],
    });
  });

  it('gives the lock of a recovery up that was cancelled, so that nobody takes it for one at work', async () => {
    await using rollout = await startRollout();
    await loseRunner(rollout);
    const other = { GITHUB_RUN_ID: '1000002' };
    const recover = { ...quick, ...unnamed, command: 'recover', 'recover-to': 'undo' };
    const cancelled = await rollout.run(recover, {
      environment: other,
      onStart: (main) => whenWritten(rollout, 'PUT loadBalancers/vipswap1lb', () => main.send('SIGINT'), 2),
    });
    expect(cancelled).toMatchObject({ exitCode: 1, outputs: { outcome: 'failed' } });
    const way = '"command: recover", "recover-to: undo", "production-public-ip: vipswap1pip", ';
    expect(cancelled.annotations.find(({ level }) => level === 'error')?.message).toContain(way);
    expect(cancelled.summary).toContain(way);
    expect(readReport(cancelled)).toMatchObject({ recoverTo: 'undo' });
    expect(Object.keys(rollout.record()).filter((name) => name.includes('-lock'))).toEqual([
      'azure-rollout-journal-lock-id',
    ]);
    const status = await rollout.run({ command: 'status', ...unnamed });
    expect(status.outputs).toMatchObject({ state: 'interrupted' });
  });

  it('leaves everything but its lock where it was cancelled, and told to stop', async () => {
    await using rollout = await startRollout();
    const run = await rollout.run(
      { ...quick, 'on-failure': 'stop' },
      {
        onStart: (main) => whenWritten(rollout, 'PUT loadBalancers/vipswap1lb', () => main.send('SIGINT')),
      },
    );
    expect(run.post).toMatchObject({ exitCode: 1, outputs: { outcome: 'failed' } });
    const error = run.post?.annotations.find(({ level }) => level === 'error')?.message;
    expect(error).toMatch(/The run was cancelled while it was at ".*on-failure is "stop"/);
    expect(error).toContain(
      '"command: recover", "production-public-ip: vipswap1pip", "resource-group: vipswap" and "subscription-id: ',
    );
    expect(rollout.record()).toHaveProperty('azure-rollout-journal');
    expect(rollout.record()).not.toHaveProperty('azure-rollout-lock');
    expect(rollout.writes().filter((write) => write.startsWith('PUT loadBalancers/'))).toHaveLength(2);
  });

  it('names recover in the error where post could not undo either', async () => {
    await using rollout = await startRollout();
    const run = await rollout.run(quick, {
      onStart: (main) =>
        whenWritten(rollout, 'PUT loadBalancers/vipswap1lb', () => {
          rollout.emulator.arm.plane.faults.add({
            match: { method: 'PUT', path: 'loadBalancers/', times: 'always' },
            effect: 'answer',
            status: 403,
            code: 'AuthorizationFailed',
          });
          main.send('SIGKILL');
        }),
    });
    expect(run.post).toMatchObject({ exitCode: 1, outputs: { outcome: 'failed' } });
    const error = run.post?.annotations.find((each) => each.level === 'error')?.message;
    expect(error).toContain(
      '"command: recover", "production-public-ip: vipswap1pip", "resource-group: vipswap" and "subscription-id: ',
    );
    rollout.emulator.arm.plane.faults.remove();
    const recovered = await rollout.run({ ...quick, ...unnamed, command: 'recover', 'recover-to': 'finish' });
    expect(recovered, recovered.stdout).toMatchObject({ exitCode: 0, outputs: { 'recovered-to': 'finish' } });
    expect(rollout.addressesOf('vipswap2lb')).toEqual(['vipswap1pip']);
    expect(Object.keys(rollout.record())).toEqual(['azure-rollout-last']);
  });
});
