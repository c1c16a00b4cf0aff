import { describe, expect, it } from 'vitest';
import { haveGoodAnswers } from '../../src/probe/good-answers.ts';
import type { ProbeSample } from '../../src/probe/probe-events.ts';

const sample = (sentAtMs: number, kind: 'good' | 'failed' = 'good', latencyMs = 5): ProbeSample => ({
  dueAtMs: sentAtMs,
  sentAtMs,
  completedAtMs: sentAtMs + latencyMs,
  result: kind === 'good' ? { kind } : { kind, cause: 'no answer' },
});
const row = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => sample(from + index * 250));

describe('good answers in a row', () => {
  it('are counted from the last failure on', () => {
    expect(haveGoodAnswers(row(0, 10), 5000, { count: 10 })).toBe(true);
    expect(haveGoodAnswers(row(0, 9), 5000, { count: 10 })).toBe(false);
    expect(
      haveGoodAnswers([...row(0, 9), sample(2250, 'failed'), ...row(2500, 9)], 9000, { count: 10 }),
    ).toBe(false);
    expect(haveGoodAnswers([sample(0, 'failed'), ...row(250, 10)], 9000, { count: 10 })).toBe(true);
  });

  it('are in a row by sending: a failure that was long in coming breaks the row where it was sent', () => {
    const samples = [...row(0, 4), ...row(1250, 8), sample(1000, 'failed', 2000)];
    expect(haveGoodAnswers(samples, 9000, { count: 9 })).toBe(false);
    expect(haveGoodAnswers(samples, 9000, { count: 8 })).toBe(true);
  });

  it('are not counted beyond a request that has no answer yet', () => {
    expect(haveGoodAnswers([...row(0, 4), ...row(1250, 8)], 1000, { count: 5 })).toBe(false);
    expect(haveGoodAnswers([...row(0, 4), ...row(1250, 8)], 1000, { count: 4 })).toBe(true);
  });
});

describe('steady good answers', () => {
  const wanted = { steadyForMs: 5000, sinceMs: 10_000 };

  it('have no failure between, and begin at the moment or later', () => {
    expect(haveGoodAnswers(row(10_000, 21), 99_000, wanted)).toBe(true);
    expect(haveGoodAnswers(row(10_000, 20), 99_000, wanted)).toBe(false);
    expect(haveGoodAnswers(row(0, 60), 99_000, wanted)).toBe(false);
    expect(
      haveGoodAnswers([...row(10_000, 20), sample(15_000, 'failed'), ...row(15_250, 20)], 99_000, wanted),
    ).toBe(false);
    expect(
      haveGoodAnswers([...row(10_000, 20), sample(15_000, 'failed'), ...row(15_250, 21)], 99_000, wanted),
    ).toBe(true);
  });

  it('do not mind failures before the moment', () => {
    expect(haveGoodAnswers([sample(9999, 'failed'), ...row(10_000, 21)], 99_000, wanted)).toBe(true);
  });
});
