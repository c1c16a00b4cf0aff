import { hasJournal } from '../../../src/record/journal.ts';
import { readOpenRelease } from '../../../src/record/open-release.ts';
import type { RolloutEvent } from '../../../src/report/events.ts';
import type { JobMemory, Order, Told } from '../../in-process/action.ts';
import type { Machine } from '../../in-process/machine.ts';
import type { World } from '../../in-process/world.ts';
import { lockIsGivenUp } from '../../invariants/lock-is-given-up.ts';
import {
  failedReleaseCanGoOn,
  releaseOutcomeIsTrue,
} from '../../invariants/scale-set/release-outcome-is-true.ts';
import { releaseOutputsAreTrue } from '../../invariants/scale-set/release-outputs-are-true.ts';
import { type ScaleSetAsItIs, scaleSetIn } from '../../invariants/scale-set/scale-set-as-it-is.ts';
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
import { SECRET, scaleSetId } from '../scenario.ts';
import type { ForeignChanges } from './foreign-changes.ts';
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
  /** `main: POST virtualMachineScaleSets/web/manualupgrade at 4711`: for whoever looks into a violation. */
  readonly writes: string[] = [];
  readonly before: ScaleSetAsItIs;
  readonly #world: World;
  readonly #schedule: ReleaseSchedule;
  readonly #foreign: ForeignChanges;
  readonly #clockErrorMs: (nowMs: number) => number;
  #runs = 0;
  #attempts = 0;
  #isJobCancelled = false;
  /** The release that was open last. */
  #openedId: string | undefined;
  /** As the job that is judged found it. */
  #found: ScaleSetAsItIs;

  constructor(
    world: World,
    schedule: ReleaseSchedule,
    foreign: ForeignChanges,
    clockErrorMs: (nowMs: number) => number,
  ) {
    this.#world = world;
    this.#schedule = schedule;
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
    this.#attempts = 0;
    return this.again(job, 'fail');
  }

  /** The next attempt of the last run's job. */
  async again(
    { command, interruption, postInterruption, isMachineLost }: ScheduledJob,
    onInterrupted: Order['onInterrupted'],
  ): Promise<Act> {
    this.#attempts += 1;
    this.#found = this.now();
    this.#noteOpened();
    const suffix = this.#attempts === 1 ? '' : ` of attempt ${this.#attempts}`;
    const order: ScaleSetOrder = {
      command,
      inputs: this.#schedule.inputs,
      releaseId: this.#schedule.seed % 2 === 0 ? this.#openedId : undefined,
      job: jobOf(this.#runs, this.#attempts),
      onInterrupted,
      lockTimeoutMs: 0,
      timeoutMs: TIMEOUT_MS,
    };
    const memory: JobMemory = { state: { kind: 'begun' } };
    this.#isJobCancelled = false;
    const name = `main ${this.#runs} (${command.kind})${suffix}`;
    const main = await this.#act(name, command.kind, interruption, (machine) =>
      runScaleSet(machine, order, memory),
    );
    const hasMachine = main.told !== undefined || !isMachineLost;
    if (memory.state.kind !== 'under-way' || !hasMachine) {
      await this.#judgeLock(main, name, interruption);
      return main;
    }
    const post = await this.#act(`post ${this.#runs}${suffix}`, command.kind, postInterruption, (machine) =>
      runScaleSetPost(machine, order, memory),
    );
    await this.#judgeLock(post, name, postInterruption);
    return post;
  }

  async recover(recoverTo: RecoverScaleSetOrder['recoverTo'], interruption?: Interruption): Promise<Act> {
    this.#runs += 1;
    this.#attempts = 0;
    const { inputs } = this.#schedule;
    const order = { job: jobOf(this.#runs), inputs, recoverTo, timeoutMs: TIMEOUT_MS };
    const act = await this.#act(`recover ${this.#runs}`, 'recover', interruption, (machine) =>
      recoverScaleSet(machine, order),
    );
    await this.#judgeLock(act, act.name, interruption);
    return act;
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
  ): Promise<Act> {
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
    if (interruption !== undefined || told.some((event) => event.includes('"model-raced"'))) {
      this.#foreign.toldOfRace();
    }
    this.#isJobCancelled ||= interruption !== undefined && interruption.how !== 'kill';
    this.#noteOpened();
    this.acts.push(act);
    this.violations.push(
      ...violations,
      ...secretsTold({ name: `the tags after ${name}`, told: [JSON.stringify(this.now().tags)] }, [SECRET]),
      ...this.#judgeClaim(act, command),
      ...this.#judgeOutputs(act, lastLookAtMs(events)),
    );
    return act;
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
    return releaseOutputsAreTrue(this.now(), name, told.outputs, isSettled);
  }

  #noteOpened(): void {
    this.#openedId = readOpenRelease(this.now().tags)?.id ?? this.#openedId;
  }

  #judgeClaim(
    { name, told, writes, startedAtMs, endedAtMs }: Act,
    command: ReleaseCommand['kind'] | 'recover',
  ): Violation[] {
    const tookMs = endedAtMs - startedAtMs;
    if (name.startsWith('post') && tookMs > LONGEST_POST_MS) {
      this.break('ends-in-time', `${name} has taken ${tookMs} ms`);
    }
    if (told === undefined) {
      return [];
    }
    // What somebody else has made of it after the last look of a run is not its business.
    const isOthers = this.#foreign.hasTaken || this.#foreign.isRecordRemoved;
    if (isOthers && told.outcome !== 'no-change') {
      return told.outcome === 'failed' && told.message === ''
        ? [{ invariant: 'outcome-is-true', message: `${name} says failed, and not why` }]
        : [];
    }
    const now = this.now();
    const mostWithout = this.#schedule.inputs.mostUnhealthy;
    // A recovery sweeps up and says that nothing was interrupted; a job that recovers first may find its goal reached then.
    const mustNotWrite = command !== 'recover' && this.#attempts === 1 && !name.startsWith('post');
    const found = this.#found;
    const claim = { ...told, act: name, command, mostWithout, writes: mustNotWrite ? writes : 0, found };
    return [
      ...releaseOutcomeIsTrue(now, this.before, claim),
      ...(told.outcome === 'failed' || told.leftOver ? failedReleaseCanGoOn(now, this.before, name) : []),
    ];
  }
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
