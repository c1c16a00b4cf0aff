import { once } from 'node:events';
import { MessageChannel, Worker } from 'node:worker_threads';
import { type BlackHoleAnswer, type BlackHoleCommand, signals } from './black-hole-protocol.ts';
import type { Binding } from './loopback-network.ts';

/** A command that the worker has not answered yet. */
interface Waiting {
  readonly what: string;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * Addresses that swallow: the kernel drops connection attempts to a listener whose queue is full, and here nobody ever
 * takes anything out of the queues. All of them live in one worker thread whose event loop stands still.
 *
 * A call resolves when it has taken effect, so that a caller's sequence is the order in which the kernel sees it. Nobody
 * blocks meanwhile: where a hundred machines go down at once, connections are accepted all the time.
 */
export class BlackHoles implements AsyncDisposable {
  readonly #flags: Int32Array;
  readonly #channel: MessageChannel['port1'];
  readonly #worker: Worker;
  /** In the order in which the worker answers. */
  readonly #waiting: Waiting[] = [];

  private constructor(flags: Int32Array, channel: MessageChannel['port1'], worker: Worker) {
    this.#flags = flags;
    this.#channel = channel;
    this.#worker = worker;
    channel.on('message', (answer: BlackHoleAnswer) => this.#answered(answer));
    channel.unref();
  }

  static async create(): Promise<BlackHoles> {
    const flags = new Int32Array(new SharedArrayBuffer(4));
    const { port1, port2 } = new MessageChannel();
    const worker = new Worker(new URL('./black-hole-worker.ts', import.meta.url), {
      workerData: { flags, channel: port2 },
      transferList: [port2],
      resourceLimits: { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 4 },
    });
    // Its first message says that it has loaded its modules, or could not.
    await once(worker, 'message');
    worker.unref();
    return new BlackHoles(flags, port1, worker);
  }

  /** Begins to listen beside whoever listens there already with `reusePort`. */
  open(binding: Binding): Promise<void> {
    return this.#command({ action: 'open', ...binding });
  }

  /** From here on attempts are dropped. The other listeners must be closed by now: they would take the fillers. */
  fill(binding: Binding): Promise<void> {
    return this.#command({ action: 'fill', ...binding });
  }

  close(binding: Binding): Promise<void> {
    return this.#command({ action: 'close', ...binding });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate();
    this.#channel.close();
  }

  #command(command: BlackHoleCommand): Promise<void> {
    const { action, host, port } = command;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ what: `${action} a black hole on ${host}:${port}`, resolve, reject });
      // Whoever waits for the answer keeps the process alive.
      this.#channel.ref();
      this.#channel.postMessage(command);
      Atomics.add(this.#flags, signals.commands, 1);
      Atomics.notify(this.#flags, signals.commands);
    });
  }

  #answered({ error }: BlackHoleAnswer): void {
    const waiting = this.#waiting.shift();
    if (this.#waiting.length === 0) this.#channel.unref();
    if (error === undefined) waiting?.resolve();
    else waiting?.reject(new Error(`Cannot ${waiting.what}: ${error}`));
  }
}
