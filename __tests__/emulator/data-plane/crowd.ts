import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

export interface CrowdWork {
  readonly host: string;
  readonly port: number;
  /** How many are connected so far. */
  readonly connected: Int32Array;
}

export type CrowdMessage = 'resets' | { readonly come: number };

/** Clients in a thread of their own: the kernel connects them while this thread stands still. They wait for ever. */
export class Crowd implements AsyncDisposable {
  readonly #worker: Worker;
  readonly #connected: Int32Array;

  private constructor(worker: Worker, connected: Int32Array) {
    this.#worker = worker;
    this.#connected = connected;
  }

  static async at(host: string, port: number): Promise<Crowd> {
    const connected = new Int32Array(new SharedArrayBuffer(4));
    const workerData: CrowdWork = { host, port, connected };
    const worker = new Worker(new URL('./crowd-worker.ts', import.meta.url), { workerData });
    await once(worker, 'message');
    return new Crowd(worker, connected);
  }

  come(count: number): void {
    this.#tell({ come: count });
  }

  /** Stands still until so many are connected. */
  standUntilConnected(count: number): void {
    for (let seen = 0; seen < count; seen = Atomics.load(this.#connected, 0)) {
      Atomics.wait(this.#connected, 0, seen, 5000);
    }
  }

  /** How many have been reset by now. */
  async resets(): Promise<number> {
    const answered = once(this.#worker, 'message');
    this.#tell('resets');
    const [count] = await answered;
    return count;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate();
  }

  #tell(message: CrowdMessage): void {
    this.#worker.postMessage(message);
  }
}

/** Stands still for so long. */
export function stand(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
