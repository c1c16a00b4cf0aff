import type { GroundTruthInterval } from '../emulator/data-plane/contract.ts';

/** A time in which an address really served nobody: CLOCK_MONOTONIC milliseconds. */
export interface TrueOutage {
  readonly fromMs: number;
  /** Absent while it lasts. */
  readonly toMs?: number;
}

/**
 * The outages of one port of one address, in the order of time. `mixed` counts as served: with all instances healthy it says
 * that both sides of a move answer.
 */
export function outagesOf(
  intervals: readonly GroundTruthInterval[],
  endpoint: { readonly address: string; readonly port: number },
): TrueOutage[] {
  const own = intervals.filter(({ address, port }) => address === endpoint.address && port === endpoint.port);
  const outages: TrueOutage[] = [];
  let downSinceMs: number | undefined;
  for (const { fromMs, state } of own) {
    const isDown = state === 'swallowed' || state === 'refused';
    if (isDown) downSinceMs ??= fromMs;
    else if (downSinceMs !== undefined) {
      outages.push({ fromMs: downSinceMs, toMs: fromMs });
      downSinceMs = undefined;
    }
  }
  return downSinceMs === undefined ? outages : [...outages, { fromMs: downSinceMs }];
}

/** All outages that began in a time, together. One that lasts counts up to the end of that time. */
export function totalOutageMs(
  outages: readonly TrueOutage[],
  window: { readonly startedMs: number; readonly endedMs: number },
): number {
  return outages
    .filter(({ fromMs }) => fromMs >= window.startedMs && fromMs < window.endedMs)
    .reduce((total, { fromMs, toMs = window.endedMs }) => total + (toMs - fromMs), 0);
}
