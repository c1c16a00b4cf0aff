import { describe, expect, it } from 'vitest';
import { ArmError, ArmOperationError, UncertainWriteError } from '../../../src/azure/arm/arm-error.ts';
import { type AssignFrontends, assignFrontends } from '../../../src/azure/network/frontend-assignments.ts';
import { getLoadBalancer } from '../../../src/azure/network/load-balancers.ts';
import { NETWORK_API_VERSION } from '../../../src/azure/network/network-api.ts';
import { type InProcessArmOptions, startInProcessArm } from '../in-process-arm.ts';

const signal = new AbortController().signal;

async function vipswap(options: InProcessArmOptions = {}) {
  const world = startInProcessArm(options);
  const group = `/subscriptions/${world.emulated.plane.scenario.subscriptionId}/resourceGroups/vipswap/providers/Microsoft.Network`;
  const id = `${group}/loadBalancers/vipswap2lb`;
  const spare = `${group}/publicIPAddresses/spare`;
  const body = {
    location: 'southcentralus',
    sku: { name: 'Standard', tier: 'Regional' },
    properties: { publicIPAllocationMethod: 'Static', publicIPAddressVersion: 'IPv4' },
  };
  const put = (pace: 'tight' | 'as-told') =>
    world.arm.write({ method: 'PUT', path: spare, apiVersion: NETWORK_API_VERSION, body, pace }, signal);
  return { ...world, id, spare, put };
}

const beforeRepeating = async () => undefined;

async function park(world: Awaited<ReturnType<typeof vipswap>>, pace: 'tight' | 'as-told') {
  await world.put('as-told');
  const loadBalancer = await getLoadBalancer(world.arm, world.id, signal);
  const [frontend] = loadBalancer.properties.frontendIPConfigurations ?? [];
  const assignments = [{ frontend: frontend?.name ?? '', publicIpAddressId: world.spare }];
  world.events.length = 0;
  await assignFrontends(world.arm, { loadBalancer, assignments, pace, beforeRepeating }, signal);
}

const polls = (world: Awaited<ReturnType<typeof vipswap>>) =>
  world.events.flatMap((event) =>
    event.type === 'arm-request' && event.reason.kind === 'poll' ? [event] : [],
  );

describe('a write to a load balancer', () => {
  it('is polled every 250 ms inside the window, whatever Retry-After says', async () => {
    const world = await vipswap();
    await park(world, 'tight');
    const sent = polls(world).flatMap((event) =>
      event.path.includes('/operations/') ? [event.sentAtMs] : [],
    );
    const gaps = sent.slice(1).map((each, index) => each - (sent[index] ?? 0));
    expect(sent.length).toBeGreaterThan(10);
    expect(new Set(gaps.map(Math.round))).toEqual(new Set([250]));
  });

  it('is over as soon as the load balancer itself has what was written, whatever its operation says', async () => {
    const world = await vipswap({
      faults: [
        {
          match: { method: 'GET', path: '/operations/', nth: 2, times: 'always' },
          effect: 'answer',
          status: 200,
          code: 'InProgress',
          body: { status: 'InProgress' },
        },
      ],
    });
    await park(world, 'tight');
    const loadBalancer = world.emulated.plane.store.get(world.id);
    expect(loadBalancer?.properties.provisioningState).toBe('Succeeded');
    const lookedAfterMs = polls(world)
      .filter((event) => event.path === world.id)
      .map((event) => event.sentAtMs);
    expect(lookedAfterMs.length).toBeGreaterThan(10);
  });

  it('is polled as ARM asks outside it', async () => {
    const world = await vipswap();
    await park(world, 'as-told');
    const [first, second] = polls(world).map((event) => event.sentAtMs);
    expect((second ?? 0) - (first ?? 0)).toBe(10_000);
  });

  it('survives answers to polls that never come', async () => {
    const world = await vipswap({
      faults: [
        {
          match: { method: 'GET', path: '/operations/', nth: 2, times: 3 },
          effect: 'connection-reset',
        },
      ],
    });
    await park(world, 'tight');
    expect(
      world.events.filter((event) => event.type === 'arm-request' && event.result.kind === 'no-answer'),
    ).toHaveLength(3);
    expect(world.events.at(-1)).toMatchObject({ type: 'arm-operation', status: 'Succeeded' });
  });

  it('does not wait long inside the window for the answer to one poll: another one asks the same', async () => {
    const endOf = async (faults: InProcessArmOptions['faults'] = []) => {
      const world = await vipswap({ faults });
      await park(world, 'tight');
      return world.events.at(-1)?.atMs ?? 0;
    };
    const hanging = { match: { method: 'GET', path: '/operations/', nth: 3 } } as const;
    const delayMs = (await endOf([{ ...hanging, effect: 'delayed', beforeMs: 300_000 }])) - (await endOf());
    expect(delayMs).toBeLessThanOrEqual(6_000);
  });

  it('is asked again at once where polls fail and ARM does not say when to come back', async () => {
    const world = await vipswap({
      faults: [
        {
          match: { method: 'GET', path: '/operations/', nth: 2, times: 6 },
          effect: 'answer',
          status: 503,
          code: 'Busy',
        },
      ],
    });
    await park(world, 'tight');
    const asked = world.events.filter(
      (event) => event.type === 'arm-request' && event.path.includes('/operations/'),
    );
    const gaps = asked.slice(1, 8).map((event, index) => event.atMs - (asked[index]?.atMs ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(500);
  });

  it('waits out a throttled poll for as long as Retry-After says', async () => {
    const world = await vipswap({
      faults: [
        {
          match: { method: 'GET', path: '/operations/', nth: 2 },
          effect: 'throttled',
          retryAfterSeconds: 7,
        },
      ],
    });
    await park(world, 'tight');
    const requests = world.events.filter((event) => event.type === 'arm-request');
    const at = requests.findIndex(({ result }) => result.kind === 'answer' && result.status === 429);
    const [throttled, retried] = requests.slice(at);
    expect((retried?.sentAtMs ?? 0) - (throttled?.sentAtMs ?? 0)).toBeGreaterThanOrEqual(7_000);
  });

  it('is read again and repeated once when another writer came between (412)', async () => {
    const world = await vipswap();
    await world.put('as-told');
    const loadBalancer = await getLoadBalancer(world.arm, world.id, signal);
    await world.arm.write(
      {
        method: 'PATCH',
        path: world.id,
        apiVersion: NETWORK_API_VERSION,
        body: { tags: { team: 'autoscale' } },
        pace: 'tight',
      },
      signal,
    );
    const [frontend] = loadBalancer.properties.frontendIPConfigurations ?? [];
    const assignments = [{ frontend: frontend?.name ?? '', publicIpAddressId: world.spare }];
    await assignFrontends(world.arm, { loadBalancer, assignments, pace: 'tight', beforeRepeating }, signal);
    const after = await getLoadBalancer(world.arm, world.id, signal);
    expect(after.tags).toMatchObject({ team: 'autoscale' });
    expect(after.properties.frontendIPConfigurations?.[0]?.properties.publicIPAddress?.id).toBe(world.spare);
    expect(world.writes().filter((write) => write === 'PUT loadBalancers/vipswap2lb')).toHaveLength(2);
  });

  it('is not repeated where whoever came between has taken the work over', async () => {
    const world = await vipswap({
      faults: [
        {
          match: { method: 'PUT', path: 'loadBalancers/' },
          effect: 'answer',
          status: 412,
          code: 'PreconditionFailed',
        },
      ],
    });
    await world.put('as-told');
    const loadBalancer = await getLoadBalancer(world.arm, world.id, signal);
    const [frontend] = loadBalancer.properties.frontendIPConfigurations ?? [];
    const change: AssignFrontends = {
      loadBalancer,
      assignments: [{ frontend: frontend?.name ?? '', publicIpAddressId: world.spare }],
      pace: 'tight',
      beforeRepeating: () => Promise.reject(new Error('It is somebody else’s now.')),
    };
    await expect(assignFrontends(world.arm, change, signal)).rejects.toThrow('somebody else');
    expect(world.writes().filter((write) => write === 'PUT loadBalancers/vipswap2lb')).toHaveLength(1);
  });

  it('is not repeated when its answer was lost and it did happen', async () => {
    const world = await vipswap({
      faults: [{ match: { method: 'PUT', path: 'vipswap2lb$' }, effect: 'answer-lost' }],
    });
    await park(world, 'tight');
    expect(world.writes()).toEqual(['PUT loadBalancers/vipswap2lb']);
  });

  it('is repeated when its answer was lost and it did not happen', async () => {
    const world = await vipswap({
      faults: [{ match: { method: 'PUT', path: 'vipswap2lb$' }, effect: 'connection-reset' }],
    });
    await park(world, 'tight');
    expect(world.writes()).toEqual(['PUT loadBalancers/vipswap2lb', 'PUT loadBalancers/vipswap2lb']);
  });

  it('is looked at again, and repeated, when another operation has superseded it', async () => {
    const world = await vipswap({
      faults: [
        { match: { method: 'PUT', path: 'vipswap2lb$' }, effect: 'operation-superseded', model: 'unchanged' },
      ],
    });
    await park(world, 'tight');
    expect(world.writes()).toEqual(['PUT loadBalancers/vipswap2lb', 'PUT loadBalancers/vipswap2lb']);
  });

  it('is given up when another writer comes between every time', async () => {
    const world = await vipswap({
      faults: [
        {
          match: { method: 'PUT', path: 'vipswap2lb$', times: 'always' },
          effect: 'answer',
          status: 412,
          code: 'PreconditionFailed',
        },
      ],
    });
    await expect(park(world, 'tight')).rejects.toMatchObject({ status: 412 });
    expect(world.writes()).toHaveLength(8);
  });

  it('tells a failed operation from a refusal, with code and correlation id', async () => {
    const world = await vipswap({
      faults: [
        {
          match: { method: 'PUT', path: 'vipswap2lb$' },
          effect: 'operation-fails',
          code: 'InternalServerError',
          message: 'An error occurred.',
          model: 'unchanged',
        },
      ],
    });
    const failure = await park(world, 'tight').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ArmOperationError);
    expect(failure).toMatchObject({ code: 'InternalServerError', status: 'Failed' });
    expect(String(failure)).toMatch(/correlation id [0-9a-f-]{36}/);
  });
});

describe('a read that is given up', () => {
  it('is an event too: ARM has seen it', async () => {
    const world = await vipswap({
      faults: [{ match: { method: 'GET', path: 'vipswap2lb$' }, effect: 'delayed', beforeMs: 1_000 }],
    });
    const cancel = new AbortController();
    const reading = getLoadBalancer(world.arm, world.id, cancel.signal).catch((error: unknown) => error);
    await world.clock.sleep(500);
    cancel.abort(new Error('cancelled'));
    expect(await reading).toMatchObject({ message: 'cancelled' });
    expect(world.events).toMatchObject([{ type: 'arm-request', result: { kind: 'no-answer' } }]);
  });
});

describe('a write that ARM puts off', () => {
  it('is sent again after Retry-After', async () => {
    const world = await vipswap({
      faults: [
        {
          match: { method: 'PUT', path: 'spare$' },
          effect: 'throttled',
          retryAfterSeconds: 17,
        },
      ],
    });
    await world.put('as-told');
    const [refused, repeated] = world.events.flatMap((event) =>
      event.type === 'arm-request' && event.method === 'PUT' ? [event] : [],
    );
    expect((repeated?.sentAtMs ?? 0) - (refused?.sentAtMs ?? 0)).toBe(17_000);
  });

  it('is an event for every request that ARM has seen, and for nothing else', async () => {
    const world = await vipswap({
      faults: [
        {
          match: { method: 'GET', path: 'vipswap2lb$', times: 2 },
          effect: 'answer',
          status: 503,
          code: 'Busy',
        },
        {
          match: { method: 'PUT', path: 'vipswap2lb$' },
          effect: 'answer',
          status: 429,
          code: 'TooManyRequests',
        },
      ],
    });
    await world.put('as-told');
    const loadBalancer = await getLoadBalancer(world.arm, world.id, signal);
    await assignFrontends(
      world.arm,
      { loadBalancer, assignments: [], pace: 'tight', beforeRepeating },
      signal,
    );
    const told = world.events.flatMap((event) =>
      event.type === 'arm-request' ? [`${event.method} ${event.path}`] : [],
    );
    const seen = world.emulated.journal.entries().map((entry) => `${entry.method} ${entry.path}`);
    expect(told.toSorted()).toEqual(seen.toSorted());
    const before = told.slice(0, told.indexOf(`PUT ${world.id}`));
    expect(before.filter((request) => request === `GET ${world.id}`)).toHaveLength(3);
  });

  it('is never sent again blindly when ARM failed while answering', async () => {
    const world = await vipswap({
      faults: [
        {
          match: { method: 'PUT', path: 'spare$' },
          effect: 'answer',
          status: 500,
          code: 'InternalServerError',
        },
      ],
    });
    await expect(world.put('as-told')).rejects.toBeInstanceOf(UncertainWriteError);
    expect(world.writes()).toEqual(['PUT publicIPAddresses/spare']);
  });

  it('names the policy assignment that stands in the way', async () => {
    const world = await vipswap({
      faults: [{ match: { method: 'PUT', path: 'spare$' }, effect: 'policy-denied' }],
    });
    const failure = await world.put('as-told').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ArmError);
    expect(String(failure)).toContain('Deny public IP addresses');
  });
});
