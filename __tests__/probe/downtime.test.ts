import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureDowntime } from '../../src/probe/downtime.ts';
import type { ProbeSample } from '../../src/probe/probe-events.ts';

const options = { intervalMs: 250, slowAfterMs: 1000 };

function good(sentAtMs: number, latencyMs = 10, version?: string): ProbeSample {
  return {
    dueAtMs: sentAtMs,
    sentAtMs,
    completedAtMs: sentAtMs + latencyMs,
    result: { kind: 'good', ...(version === undefined ? {} : { version }) },
  };
}

function failed(sentAtMs: number, latencyMs = 2000): ProbeSample {
  return {
    dueAtMs: sentAtMs,
    sentAtMs,
    completedAtMs: sentAtMs + latencyMs,
    result: { kind: 'failed', cause: 'no answer' },
  };
}

describe('measureDowntime', () => {
  it('finds no outage in good answers, however slow', () => {
    const downtime = measureDowntime([good(0), good(250, 1800), good(500, 1900), good(750)], options);
    expect(downtime).toMatchObject({ outages: [], longestMs: 0, totalMs: 0, failedCount: 0, slowCount: 2 });
  });

  it('measures from completion to completion', () => {
    const downtime = measureDowntime([good(0, 10), failed(250, 5), failed(500, 5), good(750, 30)], options);
    expect(downtime).toMatchObject({
      outages: [{ fromMs: 10, toMs: 780, failedCount: 2 }],
      longestMs: 770,
      totalMs: 770,
      failedCount: 2,
    });
  });

  it('is undefined without a good answer, because then nothing was measured', () => {
    expect(measureDowntime([], options)).toBeUndefined();
    expect(measureDowntime([failed(0), failed(250)], options)).toBeUndefined();
  });

  it('counts failures before the first good answer, which end no service, as failed only', () => {
    const downtime = measureDowntime([failed(0, 5), failed(250), good(500), good(750)], options);
    expect(downtime).toMatchObject({ outages: [], totalMs: 0, failedCount: 2, sampleCount: 4 });
  });

  it('leaves the end of a running outage open, and counts it up to the last completion', () => {
    const downtime = measureDowntime([good(0), failed(250, 5), failed(500, 5)], options);
    expect(downtime?.outages).toEqual([{ fromMs: 10, failedCount: 2 }]);
    expect(downtime?.longestMs).toBe(495);
    expect(downtime?.totalMs).toBe(495);
  });

  it('places a failure where it was sent, though it timed out among later good answers', () => {
    const samples = [good(0), failed(250), good(500), good(750), good(2000), good(2200), good(2500)];
    expect(measureDowntime(samples, options)?.outages).toEqual([{ fromMs: 10, toMs: 510, failedCount: 1 }]);
  });

  it('joins overlapping timeouts of one outage', () => {
    const lost = [250, 500, 750, 1000, 1250].map((sentAtMs) => failed(sentAtMs));
    const samples = [good(0), ...lost, good(1500), good(1750), good(2000), good(2250), good(2500)];
    expect(measureDowntime(samples, options)?.outages).toEqual([{ fromMs: 10, toMs: 1510, failedCount: 5 }]);
  });

  it('takes a request begun in the outage and answered late as good, slow, and not as the end of a second outage', () => {
    // 500 was swallowed at first and answered by a retransmission; service was back for 1000 before that.
    const samples = [good(0), failed(250), good(500, 1100), failed(750), good(1000), good(1250), good(1500)];
    const downtime = measureDowntime(samples, options);
    expect(downtime?.outages).toEqual([{ fromMs: 10, toMs: 1010, failedCount: 2 }]);
    expect(downtime?.slowCount).toBe(1);
  });

  it('ends the outage with a late answer that came before the answer to any later request', () => {
    const samples = [good(0), failed(250), good(500, 400), failed(750), good(1000)];
    expect(measureDowntime(samples, options)?.outages).toEqual([{ fromMs: 10, toMs: 900, failedCount: 2 }]);
  });

  it('does not tear an outage apart where answers take longer than the interval', () => {
    const sent = Array.from({ length: 40 }, (_, index) => index * 100);
    const samples = sent.map((at) => (at >= 1000 && at < 2000 ? failed(at) : good(at, 300)));
    expect(measureDowntime(samples, { ...options, intervalMs: 100 })?.outages).toEqual([
      { fromMs: 1200, toMs: 2300, failedCount: 10 },
    ]);
  });

  it('tells separate outages apart', () => {
    const samples = [
      good(0),
      failed(250, 1),
      good(500),
      good(750),
      failed(1000, 1),
      failed(1250, 1),
      good(1500),
    ];
    expect(measureDowntime(samples, options)).toMatchObject({
      outages: [
        { fromMs: 10, toMs: 510, failedCount: 1 },
        { fromMs: 760, toMs: 1510, failedCount: 2 },
      ],
      longestMs: 750,
      totalMs: 1250,
    });
  });

  it('states as resolution the worst scheduling delay where that is larger than the interval', () => {
    const late: ProbeSample = { ...good(900), dueAtMs: 250 };
    expect(measureDowntime([good(0), good(250)], options)?.resolutionMs).toBe(250);
    expect(measureDowntime([good(0), late], options)?.resolutionMs).toBe(650);
  });

  it('tells the last answer of the old side and the first of the new one, mixed answers included', () => {
    const samples = [
      good(0, 10, 'v1'),
      good(250, 10, 'v1'),
      good(500, 10, 'v2'),
      good(750, 10, 'v1'),
      good(1000, 10),
      good(1250, 10, 'v2'),
    ];
    expect(measureDowntime(samples, options)).toMatchObject({
      lastAnswerFromOldAtMs: 760,
      firstAnswerFromNewAtMs: 510,
    });
  });

  it('leaves the sides empty while only one version was seen', () => {
    const downtime = measureDowntime([good(0, 10, 'v1'), failed(250), good(500, 10, 'v1')], options);
    expect(downtime).not.toHaveProperty('lastAnswerFromOldAtMs');
    expect(downtime).not.toHaveProperty('firstAnswerFromNewAtMs');
  });
});

/** A service that is down for some times, asked at a fixed rate: what a request meets is known, not derived. */
interface Timeline {
  readonly downs: readonly { readonly fromMs: number; readonly toMs: number }[];
  readonly samples: readonly ProbeSample[];
  readonly intervalMs: number;
}

const timeoutMs = 2000;

const timeline: fc.Arbitrary<Timeline> = fc
  .record({
    intervalMs: fc.integer({ min: 50, max: 500 }),
    latencyMs: fc.integer({ min: 0, max: 900 }),
    isRefused: fc.boolean(),
    times: fc.array(
      fc.record({
        upMs: fc.integer({ min: 4000, max: 9000 }),
        downMs: fc.integer({ min: 1100, max: 40_000 }),
      }),
      {
        minLength: 0,
        maxLength: 3,
      },
    ),
    jitters: fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 50 }),
  })
  .map(({ intervalMs, latencyMs, isRefused, times, jitters }) => {
    let atMs = 0;
    const downs = times.map(({ upMs, downMs }) => {
      const fromMs = atMs + upMs;
      atMs = fromMs + downMs;
      return { fromMs, toMs: atMs };
    });
    const count = Math.floor((atMs + 5000) / intervalMs);
    const samples = Array.from({ length: count }, (_, index) => {
      const sentAtMs = index * intervalMs;
      const isDown = downs.some(({ fromMs, toMs }) => sentAtMs >= fromMs && sentAtMs < toMs);
      if (isDown) return failed(sentAtMs, isRefused ? 1 : timeoutMs);
      return good(sentAtMs, latencyMs + ((jitters[index % jitters.length] ?? 0) % intervalMs));
    });
    return { downs, samples, intervalMs };
  });

function shuffled(samples: readonly ProbeSample[], seed: number): ProbeSample[] {
  return samples
    .map((sample, index) => ({ sample, key: Math.sin(seed + index * 7919) }))
    .sort((a, b) => a.key - b.key)
    .map(({ sample }) => sample);
}

describe('measureDowntime against a service whose downtime is known', () => {
  it('finds each outage, off by at most two intervals', () => {
    fc.assert(
      fc.property(timeline, ({ downs, samples, intervalMs }) => {
        const outages = measureDowntime(samples, { intervalMs, slowAfterMs: 1000 })?.outages ?? [];
        expect(outages).toHaveLength(downs.length);
        for (const [index, outage] of outages.entries()) {
          const down = downs[index];
          const measuredMs = (outage.toMs ?? Number.NaN) - outage.fromMs;
          const trueMs = (down?.toMs ?? Number.NaN) - (down?.fromMs ?? Number.NaN);
          expect(Math.abs(measuredMs - trueMs)).toBeLessThanOrEqual(2 * intervalMs + 40);
        }
      }),
    );
  });

  it('says the same for samples in any order', () => {
    fc.assert(
      fc.property(timeline, fc.nat(), ({ samples, intervalMs }, seed) => {
        const expected = measureDowntime(samples, { intervalMs, slowAfterMs: 1000 });
        expect(measureDowntime(shuffled(samples, seed), { intervalMs, slowAfterMs: 1000 })).toEqual(expected);
      }),
    );
  });
});

const anySample: fc.Arbitrary<ProbeSample> = fc
  .record({ sentAtMs: fc.nat({ max: 5000 }), latencyMs: fc.nat({ max: 2000 }), isGood: fc.boolean() })
  .map(({ sentAtMs, latencyMs, isGood }) =>
    isGood ? good(sentAtMs, latencyMs) : failed(sentAtMs, latencyMs),
  );

describe('measureDowntime of any samples', () => {
  it('tells ordered, disjoint outages that lie between neighbouring good answers', () => {
    fc.assert(
      fc.property(fc.array(anySample, { maxLength: 60 }), (samples) => {
        const outages = measureDowntime(samples, options)?.outages ?? [];
        const completions = samples.filter((s) => s.result.kind === 'good').map((s) => s.completedAtMs);
        let endOfLastMs = Number.NEGATIVE_INFINITY;
        for (const { fromMs, toMs = Number.POSITIVE_INFINITY } of outages) {
          expect(fromMs).toBeGreaterThanOrEqual(endOfLastMs);
          expect(completions).toContain(fromMs);
          expect(completions.filter((at) => at > fromMs && at < toMs)).toEqual([]);
          endOfLastMs = toMs;
        }
      }),
    );
  });

  it('blames every failure on at most one outage', () => {
    fc.assert(
      fc.property(fc.array(anySample, { maxLength: 60 }), (samples) => {
        const downtime = measureDowntime(samples, options);
        const blamed = (downtime?.outages ?? []).reduce((sum, outage) => sum + outage.failedCount, 0);
        expect(blamed).toBeLessThanOrEqual(samples.filter((s) => s.result.kind === 'failed').length);
        for (const outage of downtime?.outages ?? []) expect(outage.failedCount).toBeGreaterThan(0);
      }),
    );
  });

  it('has an outage exactly where a request failed after a good answer to an earlier one, if no request was slow', () => {
    const prompt = fc.array(fc.boolean(), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(prompt, (answers) => {
        const samples = answers.map((isGood, index) => (isGood ? good(index * 250, 5) : failed(index * 250)));
        // Every run of failures that follows a good answer is one outage, by counting letters.
        const runs =
          answers
            .map((isGood) => (isGood ? 'g' : 'f'))
            .join('')
            .match(/(?<=g)f+/g) ?? [];
        const outages = measureDowntime(samples, options)?.outages ?? [];
        expect(outages.map((outage) => outage.failedCount)).toEqual(runs.map((run) => run.length));
      }),
    );
  });
});
