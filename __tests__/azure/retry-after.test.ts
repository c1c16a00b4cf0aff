import { describe, expect, it } from 'vitest';
import { type Arm, type ArmWrite, inWindow } from '../../src/azure/arm/arm.ts';
import type { Clock } from '../../src/engine/clock.ts';
import { DeadlineError, withDeadline } from '../../src/engine/deadline.ts';
import { armLines } from '../../src/report/log/arm-lines.ts';
import { refused, type ScriptedAnswer, scriptedArm } from './scripted-arm.ts';

const signal = new AbortController().signal;
const path = '/subscriptions/0/resourceGroups/web/providers/Microsoft.Network/loadBalancers/web1lb';

const put = (pace: Required<ArmWrite>['pace']) =>
  ({ method: 'PUT', path, apiVersion: '2026-01-01', pace }) as const;

/** What a `Retry-After` may say that is no time to wait. */
const noTime = [
  ['0', { 'retry-after': '0' }],
  ['a hundredth of a second', { 'retry-after': '0.01' }],
  ['nothing', { 'retry-after': '' }],
  [
    'a date that is past',
    { 'retry-after': 'Thu, 01 Jan 2026 00:00:00 GMT', date: 'Thu, 01 Jan 2026 00:00:05 GMT' },
  ],
] as const;

const throttled = (headers: Readonly<Record<string, string>>): ScriptedAnswer => ({
  ...refused(429, 'SubscriptionRequestsThrottled'),
  headers,
});

describe.each(noTime)('a Retry-After that says %s', (_, headers) => {
  it.each(['PUT', 'GET'] as const)('makes no flood of a %s that ARM refuses', async (method) => {
    const { arm, sent } = scriptedArm({ [`${method} ${path}`]: [throttled(headers)] });
    const asking = method === 'PUT' ? arm.write(put('tight'), signal) : arm.get(path, '2026-01-01', signal);
    await expect(asking).rejects.toMatchObject({ status: 429 });
    const [first, ...others] = sent.map(({ atMs }) => atMs);
    expect(others.at(-1)).toBeGreaterThanOrEqual(60_000);
    expect(sent.length).toBeLessThanOrEqual(62);
    expect((others[0] ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(500);
  });

  it.each([
    ['tight', 250],
    ['as-told', 1_000],
  ] as const)('makes no flood of polls that are %s', async (pace, leastMs) => {
    const { arm, sent } = scriptedArm({
      [`PUT ${path}`]: [
        { status: 201, headers: { 'azure-asyncoperation': 'https://arm.test/operations/1' } },
      ],
      'GET /operations/1': [
        ...Array.from({ length: 5 }, () => ({ headers, body: { status: 'InProgress' } })),
        throttled(headers),
        { headers, body: { status: 'InProgress' } },
        { body: { status: 'Succeeded' } },
      ],
    });
    await arm.write(put(pace), signal);
    const polls = sent.filter(({ key }) => key === 'GET /operations/1').map(({ atMs }) => atMs);
    const gaps = polls.slice(1).map((each, index) => each - (polls[index] ?? 0));
    expect(polls).toHaveLength(8);
    // The one that ARM refused is repeated as any request is.
    expect(Math.min(...gaps.toSpliced(5, 1))).toBeGreaterThanOrEqual(leastMs);
    expect(gaps[5]).toBeGreaterThanOrEqual(250);
  });
});

describe('a Retry-After of five minutes', () => {
  const long = { 'retry-after': '300' };
  const operation = { status: 201, headers: { 'azure-asyncoperation': 'https://arm.test/operations/1' } };
  const done = { body: { status: 'Succeeded' } };

  it.each([
    ['tight', 10_000],
    ['as-told', 300_000],
  ] as const)('is obeyed by what is %s for %d ms: a write, and a poll', async (pace, expectedMs) => {
    const { arm, sent } = scriptedArm({
      [`PUT ${path}`]: [throttled(long), operation],
      'GET /operations/1': [throttled(long), done],
    });
    await arm.write(put(pace), signal);
    for (const key of [`PUT ${path}`, 'GET /operations/1']) {
      const [first = 0, second = 0] = sent.filter((each) => each.key === key).map(({ atMs }) => atMs);
      expect(second - first).toBe(expectedMs);
    }
  });

  const list = path.replace('/web1lb', '');

  it.each([
    ['a read', `GET ${path}`, (arm: Arm, limited: AbortSignal) => arm.get(path, '2026-01-01', limited)],
    ['a list', `GET ${list}`, (arm: Arm, limited: AbortSignal) => arm.list(list, '2026-01-01', limited)],
    [
      'a write',
      `DELETE ${path}`,
      (arm: Arm, limited: AbortSignal) =>
        arm.write({ method: 'DELETE', path, apiVersion: '2026-01-01' }, limited),
    ],
  ] as const)('has %s that is tight repeated every ten seconds until its time is up', async (_, key, ask) => {
    const { arm, clock, sent } = scriptedArm({ [key]: [throttled(long)] });
    const deadline = { clock, signal, timeoutMs: 240_000, subject: 'the window to close' };
    await expect(withDeadline(deadline, (limited) => ask(inWindow(arm), limited))).rejects.toThrow(
      /^Gave up after 240 s waiting for the window to close/,
    );
    expect(sent.map(({ atMs }) => atMs)).toEqual(Array.from({ length: 24 }, (__, each) => each * 10_000));
  });
});

describe('a Retry-After of a day', () => {
  const day = { 'retry-after': '86400' };
  const DAY_MS = 86_400_000;

  /** Under a limit of five minutes, as of a step. */
  const inFiveMinutes = <T>(clock: Clock, work: (limited: AbortSignal) => Promise<T>) =>
    withDeadline({ clock, signal, timeoutMs: 300_000, subject: 'the step "Park web1pip"' }, work);

  it.each([
    ['a read', 'GET', (arm: Arm, limited: AbortSignal) => arm.get(path, '2026-01-01', limited)],
    ['a write', 'PUT', (arm: Arm, limited: AbortSignal) => arm.write(put('as-told'), limited)],
    [
      'a read that is repeated until its time is up',
      'GET',
      (arm: Arm, limited: AbortSignal) => arm.get(path, '2026-01-01', limited, {}, 'endless'),
    ],
  ] as const)('past the end of the time gives %s up at once, as that end would', async (_, method, ask) => {
    const { arm, clock, events, sent } = scriptedArm({ [`${method} ${path}`]: [throttled(day)] });
    const error = await inFiveMinutes(clock, (limited) => ask(arm, limited)).catch((each: unknown) => each);
    expect(error).toBeInstanceOf(DeadlineError);
    expect(String(error)).toBe(
      `DeadlineError: Gave up waiting for the step "Park web1pip": ARM wants to be left alone with ${method} ${path} for 86400 s ` +
        '(429 SubscriptionRequestsThrottled), and 300 s are left, so it is not waited for.',
    );
    expect(clock.monotonicMs()).toBe(0);
    expect(sent).toHaveLength(1);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'arm-wait', waitMs: DAY_MS, leftMs: 300_000, isInVain: true }),
    );
  });

  it('is measured against the nearest of several limits', async () => {
    const { arm, clock } = scriptedArm({ [`GET ${path}`]: [throttled(day)] });
    const reading = withDeadline({ clock, signal, timeoutMs: 60_000, subject: 'the whole run' }, (whole) =>
      withDeadline({ clock, signal: whole, timeoutMs: 2 * DAY_MS, subject: 'a step' }, (limited) =>
        arm.get(path, '2026-01-01', limited),
      ),
    );
    await expect(reading).rejects.toThrow(/^Gave up waiting for the whole run: .* and 60 s are left/);
  });

  it('that ends in time is waited for, and said', async () => {
    const { arm, clock, events, sent } = scriptedArm({ [`GET ${path}`]: [throttled(day), { body: {} }] });
    await withDeadline({ clock, signal, timeoutMs: 2 * DAY_MS, subject: 'the run' }, (limited) =>
      arm.get(path, '2026-01-01', limited),
    );
    expect(sent.map(({ atMs }) => atMs)).toEqual([0, DAY_MS]);
    const waits = events.filter(({ type }) => type === 'arm-wait');
    expect(waits).toMatchObject([{ path, waitMs: DAY_MS, leftMs: 2 * DAY_MS, isInVain: false }]);
    const [line] = waits.flatMap(armLines());
    expect(line).toMatchObject({
      level: 'info',
      text: 'ARM wants to be left alone with GET loadBalancers/web1lb for 1440 min 00 s (429 SubscriptionRequestsThrottled): waiting until then; the time for it is up in 2880 min 00 s',
    });
  });

  it('of an operation that runs does not keep it from being asked about: it may end before', async () => {
    const { arm, clock, sent } = scriptedArm({
      [`PUT ${path}`]: [
        { status: 201, headers: { 'azure-asyncoperation': 'https://arm.test/operations/1', ...day } },
      ],
      'GET /operations/1': [
        { headers: day, body: { status: 'InProgress' } },
        { body: { status: 'Succeeded' } },
      ],
    });
    await inFiveMinutes(clock, (limited) => arm.write(put('as-told'), limited));
    expect(sent.map(({ atMs }) => atMs)).toEqual([0, 60_000, 120_000]);
  });
});

it('a read that is endless outlasts an ARM that is silent for longer than any other is repeated', async () => {
  const { arm, clock } = scriptedArm({
    [`GET ${path}`]: [
      ...Array.from({ length: 40 }, () => refused(503, 'ServerBusy')),
      { body: { name: 'web1lb' } },
    ],
  });
  await expect(arm.get(path, '2026-01-01', signal)).rejects.toMatchObject({ status: 503 });
  expect(await arm.get(path, '2026-01-01', signal, {}, 'endless')).toEqual({ name: 'web1lb' });
  expect(clock.monotonicMs()).toBeGreaterThan(240_000);
});
