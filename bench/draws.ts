import type { DataPlanePreset } from '../emulator/data-plane/contract.ts';
import { timingOf } from '../emulator/data-plane/timing.ts';
import { type OperationKind, secondsAt } from '../emulator/durations/profile.ts';
import { durationProfiles } from '../emulator/durations/profiles.ts';
import { seededRandom } from '../emulator/random.ts';

/** One long-running operation as the emulator's admin endpoint prints it. */
export interface EmulatedOperation {
  readonly name: string;
  readonly path: string;
  readonly acceptedAtMs: number;
  readonly endsAtMs: number;
}

/** How long the first operations of a kind last with a seed, at speed 1: the emulator draws the same. */
export function durationsMs(seed: number, kind: OperationKind, count: number): number[] {
  const random = seededRandom(seed);
  const distribution = durationProfiles.recorded?.distributions[kind] ?? [];
  return Array.from({ length: count }, () => 1000 * secondsAt(distribution, random.uniform(kind)));
}

/**
 * The first seeds with which none of a swap's three load balancer updates lasts longer. What is lost between operations does
 * not depend on how long they last, so a comparison of it may leave out the slow draws; it may not shorten them, because
 * whoever polls at a grid loses another part of a shortened operation.
 */
export function quickSeeds(count: number, longestMs: number): number[] {
  const seeds: number[] = [];
  for (let seed = 1; seeds.length < count; seed++) {
    if (durationsMs(seed, 'load-balancer-put', 3).every((duration) => duration <= longestMs))
      seeds.push(seed);
  }
  return seeds;
}

/**
 * What the operations that move the production address, and the preset's lag, cost by themselves: sent without any pause
 * between them, so much outage there would be.
 *
 * @param operations all that changed a load balancer, in the order of acceptance: the data plane draws its timing for each.
 */
export function unavoidableOutageMs(
  operations: readonly EmulatedOperation[],
  preset: DataPlanePreset,
  seed: number,
): number {
  const draw = timingOf(preset, seededRandom(seed));
  const timed = operations.map((operation) => ({
    ...draw(),
    durationMs: operation.endsAtMs - operation.acceptedAtMs,
  }));
  const release = timed.at(-2);
  const take = timed.at(-1);
  if (take === undefined) throw new Error('No operation moved the production address.');
  const detachesBeforeEndMs = (each: typeof take) => (1 - each.detachFraction) * each.durationMs;
  const attachesMs = take.attachFraction * take.durationMs + take.lagMs;
  if (release === undefined) {
    return Math.max(0, attachesMs - take.detachFraction * take.durationMs);
  }
  return detachesBeforeEndMs(release) + attachesMs;
}

/** Time between the acceptance of the first and the end of the last operation in which none was running. */
export function idleMs(operations: readonly EmulatedOperation[]): number {
  let idle = 0;
  let busyUntilMs = Number.POSITIVE_INFINITY;
  for (const { acceptedAtMs, endsAtMs } of operations) {
    idle += Math.max(0, acceptedAtMs - busyUntilMs);
    busyUntilMs = endsAtMs;
  }
  return idle;
}
