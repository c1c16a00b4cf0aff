/**
 * A release of a scale set in two halves with a gate between them: the bundled action puts a new image on a tenth of a hundred
 * emulated instances, the canaries are approved, and the rest is upgraded in batches; with --reject they are taken back. The exit
 * status is 0 only where both halves went well, and the emulator can account for every request that clients have lost.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { monotonicMs } from '../bench/contenders/contender.ts';
import { type EmulatorProcess, startEmulatorProcess } from '../bench/emulator-process.ts';
import { type Clients, productionPort, startClients } from '../bench/scale-set/clients.ts';
import { describeUnexplained, failedIn, unexplained } from '../bench/scale-set/lost-requests.ts';
import type { Report } from '../src/report/report.ts';
import { type ReleaseSurroundings, runJob } from './demo/release.ts';
import {
  type Decision,
  type Phase,
  percent,
  releaseAccounts,
  releaseBeginning,
} from './demo/release-story.ts';
import { releaseComplaints } from './demo/release-verdict.ts';
import { shareOfNew, sharesBar } from './demo/shares-bar.ts';
import { Timeline } from './demo/timeline.ts';
import type { ActionRun } from './runner/run-action.ts';

const root = join(import.meta.dirname, '..');
const { values, positionals } = parseArgs({
  options: { reject: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const decision: Decision = values.reject ? 'reject' : 'promote';
/** Where the reports lie afterwards; another one may be given. */
const directory = resolve(positionals[0] ?? join(root, '.demo'), 'canary');

const emulatorOptions = { scenario: 'zonal', seed: 1, speed: 20 };
const newVersion = '2.0.0';
const GATE_MS = 4_000;
const TELL_CLIENTS_EVERY_MS = 3_000;

const interruption = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.once(name, () => interruption.abort(new Error(`stopped by ${name}`)));
}
// The reader of a pipe may go away (`npm run demo:canary | head`).
process.stdout.on('error', (error) => interruption.abort(error));

try {
  process.exitCode = await demonstrate();
} catch (error) {
  process.stderr.write(`\ndemo:canary: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function demonstrate(): Promise<number> {
  if (!existsSync(join(root, 'dist/index.js'))) {
    throw new Error('dist/ is missing: run `npm run build` first.');
  }
  rmSync(directory, { recursive: true, force: true });
  process.stdout.write(`${releaseBeginning(emulatorOptions, decision)}\n`);
  await using emulator = await startEmulatorProcess(emulatorOptions);
  await using clients = await startClients(emulator);
  const timeline = new Timeline(process.stdout);
  timeline.header('the workflow', 'clients');
  using _ = tellOfClients(clients, timeline);
  const surroundings: ReleaseSurroundings = {
    announcement: emulator.announcement,
    directory,
    tell: (sentence) => timeline.tell('left', sentence),
    signal: interruption.signal,
  };
  const phases = await release(surroundings, clients, timeline);
  timeline.footer([]);
  const lost = await lostRequests(emulator, clients);
  process.stdout.write(releaseAccounts(phases, barsOf(clients, timeline), lost));
  process.stdout.write(
    `\nreport.json, summary.md and log.txt of both jobs lie in ${relative('', directory)}\n`,
  );
  return conclude(releaseComplaints(phases, lost));
}

/** The three parts, one after the other. */
async function release(
  surroundings: ReleaseSurroundings,
  clients: Clients,
  timeline: Timeline,
): Promise<Phase[]> {
  const { subscriptionId } = surroundings.announcement;
  const image = `/subscriptions/${subscriptionId}/resourceGroups/zonal/providers/Microsoft.Compute/galleries/zonalgallery/images/web/versions/2.0.0`;
  const quick = { 'min-healthy-time': '0s' };
  const phase = async (name: string, part: () => Promise<ActionRun | undefined>): Promise<Phase> => {
    timeline.tell('left', name === 'gate' ? 'GATE' : `JOB ${name}`, 'up');
    const startedMs = monotonicMs();
    const run = await part();
    return phaseOf(name, clients, startedMs, run);
  };
  let endpoints: CanaryEndpoints = {};
  let releaseId = '';
  return [
    await phase('canary', async () => {
      const inputs = { ...quick, strategy: 'canary-percent', image, percent: '10' };
      const run = await runJob('canary', inputs, surroundings);
      endpoints = JSON.parse(run.outputs['canary-endpoints'] ?? '{}');
      releaseId = run.outputs['release-id'] ?? '';
      return run;
    }),
    await phase('gate', async () => {
      await look(endpoints, surroundings, clients);
      return undefined;
    }),
    await phase(decision, () =>
      runJob(
        decision,
        decision === 'promote'
          ? { ...quick, strategy: 'full-rollout', 'batch-size': '20%', 'release-id': releaseId }
          : { ...quick, command: 'rollback', 'release-id': releaseId },
        surroundings,
      ),
    ),
  ];
}

/** By instance id and port: where a canary is reached by itself. */
type CanaryEndpoints = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What a reviewer does: each canary is asked by itself, and production for a while. */
async function look(
  endpoints: CanaryEndpoints,
  { announcement, tell, signal }: ReleaseSurroundings,
  { samples }: Clients,
): Promise<void> {
  const reached = (endpoint: string) =>
    announcement.portMap
      .filter(({ address, port }) => `${address}:${port}` === endpoint)
      .map(({ connectHost, connectPort }) => `${connectHost}:${connectPort}`)[0] ?? endpoint;
  const answers = await Promise.all(
    Object.values(endpoints).map(async ({ 80: endpoint = '' }) => {
      const response = await fetch(`http://${reached(endpoint)}/health`, { signal });
      await response.body?.cancel();
      return response.headers.get('x-app-version') ?? 'nothing';
    }),
  );
  const [first = '', ...others] = Object.values(endpoints).map(({ 80: endpoint = '' }) => endpoint);
  tell(
    `The canaries answer by themselves, at ${first} and ${others.length} more: version ${[...new Set(answers)].join(', ')}`,
  );
  const sinceMs = monotonicMs();
  await sleep(GATE_MS, undefined, { signal });
  const { share } = shareOfNew(
    samples.filter(({ sentAtMs }) => sentAtMs >= sinceMs),
    newVersion,
  );
  tell(
    `Production answers by version ${newVersion} to ${percent(share)}. ${decision === 'promote' ? 'Approved' : 'Rejected'}`,
  );
}

function phaseOf(name: string, { samples }: Clients, startedMs: number, run: ActionRun | undefined): Phase {
  const during = samples.filter(({ sentAtMs }) => sentAtMs >= startedMs);
  const report: Pick<Report, 'scaleSet'> | undefined =
    run === undefined ? undefined : JSON.parse(readFileSync(run.outputs['report-path'] ?? '', 'utf8'));
  return {
    name,
    requests: during.length,
    failed: failedIn(during).length,
    newShare: shareOfNew(during, newVersion).share,
    ownShare: report?.scaleSet?.answers?.newShare ?? undefined,
    ownFailed: run && `${run.outputs['requests-failed']} of ${run.outputs['requests-sent']}`,
    downtimeSeconds: run?.outputs['downtime-seconds'],
  };
}

async function lostRequests(emulator: EmulatorProcess, { address, samples }: Clients) {
  const isOfProduction = (each: { readonly address: string; readonly port: number }) =>
    each.address === address && each.port === productionPort;
  const failed = failedIn(samples);
  const truth = {
    unanswered: (await emulator.unansweredRequests()).filter(isOfProduction),
    intervals: (await emulator.groundTruth()).filter(isOfProduction),
    operations: await emulator.operations(),
  };
  return {
    failed: failed.length,
    unexplained: unexplained(failed, truth).map((request) => describeUnexplained(request, truth)),
  };
}

/** Every few seconds a line of what clients got since the last one, and the bars below on a terminal. */
function tellOfClients(clients: Clients, timeline: Timeline): Disposable {
  let told = 0;
  const telling = setInterval(() => {
    const fresh = clients.samples.slice(told);
    told = clients.samples.length;
    const { answered, share } = shareOfNew(fresh, newVersion);
    const failed = fresh.length - answered;
    timeline.tell(
      'right',
      `${percent(share)} from version ${newVersion}${failed === 0 ? '' : `, ${failed} OF ${fresh.length} FAILED`}`,
      failed === 0 ? 'plain' : 'down',
    );
  }, TELL_CLIENTS_EVERY_MS);
  const refresh = setInterval(() => {
    const { shares, failures } = barsOf(clients, timeline);
    timeline.footer(['', `  ${shares}`, `  ${failures}`]);
  }, 1_000);
  return {
    [Symbol.dispose]() {
      clearInterval(telling);
      clearInterval(refresh);
    },
  };
}

function barsOf({ samples }: Clients, { startedMs }: Timeline) {
  return sharesBar(samples, newVersion, startedMs, monotonicMs());
}

function conclude(complaints: readonly string[]): number {
  for (const complaint of complaints) process.stdout.write(`NOT AS PROMISED: ${complaint}\n`);
  if (complaints.length > 0) return 1;
  process.stdout.write('Both halves went well, and every request that was lost is accounted for.\n');
  return 0;
}
