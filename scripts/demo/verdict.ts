import type { ActionMeasuredSwap, MeasuredSwap } from './swaps.ts';

export interface Swaps {
  /** Ours, by the same moves as theirs. */
  readonly sameMoves: ActionMeasuredSwap;
  readonly theirs: MeasuredSwap;
  readonly native: ActionMeasuredSwap;
}

/** Everything that did not go as it should, one sentence each. None: the demo shows what it promises. */
export function complaintsAbout({ sameMoves, theirs, native }: Swaps): string[] {
  return [
    ...[sameMoves, theirs, native].flatMap(complaintsAboutOne),
    ...[sameMoves, native].flatMap((swap) =>
      disagreement(swap, 'its own report says', {
        totalMs: swap.reportedMs,
        uncertaintyMs: swap.uncertaintyMs,
        resolutionMs: swap.resolutionMs,
      }),
    ),
    ...(sameMoves.trueMs < theirs.trueMs
      ? []
      : [`${sameMoves.title}: its outage was not shorter than that of: ${theirs.title}.`]),
  ];
}

function complaintsAboutOne(swap: MeasuredSwap): string[] {
  const { title, failure, answeredBy, expectedVersion, seen } = swap;
  return [
    ...(failure === undefined ? [] : [`${title}: the swap failed: ${failure}.`]),
    ...(answeredBy === expectedVersion
      ? []
      : [`${title}: production is answered by ${answeredBy ?? 'nobody'}, not by ${expectedVersion}.`]),
    ...disagreement(swap, 'clients saw', {
      totalMs: seen?.totalMs,
      uncertaintyMs: seen?.uncertaintyMs ?? 0,
      resolutionMs: seen?.resolutionMs ?? 0,
    }),
  ];
}

/**
 * The truth lies in the bracket, but for what latencies differ: on a machine too busy to send a request when it was due,
 * they do so by about the same delay, so one resolution is allowed for it.
 */
function disagreement(
  { title, trueMs }: MeasuredSwap,
  whose: string,
  measured: {
    readonly totalMs: number | undefined;
    readonly uncertaintyMs: number;
    readonly resolutionMs: number;
  },
): string[] {
  if (measured.totalMs === undefined) return [`${title}: ${whose} nothing of an outage.`];
  const toleranceMs = Math.round(measured.uncertaintyMs + measured.resolutionMs);
  if (Math.abs(measured.totalMs - trueMs) <= toleranceMs) return [];
  return [
    `${title}: ${whose} ${inSeconds(measured.totalMs)}, the emulator's ground truth is ${inSeconds(trueMs)}: ` +
      `more than ${toleranceMs} ms apart.`,
  ];
}

export function inSeconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(2)} s`;
}
