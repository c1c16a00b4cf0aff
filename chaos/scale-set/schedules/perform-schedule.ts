import { readOpenRelease } from '../../../src/record/open-release.ts';
import { onWallClock } from '../../in-process/wall-clock.ts';
import type { World } from '../../in-process/world.ts';
import { doneOnce } from '../../invariants/scale-set/done-once.ts';
import { upgradesOfFailedModel } from '../../invariants/scale-set/known-model.ts';
import { lastReleaseIsTrue } from '../../invariants/scale-set/last-release-is-true.ts';
import {
  canariesAreFew,
  nothingIsHalfDone,
  othersAreUntouched,
  releaseIsWhole,
} from '../../invariants/scale-set/release-is-whole.ts';
import {
  type ScaleSetAsItIs,
  touchedIn,
  withoutOthers,
} from '../../invariants/scale-set/scale-set-as-it-is.ts';
import type { Violation } from '../../invariants/violation.ts';
import type { Act } from '../../schedules/perform-act.ts';
import type { Course } from '../../schedules/perform-schedule.ts';
import type { Interruption } from '../../schedules/schedule.ts';
import type { ReleaseCommand } from '../action.ts';
import { OpenedReleases } from '../opened-releases.ts';
import { createReleaseWorld } from '../release-world.ts';
import { WorkHistory } from '../work-history.ts';
import { endHanging } from './end-hanging.ts';
import { ForeignChanges } from './foreign-changes.ts';
import { referralOf } from './referrals.ts';
import { isWhole, ReleaseActs } from './release-acts.ts';
import { isAbsorbable, type ReleaseSchedule, type ReleaseWay, type ScheduledJob } from './schedule.ts';

/** Somebody comes to look. */
const CALM_AFTER_MS = 10_000;
/** Everything that still runs then hangs. */
const AFTERMATH_MS = 3_600_000;

/** Performs a schedule on the virtual clock, to its very end: a release that is over. */
export async function performReleaseSchedule(schedule: ReleaseSchedule): Promise<Course> {
  const world = createReleaseWorld(schedule.shape, schedule, schedule.inputs.payload);
  const { clock } = world;
  const errorMs = (nowMs: number) => clockErrorMs(schedule, nowMs);
  const wallClock = { epochMs: () => clock.epochMs() + errorMs(clock.monotonicMs()) };
  return onWallClock(wallClock, () => new Performance(world, schedule, errorMs).run());
}

function clockErrorMs({ disturbances }: ReleaseSchedule, nowMs: number): number {
  return disturbances
    .filter((each) => each.kind === 'clock-jump')
    .filter(({ afterMs }) => nowMs >= afterMs)
    .reduce((total, { byMs }) => total + byMs, 0);
}

class Performance {
  readonly #world: World;
  readonly #schedule: ReleaseSchedule;
  readonly #opened: OpenedReleases;
  readonly #history: WorkHistory;
  readonly #foreign: ForeignChanges;
  readonly #upgradesOfFailed: readonly Violation[];
  readonly #acts: ReleaseActs;
  /** Whether anybody has asked for everybody to be upgraded. */
  #isForAll = false;

  constructor(world: World, schedule: ReleaseSchedule, errorMs: (nowMs: number) => number) {
    this.#world = world;
    this.#schedule = schedule;
    this.#opened = new OpenedReleases(world.azure.plane);
    this.#history = new WorkHistory(world.azure.plane);
    this.#upgradesOfFailed = upgradesOfFailedModel(world.azure.plane);
    this.#foreign = new ForeignChanges(world.azure.plane, schedule.inputs.payload, schedule.disturbances);
    this.#acts = new ReleaseActs(world, schedule, this.#opened, this.#foreign, errorMs);
  }

  async run(): Promise<Course> {
    const { last, job } = await this.#release();
    const isWholeBySelf = isWhole(last);
    if (!isWholeBySelf) {
      await this.#recover(job);
    }
    await this.#end(isWholeBySelf);
    this.#acts.violations.push(...this.#upgradesOfFailed);
    const { acts, violations, writes, planned } = this.#acts;
    return { acts, violations: [...violations, ...doneOnce(this.#history.works(), planned)], writes };
  }

  async #release(): Promise<{ last: Act; job: ScheduledJob }> {
    const [first, ...others] = this.#schedule.jobs;
    if (first === undefined) {
      throw new Error('A release has at least one job.');
    }
    let job = first;
    let last = await this.#job(job);
    for (const next of others) {
      if (!isWhole(last) || last.told?.outcome === 'rolled-back') {
        break;
      }
      job = next;
      last = await this.#job(job);
    }
    return { last, job };
  }

  async #job(job: ScheduledJob): Promise<Act> {
    this.#isForAll ||= job.command.kind === 'rollout';
    const act = await this.#acts.job(job);
    if (isAbsorbable(this.#schedule) && !isReached(act)) {
      this.#acts.break(
        'absorbed',
        `nothing happened that ${act.name} could not get over, and it says ${act.told?.outcome}: ${act.told?.message}`,
      );
    }
    if (isWhole(act) && !this.#foreign.isRecordRemoved) {
      this.#acts.violations.push(...nothingIsHalfDone(this.#acts.now()));
    }
    return act;
  }

  async #recover(job: ScheduledJob): Promise<void> {
    const { firstRecovery, recovery } = this.#schedule;
    if (firstRecovery !== undefined) {
      const { way, interruption, isDisturbed } = firstRecovery;
      await (isDisturbed ? undefined : this.#waitForCalm());
      const first = await this.#recoverBy(way, job, interruption);
      // What a killed process has sent may arrive after somebody has looked, and found nothing to do.
      const mayBeTooEarly = isDisturbed && first.told?.outcome === 'no-change';
      if (isWhole(first) && !mayBeTooEarly) {
        return;
      }
    }
    await this.#waitForCalm();
    const last = await this.#recoverAsTold(recovery, job);
    if (this.#isStoppedBySickness(last) || this.#isBackAndSick(last)) {
      this.#acts.violations.push(...nothingIsHalfDone(this.#acts.now()));
    } else if (!isWhole(last) && !this.#foreign.isRecordRemoved) {
      this.#acts.break(
        'recover-ends-whole',
        `nothing was in the way, and ${last.name} says ${last.told?.outcome}: ${last.told?.message}`,
      );
    }
  }

  /** All that there was to do is done, and an instance does not get well with it: somebody decides then. */
  #isStoppedBySickness({ told }: Act): boolean {
    const { shape, inputs, recovery } = this.#schedule;
    const mayStop = inputs.onUnhealthy !== 'rollback' || recovery === 'finish';
    const message = told?.message ?? '';
    // Whoever it was that did not get well, somebody has to look at it before it is switched on.
    const isSwitchedOff = inputs.onUnhealthy === 'quarantine' && message.includes('is not running');
    return ((shape.sickId !== undefined && mayStop) || isSwitchedOff) && /became unhealthy/.test(message);
  }

  /**
   * All is put back, and the release is over. What hung, and was given up, may have left a machine on the sick version that ARM
   * says has the former one: an upgrade does nothing to it any more, and that it is not well is the truth.
   */
  #isBackAndSick({ told }: Act): boolean {
    const { shape } = this.#schedule;
    return (
      shape.sickId !== undefined &&
      new RegExp(`instances are not well with what they had before: instance ${shape.sickId} `).test(
        told?.message ?? '',
      )
    );
  }

  async #recoverAsTold(way: ReleaseWay, job: ScheduledJob): Promise<Act> {
    const act = await this.#recoverBy(way, job);
    const to = isWhole(act) ? undefined : referralOf(way, act.told?.message ?? '', this.#runOf(job));
    return to === undefined ? act : this.#recoverBy(to, job);
  }

  /** They come first, and in order. */
  #runOf(job: ScheduledJob): number {
    return this.#schedule.jobs.indexOf(job) + 1;
  }

  #recoverBy(way: ReleaseWay, job: ScheduledJob, interruption?: Interruption): Promise<Act> {
    const more = interruption === undefined ? {} : { interruption };
    switch (way) {
      case 're-run':
        if (!this.#acts.isRecorded()) {
          // It begins anew, and takes whatever the model has for what was there before: it would be a payload for good.
          this.#foreign.letGo();
        }
        return this.#acts.again(
          this.#runOf(job),
          { command: job.command, isMachineLost: false, ...more },
          'recover',
        );
      case 'rollback':
        return this.#acts.job({ command: { kind: 'rollback' }, isMachineLost: false, ...more });
      default:
        return this.#acts.recover(way, interruption);
    }
  }

  /** What a killed process has sent has come by then, another writer's change that met it included. */
  async #waitForCalm(): Promise<void> {
    await this.#world.clock.sleep(CALM_AFTER_MS);
    this.#calm();
    if (this.#acts.isRecorded()) {
      // Whom a release that is over has left out because of it has what it had.
      this.#foreign.unprotect();
    }
  }

  #calm(): void {
    const { plane } = this.#world.azure;
    plane.faults.remove();
    endHanging(plane);
    this.#foreign.letGo();
  }

  /** Somebody decides about a release that is open still, and then everything is in order. */
  async #end(isWholeBySelf: boolean): Promise<void> {
    this.#calm();
    await this.#world.clock.sleep(AFTERMATH_MS);
    const { plane } = this.#world.azure;
    if (this.#foreign.isRecordRemoved && !isWholeBySelf) {
      // A person has to put things in order, who knows what the release was about.
      return;
    }
    if (readOpenRelease(this.#acts.now().tags) !== undefined) {
      await this.#decide();
    }
    await this.#world.clock.sleep(AFTERMATH_MS);
    plane.operations.settle(this.#world.clock.monotonicMs());
    const { inputs, shape } = this.#schedule;
    const mostWithout = shape.sickId === undefined ? 0 : inputs.mostUnhealthy;
    this.#acts.violations.push(
      ...this.#foreign.violations(),
      ...(this.#foreign.isRecordRemoved
        ? []
        : [
            ...releaseIsWhole(this.#judged(), this.#acts.before, mostWithout),
            ...(this.#foreign.areTagsRemoved
              ? []
              : lastReleaseIsTrue(this.#acts.now(), {
                  releaseId: this.#opened.lastId,
                  leavesRecord: inputs.leavesRecord,
                })),
          ]),
      ...othersAreUntouched(touchedIn(plane), this.#released()),
      ...canariesAreFew(this.#opened.mostCanaries, this.#percent()),
    );
  }

  async #decide(): Promise<void> {
    const { ending, seed, inputs } = this.#schedule;
    const names = inputs.payload === 'extension' || seed % 2 === 0;
    const command: ReleaseCommand =
      ending === 'promote' ? { kind: 'rollout', batchSize: 2, names } : { kind: 'rollback' };
    this.#isForAll ||= ending === 'promote';
    // Whoever is protected now keeps what the canary has brought.
    this.#foreign.unprotect();
    let act = await this.#acts.job({ command, isMachineLost: false });
    if (inputs.onUnhealthy === 'quarantine' && /became unhealthy/.test(act.told?.message ?? '')) {
      // Who is switched off counts against the promotion too.
      act = await this.#acts.job({ command: { kind: 'rollback' }, isMachineLost: false });
    }
    if (act.told?.outcome !== 'succeeded' && !this.#isBackAndSick(act)) {
      this.#acts.break(
        'release-ends',
        `nothing was in the way, and ${act.name} says ${act.told?.outcome}: ${act.told?.message}`,
      );
    }
  }

  #judged(): ScaleSetAsItIs {
    const now = this.#acts.now();
    return this.#foreign.hasTaken ? withoutOthers(now) : now;
  }

  #percent(): number {
    return Math.max(
      0,
      ...this.#schedule.jobs.map(({ command }) => (command.kind === 'canary' ? command.percent : 0)),
    );
  }

  /** Whom the release may have done something to. */
  #released(): ReadonlySet<string> {
    const { before } = this.#acts;
    const isNew = (id: string) => !before.instances.some((each) => each.id === id);
    return new Set(
      [...touchedIn(this.#world.azure.plane)].filter(
        (id) =>
          id !== this.#schedule.shape.protectedId &&
          (this.#isForAll || isNew(id) || this.#opened.canaryIds.has(id)),
      ),
    );
  }
}

function isReached({ told }: Act): boolean {
  return told?.outcome === 'succeeded' || told?.outcome === 'no-change';
}
