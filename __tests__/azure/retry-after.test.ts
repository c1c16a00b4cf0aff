import { describe, expect, it } from 'vitest';
import type { ArmWrite } from '../../src/azure/arm/arm.ts';

import { refused, type ScriptedAnswer, scriptedArm } from './scripted-arm.ts';

const signal = new AbortController().signal;
const path = '/subscriptions/0/resourceGroups/web/providers/Microsoft.Network/loadBalancers/web1lb';

const put = (pace: ArmWrite['pace']) => ({ method: 'PUT', path, apiVersion: '2026-01-01', pace }) as const;

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
});
