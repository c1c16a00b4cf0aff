import { monotonicMs } from '../contenders/contender.ts';
import { type BucketUse, mostUsed } from './bucket-use.ts';
import { listingsByBatch } from './listings.ts';
import { capacity, releaseByAction, startZonal } from './zonal.ts';

const http = { 'check-http': '80/health' } as const;
const command = { 'check-command': 'curl --fail http://localhost/health' } as const;

/** Canaries as large as they may be, with the checks that ask ARM for each instance. */
export const canaryCases = {
  '30, check-http': { percent: 30, checks: http },
  '100, check-http': { percent: 100, checks: http },
  '30, check-command': { percent: 30, checks: command },
  '100, both': { percent: 100, checks: { ...http, ...command } },
} as const;
export type CanaryCase = keyof typeof canaryCases;
export const canaryCaseNames = Object.keys(canaryCases) as readonly CanaryCase[];

/** A canary of the hundred instances of the scenario `zonal`, by the bundled action. */
export interface CanaryRound {
  readonly name: CanaryCase;
  readonly upgraded: number;
  readonly tookMs: number;
  /** To Resource Manager, polls included. */
  readonly calls: number;
  /** Full listings of the instances, from the upgrade on. */
  readonly listings: number;
  /** Of each rate limit the bucket that was used most. */
  readonly buckets: readonly BucketUse[];
}

/**
 * Carries out one canary on an emulator of its own, with nothing beside it.
 *
 * @throws Error where the release fails.
 */
export async function runCanaryRound(name: CanaryCase, seed: number): Promise<CanaryRound> {
  const { percent, checks } = canaryCases[name];
  const upgraded = (capacity * percent) / 100;
  await using emulator = await startZonal(seed);
  const startedMs = monotonicMs();
  const inputs = { strategy: 'canary-percent', percent: String(percent), ...checks };
  await releaseByAction(emulator.announcement, inputs, upgraded);
  const tookMs = monotonicMs() - startedMs;
  const requests = await emulator.requests();
  return {
    name,
    upgraded,
    tookMs,
    calls: requests.length,
    listings: listingsByBatch(requests).reduce((sum, each) => sum + each, 0),
    buckets: mostUsed(await emulator.throttling()),
  };
}
