import { describe, expect, it } from 'vitest';
import type { ActionRun } from '../../scripts/runner/run-action.ts';
import type { RunningScript } from '../../scripts/runner/run-script.ts';
import { startRollout } from './rollout.ts';

type Rollout = Awaited<ReturnType<typeof startRollout>>;

const quick = { probe: 'off', 'probe-interval': '', 'probe-timeout': '', 'probe-version': '' };

/** GitHub for the token of the job, which MSAL asks for twice in one sign-in; Entra ID for the one of Azure. */
const endpoints = [
  ['GitHub', '/oidc/token$', 2],
  ['Entra ID', 'oauth2/v2.0/token$', 1],
] as const;

function hang({ emulator }: Rollout, path: string, nth: number): string {
  return emulator.arm.plane.faults.add({ match: { path, nth }, effect: 'unanswered' }).id;
}

/** Acts once, as soon as the fault has met a request. */
function whenMet({ emulator }: Rollout, id: string, act: () => void): void {
  const watch = setInterval(() => {
    if (emulator.arm.plane.faults.list().some((each) => each.id === id && each.met > 0)) {
      clearInterval(watch);
      act();
    }
  }, 20);
}

function errorsOf({ annotations }: Pick<ActionRun, 'annotations'>): string {
  return annotations.flatMap(({ level, message }) => (level === 'error' ? [message] : [])).join('\n');
}

/** Of src/cancellation.ts: SIGTERM had to end it. */
const TERMINATED = 143;

describe.concurrent.each(endpoints)('where %s never answers', (_, path, requestsPerSignIn) => {
  it('a run ends at its timeout, having changed nothing', async () => {
    await using rollout = await startRollout();
    hang(rollout, path, 1);
    const run = await rollout.run({ ...quick, timeout: '3s' });
    expect(run, run.stdout).toMatchObject({ exitCode: 1, outputs: { outcome: 'failed' } });
    expect(errorsOf(run)).toContain('Gave up after 3 s');
    expect(rollout.writes()).toEqual([]);
  });

  it('a run that is cancelled tells of it before anybody has to terminate it', async () => {
    await using rollout = await startRollout();
    const id = hang(rollout, path, 1);
    const run = await rollout.run(quick, {
      onStart: (main: RunningScript) => whenMet(rollout, id, () => main.cancel()),
    });
    expect(run.exitCode).not.toBe(TERMINATED);
    expect(run, run.stdout).toMatchObject({ exitCode: 1, outputs: { outcome: 'failed' } });
    expect(errorsOf(run)).toContain('The run was cancelled.');
  });

  it('after ARM has refused the token in the window, a cancel is heard, and post undoes', async () => {
    await using rollout = await startRollout();
    rollout.emulator.arm.plane.faults.add({
      match: { method: 'PUT', path: 'loadBalancers/vipswap2lb$', nth: 2 },
      effect: 'answer',
      status: 401,
      code: 'InvalidAuthenticationToken',
    });
    const id = hang(rollout, path, requestsPerSignIn + 1);
    const run = await rollout.run(quick, {
      onStart: (main: RunningScript) => whenMet(rollout, id, () => main.cancel()),
    });
    expect(run.exitCode).not.toBe(TERMINATED);
    expect(run, run.stdout).toMatchObject({ exitCode: 1, outputs: { outcome: 'failed' } });
    expect(run.post, run.post?.stdout).toMatchObject({ exitCode: 1, outputs: { outcome: 'rolled-back' } });
    expect(rollout.addressesOf('vipswap1lb')).toEqual(['vipswap1pip']);
    expect(rollout.addressesOf('vipswap2lb')).toEqual(['vipswap2pip']);
  });
});

describe.concurrent('a sign-in that gets no answer for a while', () => {
  it.each(endpoints)('of %s keeps no run from its goal', async (_, path) => {
    await using rollout = await startRollout();
    const { faults } = rollout.emulator.arm.plane;
    faults.add({ match: { path }, effect: 'answer', status: 503, code: 'temporarily_unavailable' });
    faults.add({ match: { path, nth: 2 }, effect: 'connection-reset' });
    const run = await rollout.run({ ...quick, command: 'plan' });
    expect(run, run.stdout).toMatchObject({ exitCode: 0, outputs: { outcome: 'planned' } });
  });
});
