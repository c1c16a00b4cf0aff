import type { Clock } from '../engine/clock.ts';
import { DeadlineError, withDeadline } from '../engine/deadline.ts';
import type { CheckEvent } from './check-events.ts';
import type { GoodRun, Look } from './good-run.ts';
import type { HealthGate } from './health-gate.ts';
import { type CommandLook, type InstanceLooks, type LookAtInstance, lookOrTell } from './instance-looks.ts';
import type { Reasons } from './reasons.ts';
import { Standing } from './standing.ts';

export interface CheckContext {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly emit: (event: CheckEvent) => void;
}

export type HealthTimes = Pick<HealthGate, 'minHealthyTimeMs' | 'healthyDeadlineMs'>;

/** An instance that has been upgraded. */
export interface UpgradedInstance {
  readonly instanceId: string;
  /** `Clock.monotonicMs` at the beginning of its check, which follows its upgrade. */
  readonly checkedFromMs: number;
}

/** `tookMs`: from the beginning of its check. */
export type HealthVerdict =
  | { readonly kind: 'healthy'; readonly sinceMs: number; readonly tookMs: number }
  | { readonly kind: 'unhealthy'; readonly reasons: Reasons; readonly tookMs: number }
  /** Nothing was seen to be wrong with it, and ARM did not let its command be run, or did not tell where it is asked. */
  | { readonly kind: 'unproven'; readonly reasons: Reasons; readonly tookMs: number };

const ENDPOINT_INTERVAL_MS = 5_000;
/** It runs on the machine, as root, and Run Command takes its turn with other operations on the instance. */
const COMMAND_INTERVAL_MS = 30_000;

/** One instance on its way to a verdict. What ARM says of it is brought to it, because one listing is for all of them. */
export class InstanceWatch {
  readonly instanceId: string;
  readonly #checkedFromMs: number;
  readonly #times: HealthTimes;
  readonly #looks: InstanceLooks;
  readonly #context: CheckContext;
  readonly #standing: Standing;
  #isDecided = false;

  constructor(
    { instanceId, checkedFromMs }: UpgradedInstance,
    times: HealthTimes,
    looks: InstanceLooks,
    context: CheckContext,
  ) {
    this.instanceId = instanceId;
    this.#checkedFromMs = checkedFromMs;
    this.#times = times;
    this.#looks = looks;
    this.#context = context;
    const watched = looks.askEndpoint === undefined ? (['view'] as const) : (['view', 'endpoint'] as const);
    this.#standing = new Standing(watched, (reasons) =>
      context.emit({ type: 'instance-check', atMs: context.clock.monotonicMs(), instanceId, reasons }),
    );
  }

  /** A listing that was under way at the verdict comes too late to be told of. */
  hearView(look: Look): void {
    if (!this.#isDecided) {
      this.#standing.hear('view', look);
    }
  }

  /** @throws the signal's reason when it aborts. */
  async decide(): Promise<HealthVerdict> {
    const { clock, emit } = this.#context;
    const { instanceId } = this;
    const run = await this.#becomeHealthyInTime();
    this.#isDecided = true;
    const atMs = clock.monotonicMs();
    const tookMs = atMs - this.#checkedFromMs;
    if (run !== undefined) {
      const { sinceMs } = run;
      emit({ type: 'instance-healthy', atMs, instanceId, sinceMs, tookMs });
      return { kind: 'healthy', sinceMs, tookMs };
    }
    const reasons = this.#standing.shortcomings(this.#times.minHealthyTimeMs);
    emit({ type: 'instance-unhealthy', atMs, instanceId, reasons, tookMs });
    return { kind: this.#standing.isUnproven ? 'unproven' : 'unhealthy', reasons, tookMs };
  }

  async #becomeHealthyInTime(): Promise<GoodRun | undefined> {
    const { clock, signal } = this.#context;
    signal.throwIfAborted();
    const timeoutMs = this.#checkedFromMs + this.#times.healthyDeadlineMs - clock.monotonicMs();
    if (timeoutMs <= 0) {
      return undefined;
    }
    const subject = `instance ${this.instanceId} to be healthy`;
    try {
      return await withDeadline({ clock, signal, timeoutMs, subject }, (limited) =>
        this.#becomeHealthy(limited),
      );
    } catch (error) {
      if (signal.aborted || !(error instanceof DeadlineError)) {
        throw error;
      }
      return undefined;
    }
  }

  async #becomeHealthy(limited: AbortSignal): Promise<GoodRun> {
    const ended = new AbortController();
    const asking = this.#askAgainAndAgain(AbortSignal.any([limited, ended.signal]));
    try {
      await this.#passCommand(limited);
      // While the command ran something else may have turned bad.
      return await this.#standing.goodFor(this.#times.minHealthyTimeMs, limited);
    } finally {
      ended.abort();
      await asking;
    }
  }

  /**
   * Once all else is good. Where it fails, or cannot be run, again and again: a service may take longer than its port, and
   * another command on the machine comes to its end.
   */
  async #passCommand(signal: AbortSignal): Promise<void> {
    const { runCommand } = this.#looks;
    while (runCommand !== undefined) {
      await this.#standing.goodFor(this.#times.minHealthyTimeMs, signal);
      this.#standing.askCommand();
      const look = await this.#lookByCommand(runCommand, signal);
      if (look.kind === 'held-up') {
        this.#standing.hearCommandHeldUp(look.why);
        await this.#context.clock.sleep(Math.max(look.retryAfterMs, COMMAND_INTERVAL_MS), signal);
        continue;
      }
      this.#standing.hearCommand(look);
      if (look.reasons.length === 0) {
        return;
      }
      await this.#context.clock.sleep(COMMAND_INTERVAL_MS, signal);
    }
  }

  async #lookByCommand(
    runCommand: NonNullable<InstanceLooks['runCommand']>,
    signal: AbortSignal,
  ): Promise<CommandLook & Omit<Look, 'reasons'>> {
    return this.#timed(() =>
      lookOrTell(
        () => runCommand(this.instanceId, signal),
        (error): CommandLook => ({
          kind: 'ended',
          reasons: [`could not run its check command: ${error}`],
        }),
        signal,
      ),
    );
  }

  async #askAgainAndAgain(signal: AbortSignal): Promise<void> {
    const { askEndpoint } = this.#looks;
    try {
      while (askEndpoint !== undefined) {
        this.#standing.hear('endpoint', await this.#lookAtEndpoint(askEndpoint, signal));
        await this.#context.clock.sleep(ENDPOINT_INTERVAL_MS, signal);
      }
    } catch (error) {
      if (!signal.aborted) {
        throw error;
      }
    }
  }

  async #lookAtEndpoint(askEndpoint: LookAtInstance, signal: AbortSignal): Promise<Look> {
    return this.#timed(() =>
      lookOrTell<Pick<Look, 'reasons' | 'isUnseen'>>(
        async () => ({ reasons: await askEndpoint(this.instanceId, signal) }),
        (error) => ({ reasons: [`could not be asked: ${error}`], isUnseen: true }),
        signal,
      ),
    );
  }

  async #timed<T>(look: () => Promise<T>): Promise<T & Omit<Look, 'reasons'>> {
    const { clock } = this.#context;
    const askedAtMs = clock.monotonicMs();
    const seen = await look();
    return { ...seen, askedAtMs, answeredAtMs: clock.monotonicMs() };
  }
}
