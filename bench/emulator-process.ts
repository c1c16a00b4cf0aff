import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { JournalEntry } from '../emulator/arm/journal.ts';
import type { GroundTruthInterval, UnansweredRequest } from '../emulator/data-plane/contract.ts';
import type { Announcement } from '../emulator/index.ts';
import type { SwapTask } from './contenders/contender.ts';
import type { EmulatedOperation } from './draws.ts';
import type { BucketUse } from './scale-set/bucket-use.ts';

const root = join(import.meta.dirname, '..');

/** An operation, and what it is about: instances, where it is about several of a scale set. */
export interface WorkedOn extends EmulatedOperation {
  readonly resourceIds: readonly string[];
}

/** Stopped also where this process ends without disposing them: an emulator left behind would run for ever. */
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill();
});

/** An emulator in a process of its own, started by its command line. Disposing it stops the process. */
export interface EmulatorProcess extends AsyncDisposable {
  readonly announcement: Announcement;
  /** What every public address really did so far. */
  groundTruth(): Promise<readonly GroundTruthInterval[]>;
  /** The long-running operations so far, in the order of acceptance. */
  operations(): Promise<readonly WorkedOn[]>;
  /** What Resource Manager was asked so far, in the order of arrival. */
  requests(): Promise<readonly JournalEntry[]>;
  /** Requests that were sent to a machine which did not answer them. */
  unansweredRequests(): Promise<readonly UnansweredRequest[]>;
  /** Every rate limit bucket that was asked so far. */
  throttling(): Promise<readonly BucketUse[]>;
}

/**
 * @param options of the command line, without their dashes: `{ seed: 7, 'data-plane': 'late' }`.
 * @throws Error with what the emulator printed where it ends without having listened.
 */
export async function startEmulatorProcess(
  options: Readonly<Record<string, string | number>>,
): Promise<EmulatorProcess> {
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(process.execPath, [join(root, 'emulator/cli.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const announcement = JSON.parse(line) as Announcement;
    return {
      announcement,
      groundTruth: () => ask(announcement, 'ground-truth') as Promise<GroundTruthInterval[]>,
      operations: () => ask(announcement, 'operations') as Promise<WorkedOn[]>,
      requests: () => ask(announcement, 'requests') as Promise<JournalEntry[]>,
      unansweredRequests: () => ask(announcement, 'unanswered-requests') as Promise<UnansweredRequest[]>,
      throttling: () => ask(announcement, 'throttling') as Promise<BucketUse[]>,
      [Symbol.asyncDispose]: () => stop(child),
    };
  }
  throw new Error(`The emulator did not start: ${complaint}`);
}

async function ask({ adminEndpoint }: Announcement, path: string): Promise<unknown> {
  const response = await fetch(`${adminEndpoint}/${path}`);
  if (!response.ok) throw new Error(`The emulator answered ${response.status} to GET /${path}.`);
  return response.json();
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'close');
  child.kill('SIGTERM');
  await closed;
}

/** Of the identity that the emulator gives to this machine. */
export async function accessTokenOf({ msiEndpoint, msiSecret }: Announcement): Promise<string> {
  const url = `${msiEndpoint}?resource=https://management.azure.com/&api-version=2019-08-01`;
  const response = await fetch(url, { headers: { 'x-identity-header': msiSecret } });
  if (!response.ok) throw new Error(`No token: ${response.status} ${await response.text()}`);
  const { access_token: accessToken } = (await response.json()) as { access_token: string };
  return accessToken;
}

/** A swap of the `vipswap` scenario, signed in as the identity that its emulator gives to this machine. */
export async function swapTaskOf(announcement: Announcement): Promise<SwapTask> {
  const { resourceManagerEndpoint, subscriptionId } = announcement;
  return {
    resourceManagerEndpoint,
    accessToken: await accessTokenOf(announcement),
    subscriptionId,
    resourceGroup: 'vipswap',
    productionLoadBalancer: 'vipswap1lb',
    targetLoadBalancer: 'vipswap2lb',
  };
}
