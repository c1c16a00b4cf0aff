import { CancelledError } from '../../src/cancellation.ts';
import { type JobMemory, type Order, runMain, runPost, runRecover, type Told } from '../in-process/action.ts';
import { Machine, type SentRequest } from '../in-process/machine.ts';
import { onWallClock } from '../in-process/wall-clock.ts';
import { createWorld, type World } from '../in-process/world.ts';
import { addressesIn, loadBalancersIn } from '../invariants/azure-as-it-is.ts';
import { type AzureBefore, readAzureBefore } from '../invariants/azure-before.ts';
import { outcomeIsTrue } from '../invariants/outcome-is-true.ts';
import { neverBroken, productionIsWhole } from '../invariants/production-is-whole.ts';
import type { Violation } from '../invariants/violation.ts';
import { ForeignChanges } from './foreign-changes.ts';
import { SPARE_ADDRESS, scenarioOf } from './scenario.ts';
import { type Interruption, isAbsorbable, type Schedule } from './schedule.ts';
import { matchOf } from './spots.ts';

/** One process of the action, and how it ended. */
export interface Act {
  readonly name: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly requests: number;
  readonly writes: number;
  /** Absent where it was killed. */
  readonly told?: Told;
}

export interface Course {
  readonly acts: readonly Act[];
  readonly violations: readonly Violation[];
  /** `PUT loadBalancers/vipswap1lb`, with the act that sent it: for whoever looks into a violation. */
  readonly writes: readonly string[];
}

const TARGET = 'vipswap2lb';
const PRODUCTION_ADDRESSES = {
  vipswap: ['vipswap1pip'],
  'virtual-machines': ['vipswap1pip'],
  'dual-stack': ['vipswap1pip', 'vipswap1pip6'],
};

/** A process starts, signs in and reads before it writes: what its predecessor has sent has arrived by then. */
const START_MS = 1_000;
/** Somebody comes to look. */
const CALM_AFTER_MS = 10_000;
/** A runner's grace periods: see scripts/runner/run-script.ts. */
const TERMINATE_AFTER_MS = 7_500;
/** What GitHub leaves to the steps that always run of a job that was cancelled. */
const POST_OF_CANCELLED_MS = 300_000;
/** Timeout of the checks, of the plan, and two tries to undo each of its steps. */
const LONGEST_ACT_MS = 5 * 3_600_000;
/** Everything that still runs then hangs. */
const AFTERMATH_MS = 3_600_000;

/** Performs a schedule on the virtual clock, to its very end. */
export async function performSchedule(schedule: Schedule): Promise<Course> {
  const world = createWorld({ ...schedule, scenario: scenarioOf(schedule.scenario) });
  return onWallClock(wallClockOf(world, schedule), () => new Performance(world, schedule).run());
}

function wallClockOf({ clock }: World, schedule: Schedule) {
  return { epochMs: () => clock.epochMs() + clockErrorMs(schedule, clock.monotonicMs()) };
}

function clockErrorMs({ disturbances }: Schedule, nowMs: number): number {
  return disturbances
    .filter((each) => each.kind === 'clock-jump')
    .filter(({ afterMs }) => nowMs >= afterMs)
    .reduce((total, { byMs }) => total + byMs, 0);
}

class Performance {
  readonly #world: World;
  readonly #schedule: Schedule;
  readonly #before: AzureBefore;
  readonly #foreign: ForeignChanges;
  readonly #order: Order;
  readonly #memory: JobMemory = { state: { kind: 'idle' } };
  readonly #acts: Act[] = [];
  readonly #violations: Violation[] = [];
  readonly #writes: string[] = [];
  #isJobCancelled = false;

  constructor(world: World, schedule: Schedule) {
    const { plane } = world.azure;
    const idOf = (name: string) =>
      [...addressesIn(plane), ...loadBalancersIn(plane)].find((each) => each.name === name)?.id ?? name;
    const productionPublicIpIds = PRODUCTION_ADDRESSES[schedule.scenario].map(idOf);
    this.#world = world;
    this.#schedule = schedule;
    this.#before = readAzureBefore(plane, productionPublicIpIds, TARGET);
    this.#order = {
      goal: {
        subscriptionId: plane.scenario.subscriptionId,
        productionPublicIpIds,
        targetLoadBalancerId: idOf(TARGET),
        targetFrontends: [],
        swapMethod: schedule.method,
        sparePublicIpIds: schedule.isSpareGiven ? [idOf(SPARE_ADDRESS)] : [],
        temporaryIpTags: {},
        targetCheck: { kind: 'off' },
        allowAddressChange: false,
        allowSmallerTarget: false,
      },
      onFailure: schedule.onFailure,
      timeoutMs: 3_600_000,
    };
    this.#foreign = new ForeignChanges(plane, this.#before, schedule.disturbances);
    for (const disturbance of schedule.disturbances) {
      if (disturbance.kind === 'fault') {
        plane.faults.add({ match: matchOf(disturbance.at), ...disturbance.effect });
      }
    }
  }

  async run(): Promise<Course> {
    const { interruption, postInterruption, isMachineLost } = this.#schedule;
    let last = await this.#act('main', interruption, (machine) =>
      runMain(machine, this.#order, this.#memory),
    );
    if (isAbsorbable(this.#schedule) && last.told?.outcome !== 'succeeded') {
      this.#violations.push({
        invariant: 'absorbed',
        message: `nothing happened that a run could not get over, and it says ${last.told?.outcome}: ${last.told?.message}`,
      });
    }
    if (this.#memory.state.kind === 'under-way' && !(last.told === undefined && isMachineLost)) {
      last = await this.#act('post', postInterruption, (machine) =>
        runPost(machine, this.#order, this.#memory),
      );
    }
    if (!isWhole(last)) {
      await this.#recover();
    }
    await this.#judge();
    return { acts: this.#acts, violations: this.#violations, writes: this.#writes };
  }

  /** Once more where the first recovery was disturbed: when nothing is in the way any more, one has to be enough. */
  async #recover(): Promise<void> {
    const { isRecoveryDisturbed, recoverInterruption } = this.#schedule;
    if (isRecoveryDisturbed) {
      const disturbed = await this.#act('recover', recoverInterruption, (machine) =>
        runRecover(machine, this.#memory),
      );
      if (isWhole(disturbed)) {
        return;
      }
    }
    // What a killed process has sent has come by then, another writer's change that met it included.
    await this.#world.clock.sleep(CALM_AFTER_MS);
    this.#calm();
    const { told } = await this.#act('recover', undefined, (machine) => runRecover(machine, this.#memory));
    if (told === undefined || !isWhole({ told })) {
      this.#violations.push({
        invariant: 'recover-ends-whole',
        message: `nothing was in the way, and it says ${told?.outcome}: ${told?.message}`,
      });
    }
  }

  #calm(): void {
    this.#world.azure.plane.faults.remove();
    this.#foreign.letGo();
  }

  async #judge(): Promise<void> {
    const { plane } = this.#world.azure;
    this.#calm();
    await this.#world.clock.sleep(AFTERMATH_MS);
    plane.operations.settle(this.#world.clock.monotonicMs());
    this.#violations.push(...productionIsWhole(plane, this.#before), ...this.#foreign.violations());
    if (this.#schedule.isRunAgain) {
      await this.#runAgain();
    }
  }

  /** Nothing that was left behind stands in the way of the next release. */
  async #runAgain(): Promise<void> {
    const again = await this.#act('run again', undefined, (machine) =>
      runMain(machine, { ...this.#order, onFailure: 'rollback' }, { state: { kind: 'idle' } }),
    );
    if (again.told?.outcome !== 'succeeded' && again.told?.outcome !== 'no-change') {
      this.#violations.push({
        invariant: 'usable-afterwards',
        message: `the next run says ${again.told?.outcome}: ${again.told?.message}`,
      });
    }
  }

  async #act(
    name: string,
    interruption: Interruption | undefined,
    work: (machine: Machine) => Promise<Told>,
  ): Promise<Act> {
    const { clock, azure } = this.#world;
    await clock.sleep(START_MS);
    const counted = { requests: 0, writes: 0 };
    const answered = new Map<number, () => void>();
    const machine: Machine = new Machine(this.#world, {
      name,
      tokenLifetimeSeconds: this.#schedule.tokenLifetimeSeconds,
      clockErrorMs: (nowMs) => clockErrorMs(this.#schedule, nowMs),
      isDebug: this.#schedule.isDebug,
      onRequest: (request) => {
        counted.requests = request.number;
        counted.writes = request.writeNumber;
        if (request.moment === 'in-flight') {
          answered.set(request.number, this.#foreign.requestSent(request.method, request.path));
          if (request.method !== 'GET' && !request.path.endsWith('/health')) {
            this.#writes.push(
              `${name}: ${request.method} ${request.path.split('/').slice(-2).join('/')} at ${Math.round(request.atMs)}`,
            );
          }
        } else if (request.moment === 'after') {
          answered.get(request.number)?.();
        }
        if (interruption !== undefined && isMet(interruption, request)) {
          this.#interrupt(machine, interruption);
        }
      },
    });
    if (name === 'post' && this.#isJobCancelled) {
      this.#killAfter(machine, POST_OF_CANCELLED_MS);
    }
    const startedAtMs = clock.monotonicMs();
    const told = await Promise.race([
      work(machine),
      machine.death,
      clock.sleep(LONGEST_ACT_MS).then(() => 'endless' as const),
    ]);
    machine.kill();
    if (told === 'endless') {
      this.#violations.push({
        invariant: 'ends',
        message: `${name} has not ended after ${LONGEST_ACT_MS} ms`,
      });
    }
    const act: Act = {
      name,
      startedAtMs,
      endedAtMs: clock.monotonicMs(),
      ...counted,
      ...(typeof told === 'object' ? { told } : {}),
    };
    this.#acts.push(act);
    if (act.told !== undefined) {
      const claim = { ...act.told, act: name, writes: act.writes };
      this.#violations.push(...outcomeIsTrue(this.#foreign.placementAsSeen(), this.#before, claim));
    }
    this.#violations.push(...secretsTold(machine), ...neverBroken(azure.plane, this.#before));
    return act;
  }

  #interrupt(machine: Machine, { how, delayMs }: Interruption): void {
    this.#isJobCancelled ||= how !== 'kill';
    if (how === 'cancel') {
      const cancel = () => machine.interrupted.abort(new CancelledError('The run was cancelled.'));
      void this.#world.clock.sleep(delayMs).then(cancel);
      this.#killAfter(machine, delayMs + TERMINATE_AFTER_MS);
    } else if (delayMs === 0) {
      machine.kill();
    } else {
      this.#killAfter(machine, delayMs);
    }
  }

  #killAfter(machine: Machine, durationMs: number): void {
    void this.#world.clock.sleep(durationMs).then(() => machine.kill());
  }
}

function isWhole({ told }: Pick<Act, 'told'>): boolean {
  return told !== undefined && told.outcome !== 'failed' && !told.leftOver;
}

function isMet({ counts, nth, moment }: Interruption, request: SentRequest): boolean {
  const number = counts === 'requests' ? request.number : request.writeNumber;
  const isCounted = counts === 'requests' || request.method !== 'GET';
  return isCounted && number === nth && request.moment === moment;
}

/** How every JSON Web Token begins: a secret that is told in part is told. */
const TOKEN_START = 'eyJ0eXAi';

function secretsTold({ name, told }: Machine): Violation[] {
  return told.some((text) => text.includes(TOKEN_START))
    ? [{ invariant: 'no-secret-told', message: `${name} has told a token` }]
    : [];
}
