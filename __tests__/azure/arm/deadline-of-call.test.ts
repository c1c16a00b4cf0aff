import { describe, expect, it } from 'vitest';
import type { Fault, FaultEffect } from '../../../emulator/faults.ts';
import type { Arm } from '../../../src/azure/arm/arm.ts';
import { getLoadBalancer, getSettled } from '../../../src/azure/network/load-balancers.ts';
import { DeadlineError, withDeadline } from '../../../src/engine/deadline.ts';
import { type InProcessArmOptions, startInProcessArm } from '../in-process-arm.ts';

const NEVER = new AbortController().signal;
const API_VERSION = '2026-01-01';

/** What is told where the time of some checks is up while ARM is asked. */
async function deadlineOf(
  options: InProcessArmOptions,
  ask: (arm: Arm, id: string, signal: AbortSignal) => Promise<unknown>,
): Promise<string> {
  const { arm, clock, emulated } = startInProcessArm(options);
  const [loadBalancer] = emulated.plane.store.list('Microsoft.Network/loadBalancers');
  const deadline = { clock, signal: NEVER, timeoutMs: 20_000, subject: 'the checks' };
  const error = await withDeadline(deadline, (limited) => ask(arm, loadBalancer?.id ?? '', limited)).catch(
    (each: unknown) => each,
  );
  expect(error).toBeInstanceOf(DeadlineError);
  return (error as Error).message.replaceAll(loadBalancer?.id ?? '', 'ID');
}

const reads = (effect: FaultEffect): Fault => ({
  match: { method: 'GET', path: 'loadBalancers/[^/]+$', times: 'always' },
  ...effect,
});
const writes = (effect: FaultEffect): Fault => ({
  match: { method: 'PUT', path: 'loadBalancers/[^/]+$', times: 'always' },
  ...effect,
});

const put = async (arm: Arm, id: string, signal: AbortSignal) => {
  const body = await getLoadBalancer(arm, id, signal);
  return arm.write({ method: 'PUT', path: id, apiVersion: API_VERSION, body, pace: 'tight' }, signal);
};

describe('a deadline that ends while ARM is asked', () => {
  it('names the request that ARM is silent about', async () => {
    expect(await deadlineOf({ faults: [reads({ effect: 'unanswered' })] }, getLoadBalancer)).toBe(
      'Gave up after 20 s waiting for the checks. Last it waited for an answer of ARM to GET ID, for 20 s.',
    );
  });

  it('says what ARM answered meanwhile', async () => {
    const faults = [reads({ effect: 'answer', status: 503, code: 'ServiceUnavailable' })];
    expect(await deadlineOf({ faults }, getLoadBalancer)).toBe(
      'Gave up after 20 s waiting for the checks. Last it waited for an answer of ARM to GET ID, for 20 s ' +
        '(meanwhile: 503 ServiceUnavailable).',
    );
  });

  it('names a list as well', async () => {
    const path = '/subscriptions/0/providers/Microsoft.Network/loadBalancers';
    const faults: Fault[] = [{ match: { path: 'loadBalancers$' }, effect: 'unanswered' }];
    expect(await deadlineOf({ faults }, (arm, _, signal) => arm.list(path, API_VERSION, signal))).toContain(
      `an answer of ARM to GET ${path}, for 20 s.`,
    );
  });

  it('names the write that ARM puts off', async () => {
    const faults = [writes({ effect: 'throttled', retryAfterSeconds: 7 })];
    expect(await deadlineOf({ faults }, put)).toContain(
      'an answer of ARM to PUT ID, for 20 s (meanwhile: 429 SubscriptionRequestsThrottled).',
    );
  });

  it('says that ARM had accepted a write, and when, and not which of its polls came last', async () => {
    expect(await deadlineOf({ faults: [writes({ effect: 'stuck' })] }, put)).toContain(
      'Last it waited for the end of PUT ID, which ARM had accepted 20 s before.',
    );
  });

  it('blames no call that comes after it', async () => {
    const message = await deadlineOf({}, async (arm, id, signal) => {
      await arm.pause(60_000, signal).catch(() => undefined);
      return getLoadBalancer(arm, id, signal);
    });
    expect(message).toBe('Gave up after 20 s waiting for the checks.');
  });

  it('names the resource that an operation runs on', async () => {
    const hanging = writes({ effect: 'stuck' });
    const message = await deadlineOf({ faults: [hanging] }, async (arm, id, signal) => {
      void put(arm, id, signal).catch(() => undefined);
      await arm.pause(1_000, signal);
      return getSettled(arm, id, signal);
    });
    expect(message).toContain('Last it waited for ID, on which an operation runs.');
  });

  it('names the token where signing in hangs', async () => {
    const credential = { getToken: () => new Promise<never>(() => undefined) };
    expect(await deadlineOf({ credential }, getLoadBalancer)).toBe(
      'Gave up after 20 s waiting for the checks. Last it waited for a token of Entra ID.',
    );
  });
});
