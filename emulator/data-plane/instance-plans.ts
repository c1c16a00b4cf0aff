import type { PlannedInstanceChange } from './contract.ts';

/** A change whose time has come. */
export interface DueChange {
  readonly instance: string;
  readonly change: PlannedInstanceChange;
}

/** What machines will do from known instants on. It reads no clock: whoever keeps the time takes what is due. */
export class InstancePlans {
  /** By instance, the earliest first; no list is empty. */
  readonly #planned = new Map<string, readonly PlannedInstanceChange[]>();

  /** Replaces what was planned for the instance. What should have happened before `nowMs` happens then. */
  plan(instance: string, changes: readonly PlannedInstanceChange[], nowMs: number): void {
    const upcoming = changes
      .map((change) => ({ ...change, atMs: Math.max(change.atMs, nowMs) }))
      .toSorted((left, right) => left.atMs - right.atMs);
    if (upcoming.length === 0) this.#planned.delete(instance);
    else this.#planned.set(instance, upcoming);
  }

  forget(instance: string): void {
    this.#planned.delete(instance);
  }

  nextChangeAtMs(): number | undefined {
    let next = Infinity;
    for (const [first] of this.#planned.values()) next = Math.min(next, first?.atMs ?? Infinity);
    return next === Infinity ? undefined : next;
  }

  /** Takes out what is due by `nowMs`, for each instance in the order of time. */
  take(nowMs: number): DueChange[] {
    const taken: DueChange[] = [];
    for (const [instance, changes] of this.#planned) {
      const due = changes.filter(({ atMs }) => atMs <= nowMs);
      if (due.length === 0) continue;
      taken.push(...due.map((change) => ({ instance, change })));
      if (due.length === changes.length) this.#planned.delete(instance);
      else this.#planned.set(instance, changes.slice(due.length));
    }
    return taken;
  }
}
