import type { AccessToken } from '@azure/identity';
import { describe, expect, it } from 'vitest';
import type { ArmWrite } from '../../../src/azure/arm/arm.ts';
import { NoTokenError, SignInError } from '../../../src/azure/arm/sign-in.ts';
import { getLoadBalancer } from '../../../src/azure/network/load-balancers.ts';
import { CancelledError } from '../../../src/cancellation.ts';
import { withDeadline } from '../../../src/engine/deadline.ts';
import { type InProcessArmOptions, startInProcessArm } from '../in-process-arm.ts';

const LOAD_BALANCER =
  '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/vipswap/providers/Microsoft.Network/loadBalancers/vipswap1lb';
const LIVING: AccessToken = { token: 'token', expiresOnTimestamp: Number.MAX_SAFE_INTEGER };

type GetToken = () => Promise<AccessToken>;

const hang: GetToken = () => new Promise<never>(() => undefined);
const gatewayError: GetToken = async () => {
  throw new NoTokenError('it answered 502');
};
const refuse: GetToken = async () => {
  throw new SignInError('AADSTS700016');
};
const succeed: GetToken = async () => LIVING;

/** An ARM whose sign-in takes these courses in turn, the last one for good. */
function signingIn(courses: readonly GetToken[], options: InProcessArmOptions = {}) {
  let asked = 0;
  const credential = {
    getToken: () => {
      asked += 1;
      return (courses[asked - 1] ?? courses.at(-1) ?? succeed)();
    },
    renew: () => undefined,
  };
  const azure = startInProcessArm({ ...options, credential });
  const id = azure.emulated.plane.store
    .list('Microsoft.Network/loadBalancers')
    .find(({ name }) => name === 'vipswap1lb')?.id;
  return { ...azure, asked: () => asked, id: id ?? LOAD_BALANCER };
}

type Signing = ReturnType<typeof signingIn>;

async function putUnchanged({ arm, id }: Signing, signal: AbortSignal): Promise<unknown> {
  const write: ArmWrite = {
    method: 'PUT',
    path: id,
    apiVersion: '2026-01-01',
    body: startInProcessArm().emulated.plane.store.get(id),
    pace: 'tight',
  };
  return arm.write(write, signal);
}

const NEVER = new AbortController().signal;
const failureOf = (work: Promise<unknown>) => work.then(() => undefined).catch((error: unknown) => error);

describe.each([
  ['a read', (azure: Signing, signal: AbortSignal) => getLoadBalancer(azure.arm, azure.id, signal)],
  ['a write', putUnchanged],
] as const)('%s that has no token', (_, act) => {
  it.each([
    ['hangs', hang],
    ['gets no answer that is one', gatewayError],
  ])('is sent as soon as a sign-in that %s has got over it', async (_name, course) => {
    const azure = signingIn([course, course, succeed]);
    await act(azure, NEVER);
    expect(azure.asked()).toBe(3);
  });

  it.each([
    ['hangs', hang],
    ['gets no answer that is one', gatewayError],
  ])(
    'fails after a minute or a little more where the sign-in %s for good, and was never sent',
    async (_name, course) => {
      const azure = signingIn([course]);
      const failure = await failureOf(act(azure, NEVER));
      expect(failure).toBeInstanceOf(SignInError);
      expect(azure.clock.monotonicMs()).toBeGreaterThanOrEqual(60_000);
      expect(azure.clock.monotonicMs()).toBeLessThan(80_000);
      expect(azure.emulated.journal.entries()).toEqual([]);
    },
  );

  it('fails at the next try where the sign-in before it has failed for a minute', async () => {
    const azure = signingIn([gatewayError]);
    await failureOf(act(azure, NEVER));
    const sinceMs = azure.clock.monotonicMs();
    const failure = await failureOf(act(azure, NEVER));
    expect(failure).toBeInstanceOf(SignInError);
    expect(azure.clock.monotonicMs()).toBe(sinceMs);
  });

  it('fails at once where the sign-in is refused', async () => {
    const azure = signingIn([refuse]);
    expect(await failureOf(act(azure, NEVER))).toBeInstanceOf(SignInError);
    expect(azure.clock.monotonicMs()).toBe(0);
  });

  it('is given up the moment the run is cancelled, and was never sent', async () => {
    const azure = signingIn([hang]);
    const cancel = new AbortController();
    void azure.clock.sleep(3_000).then(() => cancel.abort(new CancelledError('The run was cancelled.')));
    expect(await failureOf(act(azure, cancel.signal))).toBeInstanceOf(CancelledError);
    expect(azure.clock.monotonicMs()).toBe(3_000);
    expect(azure.emulated.journal.entries()).toEqual([]);
  });

  it('is given up at the deadline of its step, whatever the sign-in does then', async () => {
    const late: GetToken = () => azure.clock.sleep(12_000).then(() => LIVING);
    const azure: Signing = signingIn([late]);
    const deadline = { clock: azure.clock, signal: NEVER, timeoutMs: 10_000, subject: 'the step' };
    const failure = await failureOf(withDeadline(deadline, (signal) => act(azure, signal)));
    expect(String(failure)).toContain('Gave up after 10 s waiting for the step');
    expect(azure.clock.monotonicMs()).toBe(10_000);
    await azure.clock.sleep(60_000);
    expect(azure.emulated.journal.entries()).toEqual([]);
  });
});

describe('a token', () => {
  it('that ends soon is renewed without anybody waiting for it', async () => {
    const epochMs = startInProcessArm().clock.epochMs();
    const ending: GetToken = async () => ({ token: 'token', expiresOnTimestamp: epochMs + 90_000 });
    const azure = signingIn([ending, hang, succeed]);
    await getLoadBalancer(azure.arm, azure.id, NEVER);
    await getLoadBalancer(azure.arm, azure.id, NEVER);
    expect(azure.asked()).toBe(2);
    expect(azure.clock.monotonicMs()).toBe(0);
  });

  it('that ARM refuses is asked for anew, and a sign-in that then hangs does not outlast the deadline', async () => {
    const azure = signingIn([succeed, hang], {
      faults: [
        {
          match: { method: 'PUT' },
          effect: 'answer',
          status: 401,
          code: 'InvalidAuthenticationToken',
        },
      ],
    });
    const deadline = { clock: azure.clock, signal: NEVER, timeoutMs: 12_000, subject: 'the step' };
    const failure = await failureOf(withDeadline(deadline, (signal) => putUnchanged(azure, signal)));
    expect(String(failure)).toContain('Gave up after 12 s');
    expect(azure.clock.monotonicMs()).toBe(12_000);
  });

  it('is asked for once where several requests wait for it', async () => {
    const azure = signingIn([succeed]);
    await Promise.all([1, 2, 3].map(() => getLoadBalancer(azure.arm, azure.id, NEVER)));
    expect(azure.asked()).toBe(1);
  });
});
