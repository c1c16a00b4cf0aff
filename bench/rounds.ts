import { setTimeout as sleep } from 'node:timers/promises';
import type { DataPlanePreset } from '../emulator/data-plane/contract.ts';
import { runOnEmulator } from './action-on-emulator.ts';
import { monotonicMs } from './contenders/contender.ts';
import { runContender } from './contenders/run-contender.ts';
import { type EmulatedOperation, idleMs, unavoidableOutageMs } from './draws.ts';
import { type EmulatorProcess, startEmulatorProcess, swapTaskOf } from './emulator-process.ts';
import { outagesOf, totalOutageMs } from './ground-truth.ts';

export const entrants = ['algorithm-2017', 'sdk-poll-until-done', 'temporary-ip', 'native'] as const;
export type Entrant = (typeof entrants)[number];

/** One swap to be carried out. */
export interface Task {
  readonly entrant: Entrant;
  readonly preset: DataPlanePreset;
  readonly seed: number;
}

export interface Round extends Task {
  /** By the emulator's ground truth. */
  readonly outageMs: number;
  /** Of it, what the operations and the preset's lag do not explain. */
  readonly excessMs: number;
  /** Between the operations that take the production address away and give it back. */
  readonly idleMs: number;
  /** What the entrant says of its outage: ours by requests, the others by their calls. */
  readonly reportedMs: number;
}

const port = 9000;
const longestLagMs = 60_000;

/**
 * Carries out one swap on an emulator of its own, at speed 1 and with the latency of real requests.
 *
 * @throws Error where the swap fails, or production is never served by its target.
 */
export async function runRound(task: Task): Promise<Round> {
  const { entrant, preset, seed } = task;
  await using emulator = await startEmulatorProcess({
    seed,
    'data-plane': preset,
    'request-latency': 'realistic',
  });
  const startedMs = monotonicMs();
  const reportedMs =
    entrant === 'temporary-ip' || entrant === 'native'
      ? await swapByAction(emulator, entrant)
      : await swapByContender(emulator, entrant);
  const outageMs = await trueOutageMs(emulator, startedMs);
  const operations = (await emulator.operations()).filter(changesLoadBalancer);
  const inWindow = operations.slice(entrant === 'native' ? -1 : -2);
  return {
    ...task,
    outageMs,
    excessMs: outageMs - unavoidableOutageMs(operations, preset, seed),
    idleMs: idleMs(inWindow),
    reportedMs,
  };
}

async function swapByAction(
  { announcement }: EmulatorProcess,
  method: 'temporary-ip' | 'native',
): Promise<number> {
  const { outputs } = await runOnEmulator(announcement, { method });
  const seconds = outputs['downtime-seconds'];
  if (seconds === undefined || seconds === '') throw new Error('The action measured no downtime.');
  return Number(seconds) * 1000;
}

async function swapByContender(
  { announcement }: EmulatorProcess,
  name: 'algorithm-2017' | 'sdk-poll-until-done',
): Promise<number> {
  const task = await swapTaskOf(announcement);
  const { startedMs, endedMs } = await runContender({
    name,
    task,
    caCertificatePath: announcement.caCertificatePath,
  });
  return endedMs - startedMs;
}

/** The contenders do not look whether production answers, so the data plane may still be behind. */
async function trueOutageMs(emulator: EmulatorProcess, startedMs: number): Promise<number> {
  const address = emulator.announcement.publicAddresses.vipswap1pip ?? '';
  const deadlineMs = monotonicMs() + longestLagMs;
  while (monotonicMs() < deadlineMs) {
    const intervals = await emulator.groundTruth();
    const now = intervals.findLast((interval) => interval.address === address && interval.port === port);
    if (now?.state === 'served' && now.loadBalancerId?.toLowerCase().endsWith('/vipswap2lb')) {
      return totalOutageMs(outagesOf(intervals, { address, port }), { startedMs, endedMs: monotonicMs() });
    }
    await sleep(250);
  }
  throw new Error(`Production was not served by vipswap2lb ${longestLagMs / 1000} s after the swap.`);
}

function changesLoadBalancer({ path }: EmulatedOperation): boolean {
  return /\/(loadBalancers\/[^/]+|setLoadBalancerFrontendPublicIpAddresses)$/i.test(path);
}
