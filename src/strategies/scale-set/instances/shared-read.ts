import { orAborted } from '../../../checks/or-aborted.ts';

type Read<T> = (signal: AbortSignal) => Promise<T>;

/**
 * One read for all who ask for it at the same moment. Who asks while one is under way waits for the next, which begins when
 * that has ended: what anybody gets was read after they had asked. It goes on for as long as anybody waits for it.
 */
export function sharedRead<T>(read: Read<T>): Read<T> {
  let last: Promise<unknown> = Promise.resolve();
  let next: Sharing<T> | undefined;
  return (signal) => {
    if (next === undefined || next.isAbandoned) {
      const sharing = new Sharing(last, (limited) => {
        if (next === sharing) {
          next = undefined;
        }
        return read(limited);
      });
      last = sharing.end;
      next = sharing;
    }
    return next.wait(signal);
  };
}

class Sharing<T> {
  /** Resolves when the read has come to its end, whichever that is. */
  readonly end: Promise<unknown>;
  readonly #result: Promise<T>;
  readonly #abandoning = new AbortController();
  #waiting = 0;

  constructor(former: Promise<unknown>, read: Read<T>) {
    const { signal } = this.#abandoning;
    this.#result = former.then(() => {
      signal.throwIfAborted();
      return read(signal);
    });
    this.end = this.#result.catch(() => undefined);
  }

  get isAbandoned(): boolean {
    return this.#abandoning.signal.aborted;
  }

  async wait(signal: AbortSignal): Promise<T> {
    this.#waiting += 1;
    try {
      return await orAborted(this.#result, signal);
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0) {
        this.#abandoning.abort();
      }
    }
  }
}
