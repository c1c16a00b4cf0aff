import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  emulatorInputs,
  emulatorVariables,
  idTokenVariables,
} from '../../scripts/runner/emulator-connection.ts';
import { runAction } from '../../scripts/runner/run-action.ts';
import { monotonicMs } from '../contenders/contender.ts';
import { accessTokenOf, type EmulatorProcess, startEmulatorProcess } from '../emulator-process.ts';
import { outagesOf, totalOutageMs } from '../ground-truth.ts';
import { type BucketUse, mostUsed } from './bucket-use.ts';
import { type Clients, productionPort, startClients } from './clients.ts';
import type { RolloutTask } from './compute-calls.ts';
import { oneByOne, oneCall, type RolloutContender } from './contenders.ts';
import { listingsByBatch } from './listings.ts';
import { failedIn, unexplained } from './lost-requests.ts';

export const rolloutEntrants = ['full-rollout', 'one-call', 'one-by-one'] as const;
export type RolloutEntrant = (typeof rolloutEntrants)[number];

/** A new image on the hundred instances of the scenario `zonal`, by one entrant. */
export interface RolloutRound {
  readonly entrant: RolloutEntrant;
  /** How many instances it has upgraded. */
  readonly upgraded: number;
  readonly tookMs: number;
  readonly requests: number;
  readonly failed: number;
  /** Of them, what the emulator cannot account for. */
  readonly unexplained: number;
  /** Requests of anybody that were sent to a machine which did not answer, by the emulator. */
  readonly unanswered: number;
  /** Time in which nobody served, by the emulator's ground truth. */
  readonly outageMs: number;
  readonly listingsByBatch: readonly number[];
  /** Of each rate limit the bucket that was used most. */
  readonly buckets: readonly BucketUse[];
}

/** A hundred one by one are two hours: as many as fit beside the others, and the table says so. */
const mostOneByOne = 8;

const capacity = 100;

/** A request is given up after two seconds. */
const lastAnswersMs = 3_000;

/**
 * Carries out one rollout on an emulator of its own, at speed 1 and with the latency of real requests: limits of ARM are met as
 * they are only there.
 *
 * @throws Error where the rollout fails.
 */
export async function runRolloutRound(entrant: RolloutEntrant, seed: number): Promise<RolloutRound> {
  await using emulator = await startEmulatorProcess({
    scenario: 'zonal',
    seed,
    'request-latency': 'realistic',
  });
  await using clients = await startClients(emulator);
  await sleep(lastAnswersMs);
  const startedMs = monotonicMs();
  const upgraded =
    entrant === 'full-rollout'
      ? await rollOutByAction(emulator)
      : await contender(entrant)(await taskOf(emulator));
  const endedMs = monotonicMs();
  await sleep(lastAnswersMs);
  return {
    entrant,
    upgraded,
    tookMs: endedMs - startedMs,
    ...(await lossesOf(emulator, clients, { startedMs, endedMs })),
    listingsByBatch: listingsByBatch(await emulator.requests()),
    buckets: mostUsed(await emulator.throttling()),
  };
}

function contender(entrant: Exclude<RolloutEntrant, 'full-rollout'>): RolloutContender {
  return entrant === 'one-call' ? oneCall : oneByOne(mostOneByOne);
}

async function lossesOf(
  emulator: EmulatorProcess,
  { address, samples }: Clients,
  during: { readonly startedMs: number; readonly endedMs: number },
) {
  const intervals = (await emulator.groundTruth()).filter(
    (each) => each.address === address && each.port === productionPort,
  );
  const unanswered = (await emulator.unansweredRequests()).filter(
    (each) => each.address === address && each.port === productionPort,
  );
  const failed = failedIn(samples);
  const operations = await emulator.operations();
  return {
    requests: samples.length,
    failed: failed.length,
    unexplained: unexplained(failed, { unanswered, intervals, operations }).length,
    unanswered: unanswered.length,
    outageMs: totalOutageMs(outagesOf(intervals, { address, port: productionPort }), during),
  };
}

async function taskOf({ announcement }: EmulatorProcess): Promise<RolloutTask> {
  const { subscriptionId, resourceManagerEndpoint, caCertificatePath } = announcement;
  const compute = `/subscriptions/${subscriptionId}/resourceGroups/zonal/providers/Microsoft.Compute`;
  return {
    resourceManagerEndpoint,
    caCertificatePath,
    accessToken: await accessTokenOf(announcement),
    scaleSetId: `${compute}/virtualMachineScaleSets/web`,
    imageId: `${compute}/galleries/zonalgallery/images/web/versions/2.0.0`,
  };
}

/** The bundled action as a runner runs it, with its defaults: batches of 20 %, half a minute of health, its own probe. */
async function rollOutByAction({ announcement }: EmulatorProcess): Promise<number> {
  const { subscriptionId, tenantId, clientId } = announcement;
  const directory = mkdtempSync(join(tmpdir(), 'azure-rollout-bench-'));
  try {
    const run = await runAction({
      actionDirectory: join(import.meta.dirname, '../..'),
      directory,
      inputs: {
        strategy: 'full-rollout',
        'subscription-id': subscriptionId,
        'tenant-id': tenantId,
        'client-id': clientId,
        'resource-group': 'zonal',
        'scale-set': 'web',
        image: `/subscriptions/${subscriptionId}/resourceGroups/zonal/providers/Microsoft.Compute/galleries/zonalgallery/images/web/versions/2.0.0`,
        'batch-size': '20%',
        ...emulatorInputs(announcement),
      },
      environment: { ...emulatorVariables(announcement), ...idTokenVariables(announcement) },
    });
    if (run.exitCode !== 0) {
      throw new Error(`The action ended with exit code ${run.exitCode}:\n${run.stdout}`);
    }
    const count = Number(run.outputs['updated-instances-count']);
    if (count !== capacity) throw new Error(`The action upgraded ${count} instances of ${capacity}.`);
    return count;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
