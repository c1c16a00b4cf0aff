import { Worker } from 'node:worker_threads';
import { systemClock } from '../engine/clock.ts';
import { type ConnectTo, endpointOf } from './connect-to.ts';
import type { ProbeExpectation } from './expectation.ts';
import { describeGoodAnswers, type GoodAnswers, haveGoodAnswers } from './good-answers.ts';
import type { ProbeEvent, ProbeSample, ProbeTarget } from './probe-events.ts';
import type { VersionMarker } from './version-marker.ts';
import type { ProbeWorkerData, ProbeWorkerOrder, ProbeWorkerReport } from './worker-messages.ts';

export interface ProberOptions {
  /** The module that the worker thread runs: `prober-worker.ts`, or the bundle made of it. */
  readonly workerEntry: URL | string;
  readonly target: ProbeTarget;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly expect: ProbeExpectation;
  readonly versionMarker?: VersionMarker;
  readonly connectTo: readonly ConnectTo[];
  readonly emit: (event: ProbeEvent) => void;
}

export interface Prober {
  /**
   * The samples so far, in the order of their completion.
   *
   * @throws ProberError where the prober died: what it did not see is not known.
   */
  samples(): readonly ProbeSample[];
  /**
   * Resolves once the answers are good enough.
   *
   * @param deadlineMs on the axis of `Clock.monotonicMs`
   * @throws NoGoodAnswersError at the deadline, ProberError where the prober died, the signal's reason on abort.
   */
  waitForGoodAnswers(wanted: GoodAnswers, deadlineMs: number, signal: AbortSignal): Promise<void>;
  /**
   * Asks no more, waits at most the timeout for the requests under way, and ends the thread. Harmless when repeated.
   *
   * @param signal aborts where there is no time for that: the requests under way are cut, and nothing is told of them.
   * @throws ProberError where the prober died before it had reported everything.
   */
  stop(signal?: AbortSignal): Promise<void>;
}

/** The prober itself broke: nothing is known of the time since its last sample. */
export class ProberError extends Error {
  override readonly name = 'ProberError';
}

/** Production was not seen to answer as it should. */
export class NoGoodAnswersError extends Error {
  override readonly name = 'NoGoodAnswersError';
}

/** Beyond the longest request: what the worker may need to notice its own end. */
const stopGraceMs = 2000;
/** A cancelled process has five seconds in all, and a write that is on its way has four of them. */
const cutGraceMs = 500;

/** Starts probing in a thread of its own, so that nothing the action does can delay a request. */
export async function startProber(options: ProberOptions): Promise<Prober> {
  const { target, intervalMs, timeoutMs, expect, versionMarker, connectTo } = options;
  const endpoint = endpointOf(target, connectTo);
  const question = { protocol: target.protocol, url: target.url, endpoint, timeoutMs, expect };
  const workerData: ProbeWorkerData = {
    azureRolloutProbe: {
      question: versionMarker === undefined ? question : { ...question, versionMarker },
      intervalMs,
    },
  };
  const worker = new Worker(options.workerEntry, { workerData, name: 'prober', execArgv: [] });
  const prober = new WorkerProber(worker, options);
  await prober.started();
  return prober;
}

class WorkerProber implements Prober {
  readonly #worker: Worker;
  readonly #options: ProberOptions;
  readonly #samples: ProbeSample[] = [];
  readonly #started = Promise.withResolvers<void>();
  readonly #exited = Promise.withResolvers<void>();
  /** Called whenever something was reported or the thread has ended. */
  readonly #watchers = new Set<() => void>();
  #settledUntilMs = Number.NEGATIVE_INFINITY;
  #failure: ProberError | undefined;
  #stopping: Promise<void> | undefined;
  #isStopped = false;

  constructor(worker: Worker, options: ProberOptions) {
    this.#worker = worker;
    this.#options = options;
    worker.on('message', (report: ProbeWorkerReport) => this.#receive(report));
    worker.on('error', (error) => this.#fail(String(error)));
    worker.on('exit', (code) => {
      if (!this.#isStopped) this.#fail(`its thread ended with exit code ${code}`);
      this.#exited.resolve();
    });
  }

  started(): Promise<void> {
    return this.#started.promise;
  }

  samples(): readonly ProbeSample[] {
    if (this.#failure !== undefined) throw this.#failure;
    return this.#samples;
  }

  async waitForGoodAnswers(wanted: GoodAnswers, deadlineMs: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const check = () => {
      if (this.#failure !== undefined) reject(this.#failure);
      else if (haveGoodAnswers(this.#samples, this.#settledUntilMs, wanted)) resolve();
      else if (this.#isStopped) reject(this.#noGoodAnswers(wanted, 'before the prober was stopped'));
    };
    const giveUp = () => reject(this.#noGoodAnswers(wanted, 'in time'));
    const abort = () => reject(signal.reason);
    const timer = setTimeout(giveUp, Math.max(0, deadlineMs - systemClock.monotonicMs()));
    signal.addEventListener('abort', abort, { once: true });
    this.#watchers.add(check);
    check();
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      this.#watchers.delete(check);
    }
  }

  async stop(signal?: AbortSignal): Promise<void> {
    this.#stopping ??= this.#stop();
    const cut = () => this.#cut();
    signal?.addEventListener('abort', cut, { once: true });
    try {
      if (signal?.aborted) cut();
      await this.#stopping;
    } finally {
      signal?.removeEventListener('abort', cut);
    }
  }

  async #cut(): Promise<void> {
    this.#order('cut');
    const timer = setTimeout(() => this.#abandon(), cutGraceMs);
    await this.#exited.promise;
    clearTimeout(timer);
  }

  #order(order: ProbeWorkerOrder): void {
    this.#worker.postMessage(order);
  }

  async #stop(): Promise<void> {
    this.#order('stop');
    const timer = setTimeout(() => this.#abandon(), this.#options.timeoutMs + stopGraceMs);
    await this.#exited.promise;
    clearTimeout(timer);
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** A thread that does not even end when it is told to must not hold back the run, nor the process. */
  #abandon(): void {
    this.#fail('it did not stop when told to');
    void this.#worker.terminate();
    this.#worker.unref();
    this.#exited.resolve();
  }

  #receive(report: ProbeWorkerReport): void {
    const { emit, intervalMs, target, timeoutMs } = this.#options;
    switch (report.kind) {
      case 'started':
        emit({ type: 'probe-started', atMs: report.atMs, target, intervalMs, timeoutMs });
        this.#started.resolve();
        break;
      case 'seen':
        this.#samples.push(...report.samples);
        this.#settledUntilMs = report.settledUntilMs;
        for (const sample of report.samples)
          emit({ type: 'probe-sample', atMs: sample.completedAtMs, sample });
        for (const fate of report.fates) emit({ type: 'probe-connection', ...fate });
        break;
      case 'stopped':
        this.#isStopped = true;
        emit({ type: 'probe-stopped', atMs: report.atMs });
        break;
    }
    this.#notify();
  }

  #fail(cause: string): void {
    if (this.#failure !== undefined) return;
    this.#failure = new ProberError(
      `The prober of ${this.#options.target.url} died: ${cause}. What production answered since is not known, ` +
        'so no downtime can be told.',
    );
    this.#options.emit({ type: 'probe-failed', atMs: systemClock.monotonicMs(), cause });
    this.#started.reject(this.#failure);
    this.#notify();
  }

  #notify(): void {
    for (const check of this.#watchers) check();
  }

  #noGoodAnswers(wanted: GoodAnswers, when: string): NoGoodAnswersError {
    const failures = this.#samples.flatMap(({ result }) => (result.kind === 'failed' ? [result.cause] : []));
    const last = failures.at(-1);
    return new NoGoodAnswersError(
      `${this.#options.target.url} did not give ${describeGoodAnswers(wanted)} ${when}: ` +
        `${failures.length} of ${this.#samples.length} requests failed${last === undefined ? '' : `, the last one with: ${last}`}. ` +
        'Check that production answers there, or name another address with probe-url.',
    );
  }
}
