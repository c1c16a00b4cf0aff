import { type Bracket, bracketOf } from './bracket.ts';
import { fewestFailures, largestShare, type ShareAway } from './chance.ts';
import type { ProbeSample } from './probe-events.ts';

/**
 * A time without service as users felt it: from the completion of the last good answer before it to the completion of
 * the first good answer after it, with more failed requests between the two than chance explains: see `fewestFailures`. Production was
 * down for a part of it, which `downMs` estimates. An outage that is still open counts up to the last completion seen, without a bracket:
 * a lower bound.
 */
export interface Outage extends Bracket {
  readonly fromMs: number;
  /** Absent while no good answer has come since. */
  readonly toMs?: number;
  readonly failedCount: number;
}

export interface Downtime {
  readonly sampleCount: number;
  /** In the order of time. An outage needs a good answer before it: failures before the first one only count as failed. */
  readonly outages: readonly Outage[];
  /** Of `downMs`. */
  readonly longestMs: number;
  /** Sum of `downMs`: a lower bound while the last outage is open. */
  readonly totalMs: number;
  /** What `totalMs` is good to: the sum over the outages, as nothing says that their errors cancel. */
  readonly uncertaintyMs: number;
  readonly failedCount: number;
  /** Good answers that were slower than the slow threshold, late answers to requests begun in an outage included. */
  readonly slowCount: number;
  /** So many failed requests in a row are an outage, at any time of the release. */
  readonly fewestFailures: number;
  /** An outage that lasts as long is seen: the larger of the interval and the worst scheduling delay seen, for each of `fewestFailures`. */
  readonly resolutionMs: number;
  /**
   * By the version marker, where one is configured. Old is the version of the first marked answer, new is any other;
   * both are absent until two versions have been seen, because until then the sides cannot be told apart.
   */
  readonly lastAnswerFromOldAtMs?: number;
  readonly firstAnswerFromNewAtMs?: number;
}

export interface DowntimeOptions {
  readonly intervalMs: number;
  /** A good answer slower than this is counted as slow. */
  readonly slowAfterMs: number;
  /**
   * What share of production a release has had away, in the order of time. None: production is there as a whole, or is away as a whole, and
   * each failed request is part of an outage.
   */
  readonly sharesAway?: readonly ShareAway[];
}

/**
 * The downtime that samples prove, whatever their order. Undefined without a single good answer: an outage lies
 * between good answers, so then nothing was measured, which is not the same as 0.
 */
export function measureDowntime(
  samples: readonly ProbeSample[],
  { intervalMs, slowAfterMs, sharesAway = [] }: DowntimeOptions,
): Downtime | undefined {
  const good = samples
    .filter((sample) => sample.result.kind === 'good')
    .sort((a, b) => a.completedAtMs - b.completedAtMs);
  if (good.length === 0) return undefined;
  const failed = samples.filter((sample) => sample.result.kind === 'failed');
  const endMs = samples.reduce((latest, sample) => Math.max(latest, sample.completedAtMs), -Infinity);
  const fewest = (share: number) => fewestFailures(share, samples.length);
  const outages = findOutages(good, failed, endMs).filter(
    ({ fromMs, toMs = endMs, failedCount }) => failedCount >= fewest(largestShare(sharesAway, fromMs, toMs)),
  );
  const fewestAtAnyTime = sharesAway.reduce((most, { share }) => Math.max(most, fewest(share)), 1);
  const spacingMs = samples.reduce(
    (worst, sample) => Math.max(worst, sample.sentAtMs - sample.dueAtMs),
    intervalMs,
  );
  return {
    sampleCount: samples.length,
    outages,
    longestMs: outages.reduce((longest, { downMs }) => Math.max(longest, downMs), 0),
    totalMs: outages.reduce((total, { downMs }) => total + downMs, 0),
    uncertaintyMs: outages.reduce((total, { uncertaintyMs }) => total + uncertaintyMs, 0),
    failedCount: failed.length,
    slowCount: good.filter((sample) => latencyMs(sample) > slowAfterMs).length,
    fewestFailures: fewestAtAnyTime,
    resolutionMs: fewestAtAnyTime * spacingMs,
    ...observeVersions(good),
  };
}

/** All that failed, chance or not. `good` in completion order. Gap n lies before good answer n; the last gap has no end. */
function findOutages(good: readonly ProbeSample[], failed: readonly ProbeSample[], endMs: number): Outage[] {
  const completionsMs = good.map((sample) => sample.completedAtMs);
  return [...Map.groupBy(failed, gapFinder(good, completionsMs))]
    .sort(([a], [b]) => a - b)
    .flatMap(([gap, missed]) => {
      const fromMs = completionsMs[gap - 1];
      const toMs = completionsMs[gap];
      const failedCount = missed.length;
      if (fromMs === undefined) return [];
      if (toMs === undefined) return [{ fromMs, failedCount, downMs: endMs - fromMs, uncertaintyMs: 0 }];
      const sentAtMs = missed.map((sample) => sample.sentAtMs);
      return [{ fromMs, toMs, failedCount, ...bracketOf(toMs - fromMs, sentAtMs) }];
    });
}

/**
 * Finds the gap that a failed request lies in. Its own completion does not tell: a request swallowed during a short
 * outage times out seconds after service came back, and would invent a second outage among the good answers there; one
 * refused at once overtakes the answers to earlier requests. So it lies where its answer was missed, a typical latency
 * after sending, but not beyond the first good answer to a later request, because by then service was back.
 */
function gapFinder(
  good: readonly ProbeSample[],
  completionsMs: readonly number[],
): (failed: ProbeSample) => number {
  const typicalLatencyMs = lowerMedian(good.map(latencyMs));
  const bySending = good.toSorted((a, b) => a.sentAtMs - b.sentAtMs);
  const sentMs = bySending.map((sample) => sample.sentAtMs);
  const earliestCompletionMs: number[] = [];
  bySending.reduceRight((earliest, sample, index) => {
    earliestCompletionMs[index] = Math.min(earliest, sample.completedAtMs);
    return earliestCompletionMs[index];
  }, Infinity);
  return (failed) => {
    const missedAtMs = failed.sentAtMs + typicalLatencyMs;
    const servedAgainAtMs = earliestCompletionMs[countWhile(sentMs, (at) => at <= failed.sentAtMs)];
    const gapOfMiss = countWhile(completionsMs, (at) => at <= missedAtMs);
    if (servedAgainAtMs === undefined) return gapOfMiss;
    return Math.min(
      gapOfMiss,
      countWhile(completionsMs, (at) => at < servedAgainAtMs),
    );
  };
}

function observeVersions(
  good: readonly ProbeSample[],
): Pick<Downtime, 'lastAnswerFromOldAtMs' | 'firstAnswerFromNewAtMs'> {
  const marked = good.filter((sample) => versionOf(sample) !== undefined);
  const first = marked[0];
  if (first === undefined) return {};
  const isOld = (sample: ProbeSample) => versionOf(sample) === versionOf(first);
  const firstNew = marked.find((sample) => !isOld(sample));
  const lastOld = marked.findLast(isOld);
  if (firstNew === undefined || lastOld === undefined) return {};
  return { lastAnswerFromOldAtMs: lastOld.completedAtMs, firstAnswerFromNewAtMs: firstNew.completedAtMs };
}

function versionOf(sample: ProbeSample): string | undefined {
  return sample.result.kind === 'good' ? sample.result.version : undefined;
}

function latencyMs(sample: ProbeSample): number {
  return sample.completedAtMs - sample.sentAtMs;
}

function lowerMedian(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;
}

/** Length of the prefix of an ascending list for which `holds`; logarithmic, as a long release has 10,000s of samples. */
function countWhile(ascending: readonly number[], holds: (value: number) => boolean): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const value = ascending[middle];
    if (value !== undefined && holds(value)) low = middle + 1;
    else high = middle;
  }
  return low;
}
