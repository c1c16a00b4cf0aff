import { hasJournal } from '../../../src/record/journal.ts';
import { readOpenRelease } from '../../../src/record/open-release.ts';
import type { RolloutEvent } from '../../../src/report/events.ts';
import type { JobMemory, Order, Told } from '../../in-process/action.ts';
import type { Machine } from '../../in-process/machine.ts';
import type { World } from '../../in-process/world.ts';
import { goesAsTold } from '../../invariants/goes-as-told.ts';
import { lockIsGivenUp } from '../../invariants/lock-is-given-up.ts';
import { setAsideIsBack } from '../../invariants/scale-set/release-is-whole.ts';
import {
  failedReleaseCanGoOn,
  forgottenIsOver,
  releaseOutcomeIsTrue,
} from '../../invariants/scale-set/release-outcome-is-true.ts';
import { releaseOutputsAreTrue } from '../../invariants/scale-set/release-outputs-are-true.ts';
import {
  type ScaleSetAsItIs,
  scaleSetIn,
  withoutOthers,
} from '../../invariants/scale-set/scale-set-as-it-is.ts';
import type { Invariant, Violation } from '../../invariants/violation.ts';
import { type Act, performAct, secretsTold } from '../../schedules/perform-act.ts';
import type { Interruption } from '../../schedules/schedule.ts';
import {
  jobOf,
  type RecoverScaleSetOrder,
  type ReleaseCommand,
  recoverScaleSet,
  runScaleSet,
  runScaleSetPost,
  type ScaleSetOrder,
} from '../action.ts';
import type { OpenedReleases } from '../opened-releases.ts';
import { SECRET, scaleSetId } from '../scenario.ts';
import type { ForeignChanges } from './foreign-changes.ts';
import { hasKnown, hasSeen, type Look, looksOf } from './looks.ts';
import type { ReleaseSchedule, ScheduledJob } from './schedule.ts';

const HOUR_MS = 3_600_000;
const TIMEOUT_MS = 4 * HOUR_MS;
/** A process starts, signs in and reads before it writes: what its predecessor has sent has arrived by then. */
const START_MS = 1_000;
/** Timeout of the checks, of the plan, and two tries to undo each of its steps. */
const LONGEST_ACT_MS = 12 * HOUR_MS;
/** What GitHub leaves to the steps that always run of a job that was cancelled. */
const POST_OF_CANCELLED_MS = 300_000;
/** `post` has told its report before that, whatever it is to do. The answer to a write that is on its way is waited for. */
const LONGEST_POST_MS = 240_000;

/** The processes of a release, one after the other: what each says of itself is judged at its end. */
export class ReleaseActs {
  readonly acts: Act[] = [];
  readonly violations: Violation[] = [];
  /** What each has done by one plan: a job that recovers first has two, and looks at everything anew for the second. */
  readonly planned: Pick<Act, 'name' | 'startedAtMs' | 'endedAtMs'>[] = [];
  /** `main: POST virtualMachineScaleSets/web/manualupgrade at 4711`: for whoever looks into a violation. */
  readonly writes: string[] = [];
  readonly before: ScaleSetAsItIs;
  readonly #world: World;
  readonly #schedule: ReleaseSchedule;
  readonly #opened: OpenedReleases;
  readonly #foreign: ForeignChanges;
  readonly #clockErrorMs: (nowMs: number) => number;
  #runs = 0;
  /** Of each run that was begun. */
  readonly #attempts = new Map<number, number>();
  #isJobCancelled = false;
  /** As the job that is judged found it. */
  #found: ScaleSetAsItIs;
  /** Of all processes of that job. */
  #looks: readonly Look[] = [];
  /** Whether the record that the job could have gone by was removed before it came. */
  #isBegunForgotten = false;

  constructor(
    world: World,
    schedule: ReleaseSchedule,
    opened: OpenedReleases,
    foreign: ForeignChanges,
    clockErrorMs: (nowMs: number) => number,
  ) {
    this.#world = world;
    this.#schedule = schedule;
    this.#opened = opened;
    this.#foreign = foreign;
    this.#clockErrorMs = clockErrorMs;
    this.before = this.now();
    this.#found = this.before;
  }

  now(): ScaleSetAsItIs {
    return scaleSetIn(this.#world.azure.plane, this.#schedule.inputs.payload);
  }

  isInterrupted(): boolean {
    return hasJournal(this.now().tags);
  }

  /** Something tells whoever comes next of a release. */
  isRecorded(): boolean {
    return this.isInterrupted() || readOpenRelease(this.now().tags) !== undefined;
  }

  break(invariant: Invariant, message: string): void {
    this.violations.push({ invariant, message });
  }

  /** A job of a new run: `main`, and `post` where there is anything to do for it and a machine that it can run on. */
  job(job: ScheduledJob): Promise<Act> {
    this.#runs += 1;
    return this.again(this.#runs, job, 'fail');
  }

  /** The next attempt of a run's job. */
  async again(
    run: number,
    { command, interruption, postInterruption, isMachineLost }: ScheduledJob,
    onInterrupted: Order['onInterrupted'],
  ): Promise<Act> {
    const attempt = (this.#attempts.get(run) ?? 0) + 1;
    this.#attempts.set(run, attempt);
    this.#begin();
    const suffix = attempt === 1 ? '' : ` of attempt ${attempt}`;
    // Without the id it would release whatever the model has, where its own recovery has taken back what was to be promoted.
    const isPromotedAgain = attempt > 1 && command.kind === 'rollout' && !command.names;
    const order: ScaleSetOrder = {
      command,
      inputs: this.#schedule.inputs,
      releaseId: this.#schedule.seed % 2 === 0 || isPromotedAgain ? this.#opened.lastId : undefined,
      job: jobOf(run, attempt),
      onInterrupted,
      lockTimeoutMs: 0,
      timeoutMs: TIMEOUT_MS,
    };
    const memory: JobMemory = { state: { kind: 'begun' } };
    this.#isJobCancelled = false;
    const name = `main ${run} (${command.kind})${suffix}`;
    const main = await this.#act(name, command.kind, interruption, (machine) =>
      runScaleSet(machine, order, memory),
    );
    const hasMachine = main.act.told !== undefined || !isMachineLost;
    if (memory.state.kind !== 'under-way' || !hasMachine) {
      await this.#judgeEnd(main, name, interruption);
      return main.act;
    }
    const post = await this.#act(`post ${run}${suffix}`, command.kind, postInterruption, (machine) =>
      runScaleSetPost(machine, order, memory),
    );
    await this.#judgeEnd(post, name, postInterruption);
    return post.act;
  }

  async recover(recoverTo: RecoverScaleSetOrder['recoverTo'], interruption?: Interruption): Promise<Act> {
    this.#runs += 1;
    this.#begin();
    const { inputs } = this.#schedule;
    const order = { job: jobOf(this.#runs), inputs, recoverTo, timeoutMs: TIMEOUT_MS };
    const ended = await this.#act(`recover ${this.#runs}`, 'recover', interruption, (machine) =>
      recoverScaleSet(machine, order),
    );
    this.violations.push(...goesAsTold(ended.act.name, recoverTo, ended.act.told?.recoveredTo));
    await this.#judgeEnd(ended, ended.act.name, interruption);
    return ended.act;
  }

  #begin(): void {
    this.#found = this.now();
    this.#looks = [];
    this.#isBegunForgotten = this.#foreign.isRecordRemoved;
  }

  /** Of the last process of a job. */
  async #judgeEnd(ended: Ended, lockId: string, interruption: Interruption | undefined): Promise<void> {
    if (interruption === undefined) {
      this.#judgeSetAside(ended);
    }
    await this.#judgeLock(ended.act, lockId, interruption);
  }

  /** Who sees the record removed that it has known gives back what the release had set aside, or names it: nobody else does. */
  #judgeSetAside({ act: { name, told }, events }: Ended): void {
    if (told === undefined || this.isRecorded() || !this.#isKnownForgotten(looksOf(events))) {
      return;
    }
    const left = events.findLast(({ type }) => type === 'set-aside-settled');
    this.violations.push(
      ...setAsideIsBack(
        this.now(),
        this.before,
        left?.type === 'set-aside-settled' ? left.left : undefined,
      ).map(({ invariant, message }) => ({
        invariant,
        message: `${name} says ${told.outcome}, and has found its tags removed: ${message}: ${told.message}`,
      })),
    );
  }

  /** The job has read the record before somebody removed it, and this process has seen that. */
  #isKnownForgotten(looks: readonly Look[]): boolean {
    const { recordRemovedAtMs } = this.#foreign;
    return (
      recordRemovedAtMs !== undefined &&
      !this.#isBegunForgotten &&
      hasKnown(this.#looks, recordRemovedAtMs) &&
      hasSeen(looks, recordRemovedAtMs)
    );
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
    this.violations.push(
      ...lockIsGivenUp(azure.plane, { act: name, lockId, endedAtMs, holderIds: [scaleSetId] }, strikes),
    );
  }

  async #act(
    name: string,
    command: ReleaseCommand['kind'] | 'recover',
    interruption: Interruption | undefined,
    work: (machine: Machine) => Promise<Told>,
  ): Promise<Ended> {
    await this.#world.clock.sleep(START_MS);
    let told: readonly string[] = [];
    let events: readonly RolloutEvent[] = [];
    const { act, violations } = await performAct(this.#world, {
      ...this.#schedule,
      name,
      clockErrorMs: this.#clockErrorMs,
      interruption,
      longestMs: LONGEST_ACT_MS,
      secrets: [SECRET],
      ...(name.startsWith('post') && this.#isJobCancelled ? { killedAfterMs: POST_OF_CANCELLED_MS } : {}),
      onRequest: ({ method, path, moment, atMs }) => {
        if (moment === 'before') {
          this.#foreign.requestSent();
        } else if (moment === 'in-flight' && method !== 'GET') {
          this.writes.push(
            `${name}: ${method} ${path.split('/').slice(-2).join('/')} at ${Math.round(atMs)}`,
          );
        }
      },
      work: (machine) => {
        ({ told, events } = machine);
        return work(machine);
      },
    });
    if (
      interruption !== undefined ||
      told.some((event) => /"model-raced"|"ForeignChangeOverwritten"/.test(event))
    ) {
      this.#foreign.toldOfRace();
    }
    this.#isJobCancelled ||= interruption !== undefined && interruption.how !== 'kill';
    this.acts.push(act);
    this.planned.push(...byPlan(act, events));
    const looks = looksOf(events);
    this.#looks = [...this.#looks, ...looks];
    this.violations.push(
      ...violations,
      ...secretsTold({ name: `the tags after ${name}`, told: [JSON.stringify(this.now().tags)] }, [SECRET]),
      ...this.#judgeClaim({ ...act, writes: act.writes - refusedWritesOf(events) }, command, looks),
      ...this.#judgeOutputs(act, lastLookAtMs(events)),
    );
    return { act, events };
  }

  /** What has happened since its last look is not its business. */
  #judgeOutputs({ name, told }: Act, lookedAtMs: number): Violation[] {
    const { azure, strikes } = this.#world;
    const { operations } = azure.plane;
    if (told === undefined || strikes.some(({ atMs, isForeign }) => isForeign && atMs >= lookedAtMs)) {
      return [];
    }
    const isSettled = (instanceId: string) =>
      operations
        .all()
        .filter(({ resourceIds }) =>
          resourceIds.some((id) => id.toLowerCase().endsWith(`/virtualmachines/${instanceId}`)),
        )
        .every(({ ended }) => ended !== undefined && ended.atMs < lookedAtMs);
    const isKnown = (instanceId: string) => !this.#isSickUnexplained(instanceId) && isSettled(instanceId);
    return releaseOutputsAreTrue(this.now(), name, told.outputs, isKnown);
  }

  /** It was off, or not well, when the job began, and the record that said who has done that was gone: the job takes it for sick before. */
  #isSickUnexplained(instanceId: string): boolean {
    const { recordRemovedAtMs } = this.#foreign;
    return (
      recordRemovedAtMs !== undefined &&
      !hasKnown(this.#looks, recordRemovedAtMs) &&
      this.#found.instances.some(({ id, isWell }) => id === instanceId && !isWell)
    );
  }

  #judgeClaim(
    { name, told, writes, startedAtMs, endedAtMs }: Act,
    command: ReleaseCommand['kind'] | 'recover',
    looks: readonly Look[],
  ): Violation[] {
    const tookMs = endedAtMs - startedAtMs;
    if (name.startsWith('post') && tookMs > LONGEST_POST_MS) {
      this.break('ends-in-time', `${name} has taken ${tookMs} ms`);
    }
    if (told === undefined) {
      return [];
    }
    const { hasTaken, isRecordRemoved, takenAtMs, recordRemovedAtMs } = this.#foreign;
    // What somebody else has made of it after the last look of a run is not its business.
    const isUnseen = [takenAtMs, recordRemovedAtMs].some(
      (atMs) => atMs !== undefined && !hasSeen(looks, atMs),
    );
    if (isUnseen && told.outcome !== 'no-change' && told.outcome !== 'failed') {
      return [];
    }
    const all = this.now();
    const now = hasTaken ? withoutOthers(all) : all;
    const mostWithout = this.#schedule.inputs.mostUnhealthy;
    // `post` tells of what `main` has done; a job that recovers first may find its goal reached then.
    const mustNotWrite = !/^post|of attempt/.test(name);
    const canGoOn = () => (hasTaken || isRecordRemoved ? [] : failedReleaseCanGoOn(now, this.before, name));
    const found = this.#found;
    const isModelTaken = hasTaken && now.model === 'undeclared';
    const sent = mustNotWrite ? writes : 0;
    const about = { act: name, command, found, isModelTaken, isRecordRemoved };
    const claim = { ...told, ...about, mostWithout, writes: sent };
    return [
      // What a record had set aside that is gone is judged at the end of the job.
      ...releaseOutcomeIsTrue(now, isRecordRemoved ? now : this.before, claim),
      ...(told.outcome === 'no-change' && this.#isKnownForgotten(looks) ? forgottenIsOver(now, claim) : []),
      ...(told.outcome === 'failed' || told.leftOver ? canGoOn() : []),
    ];
  }
}

/** What had an ETag that was not that of the scale set any more has changed nothing. */
function refusedWritesOf(events: readonly RolloutEvent[]): number {
  return events.filter(
    (event) =>
      event.type === 'arm-request' &&
      event.method !== 'GET' &&
      event.result.kind === 'answer' &&
      event.result.status === 412,
  ).length;
}

/** A process that has ended, and all that its report is made of. */
interface Ended {
  readonly act: Act;
  readonly events: readonly RolloutEvent[];
}

function byPlan({ name, startedAtMs, endedAtMs }: Act, events: readonly RolloutEvent[]) {
  const [, ...anewMs] = events.flatMap((event) => (event.type === 'plan-started' ? [event.atMs] : []));
  const begins = [startedAtMs, ...anewMs];
  return begins.map((beginMs, index) => ({
    name,
    startedAtMs: beginMs,
    endedAtMs: begins[index + 1] ?? endedAtMs,
  }));
}

/** When the reads were sent by which its report says how the instances are. */
function lastLookAtMs(events: readonly RolloutEvent[]): number {
  const seen = events.slice(
    0,
    events.findLastIndex(({ type }) => type === 'release-seen'),
  );
  const sentAtMs = [/virtualMachineScaleSets\/[^/]+$/i, /\/virtualMachines$/i].map((path) => {
    const read = seen.findLast((event) => event.type === 'arm-request' && path.test(event.path));
    return read?.type === 'arm-request' ? read.sentAtMs : Number.NEGATIVE_INFINITY;
  });
  return Math.min(...sentAtMs);
}

export function isWhole({ told }: Act): boolean {
  return told !== undefined && told.outcome !== 'failed' && !told.leftOver;
}
