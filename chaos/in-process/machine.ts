import { createHttpHeaders, type HttpClient, type PipelineRequest } from '@azure/core-rest-pipeline';
import { type Arm, createArm } from '../../src/azure/arm/arm.ts';
import { createArmTransport } from '../../src/azure/arm/arm-transport.ts';
import type { Clock } from '../../src/engine/clock.ts';
import type { RolloutEvent } from '../../src/report/events.ts';
import { signIn } from './sign-in.ts';
import type { World } from './world.ts';

/** Where a process is when something happens to it, in requests that it has sent. */
export type Moment = 'before' | 'after' | 'in-flight';

export interface MachineOptions {
  readonly name: string;
  readonly tokenLifetimeSeconds: number;
  /** How far the machine's wall clock is off at a time of the world's clock. */
  readonly clockErrorMs: (worldMs: number) => number;
  /** Debug output on, as `RUNNER_DEBUG` makes it: bodies are printed. */
  readonly isDebug: boolean;
  /** How long a request is on its way, before ARM knows of it. */
  readonly transitMs: (request: Omit<SentRequest, 'atMs' | 'moment'>) => number;
  /** Called for each request, counted from 1; what it returns happens before, during or after that request. */
  readonly onRequest: (request: SentRequest) => void;
}

export interface SentRequest {
  readonly machine: string;
  readonly number: number;
  /** Of the writes up to this one; asking for health is a POST, and no write. */
  readonly writeNumber: number;
  readonly method: string;
  readonly path: string;
  readonly atMs: number;
  readonly moment: Moment;
}

/**
 * A runner's machine with one process of the action on it, which can be killed: from then on nothing that it waits for
 * ever comes, no code of it goes on, and what it has sent is on its way all the same.
 */
export class Machine {
  readonly name: string;
  readonly clock: Clock;
  readonly startedAtMs: number;
  /** By its own wall clock. */
  readonly startedAtEpochMs: number;
  readonly arm: Arm;
  /** Aborts on SIGINT. */
  readonly interrupted = new AbortController();
  /** Everything that the process has told anybody, as text. */
  readonly told: string[] = [];
  /** What its report is made of. */
  readonly events: RolloutEvent[] = [];
  /** Resolves when the process is killed; never where it ends by itself. */
  readonly death: Promise<void>;
  readonly #world: World;
  readonly #options: MachineOptions;
  readonly #die: () => void;
  #isDead = false;
  /** Until the process goes on that stands still. */
  #goesOn: Promise<void> = Promise.resolve();
  #requests = 0;
  #writes = 0;

  constructor(world: World, options: MachineOptions) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.name = options.name;
    this.death = promise;
    this.#die = resolve;
    this.#world = world;
    this.#options = options;
    this.clock = this.#createClock();
    this.startedAtMs = this.clock.monotonicMs();
    this.startedAtEpochMs = this.clock.epochMs();
    this.arm = this.#createArm();
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  kill(): void {
    this.#isDead = true;
    this.#die();
  }

  /** As SIGSTOP does, or a host that moves the machine: it does nothing for so long, and finds what has come meanwhile. */
  standStill(durationMs: number): void {
    this.#goesOn = this.#world.clock.sleep(durationMs);
  }

  tell(what: unknown): void {
    this.told.push(JSON.stringify(what));
  }

  emit(event: RolloutEvent): void {
    this.events.push(event);
    this.tell(event);
  }

  /** What the process waits for comes only while it lives, and goes on. */
  held<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const come = (then: () => void) => this.#goesOn.then(() => (this.#isDead ? undefined : then()));
      work.then(
        (value) => come(() => resolve(value)),
        (error: unknown) => come(() => reject(error)),
      );
    });
  }

  #createClock(): Clock {
    const { clock } = this.#world;
    return {
      monotonicMs: () => clock.monotonicMs(),
      epochMs: () => clock.epochMs() + this.#options.clockErrorMs(clock.monotonicMs()),
      sleep: (durationMs, signal) => this.held(clock.sleep(durationMs, signal)),
    };
  }

  #createArm(): Arm {
    const { azure, tokens } = this.#world;
    const { tokenLifetimeSeconds, isDebug } = this.#options;
    const { application, subscriptionId } = azure.plane.scenario;
    const emit = (event: RolloutEvent) => this.emit(event);
    const transport = createArmTransport({
      credential: {
        getToken: () =>
          this.held(
            signIn(this.#world, () => {
              const claims = { appid: application.appId, oid: application.objectId };
              const token = tokens.issue(claims, tokenLifetimeSeconds);
              return { token, expiresOnTimestamp: this.clock.epochMs() + tokenLifetimeSeconds * 1000 };
            }),
          ),
      },
      subscriptionId,
      endpoint: 'https://arm.test',
      clock: this.clock,
      emit,
      debug: (message) => (isDebug ? this.tell(message()) : undefined),
      httpClient: this.#createHttpClient(),
    });
    return createArm({ transport, clock: this.clock, emit });
  }

  #createHttpClient(): HttpClient {
    return { sendRequest: (request) => this.held(this.#send(request)) };
  }

  async #send(request: PipelineRequest) {
    const url = new URL(request.url);
    const path = decodeURIComponent(url.pathname);
    this.#requests += 1;
    this.#writes += request.method === 'GET' || path.endsWith('/health') ? 0 : 1;
    const sent = {
      machine: this.name,
      number: this.#requests,
      writeNumber: this.#writes,
      method: request.method,
      path,
    };
    this.#reach({ ...sent, moment: 'before' });
    await this.#goesOn;
    if (this.#isDead) {
      return never();
    }
    const { azure, clock } = this.#world;
    if (request.abortSignal?.aborted) {
      throw new Error('The request was aborted.');
    }
    const handled = () =>
      azure.handle({
        method: request.method,
        path,
        query: url.search.slice(1),
        headers: request.headers.toJSON(),
        body: typeof request.body === 'string' ? request.body : '',
      });
    const transitMs = this.#options.transitMs(sent);
    const answering = transitMs === 0 ? handled() : clock.sleep(transitMs).then(handled);
    this.#reach({ ...sent, moment: 'in-flight' });
    const answer = await unlessAborted(request, answering).finally(() =>
      this.#reach({ ...sent, moment: 'after' }),
    );
    return {
      request,
      status: answer.status,
      headers: createHttpHeaders(answer.headers),
      bodyAsText: answer.body,
    };
  }

  #reach(request: Omit<SentRequest, 'atMs'>): void {
    if (!this.#isDead) {
      this.#options.onRequest({ ...request, atMs: this.#world.clock.monotonicMs() });
    }
  }
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

/** Once it has aborted nobody waits for the answer any more; what was sent has reached ARM all the same. */
async function unlessAborted<T>({ abortSignal }: PipelineRequest, answering: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(new Error('The request was aborted.'));
  if (abortSignal?.aborted) {
    abort();
  }
  abortSignal?.addEventListener('abort', abort);
  try {
    return await Promise.race([answering, promise]);
  } finally {
    abortSignal?.removeEventListener('abort', abort);
  }
}
