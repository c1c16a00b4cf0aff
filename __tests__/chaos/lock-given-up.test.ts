import { describe, expect, it } from 'vitest';
import { createWorld } from '../../chaos/in-process/world.ts';
import { addressesIn } from '../../chaos/invariants/azure-as-it-is.ts';
import { lockIsGivenUp } from '../../chaos/invariants/lock-is-given-up.ts';
import { scenarioOf } from '../../chaos/schedules/scenario.ts';
import { foreignWrite } from '../../emulator/arm/foreign-write.ts';
import { lockTags } from '../../src/record/lock.ts';

const MINUTE_MS = 60_000;

/** A process has ended that says that it has failed, and this is what is left. */
async function left({ lockId = 'main', lockedForMs = 60 * MINUTE_MS, isHeld = false } = {}) {
  const world = createWorld({
    scenario: scenarioOf('vipswap'),
    seed: 1,
    requestLatency: 'none',
    dataPlane: 'pessimistic',
  });
  const { plane } = world.azure;
  const address = addressesIn(plane).find(({ name }) => name === 'vipswap1pip');
  const id = address?.id ?? '';
  const expiresAtEpochMs = plane.clock.epochMs() + lockedForMs;
  foreignWrite(
    plane,
    id,
    { tags: lockTags({ id: lockId, owner: 'somebody', purpose: 'vip-swap', expiresAtEpochMs }) },
    isHeld ? 2 * MINUTE_MS : 0,
  );
  await world.clock.sleep(MINUTE_MS);
  const meets = (path: string) => {
    plane.faults.add({ match: { path }, effect: 'throttled' });
    plane.faults.meet('GET', path, undefined);
  };
  const handedOver = () => ({
    act: 'post',
    lockId: 'main',
    endedAtMs: world.clock.monotonicMs(),
    holderIds: [id],
  });
  return {
    id,
    clock: world.clock,
    meets,
    violations: () => lockIsGivenUp(plane, handedOver(), world.strikes),
  };
}

describe('who fails', () => {
  it('has given its lock up', async () => {
    const { violations } = await left();
    expect(violations()).toMatchObject([{ invariant: 'lock-given-up' }]);
  });

  it.each([
    ["the lock is somebody else's", { lockId: 'recover 2' }],
    ['the lock is over', { lockedForMs: MINUTE_MS }],
    ['ARM let nobody write the address', { isHeld: true }],
  ])('is not to blame where %s', async (_, circumstances) => {
    const { violations } = await left(circumstances);
    expect(violations()).toEqual([]);
  });

  it('is not to blame where a fault has met what it does to give the lock up, and is where that was long before', async () => {
    const { id, clock, meets, violations } = await left();
    meets(id);
    expect(violations()).toEqual([]);
    await clock.sleep(MINUTE_MS);
    expect(violations()).toHaveLength(1);
  });

  it('is to blame where a fault has met something else', async () => {
    const { meets, violations } = await left();
    meets('/loadBalancers/vipswap1lb');
    expect(violations()).toHaveLength(1);
  });
});
