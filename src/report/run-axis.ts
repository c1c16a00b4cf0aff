/** Puts a moment of `Clock.monotonicMs` on the axis of one run: whole milliseconds since its start. */
export type RunAxis = (atMs: number) => number;

export function runAxis(startedAtMs: number): RunAxis {
  return (atMs) => Math.round(atMs - startedAtMs);
}
