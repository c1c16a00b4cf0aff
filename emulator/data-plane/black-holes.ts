import { once } from 'node:events';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { type BlackHoleAnswer, type BlackHoleCommand, signals } from './black-hole-protocol.ts';
import type { Binding } from './loopback-network.ts';

/** Far above what a command takes (some 100 µs): beyond it the worker is gone. */
const answerTimeoutMs = 10_000;

/**
 * Addresses that swallow: the kernel drops connection attempts to a listener whose queue is full, and here nobody ever
 * takes anything out of the queues. All of them live in one worker thread whose event loop stands still.
 *
 * Calls block until they have taken effect, so that a caller's sequence is the order in which the kernel sees it.
 */
export class BlackHoles implements AsyncDisposable {
  readonly #flags: Int32Array;
  readonly #channel: MessageChannel['port1'];
  readonly #worker: Worker;

  private constructor(flags: Int32Array, channel: MessageChannel['port1'], worker: Worker) {
    this.#flags = flags;
    this.#channel = channel;
    this.#worker = worker;
  }

  static async create(): Promise<BlackHoles> {
    const flags = new Int32Array(new SharedArrayBuffer(8));
    const { port1, port2 } = new MessageChannel();
    const worker = new Worker(new URL('./black-hole-worker.ts', import.meta.url), {
      workerData: { flags, channel: port2 },
      transferList: [port2],
      resourceLimits: { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 4 },
    });
    // Its first message: a command before that would block this thread until the worker has loaded its modules.
    await once(worker, 'message');
    worker.unref();
    port1.unref();
    return new BlackHoles(flags, port1, worker);
  }

  /** Begins to listen beside whoever listens there already with `reusePort`. */
  open(binding: Binding): void {
    this.#command({ action: 'open', ...binding });
  }

  /** From here on attempts are dropped. The other listeners must be closed by now: they would take the fillers. */
  fill(binding: Binding): void {
    this.#command({ action: 'fill', ...binding });
  }

  close(binding: Binding): void {
    this.#command({ action: 'close', ...binding });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate();
    this.#channel.close();
  }

  #command(command: BlackHoleCommand): void {
    const answered = Atomics.load(this.#flags, signals.answers);
    this.#channel.postMessage(command);
    Atomics.add(this.#flags, signals.commands, 1);
    Atomics.notify(this.#flags, signals.commands);
    const { action, host, port } = command;
    if (Atomics.wait(this.#flags, signals.answers, answered, answerTimeoutMs) === 'timed-out') {
      throw new Error(`The black hole worker did not answer to "${action} ${host}:${port}".`);
    }
    const { error }: BlackHoleAnswer = receiveMessageOnPort(this.#channel)?.message ?? {};
    if (error !== undefined) throw new Error(`Cannot ${action} a black hole on ${host}:${port}: ${error}`);
  }
}
