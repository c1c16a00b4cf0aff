import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { actionEnvironment, actionInputs, probeIntervalMs } from '../../bench/action-on-emulator.ts';
import { monotonicMs } from '../../bench/contenders/contender.ts';
import { runContender } from '../../bench/contenders/run-contender.ts';
import { swapTaskOf } from '../../bench/emulator-process.ts';
import { outagesOf, totalOutageMs } from '../../bench/ground-truth.ts';
import { type Downtime, measureDowntime } from '../../src/probe/downtime.ts';
import type { Report } from '../../src/report/report.ts';
import { type ActionRun, runAction } from '../runner/run-action.ts';
import { headlineOf } from './headline.ts';
import { type Production, productionPort } from './production.ts';

/** One finished swap, and what it cost by three accounts: the clients', the emulator's, and its own. */
export interface MeasuredSwap {
  readonly title: string;
  /** `undefined`: the swap went well. */
  readonly failure: string | undefined;
  /** The version that answered last. */
  readonly answeredBy: string | undefined;
  readonly expectedVersion: string;
  /** By the demo's client. `undefined` without a single good answer. */
  readonly seen: Pick<Downtime, 'totalMs' | 'uncertaintyMs' | 'resolutionMs'> | undefined;
  readonly trueMs: number;
  /** By whoever carried out the swap. `undefined` where it has no number. */
  readonly reportedMs: number | undefined;
}

/** A swap by the bundled action. */
export interface ActionMeasuredSwap extends MeasuredSwap {
  /** What `reportedMs` is good to, by its own report. */
  readonly uncertaintyMs: number;
  /** How finely it asked. */
  readonly resolutionMs: number;
  readonly run: ActionRun;
}

export interface ActionSwap {
  readonly title: string;
  readonly method: 'temporary-ip' | 'native';
  readonly targetLoadBalancer: string;
  readonly expectedVersion: string;
}

export interface Surroundings {
  readonly production: Production;
  readonly tell: (sentence: string) => void;
  readonly signal: AbortSignal;
}

const root = join(import.meta.dirname, '../..');

/** Runs the bundled action as a runner would, and keeps in `directory` what it left: report.json, summary.md, log.txt. */
export async function swapByAction(
  swap: ActionSwap,
  { production, tell, signal }: Surroundings,
  directory: string,
): Promise<ActionMeasuredSwap> {
  mkdirSync(join(directory, 'runner'), { recursive: true });
  const reportPath = join(directory, 'report.json');
  const { announcement } = production.emulator;
  const log: string[] = [];
  const startedMs = monotonicMs();
  const run = await runAction({
    actionDirectory: root,
    directory: join(directory, 'runner'),
    inputs: actionInputs(announcement, {
      ...swap,
      reportPath,
    }),
    environment: actionEnvironment(announcement),
    onStart: (main) => {
      if (signal.aborted) main.send('SIGKILL');
      signal.addEventListener('abort', () => main.send('SIGKILL'), { once: true });
    },
    onLine: (line) => {
      log.push(line);
      const headline = headlineOf(line);
      if (headline !== undefined && !signal.aborted) tell(headline);
    },
  });
  signal.throwIfAborted();
  writeFileSync(join(directory, 'log.txt'), `${log.join('\n')}\n`);
  writeFileSync(join(directory, 'summary.md'), run.summary);
  const succeeded = run.exitCode === 0 && run.outputs.outcome === 'succeeded';
  const seconds = run.outputs['downtime-seconds'];
  return {
    ...(await measure(swap, production, startedMs)),
    failure: succeeded ? undefined : `exit code ${run.exitCode}, outcome '${run.outputs.outcome ?? ''}'`,
    reportedMs: seconds === undefined || seconds === '' ? undefined : Number(seconds) * 1000,
    uncertaintyMs: uncertaintyMsOf(reportPath),
    resolutionMs: Number(run.outputs['probe-resolution-ms'] ?? 0),
    run,
  };
}

/** 0 where there is no report, or no number in it: then there is nothing that could be good to anything. */
function uncertaintyMsOf(reportPath: string): number {
  if (!existsSync(reportPath)) return 0;
  const { downtime }: Pick<Report, 'downtime'> = JSON.parse(readFileSync(reportPath, 'utf8'));
  return downtime.uncertaintyMs ?? 0;
}

/** Runs the algorithm of 2017, and waits until clients see what it did. */
export async function swapByAlgorithm(
  swap: Pick<ActionSwap, 'title' | 'expectedVersion'>,
  { production, tell, signal }: Surroundings,
): Promise<MeasuredSwap> {
  const { announcement } = production.emulator;
  const startedMs = monotonicMs();
  const window = await runContender({
    name: 'algorithm-2017',
    task: await swapTaskOf(announcement),
    caCertificatePath: announcement.caCertificatePath,
    tell,
    signal,
  });
  return {
    ...(await measure(swap, production, startedMs)),
    failure: undefined,
    // It prints whole seconds, cut.
    reportedMs: Math.trunc((window.endedMs - window.startedMs) / 1000) * 1000,
  };
}

async function measure(
  { title, expectedVersion }: Pick<ActionSwap, 'title' | 'expectedVersion'>,
  { emulator, address, samples }: Production,
  startedMs: number,
): Promise<Omit<MeasuredSwap, 'failure' | 'reportedMs'>> {
  const during = samples.filter(({ sentAtMs }) => sentAtMs >= startedMs);
  const outages = outagesOf(await emulator.groundTruth(), { address, port: productionPort });
  const last = during.findLast(({ result }) => result.kind === 'good')?.result;
  return {
    title,
    expectedVersion,
    answeredBy: last?.kind === 'good' ? last.version : undefined,
    seen: measureDowntime(during, { intervalMs: probeIntervalMs, slowAfterMs: 1_000 }),
    trueMs: totalOutageMs(outages, { startedMs, endedMs: monotonicMs() }),
  };
}
