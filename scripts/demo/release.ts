import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Announcement } from '../../emulator/index.ts';
import { emulatorInputs, emulatorVariables, idTokenVariables } from '../runner/emulator-connection.ts';
import { type ActionRun, runAction } from '../runner/run-action.ts';
import { releaseHeadlineOf } from './headline.ts';

export interface ReleaseSurroundings {
  readonly announcement: Announcement;
  /** Where report.json, summary.md and log.txt of each job are kept. */
  readonly directory: string;
  readonly tell: (sentence: string) => void;
  readonly signal: AbortSignal;
}

const root = join(import.meta.dirname, '../..');

/**
 * Runs the bundled action as the job of a workflow would, on a runner of its own.
 *
 * @throws Error where it ends red.
 */
export async function runJob(
  job: string,
  inputs: Readonly<Record<string, string>>,
  { announcement, directory, tell, signal }: ReleaseSurroundings,
): Promise<ActionRun> {
  const kept = join(directory, job);
  mkdirSync(join(kept, 'runner'), { recursive: true });
  const log: string[] = [];
  const { subscriptionId, tenantId, clientId } = announcement;
  const run = await runAction({
    actionDirectory: root,
    directory: join(kept, 'runner'),
    inputs: {
      'subscription-id': subscriptionId,
      'tenant-id': tenantId,
      'client-id': clientId,
      'resource-group': 'zonal',
      'scale-set': 'web',
      'probe-version': 'header:x-app-version',
      'report-path': join(kept, 'report.json'),
      ...emulatorInputs(announcement),
      ...inputs,
    },
    environment: { ...emulatorVariables(announcement), ...idTokenVariables(announcement) },
    onStart: (main) => {
      if (signal.aborted) main.send('SIGKILL');
      signal.addEventListener('abort', () => main.send('SIGKILL'), { once: true });
    },
    onLine: (line) => {
      log.push(line);
      const headline = releaseHeadlineOf(line);
      if (headline !== undefined && !signal.aborted) tell(headline);
    },
  });
  signal.throwIfAborted();
  writeFileSync(join(kept, 'log.txt'), `${log.join('\n')}\n`);
  writeFileSync(join(kept, 'summary.md'), run.summary);
  if (run.exitCode !== 0) {
    throw new Error(`the job ${job} ended with exit code ${run.exitCode}; see ${kept}`);
  }
  return run;
}
