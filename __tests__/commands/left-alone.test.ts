import { describe, expect, it } from 'vitest';
import { createLog } from '../../src/report/log/log.ts';
import { type InProcessCommands, runUrl, startInProcessCommands } from './in-process-commands.ts';
import { recover, run } from './swap-commands.ts';
import { type ToldSwap, tellSwap } from './told-swap.ts';

const DAY_SECONDS = 86_400;

/** ARM wants to be left alone with one kind of request, for good. */
function throttle(
  world: InProcessCommands,
  method: string,
  path: string,
  retryAfterSeconds = DAY_SECONDS,
): void {
  world.emulated.plane.faults.add({
    match: { method, path, times: 'always' },
    effect: 'throttled',
    retryAfterSeconds,
  });
}

function logOf({ runner }: ToldSwap): string {
  const lines: string[] = [];
  const note = (text: string) => {
    lines.push(text);
  };
  const log = createLog(
    {
      group: note,
      endGroup: () => undefined,
      info: note,
      debug: () => undefined,
      warning: note,
      notice: () => undefined,
      error: () => undefined,
    },
    0,
  );
  runner.stream.forEach(log.read);
  return lines.join('\n');
}

describe('an ARM that wants to be left alone for a day', () => {
  it('with a read before the plan ends the run at once, and says why', async () => {
    const world = startInProcessCommands();
    throttle(world, 'GET', 'loadBalancers/vipswap2lb$');
    const startedAtMs = world.clock.monotonicMs();
    const told = await tellSwap(world, 'run', (context) => run(context, world.runOptions()));
    expect(told.report).toMatchObject({ outcome: 'failed' });
    expect(told.report.failure?.message).toMatch(
      /^Gave up waiting for the checks before the first write; no release was begun: ARM wants to be left alone with GET \S+vipswap2lb for 86400 s \(429 \w+\), and \d+ s are left, so it is not waited for\./,
    );
    expect(logOf(told)).toMatch(
      /ARM wants to be left alone with GET loadBalancers\/vipswap2lb for 1440 min 00 s \(429 \w+\), which is longer than the .* that are left for it: given up/,
    );
    expect(world.clock.monotonicMs() - startedAtMs).toBeLessThan(60_000);
    expect(world.writes()).toEqual([]);
  });

  it('with the write of a step has the run undone at once', async () => {
    const world = startInProcessCommands();
    throttle(world, 'PUT', 'publicIPAddresses/vipswap1pip-temporary-[^/]+$');
    const startedAtMs = world.clock.monotonicMs();
    const { report } = await tellSwap(world, 'run', (context) => run(context, world.runOptions()));
    expect(report.outcome).toBe('rolled-back');
    expect(report.failure?.message).toMatch(/^Gave up waiting for the step "/);
    expect(world.clock.monotonicMs() - startedAtMs).toBeLessThan(300_000);
    expect(world.record()).toMatchObject({ lock: undefined, journal: undefined });
  });

  it('with what gives production back is asked every ten seconds all the same', async () => {
    const world = startInProcessCommands();
    world.emulated.plane.faults.add({
      match: { method: 'PUT', path: 'loadBalancers/vipswap2lb$', nth: 2, times: 2 },
      effect: 'throttled',
      retryAfterSeconds: DAY_SECONDS,
    });
    const told = await tellSwap(world, 'run', (context) => run(context, world.runOptions()));
    expect(told.report.outcome).toBe('succeeded');
    expect(logOf(told)).not.toMatch(/ARM wants to be left alone/);
  });

  it('ends a recovery as its time would', async () => {
    const world = startInProcessCommands();
    const victim = world.runner(runUrl(1));
    void run(victim.context, world.runOptions());
    await world.written('PUT loadBalancers/vipswap1lb');
    victim.kill();
    await world.clock.sleep(120_000);
    throttle(world, 'GET', 'loadBalancers/vipswap1lb$');
    const { report } = await tellSwap(world, 'recover', (context) =>
      recover(context, world.recoverOptions({})),
    );
    expect(report).toMatchObject({ outcome: 'failed' });
    expect(report.failure?.message).toMatch(/ARM wants to be left alone with GET \S+vipswap1lb/);
  });
});

it('a wait of two minutes is a line of the log, with the time that is left', async () => {
  const world = startInProcessCommands();
  world.emulated.plane.faults.add({
    match: { method: 'GET', path: 'loadBalancers/vipswap2lb$' },
    effect: 'throttled',
    retryAfterSeconds: 120,
  });
  const told = await tellSwap(world, 'run', (context) => run(context, world.runOptions()));
  expect(told.report.outcome).toBe('succeeded');
  expect(logOf(told)).toMatch(
    /ARM wants to be left alone with GET loadBalancers\/vipswap2lb for 2 min 00 s \(429 \w+\): waiting until then; the time for it is up in 60 min 00 s/,
  );
});
