import type { RolloutEvent } from '../../../src/report/events.ts';

/** A read of the scale set, its tags and its model, that ARM has answered. */
export interface Look {
  readonly sentAtMs: number;
  readonly atMs: number;
}

/** All that a process has seen of what others do stands in these. */
export function looksOf(events: readonly RolloutEvent[]): readonly Look[] {
  return events.flatMap((event) =>
    event.type === 'arm-request' &&
    event.method === 'GET' &&
    SCALE_SET.test(event.path) &&
    event.result.kind === 'answer' &&
    event.result.status === 200
      ? [event]
      : [],
  );
}

const SCALE_SET = /virtualMachineScaleSets\/[^/]+$/i;

/** Whether something that others did at that time was there to be seen. */
export function hasSeen(looks: readonly Look[], atMs: number): boolean {
  return looks.some(({ sentAtMs }) => sentAtMs > atMs);
}

/** Whether what was there until that time was read before it was gone. */
export function hasKnown(looks: readonly Look[], untilMs: number): boolean {
  return looks.some(({ atMs }) => atMs < untilMs);
}
