import { parentPort, workerData } from 'node:worker_threads';
import type { HttpAnswer } from '../../src/probe/answer.ts';
import { unmetBecause } from '../../src/probe/expectation.ts';
import type { ProbeSample } from '../../src/probe/probe-events.ts';
import { exchange, openRequest } from '../../src/probe/request.ts';
import { startSchedule } from '../../src/probe/schedule.ts';
import { readVersion } from '../../src/probe/version-marker.ts';
import { monotonicMs } from '../contenders/contender.ts';
import type { ClientSample, ClientWork } from './client-sample.ts';

// The thread of the clients: whatever the bench does beside them, they ask at their rate until it says stop.
const { question, intervalMs } = workerData as ClientWork;
const underWay = new Set<Promise<void>>();

const stopAsking = startSchedule(intervalMs, monotonicMs, (dueAtMs) => {
  const asked: Promise<void> = ask(dueAtMs).then((sample) => {
    underWay.delete(asked);
    parentPort?.postMessage(sample);
  });
  underWay.add(asked);
});
parentPort?.once('message', async () => {
  stopAsking();
  await Promise.all(underWay);
  parentPort?.close();
});

/** Once, on a connection of its own: its port is what the emulator knows the request by. */
async function ask(dueAtMs: number): Promise<ClientSample> {
  const sentAtMs = monotonicMs();
  let localPort: number | null = null;
  const request = openRequest(question, false);
  request.once('socket', (socket) => {
    socket.once('connect', () => {
      localPort = socket.localPort ?? null;
    });
  });
  const result = await exchange(request, question.timeoutMs).then(resultOf, failureOf);
  return { dueAtMs, sentAtMs, completedAtMs: monotonicMs(), result, localPort };
}

function resultOf(answer: HttpAnswer): ProbeSample['result'] {
  const { status } = answer;
  const unmet = unmetBecause(answer, question.expect);
  if (unmet !== undefined) {
    return { kind: 'failed', cause: unmet, status };
  }
  const version = question.versionMarker && readVersion(answer, question.versionMarker);
  return { kind: 'good', status, ...(version === undefined ? {} : { version }) };
}

function failureOf(error: unknown): ProbeSample['result'] {
  return { kind: 'failed', cause: error instanceof Error ? error.message : String(error) };
}
