import type { GroundTruthInterval, UnansweredRequest } from '../../emulator/data-plane/contract.ts';
import type { WorkedOn } from '../emulator-process.ts';
import type { ClientSample } from './client-sample.ts';

/** What the emulator knows of one port of one address, and of the instances behind it. */
export interface Truth {
  readonly unanswered: readonly Pick<UnansweredRequest, 'atMs' | 'clientPort' | 'backend'>[];
  readonly intervals: readonly Pick<GroundTruthInterval, 'fromMs' | 'toMs' | 'state'>[];
  readonly operations: readonly Pick<WorkedOn, 'resourceIds' | 'acceptedAtMs' | 'endsAtMs'>[];
}

/** What happens at the same time is noted within so long of each other on a busy machine. */
const notedWithinMs = 250;

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
      sentAtMs >= fromMs - notedWithinMs &&
      sentAtMs <= toMs,
  );
}

function wasSentToWorkedOn(request: ClientSample, { unanswered, operations }: Truth): boolean {
  return unanswered.some(
    (lost) =>
      isConnectionOf(request, lost) &&
      operations.some((operation) => works(operation, lost.backend, lost.atMs)),
  );
}

/**
 * The kernel makes the connection, and an emulator that is held up accepts it late; but the port is the request's own until that has come
 * to its end.
 */
function isConnectionOf(
  { sentAtMs, completedAtMs, localPort }: ClientSample,
  { atMs, clientPort }: Truth['unanswered'][number],
): boolean {
  return clientPort === localPort && atMs >= sentAtMs - 1 && atMs <= completedAtMs;
}

const nearMs = 1_000;

/** One that is unexplained, with what the emulator has lost about that time: for whoever has to find out whose fault it is. */
export function describeUnexplained(
  { sentAtMs, dueAtMs, completedAtMs, localPort, result }: ClientSample,
  { unanswered }: Truth,
): string {
  const after = (atMs: number) => `${(atMs - sentAtMs).toFixed(0)} ms`;
  const near = unanswered
    .filter(({ atMs }) => atMs >= sentAtMs - nearMs && atMs <= completedAtMs + nearMs)
    .map(({ atMs, clientPort, backend }) => `port ${clientPort} to ${backend} after ${after(atMs)}`);
  return (
    `port ${localPort}, sent ${(sentAtMs - dueAtMs).toFixed(0)} ms late, ended after ${after(completedAtMs)}` +
    `${result.kind === 'failed' ? `: ${result.cause}` : ''}; lost near it by the emulator: ${near.join(', ') || 'nothing'}`
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
    atMs >= acceptedAtMs - notedWithinMs &&
    atMs <= endsAtMs &&
    resourceIds.some((id) => backend.toLowerCase().startsWith(`${id.toLowerCase()}/`))
  );
}
