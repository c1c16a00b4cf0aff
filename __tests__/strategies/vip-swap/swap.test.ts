import { describe, expect, it } from 'vitest';
import { foreignWrite } from '../../../emulator/arm/foreign-write.ts';
import type { Fault, FaultEffect } from '../../../emulator/faults.ts';
import { type AssignFrontends, assignFrontends } from '../../../src/azure/network/frontend-assignments.ts';
import { getLoadBalancer } from '../../../src/azure/network/load-balancers.ts';
import { createPublicIpAddress } from '../../../src/azure/network/public-ip-addresses.ts';
import type { Plan } from '../../../src/engine/plan.ts';
import { anySuccess } from '../../../src/probe/expectation.ts';
import type { WatchOptions } from '../../../src/strategies/production-watch.ts';
import { settleVipSwap } from '../../../src/strategies/vip-swap/index.ts';
import type { VipSwapStep } from '../../../src/strategies/vip-swap/steps.ts';
import { type InProcessSwap, startInProcessSwap } from './in-process-swap.ts';

const swapOperation = (effect: FaultEffect): Fault => ({
  match: { method: 'POST', path: 'setLoadBalancerFrontendPublicIpAddresses$' },
  ...effect,
});

const putOf = (loadBalancer: string, nth: number, effect: FaultEffect): Fault => ({
  match: { method: 'PUT', path: `${loadBalancer}$`, nth },
  ...effect,
});

const never = new AbortController().signal;

function expectSwapped(swap: InProcessSwap): void {
  expect(swap.addressesOf('vipswap1lb')).toEqual(['vipswap2pip']);
  expect(swap.addressesOf('vipswap2lb')).toEqual(['vipswap1pip']);
  expect(swap.publicIpNames().toSorted()).toEqual(['vipswap1pip', 'vipswap2pip']);
}

function expectUntouched(swap: InProcessSwap): void {
  expect(swap.addressesOf('vipswap1lb')).toEqual(['vipswap1pip']);
  expect(swap.addressesOf('vipswap2lb')).toEqual(['vipswap2pip']);
  expect(swap.publicIpNames().toSorted()).toEqual(['vipswap1pip', 'vipswap2pip']);
}

const allWrites = (swap: InProcessSwap) => swap.writes().filter((write) => !write.endsWith('/health'));

/** Without those of the tags of the production address. */
const networkWrites = (swap: InProcessSwap) =>
  allWrites(swap).filter((write) => write !== 'PUT publicIPAddresses/vipswap1pip');

describe('vip-swap over a temporary address', () => {
  it('moves production with two updates in the window, and leaves nothing behind', async () => {
    const swap = startInProcessSwap();
    expect(await swap.run()).toMatchObject({ outcome: 'succeeded', cleanUpErrors: [] });
    expectSwapped(swap);
    const [temporary] = networkWrites(swap).flatMap(
      (write) => write.match(/vipswap1pip-temporary-\w+/) ?? [],
    );
    expect(allWrites(swap)).toEqual([
      'PUT publicIPAddresses/vipswap1pip',
      `PUT publicIPAddresses/${temporary}`,
      'PUT loadBalancers/vipswap2lb',
      'PUT loadBalancers/vipswap1lb',
      'PUT loadBalancers/vipswap2lb',
      `DELETE publicIPAddresses/${temporary}`,
      'PUT publicIPAddresses/vipswap1pip',
    ]);
  });

  it('sends nothing inside the window but its two updates and the polls of their operations', async () => {
    const swap = startInProcessSwap({ requestLatency: 'realistic' });
    await swap.run();
    const requests = swap.events.filter((event) => event.type === 'arm-request');
    const puts = requests.filter((each) => each.method === 'PUT' && each.path.includes('/loadBalancers/'));
    const [, opening, closing] = puts;
    const inWindow = requests.filter(
      (each) => each.sentAtMs > (opening?.sentAtMs ?? 0) && each.sentAtMs < (closing?.sentAtMs ?? 0),
    );
    expect(inWindow.length).toBeGreaterThan(5);
    expect(new Set(inWindow.map((each) => each.reason.kind))).toEqual(new Set(['poll']));
  });

  it('changes one field of each load balancer, and keeps what the SDK does not know', async () => {
    const swap = startInProcessSwap({
      adapt: (scenario) => ({ ...scenario, resources: scenario.resources.map(planted) }),
    });
    const before = ['vipswap1lb', 'vipswap2lb'].map((name) => snapshot(swap, name));
    await swap.run();
    const after = ['vipswap1lb', 'vipswap2lb'].map((name) => snapshot(swap, name));
    expect(JSON.stringify(before).match(/"futureProperty"/g)?.length).toBeGreaterThan(10);
    const moved = JSON.stringify(before)
      .replaceAll('vipswap1pip"', 'MOVED"')
      .replaceAll('vipswap2pip"', 'vipswap1pip"')
      .replaceAll('MOVED"', 'vipswap2pip"');
    expect(after).toEqual(JSON.parse(moved));
  });

  it('uses the spare address that it was given, and creates and deletes none', async () => {
    const swap = startInProcessSwap({ adapt: withSpare });
    expect(await swap.run({ sparePublicIpIds: [swap.idOf('publicIPAddresses', 'spare')] })).toMatchObject({
      outcome: 'succeeded',
    });
    expect(networkWrites(swap)).toEqual([
      'PUT loadBalancers/vipswap2lb',
      'PUT loadBalancers/vipswap1lb',
      'PUT loadBalancers/vipswap2lb',
    ]);
    expect(swap.publicIpNames()).toContain('spare');
  });

  it('makes the temporary address like the original, without what users know it by', async () => {
    const swap = startInProcessSwap();
    await swap.run({ temporaryIpTags: { owner: 'release' } });
    const put = swap.emulated.journal
      .entries()
      .find((entry) => entry.method === 'PUT' && entry.path.includes('-temporary-'));
    expect(put?.requestBody).toMatchObject({
      location: 'southcentralus',
      sku: { name: 'Standard', tier: 'Regional' },
      tags: { owner: 'release', 'azure-rollout-stands-in-for': 'vipswap1pip' },
    });
    expect(put?.requestBody).toHaveProperty('properties', {
      publicIPAllocationMethod: 'Static',
      publicIPAddressVersion: 'IPv4',
    });
  });

  it('has nothing to do when production is on the target already', async () => {
    const swap = startInProcessSwap();
    await swap.run();
    const sent = swap.writes().length;
    expect(await swap.prepare()).toMatchObject({
      kind: 'no-change',
      reason: 'vipswap1pip is on vipswap2lb already',
    });
    expect(swap.writes()).toHaveLength(sent);
  });

  it('does not take a load balancer for settled that a killed run has left updating', async () => {
    const swap = startInProcessSwap();
    await swap.run();
    const target = await getLoadBalancer(swap.arm, swap.idOf('loadBalancers', 'vipswap2lb'), never);
    const assignments = [
      { frontend: 'loadBalancerFrontEnd', publicIpAddressId: swap.idOf('publicIPAddresses', 'vipswap1pip') },
    ];
    const change: AssignFrontends = {
      loadBalancer: { ...target, tags: { changed: 'now' } },
      assignments,
      pace: 'as-told',
      beforeRepeating: async () => undefined,
    };
    const updating = assignFrontends(swap.arm, change, never);
    const state = () =>
      swap.emulated.plane.store.get(swap.idOf('loadBalancers', 'vipswap2lb'))?.properties.provisioningState;
    while (state() !== 'Updating') {
      await swap.clock.sleep(10);
    }
    expect(await swap.prepare()).toMatchObject({ kind: 'no-change' });
    expect(state()).toBe('Succeeded');
    await updating;
  });

  it('does not call it done where the last update of the load balancer has failed', async () => {
    const swap = startInProcessSwap();
    await swap.run();
    const { store } = swap.emulated.plane;
    const loadBalancer = store.get(swap.idOf('loadBalancers', 'vipswap2lb'));
    if (loadBalancer === undefined) {
      throw new Error('The scenario has no vipswap2lb.');
    }
    store.put({ ...loadBalancer, properties: { ...loadBalancer.properties, provisioningState: 'Failed' } });
    await expect(swap.prepare()).rejects.toThrow('ended as Failed');
  });

  it('does not wait for ever for a health check that never ends, and says what it did not check', async () => {
    const swap = startInProcessSwap({
      faults: [{ match: { method: 'POST', path: '/health$', times: 'always' }, effect: 'stuck' }],
    });
    const prepared = await swap.prepare();
    expect.assert(prepared.kind === 'ready');
    expect(prepared.release.plan.unchecked.join()).toMatch(
      /Gave up after 120 s waiting for ARM to finish POST/,
    );
    expect(swap.clock.monotonicMs()).toBeLessThan(130_000);
  });

  it('names everything that is not there at once', async () => {
    const swap = startInProcessSwap();
    const preparing = swap.prepare({
      productionPublicIpIds: [swap.idOf('publicIPAddresses', 'nope')],
      targetLoadBalancerId: swap.idOf('loadBalancers', 'nolb'),
    });
    await expect(preparing).rejects.toThrow(/target-load-balancer "nolb".*\n.*production-public-ip "nope"/);
  });

  it.each([
    ['the update that parks the target', 'vipswap2lb', 1],
    ['the update that opens the window', 'vipswap1lb', 1],
    ['the update that closes the window', 'vipswap2lb', 2],
  ])('puts everything back when %s fails, whatever it left', async (_, loadBalancer, nth) => {
    for (const model of ['changed', 'unchanged'] as const) {
      for (const effect of ['operation-fails', 'operation-canceled'] as const) {
        const swap = startInProcessSwap({ faults: [putOf(loadBalancer, nth, { effect, model })] });
        expect(await swap.run()).toMatchObject({ outcome: 'rolled-back', undoErrors: [] });
        expectUntouched(swap);
      }
    }
  });

  it.each([
    ['ARM fails to answer it for a while', { effect: 'answer', status: 503, code: 'ServiceUnavailable' }, 6],
    [
      'the address is held by another operation for a while',
      {
        effect: 'answer',
        status: 429,
        code: 'RetryableError',
        body: {
          error: {
            code: 'RetryableError',
            message: 'A retryable error occurred.',
            details: [{ code: 'ReferencedResourceNotProvisioned', message: 'It is Updating.' }],
          },
        },
      },
      30,
    ],
  ] satisfies [string, FaultEffect, number][])(
    'finishes the update that closes the window when %s',
    async (_, effect, times) => {
      const swap = startInProcessSwap({
        faults: [{ match: { method: 'PUT', path: 'vipswap2lb$', nth: 2, times }, ...effect }],
      });
      expect(await swap.run()).toMatchObject({ outcome: 'succeeded' });
      expectSwapped(swap);
    },
  );

  it('makes production whole although the first try to undo fails', async () => {
    const swap = startInProcessSwap({
      faults: [
        putOf('vipswap2lb', 2, { effect: 'operation-fails', code: 'FirstError', model: 'changed' }),
        putOf('vipswap2lb', 3, { effect: 'operation-fails', model: 'unchanged' }),
      ],
    });
    expect(await swap.run()).toMatchObject({
      outcome: 'rolled-back',
      error: { code: 'FirstError' },
      undoErrors: [],
    });
    expectUntouched(swap);
  });

  it.each([
    ['opens', 'vipswap1lb', 1],
    ['closes', 'vipswap2lb', 2],
  ])(
    'puts production back over an update that hangs: the one that %s the window',
    async (_, loadBalancer, nth) => {
      const swap = startInProcessSwap({ faults: [putOf(loadBalancer, nth, { effect: 'stuck' })] });
      expect(await swap.run()).toMatchObject({
        outcome: 'rolled-back',
        error: {
          message: expect.stringMatching(
            `^Gave up after 400 s waiting for the step "Point ${loadBalancer} at`,
          ),
        },
        undoErrors: [],
      });
      expectUntouched(swap);
    },
  );

  it('says that it failed, with the first error, when the undoing fails too', async () => {
    const refuse = { effect: 'answer', status: 400, code: 'InvalidRequestFormat' } as const;
    const swap = startInProcessSwap({
      faults: [
        putOf('vipswap2lb', 2, { effect: 'operation-fails', code: 'FirstError', model: 'unchanged' }),
        { match: { method: 'PUT', path: 'vipswap1lb$', nth: 2, times: 'always' }, ...refuse },
      ],
    });
    const result = await swap.run();
    expect(result).toMatchObject({ outcome: 'failed', error: { code: 'FirstError' } });
    expect(result.undoErrors.length).toBeGreaterThan(0);
  });

  it('keeps the swap when only the temporary address cannot be deleted', async () => {
    const swap = startInProcessSwap({
      faults: [
        {
          match: { method: 'DELETE', path: '-temporary-' },
          effect: 'answer',
          status: 409,
          code: 'ScopeLocked',
        },
      ],
    });
    const result = await swap.run();
    expect(result).toMatchObject({ outcome: 'succeeded', cleanUpErrors: [{ code: 'ScopeLocked' }] });
    expect(swap.addressesOf('vipswap2lb')).toEqual(['vipswap1pip']);
    expect(await swap.prepare()).toMatchObject({
      kind: 'no-change',
      reason: expect.stringMatching(
        /; the temporary address \S+ of an older run is left over: "command: recover" deletes it$/,
      ),
    });
  });

  it('signs in anew where ARM calls the token expired, whatever the machine thinks of it', async () => {
    const expired = { effect: 'answer', status: 401, code: 'ExpiredAuthenticationToken' } as const;
    const swap = startInProcessSwap({
      faults: [
        putOf('vipswap1lb', 1, expired),
        { match: { method: 'GET', path: '/operations/', nth: 3 }, ...expired },
      ],
    });
    expect(await swap.run()).toMatchObject({ outcome: 'succeeded' });
    const refused = swap.events.filter(
      (event) =>
        event.type === 'arm-request' && event.result.kind === 'answer' && event.result.status === 401,
    );
    expect(refused).toHaveLength(2);
    expectSwapped(swap);
  });

  it('stops at once when it is cancelled inside the window, and leaves the rest to post', async () => {
    const cancel = new AbortController();
    const swap = startInProcessSwap();
    const running = swap.run({}, { signal: cancel.signal });
    while (!swap.writes().includes('PUT loadBalancers/vipswap1lb')) {
      await swap.clock.sleep(100);
    }
    const cancelledAtMs = swap.clock.monotonicMs();
    cancel.abort(new Error('cancelled'));
    expect(await running).toMatchObject({ outcome: 'interrupted', error: { message: 'cancelled' } });
    expect(swap.clock.monotonicMs() - cancelledAtMs).toBeLessThan(5_000);
    expect(await settle(swap, plansOf(swap).at(-1) as Plan)).toMatchObject({ outcome: 'rolled-back' });
    expectUntouched(swap);
  });
});

describe('a swap that is cancelled while a write is on its way', () => {
  it('leaves a write that arrives late to post, which looks again before it believes that all is as it was', async () => {
    const cancel = new AbortController();
    const swap = startInProcessSwap({
      faults: [
        // Parking on the way: the temporary address is on the target when this one arrives.
        putOf('vipswap1lb', 1, { effect: 'delayed', beforeMs: 9_000 }),
      ],
    });
    const running = swap.run({}, { signal: cancel.signal });
    while (!startedStepIds(swap).includes('release-production-address')) {
      await swap.clock.sleep(100);
    }
    await swap.clock.sleep(500);
    cancel.abort(new Error('cancelled'));
    expect(await running).toMatchObject({ outcome: 'interrupted', error: { message: 'cancelled' } });
    expect(await settle(swap, plansOf(swap).at(-1) as Plan)).toMatchObject({ outcome: 'rolled-back' });
    expectUntouched(swap);
    await swap.clock.sleep(600_000);
    expectUntouched(swap);
  });
});

describe('a swap that is cancelled when production has moved', () => {
  const cancelledInTheLastUpdate = async (faults: readonly Fault[] = []) => {
    const cancel = new AbortController();
    const swap = startInProcessSwap({ faults });
    const running = swap.run({}, { signal: cancel.signal });
    const isLastUpdate = (write: string) => write === 'PUT loadBalancers/vipswap2lb';
    while (swap.writes().filter(isLastUpdate).length < 2) {
      await swap.clock.sleep(100);
    }
    cancel.abort(new Error('cancelled'));
    expect(await running).toMatchObject({ outcome: 'interrupted' });
    return swap;
  };
  const updates = (swap: InProcessSwap) =>
    swap.writes().filter((write) => write.startsWith('PUT loadBalancers/'));

  it('is finished by post, because going back would cost a second outage', async () => {
    const swap = await cancelledInTheLastUpdate();
    expect(await settle(swap, plansOf(swap).at(-1) as Plan)).toMatchObject({ outcome: 'succeeded' });
    expectSwapped(swap);
    expect(updates(swap)).toHaveLength(3);
    await swap.clock.sleep(600_000);
    expectSwapped(swap);
  });

  it.each(['loadBalancers/vipswap2lb$', 'publicIPAddresses/vipswap1pip$'])(
    'is finished by post where ARM wants to be left alone with one read for longer than post has: %s',
    async (path) => {
      const swap = await cancelledInTheLastUpdate();
      swap.emulated.plane.faults.add({
        match: { method: 'GET', path },
        effect: 'throttled',
        retryAfterSeconds: 86_400,
      });
      expect(await settle(swap, plansOf(swap).at(-1) as Plan)).toMatchObject({ outcome: 'succeeded' });
      expectSwapped(swap);
      expect(updates(swap)).toHaveLength(3);
    },
  );

  it('is undone where the last update did not succeed', async () => {
    const swap = await cancelledInTheLastUpdate([
      putOf('vipswap2lb', 2, { effect: 'operation-fails', model: 'changed' }),
    ]);
    expect(await settle(swap, plansOf(swap).at(-1) as Plan)).toMatchObject({ outcome: 'rolled-back' });
    expectUntouched(swap);
  });

  it('is undone where main had failed, and had begun to undo', async () => {
    const swap = await cancelledInTheLastUpdate();
    const cause = { kind: 'failed', failure: { message: 'production did not answer' } } as const;
    expect(await settle(swap, plansOf(swap).at(-1) as Plan, { cause })).toMatchObject({
      outcome: 'rolled-back',
      error: { message: 'production did not answer' },
    });
    expectUntouched(swap);
  });

  it('is undone where production is to be asked, and cannot be', async () => {
    const swap = await cancelledInTheLastUpdate();
    const probe = { ...unprobed.probe, url: new URL('http://production.example:81/') };
    const watch = { ...unprobed, isProbeOn: true, probe };
    expect(await settle(swap, plansOf(swap).at(-1) as Plan, { watch })).toMatchObject({
      outcome: 'rolled-back',
    });
    expectUntouched(swap);
  });
});

const unprobed: WatchOptions = {
  probe: { workerEntry: '', connectTo: [], intervalMs: 250, timeoutMs: 2_000, expectation: anySuccess },
  isProbeOn: false,
  verifyTimeoutMs: 120_000,
};

/** As post does it. */
function settle(swap: InProcessSwap, plan: Plan, more: Partial<Parameters<typeof settleVipSwap>[1]> = {}) {
  return settleVipSwap(
    { arm: swap.arm, clock: swap.clock, emit: () => undefined, lease: swap.lease },
    {
      plan,
      startedStepIds: startedStepIds(swap),
      timeoutMs: 240_000,
      begunIds: [],
      mayHaveLateWrites: true,
      cause: { kind: 'cancelled' },
      watch: unprobed,
      ...more,
    },
  );
}

describe('a colleague whose operation is slow', () => {
  /** Seconds for which production was not served. */
  const downSeconds = (swap: InProcessSwap) =>
    swap.dataPlane
      .groundTruth()
      .filter(
        ({ publicIpAddressId, port, state }) =>
          state !== 'served' &&
          port === 9000 &&
          publicIpAddressId === swap.idOf('publicIPAddresses', 'vipswap1pip'),
      )
      .reduce((total, { fromMs, toMs = Number.POSITIVE_INFINITY }) => total + (toMs - fromMs) / 1000, 0);

  /** How their operations have ended. */
  const ofColleagues = (swap: InProcessSwap) =>
    swap.emulated.plane.operations
      .all()
      .filter(({ name }) => name === 'OperationOfAnotherWriter')
      .map(({ ended }) => ended?.end.status);

  const tagging = (
    kind: 'loadBalancers' | 'publicIPAddresses',
    name: string,
    when: 'before' | 'after',
    [balancer, nth]: [string, number],
  ): Fault => ({
    match: { method: 'PUT', path: `${balancer}$`, nth },
    effect: 'foreign-write',
    when,
    resourceId: startInProcessSwap().idOf(kind, name),
    mergePatch: { tags: { 'cost-center': '42' } },
    lastsMs: 150_000,
  });
  const park: [string, number] = ['vipswap2lb', 1];
  const close: [string, number] = ['vipswap2lb', 2];

  it.each([
    ['publicIPAddresses', 'vipswap1pip'],
    ['publicIPAddresses', 'vipswap2pip'],
    ['loadBalancers', 'vipswap1lb'],
  ] as const)('is waited for before production is taken down: %s/%s', async (kind, name) => {
    const fault = tagging(kind, name, 'after', park);
    const [calm, swap] = [startInProcessSwap(), startInProcessSwap({ faults: [fault] })];
    await calm.run();
    expect(await swap.run()).toMatchObject({ outcome: 'succeeded' });
    expectSwapped(swap);
    expect(downSeconds(swap)).toBe(downSeconds(calm));
  });

  it('is waited for, where it has begun while another one was waited for', async () => {
    const first = tagging('publicIPAddresses', 'vipswap2pip', 'after', park);
    const second: Fault = {
      ...tagging('publicIPAddresses', 'vipswap1pip', 'after', park),
      match: { method: 'GET', path: 'vipswap2pip$', nth: 40 },
    };
    const [calm, swap] = [startInProcessSwap(), startInProcessSwap({ faults: [first, second] })];
    await calm.run();
    expect(await swap.run()).toMatchObject({ outcome: 'succeeded' });
    expectSwapped(swap);
    expect(ofColleagues(swap)).toEqual(['Succeeded', 'Succeeded']);
    expect(downSeconds(swap)).toBe(downSeconds(calm));
  });

  it('is waited for, where it has written production back over the update that takes it away', async () => {
    const swap = startInProcessSwap();
    const loadBalancerId = swap.idOf('loadBalancers', 'vipswap1lb');
    const asRead = structuredClone(swap.emulated.plane.store.get(loadBalancerId)?.properties);
    swap.emulated.plane.faults.add({
      ...tagging('loadBalancers', 'vipswap1lb', 'after', ['vipswap1lb', 1]),
      mergePatch: { properties: { frontendIPConfigurations: asRead?.frontendIPConfigurations } },
    } as Fault);
    expect(await swap.run()).toMatchObject({ outcome: 'succeeded' });
    expectSwapped(swap);
    expect(ofColleagues(swap)).toEqual(['Succeeded']);
  });

  it('is waited for, where it has begun on the load balancer just before production is taken down', async () => {
    const fault = tagging('loadBalancers', 'vipswap1lb', 'before', ['vipswap1lb', 1]);
    const [calm, swap] = [startInProcessSwap(), startInProcessSwap({ faults: [fault] })];
    await calm.run();
    expect(await swap.run()).toMatchObject({ outcome: 'succeeded' });
    expectSwapped(swap);
    expect(downSeconds(swap)).toBe(downSeconds(calm));
    expect(ofColleagues(swap)).toEqual(['Succeeded']);
  });

  it('is waited for with production down, where it has begun on the address just then', async () => {
    const fault = tagging('publicIPAddresses', 'vipswap1pip', 'before', close);
    const swap = startInProcessSwap({ faults: [fault] });
    expect(await swap.run()).toMatchObject({ outcome: 'succeeded' });
    expectSwapped(swap);
  });

  it('is overtaken, where it has begun on the load balancer just then, and what it has changed stays', async () => {
    const fault = tagging('loadBalancers', 'vipswap2lb', 'before', close);
    const [calm, swap] = [startInProcessSwap(), startInProcessSwap({ faults: [fault] })];
    await calm.run();
    expect(await swap.run()).toMatchObject({ outcome: 'succeeded' });
    expectSwapped(swap);
    expect(downSeconds(swap)).toBeLessThan(downSeconds(calm) + 10);
    const target = swap.emulated.plane.store.get(swap.idOf('loadBalancers', 'vipswap2lb'));
    expect(target?.tags).toMatchObject({ 'cost-center': '42' });
  });
});

describe('a cancelled swap whose last update ARM does not end', () => {
  it.each([
    ['native', [swapOperation({ effect: 'stuck', model: 'changed' })]],
    ['temporary-ip', [putOf('vipswap2lb', 2, { effect: 'stuck', model: 'changed' })]],
  ] as const)(
    'is left where it is, because nobody knows whether going back comes to its end: %s',
    async (swapMethod, faults) => {
      const cancel = new AbortController();
      const swap = startInProcessSwap({ faults });
      const running = swap.run({ swapMethod }, { signal: cancel.signal });
      const isLast = (write: string) =>
        swapMethod === 'native' ? write.startsWith('POST') : write === 'PUT loadBalancers/vipswap2lb';
      while (networkWrites(swap).filter(isLast).length < (swapMethod === 'native' ? 1 : 2)) {
        await swap.clock.sleep(100);
      }
      cancel.abort(new Error('cancelled'));
      expect(await running).toMatchObject({ outcome: 'interrupted' });
      const writes = networkWrites(swap);
      await expect(settle(swap, plansOf(swap).at(-1) as Plan)).rejects.toMatchObject({
        code: 'MoveNotEnded',
        message: expect.stringContaining(
          'ARM has not ended the update that gives production to vipswap2lb',
        ) as string,
      });
      expect(networkWrites(swap)).toEqual(writes);
      expect(swap.addressesOf('vipswap2lb')).toEqual(['vipswap1pip']);
    },
  );
});

describe('a swap that main had undone when it was killed', () => {
  it('is found undone by post, which writes nothing', async () => {
    const swap = startInProcessSwap({
      faults: [putOf('vipswap2lb', 2, { effect: 'operation-fails', model: 'changed' })],
    });
    expect(await swap.run()).toMatchObject({ outcome: 'rolled-back' });
    const writes = swap.writes();
    const settled = await settle(swap, plansOf(swap).at(-1) as Plan);
    expect(settled).toMatchObject({ outcome: 'rolled-back', undoErrors: [] });
    expect(swap.writes()).toEqual(writes);
    expectUntouched(swap);
  });
});

describe("an undoing of ARM's own swap that was killed", () => {
  it('leaves a temporary address that post finds and deletes', async () => {
    const swap = startInProcessSwap({
      faults: [swapOperation({ effect: 'operation-fails', model: 'half-changed' })],
    });
    expect(await swap.run({ swapMethod: 'native' })).toMatchObject({ outcome: 'rolled-back' });
    const plan = plansOf(swap).at(-1) as Plan<VipSwapStep>;
    const leftOver = plan.steps.flatMap((step) =>
      step.kind === 'swap-addresses' ? [step.temporaryAddress] : [],
    );
    expect(leftOver).toHaveLength(1);
    for (const { id, template } of leftOver) {
      await createPublicIpAddress(swap.arm, id, template, new AbortController().signal);
    }
    const settled = await settle(swap, plan);
    expect(settled).toMatchObject({ outcome: 'rolled-back', undoErrors: [] });
    expectUntouched(swap);
  });
});

describe('a frontend that another writer points elsewhere', () => {
  const pointElsewhere = (swap: InProcessSwap, loadBalancer: string): FaultEffect => {
    const resourceId = swap.idOf('loadBalancers', loadBalancer);
    const frontends = JSON.stringify(
      swap.emulated.plane.store.get(resourceId)?.properties.frontendIPConfigurations,
    );
    const frontendIPConfigurations = JSON.parse(
      frontends.replace(/publicIPAddresses\/vipswap.pip/, 'publicIPAddresses/spare'),
    );
    return {
      effect: 'foreign-write',
      when: 'before',
      resourceId,
      mergePatch: { properties: { frontendIPConfigurations } },
    };
  };

  it.each([
    ['between the read and the update', 'vipswap1lb', 1],
    ['while the step before it runs', 'vipswap2lb', 1],
  ])('is left alone when that happens %s', async (_, meanwhile, nth) => {
    const swap = startInProcessSwap({ adapt: withSpare });
    swap.emulated.plane.faults.add({
      match: { method: 'PUT', path: `${meanwhile}$`, nth },
      ...pointElsewhere(swap, 'vipswap1lb'),
    });
    const result = await swap.run();
    expect(result).toMatchObject({
      outcome: 'failed',
      // The temporary address stays, and so does the journal: both are needed once the stranger has let go.
      undoErrors: [{ code: 'ForeignChange' }, expect.any(Error), expect.any(Error)],
    });
    expect(String(result.error)).toContain('vipswap1lb at spare');
    expect(swap.addressesOf('vipswap1lb')).toEqual(['spare']);
    expect(swap.addressesOf('vipswap2lb')).toEqual(['vipswap2pip']);
  });

  it("is left alone by the undoing of ARM's own swap, which ARM had refused", async () => {
    const swap = startInProcessSwap({
      adapt: withSpare,
      faults: [swapOperation({ effect: 'answer', status: 403, code: 'AuthorizationFailed' })],
    });
    swap.emulated.plane.faults.add({
      match: { method: 'POST', path: 'setLoadBalancerFrontendPublicIpAddresses$' },
      ...pointElsewhere(swap, 'vipswap2lb'),
    });
    const result = await swap.run({ swapMethod: 'native' });
    expect(result.outcome).toBe('failed');
    expect(result.undoErrors.join()).toContain('vipswap2lb at spare');
    expect(swap.addressesOf('vipswap1lb')).toEqual(['vipswap1pip']);
    expect(swap.addressesOf('vipswap2lb')).toEqual(['spare']);
  });

  it('is left alone on the target, and production goes back all the same', async () => {
    const swap = startInProcessSwap({ adapt: withSpare });
    swap.emulated.plane.faults.add({
      match: { method: 'PUT', path: 'vipswap2lb$', nth: 2 },
      ...pointElsewhere(swap, 'vipswap2lb'),
    });
    const result = await swap.run();
    expect(result.outcome).toBe('failed');
    expect(String(result.error)).toContain('vipswap2lb at spare');
    expect(swap.addressesOf('vipswap1lb')).toEqual(['vipswap1pip']);
    expect(swap.addressesOf('vipswap2lb')).toEqual(['spare']);
  });
});

describe('an address to stand in that the target has already', () => {
  it('is refused as spare-public-ip', async () => {
    const swap = startInProcessSwap();
    const prepared = swap.prepare({ sparePublicIpIds: [swap.idOf('publicIPAddresses', 'vipswap2pip')] });
    await expect(prepared).rejects.toThrow(
      'spare-public-ip "vipswap2pip" is what frontend "loadBalancerFrontEnd" of vipswap2lb has',
    );
  });

  it('is refused where an interrupted swap left it there, and a free spare leads on', async () => {
    const swap = startInProcessSwap({
      faults: [putOf('vipswap1lb', 1, { effect: 'answer', status: 400, code: 'InvalidRequestFormat' })],
    });
    expect(await swap.run({}, { onFailure: 'stop' })).toMatchObject({ outcome: 'failed' });
    expect(await swap.prepare()).toMatchObject({ kind: 'interrupted' });
    foreignWrite(swap.emulated.plane, swap.idOf('publicIPAddresses', 'vipswap1pip'), { tags: null });
    await expect(swap.prepare()).rejects.toThrow(
      /left there by a swap that was interrupted.*spare-public-ip/,
    );
    const spare = swap.idOf('publicIPAddresses', 'vipswap2pip');
    expect(await swap.run({ sparePublicIpIds: [spare] })).toMatchObject({ outcome: 'succeeded' });
    expect(swap.addressesOf('vipswap2lb')).toEqual(['vipswap1pip']);
  });
});

describe('vip-swap of other topologies', () => {
  it('moves both addresses of a dual stack in the same two updates', async () => {
    const swap = startInProcessSwap({ scenario: 'dual-stack' });
    const production = swap.addressesOf('vipswap1lb');
    const target = swap.addressesOf('vipswap2lb');
    expect(production).toHaveLength(2);
    const result = await swap.run({
      productionPublicIpIds: production.map((name) => swap.idOf('publicIPAddresses', name)),
    });
    expect(result).toMatchObject({ outcome: 'succeeded' });
    expect(swap.addressesOf('vipswap1lb')).toEqual(target);
    expect(swap.addressesOf('vipswap2lb')).toEqual(production);
    expect(networkWrites(swap).filter((write) => write.startsWith('PUT loadBalancers'))).toHaveLength(3);
  });

  it('leaves no temporary address that ARM makes after it was deleted, because its first connection was cut', async () => {
    const swap = startInProcessSwap({
      faults: [
        { match: { method: 'PUT', path: '-temporary-' }, effect: 'answer-lost', carriedOutAfterMs: 9_000 },
        putOf('vipswap2lb', 1, { effect: 'answer', status: 403, code: 'AuthorizationFailed' }),
      ],
    });
    const before = swap.publicIpNames();
    expect(await swap.run()).toMatchObject({ outcome: 'rolled-back', undoErrors: [] });
    await swap.clock.sleep(600_000);
    expect(swap.publicIpNames()).toEqual(before);
  });

  it.each([300, 1_000, 5_000])(
    'goes on where ARM has the temporary address twice, because the first connection was cut: %d ms later',
    async (carriedOutAfterMs) => {
      const fault = { effect: 'answer-lost', carriedOutAfterMs } as const;
      const swap = startInProcessSwap({
        faults: [{ match: { method: 'PUT', path: '-temporary-' }, ...fault }],
      });
      expect(await swap.run()).toMatchObject({ outcome: 'succeeded' });
      expectSwapped(swap);
    },
  );

  it('leaves no temporary address when one of two cannot be made while the other is on its way', async () => {
    const ofTemporary = (nth: number, effect: FaultEffect): Fault => ({
      match: { method: 'PUT', path: '-temporary-', nth },
      ...effect,
    });
    const swap = startInProcessSwap({
      scenario: 'dual-stack',
      faults: [
        ofTemporary(1, { effect: 'answer', status: 400, code: 'PublicIPCountLimitReached' }),
        ofTemporary(2, { effect: 'delayed', beforeMs: 5_000 }),
      ],
    });
    const before = swap.publicIpNames();
    const production = swap.addressesOf('vipswap1lb').map((name) => swap.idOf('publicIPAddresses', name));
    expect(await swap.run({ productionPublicIpIds: production })).toMatchObject({ outcome: 'rolled-back' });
    await swap.clock.sleep(600_000);
    expect(swap.publicIpNames()).toEqual(before);
  });

  it('moves between machines by network interface and an IP-based pool', async () => {
    const swap = startInProcessSwap({ scenario: 'virtual-machines' });
    expect(await swap.run()).toMatchObject({ outcome: 'succeeded' });
    expectSwapped(swap);
  });
});

describe("vip-swap by ARM's own operation", () => {
  it('is one call', async () => {
    const swap = startInProcessSwap();
    expect(await swap.run({ swapMethod: 'native' })).toMatchObject({ outcome: 'succeeded' });
    expectSwapped(swap);
    expect(networkWrites(swap)).toEqual(['POST southcentralus/setLoadBalancerFrontendPublicIpAddresses']);
  });

  it.each([
    ['is refused', { effect: 'answer', status: 403, code: 'AuthorizationFailed' }],
    ['fails and leaves both sides as they were', { effect: 'operation-fails', model: 'unchanged' }],
  ] satisfies [string, FaultEffect][])(
    'is followed by temporary-ip under auto when it %s',
    async (_, effect) => {
      const swap = startInProcessSwap({ faults: [swapOperation(effect)] });
      expect(await swap.run({ swapMethod: 'auto' })).toMatchObject({ outcome: 'succeeded' });
      expectSwapped(swap);
      const plans = swap.engineEvents.filter((event) => event.type === 'plan-started');
      expect(plans.map(({ plan }) => plan.method)).toEqual(['native', 'temporary-ip']);
      expect(plans[1]?.plan.methodReason).toContain("ARM's own swap was tried first");
    },
  );

  it('stands when only its answer was lost', async () => {
    const swap = startInProcessSwap({ faults: [swapOperation({ effect: 'answer-lost' })] });
    expect(await swap.run({ swapMethod: 'auto' })).toMatchObject({ outcome: 'succeeded' });
    expectSwapped(swap);
    expect(networkWrites(swap)).toHaveLength(1);
  });

  it.each(
    ['native', 'auto'].flatMap((method) =>
      [300, 2_000, 9_000, 40_000, 59_000].map((lateMs) => [method, lateMs] as const),
    ),
  )(
    'is told as it is where ARM has it after its connection was cut: %s, %d ms later',
    async (method, lateMs) => {
      const fault = swapOperation({ effect: 'answer-lost', carriedOutAfterMs: lateMs });
      const swap = startInProcessSwap({ faults: [fault] });
      expect(await swap.run({ swapMethod: method as 'native' | 'auto' })).toMatchObject({
        outcome: 'succeeded',
      });
      expectSwapped(swap);
      expect(networkWrites(swap)).toHaveLength(1);
      await swap.clock.sleep(600_000);
      expectSwapped(swap);
    },
  );

  it.each([
    [30_000, 20_000],
    [55_000, 45_000],
    [40_000, 45_000],
  ])(
    'that ARM has %d ms later is undone once more, where the time of the run was up before: %d ms',
    async (carriedOutAfterMs, timeoutMs) => {
      const fault = swapOperation({ effect: 'answer-lost', carriedOutAfterMs });
      const swap = startInProcessSwap({ faults: [fault] });
      const result = await swap.run({ swapMethod: 'native' }, { timeoutMs });
      expect(result).toMatchObject({ outcome: 'rolled-back', undoErrors: [] });
      expectUntouched(swap);
      await swap.clock.sleep(600_000);
      expectUntouched(swap);
    },
  );

  it.each([
    ['throttled', { effect: 'throttled', retryAfterSeconds: 1 }],
    ['cut off', { effect: 'connection-reset' }],
    ['never answered', { effect: 'unanswered' }],
    [
      'answered by a service that is not there',
      { effect: 'answer', status: 503, code: 'ServiceUnavailable' },
    ],
    ['refused for the token', { effect: 'answer', status: 401, code: 'InvalidAuthenticationToken' }],
    ['told of a failure that is none', { effect: 'answer', status: 500, code: 'InternalServerError' }],
  ] satisfies [string, FaultEffect][])(
    'stands, and costs no second outage, where the polls of it are %s',
    async (_, effect) => {
      // The first two are of questions for health before the swap.
      const polls = { method: 'GET', path: 'operationResults/', nth: 5, times: 4 } as const;
      const swap = startInProcessSwap({ faults: [{ match: polls, ...effect }] });
      expect(await swap.run({ swapMethod: 'native' })).toMatchObject({ outcome: 'succeeded' });
      expectSwapped(swap);
      expect(networkWrites(swap)).toEqual(['POST southcentralus/setLoadBalancerFrontendPublicIpAddresses']);
    },
  );

  it('leaves temporary-ip only the time that is left', async () => {
    const swap = startInProcessSwap({
      faults: [
        swapOperation({ effect: 'delayed', beforeMs: 20_000 }),
        swapOperation({ effect: 'answer', status: 403, code: 'AuthorizationFailed' }),
      ],
    });
    const timeoutMs = 60_000;
    const result = await swap.run({ swapMethod: 'auto' }, { timeoutMs });
    expect(result).toMatchObject({ outcome: 'rolled-back', error: { name: 'DeadlineError' } });
    expect(plansOf(swap)).toHaveLength(2);
    const [started] = swap.engineEvents;
    const failed = swap.engineEvents.findLast((event) => event.type === 'step-failed');
    expect((failed?.atMs ?? 0) - (started?.atMs ?? 0)).toBe(timeoutMs);
    expectUntouched(swap);
  });

  it('fails with the reason where it was asked for by name', async () => {
    const swap = startInProcessSwap({
      faults: [swapOperation({ effect: 'answer', status: 403, code: 'AuthorizationFailed' })],
    });
    const result = await swap.run({ swapMethod: 'native' });
    expect(result.outcome).toBe('rolled-back');
    expect(String(result.error)).toContain('AuthorizationFailed');
    expectUntouched(swap);
  });

  it.each(['half-changed', 'changed'] as const)(
    'is undone when it fails and leaves things %s',
    async (model) => {
      const swap = startInProcessSwap({ faults: [swapOperation({ effect: 'operation-fails', model })] });
      expect(await swap.run({ swapMethod: 'auto' })).toMatchObject({
        outcome: 'rolled-back',
        undoErrors: [],
      });
      expectUntouched(swap);
    },
  );

  it('looks at the load balancers soon after ARM has told of the failure by an error at the Location', async () => {
    const swap = startInProcessSwap({
      faults: [
        swapOperation({ effect: 'operation-fails', code: 'InternalServerError', model: 'half-changed' }),
      ],
    });
    await swap.run({ swapMethod: 'native' });
    const requests = swap.events.filter((event) => event.type === 'arm-request');
    const failed = requests.findIndex(({ result }) => result.kind === 'answer' && result.status === 500);
    const look = requests.slice(failed).find((each) => each.path.endsWith('/loadBalancers/vipswap1lb'));
    expect((look?.sentAtMs ?? Number.POSITIVE_INFINITY) - (requests[failed]?.sentAtMs ?? 0)).toBeLessThan(
      5_000,
    );
  });

  it('is not planned by auto for a dual stack, and the plan says why', async () => {
    const swap = startInProcessSwap({ scenario: 'dual-stack' });
    const production = swap.addressesOf('vipswap1lb').map((name) => swap.idOf('publicIPAddresses', name));
    const preparation = await swap.prepare({ swapMethod: 'auto', productionPublicIpIds: production });
    expect(preparation).toMatchObject({ kind: 'ready', release: { plan: { method: 'temporary-ip' } } });
  });
});

function startedStepIds(swap: InProcessSwap): string[] {
  return swap.engineEvents.flatMap((event) => (event.type === 'step-started' ? [event.stepId] : []));
}

function plansOf(swap: InProcessSwap): Plan[] {
  return swap.engineEvents.flatMap((event) => (event.type === 'plan-started' ? [event.plan] : []));
}

type Resource = Parameters<InProcessSwap['emulated']['plane']['store']['put']>[0];

/** Plants a property that no model knows into every object of every load balancer. */
function planted<T extends { type: string }>(resource: T): T {
  return resource.type === 'Microsoft.Network/loadBalancers' ? plant(resource) : resource;
}

function plant<T>(value: T): T {
  if (Array.isArray(value)) {
    return value.map(plant) as T;
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const members = Object.entries(value).map(([name, member]) => [name, plant(member)]);
  return { ...Object.fromEntries(members), futureProperty: 'from a later api-version' };
}

/** A load balancer without what every write changes: ETags. */
function snapshot(swap: InProcessSwap, name: string): unknown {
  const resource = swap.emulated.plane.store.get(swap.idOf('loadBalancers', name));
  return JSON.parse(JSON.stringify(resource, (key, value: unknown) => (key === 'etag' ? undefined : value)));
}

function withSpare<T extends { resources: readonly Resource[] }>(scenario: T): T {
  const original = scenario.resources.find((each) => each.name === 'vipswap1pip');
  if (original === undefined) {
    throw new Error('The scenario has no vipswap1pip.');
  }
  const { ipConfiguration, dnsSettings, ipAddress, ...properties } = original.properties;
  const spare = { ...original, id: original.id.replace('vipswap1pip', 'spare'), name: 'spare', properties };
  return { ...scenario, resources: [...scenario.resources, spare] };
}
