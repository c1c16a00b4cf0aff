import { describe, expect, it } from 'vitest';
import { ArmOperationError, UncertainWriteError } from '../../src/azure/arm/arm-error.ts';
import { LOST, refused, type ScriptedAnswer, scriptedArm } from './scripted-arm.ts';

const signal = new AbortController().signal;

const swap = {
  method: 'POST',
  path: '/subscriptions/0/providers/Microsoft.Network/locations/westeurope/swap',
  apiVersion: '2026-01-01',
  pace: 'tight',
} as const;

const RUNNING: ScriptedAnswer = { status: 202 };
const DONE: ScriptedAnswer = { body: { value: 'done' } };

type Poll = ScriptedAnswer | typeof LOST;

/** An operation that ARM tells of by its `Location` alone. */
function operation(polls: readonly Poll[]) {
  const scripted = scriptedArm({
    [`POST ${swap.path}`]: [{ status: 202, headers: { location: 'https://arm.test/results/1' } }],
    'GET /results/1': polls,
  });
  return { ...scripted, ending: scripted.arm.write(swap, signal) };
}

const times = <T>(count: number, answer: T): T[] => Array.from({ length: count }, () => answer);

const byGateway = (status: number, code: string): ScriptedAnswer => ({
  ...refused(status, code),
  headers: { 'x-ms-failure-cause': 'gateway' },
});

describe('an operation at its Location', () => {
  it.each([
    ['is throttled', refused(429, 'SubscriptionRequestsThrottled')],
    ['times out', refused(408, 'RequestTimeout')],
    ['meets a service that is not there', refused(503, 'ServiceUnavailable')],
    ['meets a proxy that fails', { status: 502, body: '<html>Bad gateway</html>' }],
    ['fails in the front end of ARM', byGateway(500, 'InternalServerError')],
    ['gets no answer', LOST],
  ] satisfies [string, Poll][])('is asked on where a poll %s ten times in a row', async (_, trouble) => {
    const { ending } = operation([RUNNING, ...times(10, trouble), RUNNING, DONE]);
    await expect(ending).resolves.toEqual(DONE.body);
  });

  it.each([
    ['is throttled for good', refused(429, 'SubscriptionRequestsThrottled')],
    ['never gets an answer again', LOST],
    ['has a token that ARM refuses', refused(401, 'InvalidAuthenticationToken')],
    ['finds no result any more', refused(404, 'OperationNotFound')],
    ['is refused by the front end of ARM', byGateway(403, 'AuthorizationFailed')],
  ] satisfies [string, Poll][])('is uncertain, and has not failed, where a poll %s', async (_, trouble) => {
    const { ending } = operation([RUNNING, trouble]);
    const error = await ending.catch((each: unknown) => each);
    expect(error).toBeInstanceOf(UncertainWriteError);
    expect(String(error)).toContain(`ARM accepted POST ${swap.path}, and no longer says how it ended`);
  });

  it.each([
    ['Failed', refused(500, 'InternalServerError')],
    ['Failed', refused(409, 'InvalidSwapRequest')],
    ['Canceled', refused(409, 'Canceled', 'Operation was canceled.')],
    ['Canceled', refused(409, 'OperationPreempted')],
  ])('has ended as %s where the error is its own', async (status, end) => {
    const { ending, clock } = operation([RUNNING, end]);
    const error = await ending.catch((each: unknown) => each);
    expect(error).toBeInstanceOf(ArmOperationError);
    expect(error).toMatchObject({ status });
    expect(String(error)).toContain(`the operation ended as ${status}`);
    expect(clock.monotonicMs(), 'production may be down meanwhile').toBeLessThan(2_000);
  });

  it('has not failed by one error that could be its own', async () => {
    const { ending } = operation([RUNNING, refused(500, 'InternalServerError'), RUNNING, DONE]);
    await expect(ending).resolves.toEqual(DONE.body);
  });
});

describe('an operation at its own URL', () => {
  const asynchronous = {
    status: 202,
    headers: {
      'azure-asyncoperation': 'https://arm.test/operations/1',
      location: 'https://arm.test/results/1',
    },
  };

  it('is uncertain where polls never get an answer again', async () => {
    const { arm } = scriptedArm({
      [`POST ${swap.path}`]: [asynchronous],
      'GET /operations/1': [{ body: { status: 'InProgress' } }, LOST],
    });
    await expect(arm.write(swap, signal)).rejects.toBeInstanceOf(UncertainWriteError);
  });

  it('is uncertain, and was not refused, where it has succeeded and its result cannot be read', async () => {
    const { arm } = scriptedArm({
      [`POST ${swap.path}`]: [asynchronous],
      'GET /operations/1': [{ body: { status: 'Succeeded' } }],
      'GET /results/1': [refused(404, 'OperationNotFound')],
    });
    const error = await arm.write(swap, signal).catch((each: unknown) => each);
    expect(error).toBeInstanceOf(UncertainWriteError);
    expect(String(error)).toContain('says that it succeeded, but not with what result');
  });
});
