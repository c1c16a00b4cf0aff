/** A listening socket that is to be closed. */
export interface Drained {
  /** How many connections it has accepted so far. */
  acceptedCount(): number;
  close(): void;
}

interface Waiting {
  readonly listener: Drained;
  readonly closed: () => void;
  /** What it had accepted when the last turn ended. */
  acceptedBefore: number | undefined;
}

/** Far below the time between two connections of a busy client. */
const shortTurnMs = 1;

/**
 * Closes listening sockets that have nobody in their queues: the kernel resets whoever waits there. A poll takes one connection out
 * of a queue at most, so a queue is empty at the end of a poll that has found nothing in it; where much else was done since that
 * poll, another turn of the event loop has to say it. All that wait share their turns, so that a hundred of them make no turn long.
 */
export class ListenerDrain {
  readonly #waiting = new Set<Waiting>();

  /** Resolves when the listener is closed. Until then it accepts. */
  close(listener: Drained): Promise<void> {
    return new Promise((closed) => {
      this.#waiting.add({ listener, closed, acceptedBefore: undefined });
      if (this.#waiting.size === 1) this.#awaitTurn();
    });
  }

  #awaitTurn(): void {
    const sinceMs = performance.now();
    setImmediate(() => {
      for (const waiting of this.#waiting) this.#look(waiting, sinceMs);
      if (this.#waiting.size > 0) this.#awaitTurn();
    });
  }

  /** The first turn of a listener says nothing: it may end the poll that it was given here in. */
  #look(waiting: Waiting, sinceMs: number): void {
    const accepted = waiting.listener.acceptedCount();
    const foundNothing = accepted === waiting.acceptedBefore;
    waiting.acceptedBefore = accepted;
    if (!foundNothing || performance.now() - sinceMs >= shortTurnMs) return;
    waiting.listener.close();
    this.#waiting.delete(waiting);
    waiting.closed();
  }
}
