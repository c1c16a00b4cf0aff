import { describe, expect, it } from 'vitest';
import type { FaultEffect } from '../../emulator/faults.ts';
import { createLog } from '../../src/report/log/log.ts';
import { type InProcessCommands, runUrl, startInProcessCommands } from './in-process-commands.ts';
import { loseRunInTheWindow } from './lost-in-the-window.ts';
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

  it('with the reads of a recovery is asked every ten seconds until the time of that is up', async () => {
    const world = await lostInTheWindow();
    throttle(world, 'GET', 'loadBalancers/vipswap1lb$');
    const { report } = await tellSwap(world, 'recover', (context) =>
      recover(context, world.recoverOptions({ timeoutMs: 600_000 })),
    );
    expect(report).toMatchObject({ outcome: 'failed' });
    expect(report.failure?.message).toMatch(
      /^Gave up after 600 s .* an answer of ARM to GET \S+vipswap1lb, for 600 s \(meanwhile: 429 SubscriptionRequestsThrottled\)/,
    );
  });
});

/** The process of a release was killed while nobody serves production. */
async function lostInTheWindow(): Promise<InProcessCommands> {
  const world = startInProcessCommands();
  await loseRunInTheWindow(world);
  expect(Object.values(world.placement())).not.toContain('vipswap1pip');
  return world;
}

const LOAD_BALANCERS = 'loadBalancers/vipswap[12]lb$';
const HOME = { vipswap1lb: 'vipswap1pip', vipswap2lb: 'vipswap2pip' };
const SWAPPED = { vipswap1lb: 'vipswap2pip', vipswap2lb: 'vipswap1pip' };

function throttleOnce(world: InProcessCommands, path: string, retryAfterSeconds: number, times = 1): void {
  world.emulated.plane.faults.add({
    match: { method: 'GET', path, times },
    effect: 'throttled',
    retryAfterSeconds,
  });
}

/** The update that gives production to the target. */
async function closingSent({ clock, requests }: InProcessCommands): Promise<void> {
  const isUpdate = ({ method, path }: (typeof requests)[number]) =>
    method === 'PUT' && path.endsWith('loadBalancers/vipswap2lb');
  while (requests.filter(isUpdate).length < 2) {
    await clock.sleep(1);
  }
}

function isAtRest({ emulated, idOf }: InProcessCommands): boolean {
  const target = emulated.plane.store.get(idOf('loadBalancers', 'vipswap2lb'));
  return target?.properties.provisioningState === 'Succeeded';
}

/** How long production has not been served by anybody. */
function downMs({ dataPlane, idOf }: InProcessCommands): number {
  return dataPlane
    .groundTruth()
    .filter(
      ({ publicIpAddressId, port, state }) =>
        state !== 'served' && port === 9000 && publicIpAddressId === idOf('publicIPAddresses', 'vipswap1pip'),
    )
    .reduce((total, { fromMs, toMs = Number.POSITIVE_INFINITY }) => total + (toMs - fromMs), 0);
}

/** What becomes of the update that closes the window, and then ARM wants to be left alone with one read. */
async function closing(effect: FaultEffect, retryAfterSeconds?: number) {
  const world = startInProcessCommands({ requestLatency: 'realistic' });
  world.emulated.plane.faults.add({
    match: { method: 'PUT', path: 'loadBalancers/vipswap2lb$', nth: 2 },
    ...effect,
  });
  const told = tellSwap(world, 'run', (context) => run(context, world.runOptions()));
  await closingSent(world);
  if (retryAfterSeconds !== undefined) {
    throttleOnce(world, LOAD_BALANCERS, retryAfterSeconds);
  }
  const { report } = await told;
  return { outcome: report.outcome, placement: world.placement(), downMs: downMs(world) };
}

/** A second for what is drawn of other requests. */
const TEN_SECONDS_MS = 11_000;

describe('an ARM that wants to be left alone with reads while production is down', () => {
  it.each([
    ['undoing', 'is refused', { effect: 'answer', status: 400, code: 'NotNow' }, 'rolled-back', HOME],
    ['closing', 'gets no answer', { effect: 'connection-reset' }, 'succeeded', SWAPPED],
  ] as const)(
    'keeps it down for ten seconds more, and the %s goes on: the update that gives it back %s',
    async (_, __, effect, outcome, placement) => {
      const calm = await closing(effect);
      const late = await closing(effect, 700);
      expect([calm, late]).toMatchObject([
        { outcome, placement },
        { outcome, placement },
      ]);
      expect(late.downMs - calm.downMs).toBeLessThan(TEN_SECONDS_MS);
    },
  );

  it.each([45, DAY_SECONDS])('keeps no recovery waiting for %d s', async (retryAfterSeconds) => {
    const [calm, world] = [await lostInTheWindow(), await lostInTheWindow()];
    await recover(calm.runner(runUrl(2)).context, calm.recoverOptions());
    throttleOnce(world, LOAD_BALANCERS, retryAfterSeconds);
    expect(await recover(world.runner(runUrl(2)).context, world.recoverOptions())).toMatchObject({
      result: { outcome: 'succeeded' },
    });
    expect(downMs(world) - downMs(calm)).toBeLessThan(TEN_SECONDS_MS);
  });
});

/** A release whose last update came to this, and whose process was killed then. */
async function lostInTheLastUpdate(effect: FaultEffect): Promise<InProcessCommands> {
  const world = startInProcessCommands();
  world.emulated.plane.faults.add({
    match: { method: 'PUT', path: 'loadBalancers/vipswap2lb$', nth: 2 },
    ...effect,
  });
  const victim = world.runner(runUrl(1));
  void run(victim.context, world.runOptions());
  await world.written('PUT loadBalancers/vipswap2lb', 2);
  victim.kill();
  await world.clock.sleep(120_000);
  return world;
}

const NOT_SERVED = { effect: 'operation-fails', model: 'changed', dataPlaneFollows: false } as const;
const HANGING = { effect: 'stuck', model: 'unchanged' } as const;

function throttleWrite(world: InProcessCommands, method: string, path: string, seconds: number): void {
  const match = { method, path };
  world.emulated.plane.faults.add({ match, effect: 'throttled', retryAfterSeconds: seconds });
}

const TEMPORARY = 'publicIPAddresses/vipswap1pip-temporary-[^/]+$';

describe('an ARM that wants to be left alone with writes while production is down', () => {
  it.each([
    ['takes the lock', 'publicIPAddresses/vipswap1pip$', lostInTheWindow, 'auto'],
    ['parks', TEMPORARY, () => lostInTheLastUpdate(NOT_SERVED), 'undo'],
    ['writes over what hangs', 'vipswap2lb$', () => lostInTheLastUpdate(HANGING), 'undo'],
  ] as const)('keeps it down for ten seconds more where a recovery %s', async (_, path, lose, recoverTo) => {
    const [calm, late] = [await lose(), await lose()];
    throttleWrite(late, 'PUT', path, 600);
    for (const world of [calm, late]) {
      expect(
        await recover(world.runner(runUrl(2)).context, world.recoverOptions({ recoverTo })),
      ).toMatchObject({ result: { outcome: 'succeeded' } });
    }
    expect(downMs(calm)).toBeGreaterThan(0);
    expect(downMs(late) - downMs(calm)).toBeLessThan(TEN_SECONDS_MS);
  });

  it("keeps it down for ten seconds more where ARM's own swap is taken back", async () => {
    const swapped = async (seconds?: number) => {
      const world = startInProcessCommands();
      world.emulated.plane.faults.add({
        match: { method: 'POST', path: 'setLoadBalancerFrontendPublicIpAddresses$' },
        ...NOT_SERVED,
      });
      if (seconds !== undefined) {
        throttleWrite(world, 'PUT', TEMPORARY, seconds);
      }
      const options = world.runOptions({ swapMethod: 'native' });
      const { report } = await tellSwap(world, 'run', (context) => run(context, options));
      expect(report.outcome).toBe('rolled-back');
      expect(world.placement()).toEqual(HOME);
      return downMs(world);
    };
    const [calmMs, lateMs] = [await swapped(), await swapped(600)];
    expect(calmMs).toBeGreaterThan(0);
    expect(lateMs - calmMs).toBeLessThan(TEN_SECONDS_MS);
  });

  it('asks again until the time of the recovery is up', async () => {
    const world = await lostInTheWindow();
    world.emulated.plane.faults.add({
      match: { method: 'PUT', path: 'publicIPAddresses/vipswap1pip$', times: 30 },
      effect: 'throttled',
      retryAfterSeconds: 600,
    });
    expect(await recover(world.runner(runUrl(2)).context, world.recoverOptions())).toMatchObject({
      result: { outcome: 'succeeded' },
    });
  });
});

describe('an ARM that wants to be left alone with what is tidied up', () => {
  const waits = { type: 'arm-wait', waitMs: 60_000, isInVain: false };

  it.each([
    ['temporary address', 'DELETE', TEMPORARY, 1],
    ['record', 'PUT', 'publicIPAddresses/vipswap1pip$', 2],
  ])('is left alone by a recovery for as long as it says: the %s', async (_, method, path, nth) => {
    const world = await lostInTheWindow();
    const match = { method, path, nth };
    world.emulated.plane.faults.add({ match, effect: 'throttled', retryAfterSeconds: 60 });
    const { context, stream } = world.runner(runUrl(2));
    expect(await recover(context, world.recoverOptions())).toMatchObject({
      result: { outcome: 'succeeded', cleanUpErrors: [] },
    });
    expect(stream).toContainEqual(expect.objectContaining({ ...waits, method }));
  });

  it.each([
    ['temporary address', 'DELETE', TEMPORARY, 1],
    ['lock', 'PUT', 'publicIPAddresses/vipswap1pip$', 2],
  ])('is left alone by an undoing for as long as it says: the %s', async (_, method, path, nth) => {
    const world = startInProcessCommands();
    world.emulated.plane.faults.add({
      match: { method: 'PUT', path: 'loadBalancers/vipswap2lb$', nth: 2 },
      effect: 'answer',
      status: 400,
      code: 'NotNow',
    });
    const match = { method, path, nth };
    world.emulated.plane.faults.add({ match, effect: 'throttled', retryAfterSeconds: 60 });
    const { report, runner } = await tellSwap(world, 'run', (context) => run(context, world.runOptions()));
    expect(report.outcome).toBe('rolled-back');
    expect(runner.stream).toContainEqual(expect.objectContaining({ ...waits, method }));
  });
});

describe('an ARM that wants to be left alone when production has moved, and answers', () => {
  it.each([
    ['loadBalancers/vipswap2lb$', 2],
    ['loadBalancers/vipswap1lb$', 2],
    ['publicIPAddresses/vipswap1pip$', 1],
  ])('is asked again before anything is taken back: %s, %d times', async (path, times) => {
    const world = startInProcessCommands({ requestLatency: 'realistic' });
    const told = tellSwap(world, 'run', (context) => run(context, world.runOptions()));
    await closingSent(world);
    await world.written('PUT loadBalancers/vipswap2lb', 2);
    // The polls of the update itself are another matter.
    while (!isAtRest(world)) {
      await world.clock.sleep(1);
    }
    throttleOnce(world, path, DAY_SECONDS, times);
    const { report } = await told;
    expect(report.outcome).toBe('succeeded');
    expect(world.placement()).toEqual(SWAPPED);
    expect(world.writes().filter((write) => write.startsWith('PUT loadBalancers/'))).toHaveLength(3);
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

it.each([120, DAY_SECONDS])(
  'a run that waits for a lock does so no longer than lock-timeout, where ARM wants to be left alone for %d s',
  async (retryAfterSeconds) => {
    const world = startInProcessCommands();
    const owner = world.runner(runUrl(1));
    void run(owner.context, world.runOptions());
    await world.written('PUT publicIPAddresses/vipswap1pip');
    owner.kill();
    const waiting = world.runner(runUrl(2));
    const startedAtMs = world.clock.monotonicMs();
    const waited = run(waiting.context, world.runOptions({}, { lockTimeoutMs: 30_000 }));
    waited.catch(() => undefined);
    while (!waiting.events.some(({ type }) => type === 'lock-wait')) {
      await world.clock.sleep(1);
    }
    throttleOnce(world, 'publicIPAddresses/vipswap1pip$', retryAfterSeconds);
    await expect(waited).rejects.toMatchObject({
      code: 'Locked',
      message: expect.stringContaining(`"vipswap1pip" is locked by ${runUrl(1)}`),
    });
    expect(world.clock.monotonicMs() - startedAtMs).toBeLessThan(45_000);
  },
);

it('a run that waits for a lock has until its own end at most', async () => {
  const world = startInProcessCommands();
  const owner = world.runner(runUrl(1));
  void run(owner.context, world.runOptions());
  await world.written('PUT publicIPAddresses/vipswap1pip');
  owner.kill();
  const startedAtMs = world.clock.monotonicMs();
  const options = world.runOptions({}, { lockTimeoutMs: 600_000, timeoutMs: 60_000 });
  await expect(run(world.runner(runUrl(2)).context, options)).rejects.toMatchObject({ code: 'Locked' });
  expect(world.clock.monotonicMs() - startedAtMs).toBeLessThan(75_000);
});
