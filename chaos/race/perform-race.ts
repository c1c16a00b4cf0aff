import type { ControlPlane } from '../../emulator/arm/control-plane.ts';
import { readLock } from '../../src/record/lock.ts';
import { type Job, type Order, ownerOf, runMain, runRecover } from '../in-process/action.ts';
import { Machine, type SentRequest } from '../in-process/machine.ts';
import { onWallClock } from '../in-process/wall-clock.ts';
import { createWorld, type World } from '../in-process/world.ts';
import { addressesIn, loadBalancersIn, movesAnAddress } from '../invariants/azure-as-it-is.ts';
import { type AzureBefore, readAzureBefore } from '../invariants/azure-before.ts';
import type { Outcome } from '../invariants/outcome-is-true.ts';
import { productionIsWhole } from '../invariants/production-is-whole.ts';
import type { Violation } from '../invariants/violation.ts';
import { scenarioOf } from '../schedules/scenario.ts';
import type { Race, Runner } from './arbitrary-race.ts';
import { carriedOut, type LockedWrite, neverTwoInside, onlyUnderLock } from './never-two-inside.ts';
import { everyEndIsFair, type RaceEnd } from './race-ends.ts';

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
    const writes: LockedWrite[] = [];
    const ends = await Promise.all(
      race.runners.map(async (runner, index) => {
        const run = `run-${index + 1}`;
        const moves = new Moves(() => ({
          lockOwner: lockOwnerOf(plane, ids),
          isInWindow: isAway(plane, ids),
        }));
        const job = { run: index + 1, attempt: 1 };
        const hasLock = () => lockOwnerOf(plane, ids) === ownerOf(job);
        const machine = machineOf(world, run, runner, moves, hasLock);
        await world.clock.sleep(runner.startsAfterMs);
        const told =
          runner.goal === 'recovery'
            ? await runRecover(machine, {
                job,
                productionPublicIpIds: ids,
                recoverTo: 'auto',
                timeoutMs: HOUR_MS,
              })
            : await runMain(machine, orderOf(race, runner, runner.goal, job, { plane, before, ids }), {
                state: { kind: 'begun' },
              });
        writes.push(...moves.all.map((each) => ({ ...each, run, url: ownerOf(job) })));
        return {
          ...told,
          run,
          url: ownerOf(job),
          kind: runner.goal === 'recovery' ? ('recovery' as const) : ('release' as const),
          moves: moves.all.length,
          hasTimeToWait: runner.lockTimeoutMs > 0,
        };
      }),
    );
    await world.clock.sleep(HOUR_MS);
    plane.operations.settle(world.clock.monotonicMs());
    const operations = plane.operations.all();
    const moved = carriedOut(writes, operations);
    return {
      outcomes: ends.map(({ outcome }) => outcome),
      violations: [
        ...neverTwoInside(moved, operations, new Set(recoveriesIn(ends))),
        ...onlyUnderLock(moved),
        ...everyEndIsFair(ends),
        ...productionIsWhole(plane, before),
      ],
    };
  });
}

type Seen = Pick<LockedWrite, 'lockOwner' | 'isInWindow'>;

/** What a runner has sent that moves an address. */
class Moves {
  readonly all: (Seen & { path: string; sentAtMs: number; answeredAtMs?: number })[] = [];
  readonly #see: () => Seen;

  constructor(see: () => Seen) {
    this.#see = see;
  }

  follow({ method, path, moment, atMs }: SentRequest): void {
    if (!movesAnAddress(method, path)) {
      return;
    }
    if (moment === 'before') {
      this.all.push({ path, sentAtMs: atMs, ...this.#see() });
    } else if (moment === 'after') {
      const sent = this.all.find((each) => each.path === path && each.answeredAtMs === undefined);
      if (sent !== undefined) {
        sent.answeredAtMs = atMs;
      }
    }
  }
}

function machineOf(
  world: World,
  name: string,
  { tagsTransitMs, standstill }: Runner,
  moves: Moves,
  hasLock: () => boolean,
): Machine {
  let polls = 0;
  const machine: Machine = new Machine(world, {
    name,
    tokenLifetimeSeconds: 3_599,
    clockErrorMs: () => 0,
    isDebug: false,
    transitMs: ({ method, path }) =>
      method === 'PUT' && path.endsWith('/publicIPAddresses/vipswap1pip') ? tagsTransitMs : 0,
    onRequest: (request) => {
      moves.follow(request);
      if (isPoll(request) && hasLock()) {
        polls += 1;
        if (polls === standstill?.beforePoll) {
          machine.standStill(standstill.durationMs);
        }
      }
    },
  });
  return machine;
}

function recoveriesIn(ends: readonly RaceEnd[]): string[] {
  return ends.filter(({ kind }) => kind === 'recovery').map(({ run }) => run);
}

function isPoll({ path, moment }: SentRequest): boolean {
  return moment === 'before' && path.includes('/operations/');
}

interface Stage {
  readonly plane: ControlPlane;
  readonly before: AzureBefore;
  /** Of the production addresses. */
  readonly ids: readonly string[];
}

function orderOf(
  { method }: Race,
  { lockTimeoutMs }: Runner,
  goal: 'there' | 'back',
  job: Job,
  { plane, before, ids }: Stage,
): Order {
  const target = goal === 'there' ? before.targetLoadBalancer : before.productionLoadBalancer;
  return {
    command: 'run',
    leavesRecord: true,
    goal: {
      subscriptionId: plane.scenario.subscriptionId,
      productionPublicIpIds: ids,
      targetLoadBalancerId: loadBalancersIn(plane).find(({ name }) => name === target)?.id ?? target,
      targetFrontends: [],
      swapMethod: method,
      sparePublicIpIds: [],
      temporaryIpTags: {},
      targetCheck: { kind: 'off' },
      allowAddressChange: false,
      allowSmallerTarget: false,
    },
    job,
    onFailure: 'rollback',
    onInterrupted: 'fail',
    lockTimeoutMs,
    timeoutMs: HOUR_MS,
  };
}

function lockOwnerOf({ store }: ControlPlane, [id = '']: readonly string[]): string {
  return readLock(store.get(id)?.tags ?? {})?.owner ?? '';
}

function isAway({ store }: ControlPlane, [id = '']: readonly string[]): boolean {
  return store.get(id)?.properties.ipConfiguration === undefined;
}
