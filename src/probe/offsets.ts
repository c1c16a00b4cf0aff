import type { Outage } from './downtime.ts';

type Interval = Pick<Outage, 'fromMs' | 'toMs'>;

/** One ARM operation on the axis of `Clock.monotonicMs`, as the client saw it. */
export interface OperationTimes {
  /** When the answer that accepted the write arrived. */
  readonly acceptedAtMs: number;
  /** When its end was known. */
  readonly endedAtMs: number;
}

/** Milliseconds from ARM's moments to what users saw; negative where the data plane was ahead of ARM's answer. */
export interface OperationOffset {
  readonly afterAcceptedMs: number;
  readonly afterEndedMs: number;
}

/** How the data plane related to ARM's operations: the knowledge that replaces the emulator's presets. */
export interface DataPlaneOffsets {
  /** From the operation that took the address away to the last good answer. Absent where nothing was seen to stop. */
  readonly detachOffset?: OperationOffset;
  /** From the operation that gave the address back to the first good answer. Absent where nothing was seen to return. */
  readonly attachOffset?: OperationOffset;
}

/**
 * Relates the outage of a switch to the operations around it. Its outage is the longest of those not yet over when the
 * detaching operation was accepted and begun before the attaching one ended: shorter ones beside it are mixed answers of
 * a data plane in motion, or noise. A native swap is one operation: pass it as both.
 */
export function measureOffsets(
  outages: readonly Interval[],
  operations: { readonly detach?: OperationTimes; readonly attach?: OperationTimes },
): DataPlaneOffsets {
  const { detach, attach } = operations;
  if (detach === undefined) return {};
  const outage = longest(
    outages.filter(
      ({ fromMs, toMs }) =>
        (toMs === undefined || toMs > detach.acceptedAtMs) &&
        (attach === undefined || fromMs < attach.endedAtMs),
    ),
  );
  if (outage === undefined) return {};
  return {
    detachOffset: offsetOf(outage.fromMs, detach),
    ...(attach === undefined || outage.toMs === undefined
      ? {}
      : { attachOffset: offsetOf(outage.toMs, attach) }),
  };
}

function longest(outages: readonly Interval[]): Interval | undefined {
  return outages.toSorted((a, b) => durationMs(b) - durationMs(a))[0];
}

/** An outage without an end outlasts every other. */
function durationMs({ fromMs, toMs }: Interval): number {
  return (toMs ?? Number.MAX_SAFE_INTEGER) - fromMs;
}

function offsetOf(observedAtMs: number, operation: OperationTimes): OperationOffset {
  return {
    afterAcceptedMs: observedAtMs - operation.acceptedAtMs,
    afterEndedMs: observedAtMs - operation.endedAtMs,
  };
}
