import type { FaultEffect, Faults } from '../../emulator/faults.ts';

/** A request that something has met which was to go wrong. */
export interface Strike {
  readonly atMs: number;
  readonly path: string;
  /** Another writer, and no fault: a fresh read is there for them. */
  readonly isForeign: boolean;
}

/** Notes what the faults meet from now on: what they have kept somebody from is not held against anybody. */
export function strikesOf(faults: Faults, clock: { monotonicMs(): number }): readonly Strike[] {
  const strikes: Strike[] = [];
  const noting = (path: string, effects: readonly FaultEffect[]): readonly FaultEffect[] => {
    for (const { effect } of effects) {
      const isForeign = effect === 'foreign-write' || effect === 'autoscale';
      strikes.push({ atMs: clock.monotonicMs(), path, isForeign });
    }
    return effects;
  };
  const meet = faults.meet.bind(faults);
  const meetSignIn = faults.meetSignIn.bind(faults);
  faults.meet = (method, path, body) => noting(path, meet(method, path, body));
  faults.meetSignIn = (method, path) => noting(path, meetSignIn(method, path));
  return strikes;
}
