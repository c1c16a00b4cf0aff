import type { ProbeSample } from './probe-events.ts';

/** So many good answers in a row, sent at `sinceMs` or later where that is said; or nothing but good answers for a time that begins at `sinceMs` or later. */
export type GoodAnswers =
  | { readonly count: number; readonly sinceMs?: number }
  | { readonly steadyForMs: number; readonly sinceMs: number };

/**
 * Whether the latest answers are good enough. Only requests sent before `settledUntilMs`, all of which have come to their
 * end, are judged: a swallowed request is known as failed only seconds later, when good ones sent after it are long in.
 */
export function haveGoodAnswers(
  samples: readonly ProbeSample[],
  settledUntilMs: number,
  wanted: GoodAnswers,
): boolean {
  const { sinceMs = Number.NEGATIVE_INFINITY } = wanted;
  const settled = samples
    .filter(({ sentAtMs }) => sentAtMs < settledUntilMs && sentAtMs >= sinceMs)
    .sort((a, b) => a.sentAtMs - b.sentAtMs);
  const lastFailed = settled.findLastIndex(({ result }) => result.kind === 'failed');
  const good = settled.slice(lastFailed + 1);
  if ('count' in wanted) return good.length >= wanted.count;
  const first = good.at(0);
  const last = good.at(-1);
  return first !== undefined && last !== undefined && last.sentAtMs - first.sentAtMs >= wanted.steadyForMs;
}

export function describeGoodAnswers(wanted: GoodAnswers): string {
  if ('count' in wanted) {
    return wanted.count === 1 ? 'a good answer' : `${wanted.count} good answers in a row`;
  }
  return `good answers for ${wanted.steadyForMs / 1000} s without a failure`;
}
