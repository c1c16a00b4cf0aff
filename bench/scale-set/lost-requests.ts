import type { GroundTruthInterval, UnansweredRequest } from '../../emulator/data-plane/contract.ts';
import type { ProbeSample } from '../../src/probe/probe-events.ts';

/** What the emulator knows of one port of one address. */
export interface Truth {
  readonly unanswered: readonly Pick<UnansweredRequest, 'atMs'>[];
  readonly intervals: readonly Pick<GroundTruthInterval, 'fromMs' | 'toMs' | 'state'>[];
}

/** A request is sent, and accepted by the emulator, within so long of each other on a busy machine. */
const acceptedWithinMs = 250;

export function failedIn(samples: readonly ProbeSample[]): ProbeSample[] {
  return samples.filter(({ result }) => result.kind === 'failed');
}

/**
 * Failed requests that the emulator cannot account for: each request that it says was sent to a machine which did not answer
 * explains one, and a time in which nobody served explains all that were sent in it.
 */
export function unexplained(failed: readonly ProbeSample[], { unanswered, intervals }: Truth): ProbeSample[] {
  const left = unanswered.map(({ atMs }) => atMs).sort((one, other) => one - other);
  return failed.filter(({ sentAtMs }) => {
    const isDown = intervals.some(
      ({ fromMs, toMs = Number.POSITIVE_INFINITY, state }) =>
        (state === 'swallowed' || state === 'refused') &&
        sentAtMs >= fromMs - acceptedWithinMs &&
        sentAtMs <= toMs,
    );
    if (isDown) return false;
    const index = left.findIndex((atMs) => atMs >= sentAtMs - 1 && atMs - sentAtMs <= acceptedWithinMs);
    if (index === -1) return true;
    left.splice(index, 1);
    return false;
  });
}
