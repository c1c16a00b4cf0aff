import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ArmResource } from '../../../emulator/data-plane/contract.ts';
import { type Body, VirtualArm } from './virtual-arm.ts';

const loadBalancers = ['vipswap1lb', 'vipswap2lb'] as const;
const addresses = ['vipswap1pip', 'vipswap2pip', 'temporary'] as const;

const step = fc.oneof(
  fc.record({
    kind: fc.constant('point' as const),
    loadBalancer: fc.constantFrom(...loadBalancers),
    address: fc.constantFrom(...addresses),
  }),
  fc.record({ kind: fc.constant('swap' as const) }),
  fc.record({ kind: fc.constant('create' as const) }),
  fc.record({ kind: fc.constant('delete' as const), address: fc.constantFrom(...addresses) }),
  fc.record({ kind: fc.constant('tag' as const), loadBalancer: fc.constantFrom(...loadBalancers) }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 15_000 }) }),
);

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

async function perform(azure: VirtualArm, action: Step): Promise<void> {
  switch (action.kind) {
    case 'point':
      await azure.point(action.loadBalancer, action.address);
      return;
    case 'swap':
      await azure.send('POST', azure.swapPath(), azure.swapBody());
      return;
    case 'create':
      await azure.createPublicIp('temporary');
      return;
    case 'delete':
      await azure.send('DELETE', azure.publicIp(action.address));
      return;
    case 'tag':
      await azure.send('PATCH', azure.loadBalancer(action.loadBalancer), {
        tags: { at: String(azure.nowMs) },
      });
      return;
    case 'wait':
      azure.nowMs += action.ms;
  }
}

/** Address → frontend, as the load balancers say it. */
function boundByLoadBalancers(resources: readonly ArmResource[]): readonly (readonly [string, string])[] {
  return resources.flatMap(({ properties }) =>
    (
      properties.frontendIPConfigurations as { id: string; properties: { publicIPAddress: { id: string } } }[]
    ).map((frontend) => [frontend.properties.publicIPAddress.id, frontend.id] as const),
  );
}

/** Address → frontend, as the addresses say it. */
function boundByAddresses(resources: readonly ArmResource[]): readonly (readonly [string, string])[] {
  return resources.flatMap(({ id, properties }) => {
    const { ipConfiguration } = properties as { ipConfiguration?: { id: string } };
    return ipConfiguration === undefined ? [] : [[id, ipConfiguration.id] as const];
  });
}

test('whatever clients do and in whatever order, both ends of every binding agree', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      const azure = await VirtualArm.open();
      for (const action of steps) {
        await perform(azure, action);
        const { store } = azure.arm.plane;
        const bound = boundByLoadBalancers(store.list('Microsoft.Network/loadBalancers'));
        expect(new Set(bound.map(([address]) => address.toLowerCase())).size).toBe(bound.length);
        expect([...boundByAddresses(store.list('Microsoft.Network/publicIPAddresses'))].sort()).toEqual(
          [...bound].sort(),
        );
      }
    }),
    { numRuns: 60 },
  );
});

test('whatever clients do, everything is settled once the last operation has ended', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      const azure = await VirtualArm.open();
      for (const action of steps) await perform(azure, action);
      azure.nowMs += 10_000;
      await azure.read(azure.publicIp('vipswap1pip')).catch(() => undefined);
      const { store, operations } = azure.arm.plane;
      const states = store
        .all()
        .filter(({ type }) => /^Microsoft\.Network\/(loadBalancers|publicIPAddresses)$/.test(type))
        .map(({ properties }) => properties.provisioningState);
      // `Failed` is the side of a swap that was superseded by a write of the other.
      expect(states.filter((state) => state !== 'Succeeded' && state !== 'Failed')).toEqual([]);
      expect(operations.all().every(({ ended }) => ended !== undefined)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('two emulators with one seed answer the same requests with the same bytes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 10 }), async (steps) => {
      const [one, other] = [await VirtualArm.open(), await VirtualArm.open()];
      for (const action of steps) await perform(one, action);
      for (const action of steps) await perform(other, action);
      const everything = (azure: VirtualArm): readonly Body[] => azure.arm.plane.store.all();
      expect(everything(one)).toEqual(everything(other));
    }),
    { numRuns: 20 },
  );
});
