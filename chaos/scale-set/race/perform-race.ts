import { hasJournal } from '../../../src/record/journal.ts';
import { ownerOf, type Told } from '../../in-process/action.ts';
import { Machine } from '../../in-process/machine.ts';
import { onWallClock } from '../../in-process/wall-clock.ts';
import type { World } from '../../in-process/world.ts';
import { nameOf } from '../../invariants/azure-as-it-is.ts';
import { releaseIsWhole } from '../../invariants/scale-set/release-is-whole.ts';
import { scaleSetIn } from '../../invariants/scale-set/scale-set-as-it-is.ts';
import type { Violation } from '../../invariants/violation.ts';
import type { RaceResult } from '../../race/perform-race.ts';
import { jobOf, type ReleaseInputs, recoverScaleSet, runScaleSet } from '../action.ts';
import { createReleaseWorld } from '../release-world.ts';
import { scaleSetId } from '../scenario.ts';
import type { ReleaseRace } from './arbitrary-race.ts';
import { LockHistory, type ReleaseWork } from './only-under-lock.ts';
import { releaseEndIsFair } from './race-ends.ts';

const HOUR_MS = 3_600_000;
const RECOVERY_RUN = 1_000;

/** Jobs of releases in process, all machines on one virtual clock. */
export function performReleaseRace(race: ReleaseRace): Promise<RaceResult> {
  const world = createReleaseWorld(
    { capacity: 3, isZonal: false, repairs: 'none', isScaled: false, hasPolicies: false },
    { ...race, dataPlane: 'pessimistic' },
  );
  return onWallClock(world.clock, () => new Racing(world, race).run());
}

class Racing {
  readonly #world: World;
  readonly #race: ReleaseRace;
  readonly #inputs: ReleaseInputs;
  readonly #locks: LockHistory;
  readonly #works: ReleaseWork[] = [];

  constructor(world: World, race: ReleaseRace) {
    this.#world = world;
    this.#race = race;
    this.#locks = new LockHistory(world.azure.plane, ownerOf(jobOf(RECOVERY_RUN)));
    this.#inputs = {
      payload: race.payload,
      hasPreviousSettings: true,
      suspendRepairs: false,
      onUnhealthy: 'rollback',
      mostUnhealthy: 0,
      onFailure: 'rollback',
      leavesRecord: true,
    };
  }

  async run(): Promise<RaceResult> {
    const { plane } = this.#world.azure;
    const { payload, runners, recoversAfterMs } = this.#race;
    const before = scaleSetIn(plane, payload);
    const recovering = recoversAfterMs === undefined ? undefined : this.#recover(recoversAfterMs);
    const ends = await Promise.all(runners.map((_, index) => this.#runner(index)));
    await recovering;
    await this.#world.clock.sleep(HOUR_MS);
    const violations: Violation[] = [];
    if (hasJournal(scaleSetIn(plane, payload).tags)) {
      // The recovery has left something to another one: who it was taken from has ended by now.
      await this.#recover(0);
    }
    await this.#world.clock.sleep(HOUR_MS);
    plane.operations.settle(this.#world.clock.monotonicMs());
    violations.push(
      ...this.#locks.violations(this.#works),
      ...ends.flatMap((told, index) =>
        releaseEndIsFair({
          run: runOf(index + 1),
          told,
          hasTimeToWait: (runners[index]?.lockTimeoutMs ?? 0) > 0 && recoversAfterMs === undefined,
          works: this.#works.filter(({ run }) => run === runOf(index + 1)).length,
        }),
      ),
      ...releaseIsWhole(scaleSetIn(plane, payload), before, 0),
    );
    return { outcomes: ends.map(({ outcome }) => outcome), violations };
  }

  async #runner(index: number): Promise<Told> {
    const runner = this.#race.runners[index];
    if (runner === undefined) {
      throw new Error(`The race has no runner ${index}.`);
    }
    const { command, lockTimeoutMs, startsAfterMs, transitMs } = runner;
    await this.#world.clock.sleep(startsAfterMs);
    return runScaleSet(
      this.#machine(index + 1, transitMs),
      {
        command,
        inputs: this.#inputs,
        job: jobOf(index + 1),
        onInterrupted: 'fail',
        lockTimeoutMs,
        timeoutMs: 8 * HOUR_MS,
      },
      { state: { kind: 'begun' } },
    );
  }

  async #recover(afterMs: number): Promise<void> {
    await this.#world.clock.sleep(afterMs);
    await recoverScaleSet(this.#machine(RECOVERY_RUN, 0), {
      inputs: this.#inputs,
      job: jobOf(RECOVERY_RUN),
      recoverTo: 'auto',
      timeoutMs: 8 * HOUR_MS,
    });
  }

  #machine(number: number, writeTransitMs: number): Machine {
    const run = runOf(number);
    const owner = ownerOf(jobOf(number));
    return new Machine(this.#world, {
      name: run,
      tokenLifetimeSeconds: 3_599,
      clockErrorMs: () => 0,
      isDebug: false,
      transitMs: ({ method, path }) =>
        method === 'PATCH' && path.endsWith(`/virtualMachineScaleSets/${nameOf(scaleSetId)}`)
          ? writeTransitMs
          : 0,
      onRequest: ({ method, path, moment, atMs }) => {
        if (moment === 'in-flight' && isWork(method)) {
          this.#works.push({ run, owner, what: `${method} ${path.split('/').at(-1)}`, sentAtMs: atMs });
        }
      },
    });
  }
}

/** A PATCH may be of tags, by which the lock itself is taken. */
function isWork(method: string): boolean {
  return method === 'POST' || method === 'PUT';
}

function runOf(number: number): string {
  return `run-${number}`;
}
