import { runMain } from '../in-process/action.ts';
import { Machine } from '../in-process/machine.ts';
import { onWallClock } from '../in-process/wall-clock.ts';
import { createWorld } from '../in-process/world.ts';
import { addressesIn, loadBalancersIn, movesAnAddress } from '../invariants/azure-as-it-is.ts';
import { readAzureBefore } from '../invariants/azure-before.ts';
import type { Outcome } from '../invariants/outcome-is-true.ts';
import { productionIsWhole } from '../invariants/production-is-whole.ts';
import type { Violation } from '../invariants/violation.ts';
import { scenarioOf } from '../schedules/scenario.ts';
import type { Race } from './arbitrary-race.ts';
import { type MovingWrite, neverTwoInside } from './never-two-inside.ts';
import { everyEndIsFair } from './race-ends.ts';

const HOUR_MS = 3_600_000;

export interface RaceResult {
  readonly outcomes: readonly (Outcome | undefined)[];
  readonly violations: readonly Violation[];
}

/** A race in process: all machines on one virtual clock. */
export async function performRace(race: Race): Promise<RaceResult> {
  const world = createWorld({ ...race, scenario: scenarioOf('vipswap'), dataPlane: 'pessimistic' });
  return onWallClock(world.clock, async () => {
    const { plane } = world.azure;
    const production = addressesIn(plane).filter(({ name }) => name === 'vipswap1pip');
    const ids = production.map(({ id }) => id);
    const before = readAzureBefore(plane, ids, 'vipswap2lb');
    const writes: MovingWrite[] = [];
    const ends = await Promise.all(
      race.runners.map(async (runner, index) => {
        const run = `run-${index + 1}`;
        const own: { path: string; sentAtMs: number; answeredAtMs?: number }[] = [];
        const machine = new Machine(world, {
          name: run,
          tokenLifetimeSeconds: 3_599,
          clockErrorMs: () => 0,
          isDebug: false,
          transitMs: () => 0,
          onRequest: ({ method, path, moment, atMs }) => {
            if (!movesAnAddress(method, path)) {
              return;
            }
            if (moment === 'before') {
              own.push({ path, sentAtMs: atMs });
            } else if (moment === 'after') {
              const sent = own.find((each) => each.path === path && each.answeredAtMs === undefined);
              if (sent !== undefined) {
                sent.answeredAtMs = atMs;
              }
            }
          },
        });
        await world.clock.sleep(runner.startsAfterMs);
        const target = runner.target === 'there' ? before.targetLoadBalancer : before.productionLoadBalancer;
        const told = await runMain(
          machine,
          {
            goal: {
              subscriptionId: plane.scenario.subscriptionId,
              productionPublicIpIds: ids,
              targetLoadBalancerId: loadBalancersIn(plane).find(({ name }) => name === target)?.id ?? target,
              targetFrontends: [],
              swapMethod: race.method,
              sparePublicIpIds: [],
              temporaryIpTags: {},
              targetCheck: { kind: 'off' },
              allowAddressChange: false,
              allowSmallerTarget: false,
            },
            job: { run: index + 1, attempt: 1 },
            onFailure: 'rollback',
            onInterrupted: 'fail',
            lockTimeoutMs: runner.lockTimeoutMs,
            timeoutMs: HOUR_MS,
          },
          { state: { kind: 'begun' } },
        );
        writes.push(...own.map((each) => ({ ...each, run })));
        return { ...told, run, moves: own.length, hasTimeToWait: runner.lockTimeoutMs > 0 };
      }),
    );
    await world.clock.sleep(HOUR_MS);
    plane.operations.settle(world.clock.monotonicMs());
    return {
      outcomes: ends.map(({ outcome }) => outcome),
      violations: [
        ...neverTwoInside(writes, plane.operations.all()),
        ...everyEndIsFair(ends),
        ...productionIsWhole(plane, before),
      ],
    };
  });
}
