import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { awaitHealthy } from '../../src/checks/await-healthy.ts';
import type { CheckEvent } from '../../src/checks/check-events.ts';
import { leastHealthyDeadlineMs } from '../../src/checks/health-gate.ts';
import type { InstanceLooks } from '../../src/checks/instance-looks.ts';
import type { UpgradedInstance } from '../../src/checks/instance-watch.ts';
import type { Reasons } from '../../src/checks/reasons.ts';
import { VirtualClock } from '../engine/virtual-clock.ts';

const S = 1_000;
const times = { minHealthyTimeMs: 30 * S, healthyDeadlineMs: 300 * S };

/** Bad from the first moment to the second, and so on; good everywhere else. In seconds. */
type BadTimes = readonly (readonly [number, number])[];

const isBad = (bad: BadTimes, atMs: number) => bad.some(([from, to]) => atMs >= from * S && atMs < to * S);

/** Looks of a scripted world: each takes so long and sees what is so when it is answered. */
function world(latencyMs = 200) {
  const clock = new VirtualClock();
  const listings: { readonly atMs: number; readonly ids: readonly string[] }[] = [];
  const look = async (bad: BadTimes, reason: string, signal: AbortSignal, lastsMs = latencyMs) => {
    await clock.sleep(lastsMs, signal);
    return isBad(bad, clock.monotonicMs()) ? [reason] : [];
  };
  const list =
    (views: Readonly<Record<string, BadTimes>>): InstanceLooks['list'] =>
    async (ids, signal) => {
      listings.push({ atMs: clock.monotonicMs(), ids });
      await clock.sleep(latencyMs, signal);
      const seen = Object.entries(views).map(([id, bad]): [string, Reasons] => [
        id,
        isBad(bad, clock.monotonicMs()) ? ['is ill'] : [],
      ]);
      return new Map(seen);
    };
  return { clock, listings, look, list };
}

const upgraded = (ids: readonly string[], checkedFromMs = 0): UpgradedInstance[] =>
  ids.map((instanceId) => ({ instanceId, checkedFromMs }));

async function wait(
  { clock }: { readonly clock: VirtualClock },
  looks: InstanceLooks,
  instances = upgraded(['0']),
  given = times,
) {
  const events: CheckEvent[] = [];
  const { signal } = new AbortController();
  const emit = (event: CheckEvent) => events.push(event);
  const verdicts = await awaitHealthy(given, instances, looks, { clock, signal, emit });
  return { verdicts, events, verdict: verdicts.get('0') };
}

describe('an upgraded instance', () => {
  it('is healthy after the time without a break, from the answer of the first look to the asking of the last', async () => {
    const here = world();
    const { verdict } = await wait(here, { list: here.list({ 0: [] }) });
    expect(verdict).toEqual({ kind: 'healthy', sinceMs: 200, tookMs: 30_600 });
  });

  it('begins anew after any bad look', async () => {
    const here = world();
    const { verdict } = await wait(here, { list: here.list({ 0: [[15, 16]] }) });
    expect(verdict).toMatchObject({ kind: 'healthy', sinceMs: 30_600 });
  });

  it('has to be good in its view and at its endpoint at once', async () => {
    const here = world();
    const { verdict } = await wait(here, {
      list: here.list({ 0: [[0, 40]] }),
      askEndpoint: (_, signal) => here.look([[60, 64]], 'does not answer', signal),
    });
    expect(verdict).toMatchObject({ kind: 'healthy', sinceMs: expect.any(Number) });
    const sinceMs = verdict?.kind === 'healthy' ? verdict.sinceMs : 0;
    expect(sinceMs).toBeGreaterThanOrEqual(64 * S);
    expect(sinceMs).toBeLessThan(70 * S);
  });

  it('is good at the first look where no time is asked for', async () => {
    const here = world();
    const looks = { list: here.list({ 0: [] }) };
    const { verdict } = await wait(here, looks, upgraded(['0']), { ...times, minHealthyTimeMs: 0 });
    expect(verdict).toEqual({ kind: 'healthy', sinceMs: 200, tookMs: 200 });
  });

  it.each([0, 1, 14, 15, 16, 30, 90])(
    'that has to be good for %i s can be so within the least deadline',
    async (minS) => {
      const minHealthyTimeMs = minS * S;
      const here = world(800);
      const looks: InstanceLooks = {
        list: here.list({ 0: [] }),
        askEndpoint: (_, signal) => here.look([], '', signal),
      };
      const given = { minHealthyTimeMs, healthyDeadlineMs: leastHealthyDeadlineMs(minHealthyTimeMs) || S };
      expect((await wait(here, looks, upgraded(['0']), given)).verdict?.kind).toBe('healthy');
    },
  );

  it('is given up at its deadline, counted from its upgrade, with what was seen last', async () => {
    const here = world();
    await here.clock.sleep(40 * S);
    const { verdict, events } = await wait(
      here,
      { list: here.list({ 0: [[0, 999]] }) },
      upgraded(['0'], 10 * S),
    );
    expect(verdict).toEqual({ kind: 'unhealthy', reasons: ['is ill'], tookMs: 300 * S });
    expect(here.clock.monotonicMs()).toBe(310 * S);
    expect(events).toEqual([
      { type: 'instance-check', atMs: 40_200, instanceId: '0', reasons: ['is ill'] },
      { type: 'instance-unhealthy', atMs: 310 * S, instanceId: '0', reasons: ['is ill'], tookMs: 300 * S },
    ]);
  });

  it('is given up at its deadline also where a look is never answered and cannot be stopped', async () => {
    const here = world();
    const never = () => new Promise<never>(() => {});
    const { verdict } = await wait(here, { list: never, askEndpoint: never });
    expect(verdict).toEqual({
      kind: 'unhealthy',
      reasons: ['has not been told of by ARM', 'has not been asked whether it answers'],
      tookMs: 300 * S,
    });
  });

  describe('that could not be asked at its endpoint, because ARM does not say where that is,', () => {
    const refusal = () => Promise.reject(new Error('ARM refused: 403 AuthorizationFailed'));

    it('is unproven where nothing else speaks against it', async () => {
      const here = world();
      const { verdict } = await wait(here, { list: here.list({ 0: [] }), askEndpoint: refusal });
      expect(verdict).toEqual({
        kind: 'unproven',
        reasons: ['could not be asked: ARM refused: 403 AuthorizationFailed'],
        tookMs: 300 * S,
      });
    });

    it('is unhealthy where the view of it is bad', async () => {
      const here = world();
      const { verdict } = await wait(here, { list: here.list({ 0: [[0, 999]] }), askEndpoint: refusal });
      expect(verdict).toMatchObject({ kind: 'unhealthy' });
    });

    it('is unhealthy where it had answered badly before', async () => {
      const here = world();
      const { verdict } = await wait(here, {
        list: here.list({ 0: [] }),
        askEndpoint: () =>
          here.clock.monotonicMs() < 20 * S ? Promise.resolve(['does not answer']) : refusal(),
      });
      expect(verdict).toMatchObject({ kind: 'unhealthy' });
    });

    it('is healthy as soon as it answers for its time', async () => {
      const here = world();
      const { verdict } = await wait(here, {
        list: here.list({ 0: [] }),
        askEndpoint: (_, signal) =>
          here.clock.monotonicMs() < 60 * S ? refusal() : here.look([], '', signal),
      });
      expect(verdict).toMatchObject({ kind: 'healthy' });
    });
  });

  it('that became good too late is told so', async () => {
    const here = world();
    const { verdict } = await wait(here, { list: here.list({ 0: [[0, 280]] }) });
    expect(verdict).toMatchObject({
      kind: 'unhealthy',
      reasons: [expect.stringMatching(/^is good for \d+(\.\d)? s only, and has to be for 30 s$/)],
    });
  });

  it('whose time was over before it was looked at is not waited for', async () => {
    const here = world();
    await here.clock.sleep(400 * S);
    const { verdict } = await wait(here, { list: here.list({ 0: [] }) });
    expect(verdict).toMatchObject({ kind: 'unhealthy', tookMs: 400 * S });
    expect(here.clock.monotonicMs()).toBe(400 * S);
  });

  it('that is no longer in the listing is not good', async () => {
    const here = world();
    const { verdict } = await wait(here, { list: here.list({ 1: [] }) });
    expect(verdict).toMatchObject({ reasons: ['is not among the instances of the scale set'] });
  });

  it('is not good while a look fails, and is asked again', async () => {
    const here = world();
    const list = here.list({ 0: [] });
    const failing: InstanceLooks['list'] = async (ids, signal) => {
      if (here.clock.monotonicMs() < 20 * S) {
        throw new Error('ARM refused it');
      }
      return list(ids, signal);
    };
    const { verdict, events } = await wait(here, { list: failing });
    expect(events[0]).toMatchObject({ reasons: ['ARM does not say how it is: ARM refused it'] });
    expect(verdict).toMatchObject({ kind: 'healthy', sinceMs: 30_200 });
  });
});

describe('the events', () => {
  it('say how an instance is when that is news, and the verdict', async () => {
    const here = world();
    const { events } = await wait(here, { list: here.list({ 0: [[0, 40]] }) });
    expect(events).toEqual([
      { type: 'instance-check', atMs: 200, instanceId: '0', reasons: ['is ill'] },
      { type: 'instance-check', atMs: 45_800, instanceId: '0', reasons: [] },
      { type: 'instance-healthy', atMs: 76_200, instanceId: '0', sinceMs: 45_800, tookMs: 76_200 },
    ]);
  });

  it('do not call an instance good before all that is configured was asked', async () => {
    const here = world();
    const { events } = await wait(here, {
      list: here.list({ 0: [] }),
      askEndpoint: (_, signal) => here.look([], '', signal, 3 * S),
    });
    expect(events[0]).toEqual({ type: 'instance-check', atMs: 3 * S, instanceId: '0', reasons: [] });
  });
});

type RunCommand = NonNullable<InstanceLooks['runCommand']>;

describe('a check command', () => {
  /** Fails so many times, and remembers when it was begun. */
  function command(here: ReturnType<typeof world>, failures: number, lastsMs = 40 * S) {
    const begun: number[] = [];
    const runCommand: RunCommand = async (_, signal) => {
      begun.push(here.clock.monotonicMs());
      await here.clock.sleep(lastsMs, signal);
      return { kind: 'ended', reasons: begun.length <= failures ? ['fails its check command'] : [] };
    };
    return { begun, runCommand };
  }

  const notRun = 'has not had its check command run, because ARM refuses to: 409 Conflict: another one runs';

  /** ARM refuses it so many times, from the nth time on, and wants to be left alone for so long. */
  function heldUp(
    { begun, runCommand }: ReturnType<typeof command>,
    refusals: number,
    { from = 1, retryAfterMs = 0 } = {},
  ) {
    const asked: number[] = [];
    const refusing: RunCommand = async (id, signal) => {
      asked.push(asked.length + 1);
      return asked.length >= from && asked.length < from + refusals
        ? { kind: 'held-up', why: notRun, retryAfterMs }
        : runCommand(id, signal);
    };
    return { begun, asked, runCommand: refusing };
  }

  it('is run once, when all else has been good for the time', async () => {
    const here = world();
    const { begun, runCommand } = command(here, 0);
    const { verdict } = await wait(here, { list: here.list({ 0: [[0, 10]] }), runCommand });
    expect(begun).toEqual([45_800]);
    expect(verdict).toEqual({ kind: 'healthy', sinceMs: 15_400, tookMs: 85_800 });
  });

  it('is run once more where it failed, after the time without a break again', async () => {
    const here = world();
    const { begun, runCommand } = command(here, 1);
    const { verdict, events } = await wait(here, { list: here.list({ 0: [] }), runCommand });
    expect(begun).toHaveLength(2);
    expect(begun[1]).toBeGreaterThanOrEqual((begun[0] ?? 0) + 70 * S);
    expect(verdict).toMatchObject({ kind: 'healthy', sinceMs: (begun[0] ?? 0) + 40 * S });
    const told = events.filter(({ type }) => type === 'instance-check');
    expect(told).toMatchObject([{ reasons: [] }, { reasons: ['fails its check command'] }, { reasons: [] }]);
  });

  it('that fails is run again, not without a pause, for as long as the instance has time', async () => {
    const here = world();
    const { begun, runCommand } = command(here, 99, 1 * S);
    const { verdict } = await wait(here, { list: here.list({ 0: [] }), runCommand });
    const pausesMs = begun.slice(1).map((atMs, index) => atMs - (begun[index] ?? 0));
    expect(begun.length).toBeGreaterThan(3);
    expect(Math.min(...pausesMs)).toBeGreaterThanOrEqual(30 * S);
    expect(verdict).toMatchObject({
      kind: 'unhealthy',
      reasons: ['fails its check command'],
      tookMs: 300 * S,
    });
  });

  it('that ARM does not let run is asked for again, and the instance has not lost the time in which it was good', async () => {
    const here = world();
    const { begun, runCommand } = heldUp(command(here, 0), 2);
    const { verdict, events } = await wait(here, { list: here.list({ 0: [] }), runCommand });
    expect(begun).toEqual([90_600]);
    expect(verdict).toEqual({ kind: 'healthy', sinceMs: 200, tookMs: 130_600 });
    expect(events).toContainEqual(expect.objectContaining({ type: 'instance-check', reasons: [notRun] }));
  });

  it('that is throttled is asked for again when ARM wants that, and not before', async () => {
    const here = world();
    const { begun, runCommand } = heldUp(command(here, 0), 1, { retryAfterMs: 100 * S });
    await wait(here, { list: here.list({ 0: [] }), runCommand });
    expect(begun).toEqual([130_600]);
  });

  it('that ARM never lets run leaves the instance unproven, which is said', async () => {
    const here = world();
    const { runCommand } = heldUp(command(here, 0), 99);
    const { verdict } = await wait(here, { list: here.list({ 0: [] }), runCommand });
    expect(verdict).toEqual({ kind: 'unproven', reasons: [notRun], tookMs: 300 * S });
  });

  it('that has failed once stands as failed where ARM does not let it run again', async () => {
    const here = world();
    const { runCommand } = heldUp(command(here, 1), 99, { from: 2 });
    const { verdict } = await wait(here, { list: here.list({ 0: [] }), runCommand });
    expect(verdict).toMatchObject({ kind: 'unhealthy', reasons: ['fails its check command', notRun] });
  });

  it('that ARM does not let run excuses nothing else', async () => {
    const here = world();
    const { runCommand } = heldUp(command(here, 0), 99);
    const { verdict } = await wait(here, { list: here.list({ 0: [[120, 999]] }), runCommand });
    expect(verdict).toMatchObject({ kind: 'unhealthy', reasons: expect.arrayContaining(['is ill']) });
  });

  it('that was held up, and runs still when the time is over, was not refused', async () => {
    const here = world();
    const { runCommand } = heldUp(command(here, 0, 999 * S), 1);
    const { verdict } = await wait(here, { list: here.list({ 0: [] }), runCommand });
    expect(verdict).toMatchObject({
      kind: 'unhealthy',
      reasons: [expect.stringContaining('its time was over before its check command had ended')],
    });
  });

  it('that has passed is not run again where something else turns bad meanwhile', async () => {
    const here = world();
    const { begun, runCommand } = command(here, 0);
    const { verdict } = await wait(here, { list: here.list({ 0: [[40, 50]] }), runCommand });
    expect(begun).toEqual([30_600]);
    expect(verdict).toMatchObject({ kind: 'healthy' });
    expect(verdict?.kind === 'healthy' && verdict.sinceMs).toBeGreaterThanOrEqual(50 * S);
  });

  it('that is still running at the deadline is given up', async () => {
    const here = world();
    const { runCommand } = command(here, 0, 999 * S);
    const { verdict } = await wait(here, { list: here.list({ 0: [] }), runCommand });
    expect(verdict).toMatchObject({
      kind: 'unhealthy',
      reasons: [expect.stringContaining('its time was over before its check command had ended')],
      tookMs: 300 * S,
    });
  });
});

describe('a batch', () => {
  it('is looked at in one listing for all that are undecided, at most every 15 s', async () => {
    const here = world();
    await wait(here, { list: here.list({ 0: [], 1: [[0, 40]] }) }, upgraded(['0', '1']));
    expect(here.listings.map(({ ids }) => ids.length)).toEqual([2, 2, 2, 1, 1, 1]);
    const gaps = here.listings.slice(1).map(({ atMs }, index) => atMs - (here.listings[index]?.atMs ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(15 * S);
  });

  it('ends at once when the release is cancelled, with its reason and with nothing left that waits', async () => {
    const here = world();
    const cancelled = new AbortController();
    const looks = { list: here.list({ 0: [[0, 999]] }), askEndpoint: () => new Promise<never>(() => {}) };
    const context = { clock: here.clock, signal: cancelled.signal, emit: () => {} };
    const waiting = awaitHealthy(times, upgraded(['0', '1']), looks, context);
    here.clock.sleep(50 * S).then(() => cancelled.abort(new Error('cancelled')));
    await expect(waiting).rejects.toThrow('cancelled');
    expect(here.clock.monotonicMs()).toBe(50 * S);
    const count = here.listings.length;
    await here.clock.sleep(100 * S);
    expect(here.listings).toHaveLength(count);
  });

  it('of no instances is not looked at', async () => {
    const here = world();
    const { verdicts } = await wait(here, { list: here.list({}) }, []);
    expect(verdicts).toEqual(new Map());
    expect(here.listings).toEqual([]);
  });
});

describe('whatever happens', () => {
  const badTimes = fc.array(
    fc
      .tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 60 }))
      .map(([from, lasts]) => [from, from + lasts] as const),
    { maxLength: 4 },
  );
  const instance = fc.record({
    view: badTimes,
    endpoint: badTimes,
    upgradedAtS: fc.integer({ min: 0, max: 20 }),
  });
  const scenario = fc.record({
    instances: fc.array(instance, { minLength: 1, maxLength: 4 }),
    latencyMs: fc.integer({ min: 1, max: 9_000 }),
    minS: fc.integer({ min: 0, max: 60 }),
    deadlineS: fc.integer({ min: 61, max: 240 }),
  });
  type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;

  interface Seen {
    readonly kind: 'view' | 'endpoint';
    readonly id: string;
    readonly askedAtMs: number;
    readonly atMs: number;
    readonly reasons: Reasons;
  }

  /** All upgrades have ended 20 s after the beginning, and then the batch is waited for. */
  async function play({ instances, latencyMs, minS, deadlineS }: Scenario, only?: number) {
    const here = world(latencyMs);
    await here.clock.sleep(20 * S);
    const seen: Seen[] = [];
    const list = here.list(Object.fromEntries(instances.map(({ view }, id) => [id, view])));
    const looks: InstanceLooks = {
      list: async (ids, signal) => {
        const askedAtMs = here.clock.monotonicMs();
        const listed = await list(ids, signal);
        for (const [id, reasons] of listed) {
          seen.push({ kind: 'view', id, askedAtMs, atMs: here.clock.monotonicMs(), reasons });
        }
        return listed;
      },
      askEndpoint: async (id, signal) => {
        const askedAtMs = here.clock.monotonicMs();
        const reasons = await here.look(instances[Number(id)]?.endpoint ?? [], 'is deaf', signal);
        seen.push({ kind: 'endpoint', id, askedAtMs, atMs: here.clock.monotonicMs(), reasons });
        return reasons;
      },
    };
    const batch = instances
      .map(({ upgradedAtS }, id) => ({ instanceId: String(id), checkedFromMs: upgradedAtS * S }))
      .filter((_, id) => only === undefined || id === only);
    const given = { minHealthyTimeMs: minS * S, healthyDeadlineMs: deadlineS * S };
    return { ...(await wait(here, looks, batch, given)), batch, given, seen, listings: here.listings };
  }

  it('nobody is healthy before the time of unbroken good looks, and nobody is waited for after the deadline', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (drawn) => {
        const { verdicts, batch, given, seen } = await play(drawn);
        for (const { instanceId, checkedFromMs } of batch) {
          const verdict = verdicts.get(instanceId);
          expect(verdict?.tookMs).toBeLessThanOrEqual(given.healthyDeadlineMs);
          if (verdict?.kind === 'healthy') {
            const endedMs = checkedFromMs + verdict.tookMs;
            expect(endedMs - verdict.sinceMs).toBeGreaterThanOrEqual(given.minHealthyTimeMs);
            const during = seen.filter(
              ({ id, atMs }) => id === instanceId && atMs >= verdict.sinceMs && atMs <= endedMs,
            );
            expect(during.flatMap(({ reasons }) => reasons)).toEqual([]);
            for (const kind of given.minHealthyTimeMs > 0 ? ['view', 'endpoint'] : []) {
              const asked = during.filter((look) => look.kind === kind).map(({ askedAtMs }) => askedAtMs);
              expect(Math.max(...asked) - verdict.sinceMs).toBeGreaterThanOrEqual(given.minHealthyTimeMs);
            }
          } else {
            expect(verdict?.tookMs).toBe(given.healthyDeadlineMs);
            expect(verdict?.kind === 'unhealthy' && verdict.reasons.length).toBeGreaterThan(0);
          }
        }
      }),
    );
  });

  it('the verdict is the last that is said of an instance', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (drawn) => {
        const { events, batch } = await play(drawn);
        for (const { instanceId } of batch) {
          const types = events.filter((event) => event.instanceId === instanceId).map(({ type }) => type);
          expect(types.filter((type) => type !== 'instance-check')).toHaveLength(1);
          expect(types.at(-1)).not.toBe('instance-check');
        }
      }),
    );
  });

  it('the verdict of an instance is what it would be if it were alone', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, fc.nat(), async (drawn, pick) => {
        const index = pick % drawn.instances.length;
        const [together, alone] = [await play(drawn), await play(drawn, index)];
        expect(together.verdicts.get(String(index))).toEqual(alone.verdicts.get(String(index)));
      }),
    );
  });

  it('an instance that stays good is healthy as soon as three rounds more than the time allow', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (drawn) => {
        const { verdicts, batch, given } = await play(drawn);
        const roundMs = 15 * S + drawn.latencyMs;
        for (const { instanceId, checkedFromMs } of batch) {
          const { view = [], endpoint = [] } = drawn.instances[Number(instanceId)] ?? {};
          const goodFromMs = Math.max(20, ...[...view, ...endpoint].map(([, to]) => to)) * S;
          const byMs = goodFromMs + given.minHealthyTimeMs + 3 * roundMs;
          if (byMs < checkedFromMs + given.healthyDeadlineMs) {
            expect(verdicts.get(instanceId)?.kind).toBe('healthy');
          }
        }
      }),
    );
  });

  it('listings are at least 15 s apart', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (drawn) => {
        const { listings } = await play(drawn);
        const gaps = listings.slice(1).map(({ atMs }, index) => atMs - (listings[index]?.atMs ?? 0));
        expect(gaps.every((gapMs) => gapMs >= 15 * S)).toBe(true);
      }),
    );
  });
});
