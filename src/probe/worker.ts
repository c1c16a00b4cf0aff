import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../engine/clock.ts';
import { keepConnection } from './kept-connection.ts';
import { ask, type ProbeQuestion } from './request.ts';
import { startSchedule } from './schedule.ts';
import { isProbeWorkerData, type ProbeWorkerOrder, type ProbeWorkerReport } from './worker-messages.ts';
import { type Outbox, openOutbox } from './worker-outbox.ts';

const keptConnectionIntervalMs = 1000;
const now = systemClock.monotonicMs;

/** Probes until it is told to stop; then lets the requests under way end, or, told to cut them, ends without them. */
export function runProbeWorker(): void {
  if (parentPort === null || !isProbeWorkerData(workerData)) {
    throw new Error('runProbeWorker was called in a thread that startProber did not start.');
  }
  const { question, intervalMs } = workerData.azureRolloutProbe;
  const report = reporterOf(parentPort);
  const underWay = new Map<number, Promise<void>>();
  const outbox = openOutbox(() => underWay.keys().next().value ?? now(), report);
  const connection = keepConnection(question, now, outbox.addFate);
  report({ kind: 'started', atMs: now() });
  const stopAsking = startSchedule(intervalMs, now, (dueAtMs) =>
    askOnce(question, dueAtMs, underWay, outbox),
  );
  const stopUsing = startSchedule(keptConnectionIntervalMs, now, connection.use);
  const { promise: cut, resolve: doCut } = Promise.withResolvers<'cut'>();
  const stop = async () => {
    stopAsking();
    stopUsing();
    const ended = Promise.all([...underWay.values(), connection.end()]);
    const how = await Promise.race([ended, cut]);
    outbox.flush();
    report({ kind: 'stopped', atMs: now() });
    endThread(how === 'cut' ? 'at once' : 'by itself');
  };
  parentPort.on('message', (order: ProbeWorkerOrder) => (order === 'stop' ? void stop() : doCut('cut')));
}

/** A request that is open holds the thread until it is answered; a port that is listened to holds it for ever. */
function endThread(how: 'at once' | 'by itself'): void {
  if (how === 'at once') {
    process.exit();
  }
  parentPort?.unref();
}

/** `underWay` holds the requests that are not answered yet by their sending time, oldest first. */
function askOnce(
  question: ProbeQuestion,
  dueAtMs: number,
  underWay: Map<number, Promise<void>>,
  outbox: Outbox,
): void {
  const sentAtMs = now();
  const settled = ask(question).then((result) => {
    underWay.delete(sentAtMs);
    outbox.addSample({ dueAtMs, sentAtMs, completedAtMs: now(), result });
  });
  underWay.set(sentAtMs, settled);
}

function reporterOf(port: MessagePort): (report: ProbeWorkerReport) => void {
  return (report) => port.postMessage(report);
}
