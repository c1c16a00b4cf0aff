import type { GroundTruthInterval, UnansweredRequest } from '../../emulator/data-plane/contract.ts';
import type { WorkedOn } from '../emulator-process.ts';
import type { ClientSample } from './client-sample.ts';

/** What the emulator knows of one port of one address, and of the instances behind it. */
export interface Truth {
  readonly unanswered: readonly Pick<UnansweredRequest, 'atMs' | 'clientPort' | 'backend'>[];
  readonly intervals: readonly Pick<GroundTruthInterval, 'fromMs' | 'toMs' | 'state'>[];
  readonly operations: readonly Pick<WorkedOn, 'resourceIds' | 'acceptedAtMs' | 'endsAtMs'>[];
}

/** A request is sent, and accepted by the emulator, within so long of each other on a busy machine. */
const acceptedWithinMs = 250;

export function failedIn(samples: readonly ClientSample[]): ClientSample[] {
  return samples.filter(({ result }) => result.kind === 'failed');
}

/**
 * Failed requests that the emulator cannot account for. It can where it says of this very connection that it was sent to an
 * instance which did not answer, and that instance was being worked on at that time; or where nobody served when it was sent.
 */
export function unexplained(failed: readonly ClientSample[], truth: Truth): ClientSample[] {
  return failed.filter((request) => !wasSentToNobody(request, truth) && !wasSentToWorkedOn(request, truth));
}

function wasSentToNobody({ sentAtMs }: ClientSample, { intervals }: Truth): boolean {
  return intervals.some(
    ({ fromMs, toMs = Number.POSITIVE_INFINITY, state }) =>
      (state === 'swallowed' || state === 'refused') &&
      sentAtMs >= fromMs - acceptedWithinMs &&
      sentAtMs <= toMs,
  );
}

/** A port is used again, by others too, but not within so short a time. */
function wasSentToWorkedOn(
  { sentAtMs, localPort }: ClientSample,
  { unanswered, operations }: Truth,
): boolean {
  return unanswered.some(
    ({ atMs, clientPort, backend }) =>
      clientPort === localPort &&
      atMs >= sentAtMs - 1 &&
      atMs - sentAtMs <= acceptedWithinMs &&
      operations.some((operation) => works(operation, backend, atMs)),
  );
}

/** @param backend an IP configuration of the instance, whose id begins with that of the instance. */
function works(
  { resourceIds, acceptedAtMs, endsAtMs = Number.POSITIVE_INFINITY }: Truth['operations'][number],
  backend: string,
  atMs: number,
): boolean {
  return (
    // What an instance had when its process died was sent to it before that.
    atMs >= acceptedAtMs - acceptedWithinMs &&
    atMs <= endsAtMs &&
    resourceIds.some((id) => backend.toLowerCase().startsWith(`${id.toLowerCase()}/`))
  );
}
