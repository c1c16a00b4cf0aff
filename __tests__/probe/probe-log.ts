import type { ProbeEvent, ProbeSample } from '../../src/probe/probe-events.ts';

/** Keeps what a prober emits, and lets a test wait for it instead of for time. */
export class ProbeLog {
  readonly events: ProbeEvent[] = [];
  readonly #watchers = new Set<() => void>();

  readonly emit = (event: ProbeEvent): void => {
    this.events.push(event);
    for (const watch of this.#watchers) watch();
  };

  get samples(): ProbeSample[] {
    return this.events.flatMap((event) => (event.type === 'probe-sample' ? [event.sample] : []));
  }

  get fates(): string[] {
    return this.events.flatMap((event) => (event.type === 'probe-connection' ? [event.fate] : []));
  }

  /** Resolves as soon as the log fulfils the condition; the test's own timeout is the deadline. */
  until(isFulfilled: (log: ProbeLog) => boolean): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const watch = () => {
      if (!isFulfilled(this)) return;
      this.#watchers.delete(watch);
      resolve();
    };
    this.#watchers.add(watch);
    watch();
    return promise;
  }
}
