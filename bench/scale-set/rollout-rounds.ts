import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicMs } from '../contenders/contender.ts';
import type { EmulatorProcess } from '../emulator-process.ts';
import { outagesOf, totalOutageMs } from '../ground-truth.ts';
import { type BucketUse, mostUsed } from './bucket-use.ts';
import { type Clients, productionPort, startClients } from './clients.ts';
import { oneByOne, oneCall, type RolloutContender } from './contenders.ts';
import { listingsByBatch } from './listings.ts';
import { describeUnexplained, failedIn, unexplained } from './lost-requests.ts';
import { capacity, releaseByAction, startZonal, taskOf } from './zonal.ts';

export const rolloutEntrants = ['full-rollout', 'one-call', 'one-by-one'] as const;
export type RolloutEntrant = (typeof rolloutEntrants)[number];

export interface RolloutDraw {
  readonly entrant: RolloutEntrant;
  readonly seed: number;
}

/** By the same seed; and of eight instances hardly a dozen requests fail, so that one draw of those says little. */
export const rolloutDraws: readonly RolloutDraw[] = [
  ...rolloutEntrants.map((entrant) => ({ entrant, seed: 1 })),
  ...[2, 3, 4].map((seed) => ({ entrant: 'one-by-one' as const, seed })),
];

/** A new image on the hundred instances of the scenario `zonal`, by one entrant. */
export interface RolloutRound {
  readonly entrant: RolloutEntrant;
  /** How many instances it has upgraded. */
  readonly upgraded: number;
  readonly tookMs: number;
  readonly requests: number;
  readonly failed: number;
  /** Of them, what the emulator cannot account for, each with what was near it. */
  readonly unexplained: readonly string[];
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

/** A request is given up after two seconds. */
const lastAnswersMs = 3_000;

/**
 * Carries out one rollout on an emulator of its own.
 *
 * @throws Error where the rollout fails.
 */
export async function runRolloutRound(entrant: RolloutEntrant, seed: number): Promise<RolloutRound> {
  await using emulator = await startZonal(seed);
  await using clients = await startClients(emulator);
  await sleep(lastAnswersMs);
  const startedMs = monotonicMs();
  const upgraded =
    entrant === 'full-rollout'
      ? await rollOutByAction(emulator)
      : await contender(entrant)(await taskOf(emulator.announcement));
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
  const truth = { unanswered, intervals, operations: await emulator.operations() };
  return {
    requests: samples.length,
    failed: failed.length,
    unexplained: unexplained(failed, truth).map((request) => describeUnexplained(request, truth)),
    unanswered: unanswered.length,
    outageMs: totalOutageMs(outagesOf(intervals, { address, port: productionPort }), during),
  };
}

/** With its defaults: batches of 20 %, half a minute of health, its own probe. */
async function rollOutByAction({ announcement }: EmulatorProcess): Promise<number> {
  await releaseByAction(announcement, { strategy: 'full-rollout', 'batch-size': '20%' }, capacity);
  return capacity;
}
