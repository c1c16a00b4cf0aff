import { hasJournal } from '../../src/record/journal.ts';
import {
  type Job,
  type JobMemory,
  type LookOrder,
  type Order,
  runLook,
  runMain,
  runPost,
  runRecover,
  type Told,
} from '../in-process/action.ts';
import type { Machine, SentRequest } from '../in-process/machine.ts';
import { onWallClock } from '../in-process/wall-clock.ts';
import { createWorld, type World } from '../in-process/world.ts';
import {
  addressesIn,
  loadBalancersIn,
  type Placed,
  placementIn,
  printPlacement,
  samePlacement,
} from '../invariants/azure-as-it-is.ts';
import { type AzureBefore, readAzureBefore } from '../invariants/azure-before.ts';
import { failureCanBeRecovered } from '../invariants/failure-can-be-recovered.ts';
import { goesAsTold } from '../invariants/goes-as-told.ts';
import { lockIsGivenUp } from '../invariants/lock-is-given-up.ts';
import { OthersAtWork } from '../invariants/others-at-work.ts';
import { outcomeIsTrue } from '../invariants/outcome-is-true.ts';
import { isServed, type Span } from '../invariants/packets.ts';
import { neverBroken, productionIsWhole } from '../invariants/production-is-whole.ts';
import { recordIsTrue } from '../invariants/record-is-true.ts';
import { statusIsTrue } from '../invariants/status-is-true.ts';
import { swapOutputsAreTrue } from '../invariants/swap-outputs-are-true.ts';
import type { Invariant, Violation } from '../invariants/violation.ts';
import { ForeignChanges } from './foreign-changes.ts';
import { type Act, performAct } from './perform-act.ts';
import { SPARE_ADDRESS, scenarioOf } from './scenario.ts';
import {
  hasLongUpdate,
  type Interruption,
  isAbsorbable,
  isContested,
  mayLoseJournal,
  type RecoveryWay,
  type Schedule,
} from './schedule.ts';
import { matchOf } from './spots.ts';

export interface Course {
  readonly acts: readonly Act[];
  readonly violations: readonly Violation[];
  /** `PUT loadBalancers/NAME`, with the act that sent it: for whoever looks into a violation. */
  readonly writes: readonly string[];
}

const [FIRST, SECOND] = ['vipswap1lb', 'vipswap2lb'];
const PRODUCTION_ADDRESSES = {
  vipswap: ['vipswap1pip'],
  'virtual-machines': ['vipswap1pip'],
  'dual-stack': ['vipswap1pip', 'vipswap1pip6'],
};

/** A process starts, signs in and reads before it writes: what its predecessor has sent has arrived by then. */
const START_MS = 1_000;
/** Somebody comes to look. */
const CALM_AFTER_MS = 10_000;
/** Of src/strategies/vip-swap/recovery/: the lock of a recovery that finds no journal, and is killed. */
const SWEEPING_MS = 400_000;
/** Of src/strategies/vip-swap/preflight/: a run that is planned anew waits for 90 s, and writes over nobody's update. */
const REFUSED_FOR_UPDATE = 'wait until that has ended, and run again';
/** Those of arbitrary-schedule.ts have ended by then. */
const LONGEST_OTHER_UPDATE_MS = 130_000;
/** What GitHub leaves to the steps that always run of a job that was cancelled. */
const POST_OF_CANCELLED_MS = 300_000;
/** `post` has told everything before that, whatever it finds. */
const LONGEST_POST_MS = 240_000;
/** Timeout of the checks, of the plan, and two tries to undo each of its steps. */
const LONGEST_ACT_MS = 5 * 3_600_000;
/** Everything that still runs then hangs. */
const AFTERMATH_MS = 3_600_000;
const TIMEOUT_MS = 3_600_000;

/** Performs a schedule on the virtual clock, to its very end. */
export async function performSchedule(schedule: Schedule): Promise<Course> {
  const world = createWorld({ ...schedule, scenario: scenarioOf(schedule.scenario) });
  return onWallClock(wallClockOf(world, schedule), async () => {
    if (schedule.command === 'rollback') {
      await release(world, schedule);
    }
    return new Performance(world, schedule).run();
  });
}

/** What is to be rolled back. */
async function release(world: World, schedule: Schedule): Promise<void> {
  const { act } = await performAct(world, {
    ...schedule,
    name: 'the release before',
    clockErrorMs: () => 0,
    interruption: undefined,
    longestMs: LONGEST_ACT_MS,
    onRequest: () => undefined,
    work: (machine) =>
      runMain(
        machine,
        {
          ...orderOf(world, schedule, SECOND),
          command: 'run',
          job: { run: 0, attempt: 1 },
          onInterrupted: 'fail',
        },
        { state: { kind: 'begun' } },
      ),
  });
  if (act.told?.outcome !== 'succeeded') {
    throw new Error(`There is nothing to roll back: the release before says ${act.told?.message}`);
  }
}

/** @param target name of the load balancer that shall serve. */
function orderOf(
  { azure: { plane } }: World,
  { command, leavesRecord, scenario, method, isSpareGiven, onFailure }: Schedule,
  target: string,
): Omit<Order, 'job' | 'onInterrupted'> {
  const idOf = (name: string) =>
    [...addressesIn(plane), ...loadBalancersIn(plane)].find((each) => each.name === name)?.id ?? name;
  return {
    command,
    leavesRecord,
    goal: {
      subscriptionId: plane.scenario.subscriptionId,
      productionPublicIpIds: PRODUCTION_ADDRESSES[scenario].map(idOf),
      targetLoadBalancerId: idOf(target),
      targetFrontends: [],
      swapMethod: method,
      sparePublicIpIds: isSpareGiven ? [idOf(SPARE_ADDRESS)] : [],
      temporaryIpTags: {},
      targetCheck: { kind: 'off' },
      allowAddressChange: false,
      allowSmallerTarget: false,
    },
    onFailure,
    lockTimeoutMs: 0,
    timeoutMs: TIMEOUT_MS,
  };
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
  readonly #others: OthersAtWork;
  readonly #order: Omit<Order, 'job' | 'onInterrupted'>;
  readonly #acts: Act[] = [];
  readonly #violations: Violation[] = [];
  readonly #writes: string[] = [];
  #isJobCancelled = false;
  #attempts = 0;
  #runs = 1;

  constructor(world: World, schedule: Schedule) {
    const { plane } = world.azure;
    const target = schedule.command === 'run' ? SECOND : FIRST;
    this.#world = world;
    this.#schedule = schedule;
    this.#order = orderOf(world, schedule, target);
    this.#before = readAzureBefore(plane, this.#order.goal.productionPublicIpIds, target);
    this.#foreign = new ForeignChanges(plane, this.#before, schedule.disturbances);
    this.#others = new OthersAtWork(plane, this.#before);
    for (const disturbance of schedule.disturbances) {
      if (disturbance.kind === 'fault') {
        plane.faults.add({ match: matchOf(disturbance.at, this.#before), ...disturbance.effect });
      }
    }
  }

  async run(): Promise<Course> {
    const { interruption, postInterruption, looksAfterMs = [] } = this.#schedule;
    const looks = looksAfterMs.map(async (afterMs) => {
      await this.#world.clock.sleep(afterMs);
      await this.#look('status');
    });
    const last = await this.#job('fail', interruption, postInterruption);
    if (isAbsorbable(this.#schedule) && !this.#hasGotOver(last)) {
      this.#break(
        'absorbed',
        `nothing happened that a run could not get over, and it says ${last.told?.outcome}: ${last.told?.message}`,
      );
    }
    const isWholeBySelf = isWhole(last);
    if (!isWholeBySelf) {
      await this.#recover();
    }
    await Promise.all(looks);
    await this.#judge(isWholeBySelf);
    return { acts: this.#acts, violations: this.#violations, writes: this.#writes };
  }

  #hasGotOver({ told }: Act): boolean {
    return (
      told?.outcome === 'succeeded' || (mayLoseJournal(this.#schedule) && told?.outcome === 'rolled-back')
    );
  }

  /** One attempt of the job: `main`, and `post` where there is anything to do for it and a machine that it can run on. */
  async #job(
    onInterrupted: Order['onInterrupted'],
    interruption?: Interruption,
    postInterruption?: Interruption,
  ): Promise<Act> {
    this.#attempts += 1;
    const suffix = this.#attempts === 1 ? '' : ` of attempt ${this.#attempts}`;
    const order: Order = { ...this.#order, onInterrupted, job: { run: 1, attempt: this.#attempts } };
    const memory: JobMemory = { state: { kind: 'begun' } };
    this.#isJobCancelled = false;
    const main = await this.#act(`main${suffix}`, interruption, (machine) => runMain(machine, order, memory));
    const hasMachine = main.told !== undefined || !this.#schedule.isMachineLost;
    if (memory.state.kind !== 'under-way' || !hasMachine) {
      await this.#judgeLock(main, main.name, interruption);
      return main;
    }
    const post = await this.#act(`post${suffix}`, postInterruption, (machine) =>
      runPost(machine, order, memory),
    );
    await this.#judgeLock(post, main.name, postInterruption);
    return post;
  }

  /** Of who has not ended whole by its own words, and nobody of its job comes after. A cancelled recovery has a `post`, which is not here. */
  async #judgeLock(act: Act, lockId: string, interruption: Interruption | undefined): Promise<void> {
    if (act.told === undefined || isWhole(act) || interruption !== undefined) {
      return;
    }
    const { clock, azure, strikes } = this.#world;
    // What it has sent last, and has not waited for.
    await clock.sleep(START_MS);
    azure.plane.operations.settle(clock.monotonicMs());
    const { name, endedAtMs } = act;
    const holderIds = this.#order.goal.productionPublicIpIds;
    this.#violations.push(
      ...lockIsGivenUp(azure.plane, { act: name, lockId, endedAtMs, holderIds }, strikes),
    );
  }

  /** Once more where the first recovery was disturbed: when nothing is in the way any more, one has to be enough. */
  async #recover(): Promise<void> {
    const { firstRecovery, looksAfterMs = [], isUnlocked = false } = this.#schedule;
    if (looksAfterMs.length > 0) {
      await this.#look('status');
    }
    if (isUnlocked) {
      await this.#look('unlock');
    }
    if (firstRecovery !== undefined) {
      const { way, interruption, isDisturbed } = firstRecovery;
      await (isDisturbed ? undefined : this.#waitForCalm());
      const first = await this.#recoverBy(way, interruption);
      // What a killed process has sent may arrive after somebody has looked, and found nothing to do.
      const mayBeTooEarly =
        isDisturbed && (first.told?.outcome === 'no-change' || first.told?.outcome === 'swept');
      // A re-run that was interrupted itself has taken back what it did, and no leftover of the attempt before it.
      const isOwnOnly = way === 're-run' && first.told?.outcome === 'rolled-back';
      if (isWhole(first) && !mayBeTooEarly && !isOwnOnly) {
        return;
      }
    }
    await this.#waitForCalm();
    const last = await this.#recoverAsTold(finalWay(this.#schedule));
    if (!isWhole(last) && !this.#foreign.isJournalRemoved) {
      this.#break(
        'recover-ends-whole',
        `nothing was in the way, and ${last.name} says ${last.told?.outcome}: ${last.told?.message}`,
      );
    }
  }

  /**
   * What has found no journal may say that something is left, and that it takes a recovery, perhaps later: whoever reads that, does it.
   * So does who is told to wait for another writer's update.
   */
  async #recoverAsTold(way: RecoveryWay): Promise<Act> {
    const last = await this.#recoverBy(way);
    if (hasLongUpdate(this.#schedule) && last.told?.message.includes(REFUSED_FOR_UPDATE) === true) {
      await this.#world.clock.sleep(LONGEST_OTHER_UPDATE_MS);
      return this.#recoverBy(way);
    }
    const hasJournal = this.#isInterrupted();
    if (isWhole(last) || hasJournal || last.told?.message.includes('"command: recover"') !== true) {
      return last;
    }
    await this.#world.clock.sleep(SWEEPING_MS);
    return this.#recoverBy('auto');
  }

  /** Who only looks is none of those whose acts are judged by what becomes of the release. */
  async #look(command: LookOrder['command']): Promise<void> {
    this.#runs += 1;
    const { productionPublicIpIds } = this.#order.goal;
    const order = {
      job: { run: this.#runs, attempt: 1 },
      command,
      productionPublicIpIds,
      timeoutMs: TIMEOUT_MS,
    };
    const { act, violations } = await performAct(this.#world, {
      ...this.#schedule,
      name: `${command} ${this.#runs}`,
      clockErrorMs: (nowMs) => clockErrorMs(this.#schedule, nowMs),
      interruption: undefined,
      longestMs: LONGEST_ACT_MS,
      onRequest: () => undefined,
      work: (machine) => runLook(machine, order),
    });
    const { name, told, writes, startedAtMs, endedAtMs } = act;
    this.#violations.push(...violations);
    if (told === undefined) {
      return;
    }
    const { plane } = this.#world.azure;
    const claim = { ...told, act: name, writes };
    const span = { fromMs: startedAtMs, toMs: endedAtMs };
    this.#violations.push(
      ...outcomeIsTrue(placementIn(plane), this.#before, claim),
      ...statusIsTrue(plane, productionPublicIpIds, name, told, (id, loadBalancer) =>
        this.#comeThere(id, loadBalancer, span),
      ),
    );
  }

  /** Packets; where they follow what ARM says only after a while, nobody can see that. */
  #comeThere(addressId: string, loadBalancer: string, span: Span): boolean {
    return (
      this.#schedule.dataPlane === 'late' || isServed(this.#world.azure.plane, addressId, loadBalancer, span)
    );
  }

  #isInterrupted(): boolean {
    return addressesIn(this.#world.azure.plane).some(({ tags = {} }) => hasJournal(tags));
  }

  /**
   * A release that is planned anew starts from what another writer has taken by then: that is no recovery any more. Nor is a rollback
   * that is planned anew without the tags that say where to.
   */
  async #recoverBy(wanted: RecoveryWay, interruption?: Interruption): Promise<Act> {
    const isAimless = this.#schedule.command === 'rollback' && mayLoseJournal(this.#schedule);
    const way = wanted === 're-run' && (isContested(this.#schedule) || isAimless) ? 'auto' : wanted;
    if (way === 're-run') {
      return this.#job('recover', interruption);
    }
    this.#runs += 1;
    const job: Job = { run: this.#runs, attempt: 1 };
    const order = {
      job,
      productionPublicIpIds: this.#recoveryNames(),
      recoverTo: way,
      timeoutMs: TIMEOUT_MS,
    };
    const act = await this.#act(`recover ${this.#runs}`, interruption, (machine) =>
      runRecover(machine, order),
    );
    this.#violations.push(...goesAsTold(act.name, way, act.told?.recoveredTo));
    await this.#judgeLock(act, act.name, interruption);
    return act;
  }

  /**
   * What is no journal's, an update that hangs for instance, is swept up by name only; and whose tags were removed is known to nobody
   * who names the other one.
   */
  #recoveryNames(): readonly string[] {
    const { productionPublicIpIds } = this.#order.goal;
    const { recoveryNames } = this.#schedule;
    if (recoveryNames === 'all' || !this.#isInterrupted() || mayLoseJournal(this.#schedule)) {
      return productionPublicIpIds;
    }
    return recoveryNames === 'first' ? productionPublicIpIds.slice(0, 1) : productionPublicIpIds.slice(-1);
  }

  /** What a killed process has sent has come by then, another writer's change that met it included. */
  async #waitForCalm(): Promise<void> {
    await this.#world.clock.sleep(CALM_AFTER_MS);
    this.#calm();
  }

  #calm(): void {
    this.#world.azure.plane.faults.remove();
    this.#foreign.letGo();
  }

  /** Where another writer has removed the journal from under a run that then died, a person has to put things in order. */
  async #judge(isWholeBySelf: boolean): Promise<void> {
    const { plane } = this.#world.azure;
    const atLastWord = placementIn(plane);
    this.#calm();
    await this.#world.clock.sleep(AFTERMATH_MS);
    plane.operations.settle(this.#world.clock.monotonicMs());
    this.#judgeLastWord(atLastWord);
    this.#violations.push(...this.#foreign.violations(), ...this.#others.violations);
    if (this.#foreign.isJournalRemoved && !isWholeBySelf) {
      return;
    }
    this.#violations.push(...productionIsWhole(plane, this.#before));
    if (!mayLoseJournal(this.#schedule)) {
      this.#violations.push(...recordIsTrue(plane, this.#before, this.#schedule));
    }
    if (this.#schedule.isRunAgain) {
      await this.#runAgain();
    }
  }

  /** What whoever came last has called done stays so: nothing that was on its way arrives after it. */
  #judgeLastWord(atLastWord: readonly Placed[]): void {
    const last = this.#acts.at(-1);
    const now = placementIn(this.#world.azure.plane);
    if (
      last !== undefined &&
      isWhole(last) &&
      !isContested(this.#schedule) &&
      !samePlacement(now, atLastWord)
    ) {
      this.#break(
        'outcome-stays-true',
        `${last.name} says ${last.told?.outcome}, and later it is ${printPlacement(now)}`,
      );
    }
  }

  /** Nothing that was left behind stands in the way of the next release. */
  async #runAgain(): Promise<void> {
    const order: Order = {
      ...this.#order,
      command: 'run',
      job: { run: this.#runs + 1, attempt: 1 },
      onFailure: 'rollback',
      onInterrupted: 'fail',
    };
    const again = await this.#act('run again', undefined, (machine) =>
      runMain(machine, order, { state: { kind: 'begun' } }),
    );
    if (again.told?.outcome !== 'succeeded' && again.told?.outcome !== 'no-change') {
      this.#break('usable-afterwards', `the next run says ${again.told?.outcome}: ${again.told?.message}`);
    }
  }

  async #act(
    name: string,
    interruption: Interruption | undefined,
    work: (machine: Machine) => Promise<Told>,
  ): Promise<Act> {
    const { clock, azure } = this.#world;
    await clock.sleep(START_MS);
    const answered = new Map<number, () => void>();
    const { act, violations } = await performAct(this.#world, {
      ...this.#schedule,
      name,
      clockErrorMs: (nowMs) => clockErrorMs(this.#schedule, nowMs),
      interruption,
      longestMs: LONGEST_ACT_MS,
      ...(name.startsWith('post') && this.#isJobCancelled ? { killedAfterMs: POST_OF_CANCELLED_MS } : {}),
      onRequest: (request) => this.#follow(name, request, answered),
      work,
    });
    this.#isJobCancelled ||= interruption !== undefined && interruption.how !== 'kill';
    this.#acts.push(act);
    this.#violations.push(...violations, ...this.#judgeClaim(act), ...neverBroken(azure.plane, this.#before));
    return act;
  }

  #follow(act: string, request: SentRequest, answered: Map<number, () => void>): void {
    const { method, path, moment, number, atMs } = request;
    if (moment === 'after') {
      answered.get(number)?.();
    } else if (moment === 'in-flight') {
      const isReceived = this.#foreign.requestSent(method, path);
      // Whoever undoes or recovers has production away already, or has other ends to wait for.
      const isSeen = act.startsWith('main') ? this.#others.requestSent(method, path) : () => undefined;
      answered.set(number, () => {
        isReceived();
        isSeen();
      });
      if (method !== 'GET' && !path.endsWith('/health')) {
        this.#writes.push(`${act}: ${method} ${path.split('/').slice(-2).join('/')} at ${Math.round(atMs)}`);
      }
    }
  }

  #judgeClaim({ name, told, writes, startedAtMs, endedAtMs }: Act): Violation[] {
    const tookMs = endedAtMs - startedAtMs;
    if (name.startsWith('post') && tookMs > LONGEST_POST_MS) {
      this.#break('ends-in-time', `${name} has taken ${tookMs} ms`);
    }
    if (told === undefined) {
      return [];
    }
    // Without lock and journal it knows no more than its own steps, and what it has taken back is theirs. So it is where none of
    // them has moved anything.
    const hasMovedNothing = this.#acts.every(({ moves }) => moves === 0);
    const goesByOwnSteps =
      told.outcome === 'rolled-back' && (this.#foreign.isJournalRemoved || hasMovedNothing);
    const placement = goesByOwnSteps ? this.#foreign.placementOfOwn() : this.#foreign.placementAsSeen();
    // A job that recovers first may find its goal reached then.
    const isAlone = name === 'main' || name === 'run again' || name.startsWith('recover');
    const claim = { ...told, act: name, writes: isAlone ? writes : 0 };
    return [
      ...outcomeIsTrue(placement, this.#before, claim),
      ...swapOutputsAreTrue(placement, this.#before, name, told.outputs, (id, loadBalancer) =>
        this.#comeThere(id, loadBalancer, { fromMs: endedAtMs, toMs: endedAtMs }),
      ),
      ...(told.outcome === 'failed' && !this.#foreign.isJournalRemoved
        ? failureCanBeRecovered(this.#world.azure.plane, this.#foreign.placementOfOwn(), this.#before, name)
        : []),
    ];
  }

  #break(invariant: Invariant, message: string): void {
    this.#violations.push({ invariant, message });
  }
}

/** A job that is run again takes no lock of another run that is not over; `command: recover` does. */
function finalWay({ firstRecovery, recovery }: Schedule): RecoveryWay {
  const isLockedByOther = firstRecovery !== undefined && firstRecovery.way !== 're-run';
  return isLockedByOther && recovery === 're-run' ? 'auto' : recovery;
}

function isWhole({ told }: Act): boolean {
  return told !== undefined && told.outcome !== 'failed' && !told.leftOver;
}
