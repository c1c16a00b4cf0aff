import type { Clock } from '../../src/engine/clock.ts';

interface Sleeper {
  readonly wakeAtMs: number;
  readonly wake: () => void;
}

/**
 * A clock that jumps to the next sleeper as soon as everybody waits: forty minutes of a release pass in milliseconds, in
 * the order in which they would have.
 */
export class VirtualClock implements Clock {
  #nowMs = 0;
  #sleepers: Sleeper[] = [];
  #isTurning = false;
  readonly #standsStill: () => boolean;

  /** @param standsStill whether something is under way that takes real time: meanwhile no other passes. */
  constructor(standsStill: () => boolean = () => false) {
    this.#standsStill = standsStill;
  }

  monotonicMs(): number {
    return this.#nowMs;
  }

  epochMs(): number {
    return Date.UTC(2026, 0, 1) + this.#nowMs;
  }

  sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) {
      return Promise.reject(signal.reason);
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const abort = () => {
      this.#sleepers = this.#sleepers.filter((each) => each !== sleeper);
      reject(signal?.reason);
    };
    const wake = () => {
      // A signal of signals that anybody listens to is kept for ever, with all that the listener knows.
      signal?.removeEventListener('abort', abort);
      resolve();
    };
    const sleeper = { wakeAtMs: this.#nowMs + Math.max(0, durationMs), wake };
    this.#sleepers.push(sleeper);
    signal?.addEventListener('abort', abort, { once: true });
    this.#turn();
    return promise;
  }

  /** Lets everything that can run without time passing run first: setImmediate comes after all promise reactions. */
  #turn(): void {
    if (this.#isTurning) {
      return;
    }
    this.#isTurning = true;
    const turn = () => {
      if (this.#standsStill()) {
        setImmediate(turn);
        return;
      }
      this.#isTurning = false;
      const next = this.#sleepers.toSorted((a, b) => a.wakeAtMs - b.wakeAtMs)[0];
      if (next === undefined) {
        return;
      }
      this.#nowMs = Math.max(this.#nowMs, next.wakeAtMs);
      this.#sleepers = this.#sleepers.filter((each) => each !== next);
      next.wake();
      this.#turn();
    };
    setImmediate(turn);
  }
}

/** For a clock that stands still while a connection of this thread is open, or is being made. */
export function hasConnections(): boolean {
  return process.getActiveResourcesInfo().some((resource) => /^TCP(?:Socket|Connect)Wrap$/.test(resource));
}
