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
    expect(downtime).toMatchObject({ outages: [], longestMs: 0, totalMs: 0, uncertaintyMs: 0, slowCount: 2 });
  });

  it('places an outage from completion to completion, and production was down for a part of it', () => {
    const downtime = measureDowntime([good(0, 10), failed(250, 5), failed(500, 5), good(750, 30)], options);
    // At most 770 ms, between the answers; at least 250 ms, from failure to failure.
    expect(downtime).toMatchObject({
      outages: [{ fromMs: 10, toMs: 780, failedCount: 2, downMs: 510, uncertaintyMs: 260 }],
      longestMs: 510,
      totalMs: 510,
      uncertaintyMs: 260,
      failedCount: 2,
    });
  });

  it('knows of a single failure only that it lasted less than the gap', () => {
    const downtime = measureDowntime([good(0), failed(250, 5), good(500)], options);
    expect(downtime).toMatchObject({ totalMs: 250, uncertaintyMs: 250 });
  });

  it('takes no failure to last longer than the gap, where a quick answer overtook slow ones', () => {
    // Answers take 900 ms. One that takes 10 ms shows that service was back: the gap is shorter than the failures span.
    const slow = [0, 100, 200, 300].map((sentAtMs) => good(sentAtMs, 900));
    const lost = [400, 500, 600, 700, 800, 900, 1000, 1100, 1200].map((sentAtMs) => failed(sentAtMs, 1));
    const downtime = measureDowntime([...slow, ...lost, good(1300, 10)], options);
    expect(downtime?.outages).toEqual([
      { fromMs: 1200, toMs: 1310, failedCount: 9, downMs: 110, uncertaintyMs: 0 },
    ]);
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
    expect(downtime?.outages).toEqual([{ fromMs: 10, failedCount: 2, downMs: 495, uncertaintyMs: 0 }]);
    expect(downtime).toMatchObject({ longestMs: 495, totalMs: 495, uncertaintyMs: 0 });
  });

  it('places a failure where it was sent, though it timed out among later good answers', () => {
    const samples = [good(0), failed(250), good(500), good(750), good(2000), good(2200), good(2500)];
    expect(measureDowntime(samples, options)?.outages).toEqual([
      { fromMs: 10, toMs: 510, failedCount: 1, downMs: 250, uncertaintyMs: 250 },
    ]);
  });

  it('joins overlapping timeouts of one outage', () => {
    const lost = [250, 500, 750, 1000, 1250].map((sentAtMs) => failed(sentAtMs));
    const samples = [good(0), ...lost, good(1500), good(1750), good(2000), good(2250), good(2500)];
    expect(measureDowntime(samples, options)?.outages).toEqual([
      { fromMs: 10, toMs: 1510, failedCount: 5, downMs: 1250, uncertaintyMs: 250 },
    ]);
  });

  it('takes a request begun in the outage and answered late as good, slow, and not as the end of a second outage', () => {
    // 500 was swallowed at first and answered by a retransmission; service was back for 1000 before that.
    const samples = [good(0), failed(250), good(500, 1100), failed(750), good(1000), good(1250), good(1500)];
    const downtime = measureDowntime(samples, options);
    expect(downtime?.outages).toEqual([
      { fromMs: 10, toMs: 1010, failedCount: 2, downMs: 750, uncertaintyMs: 250 },
    ]);
    expect(downtime?.slowCount).toBe(1);
  });

  it('ends the outage with a late answer that came before the answer to any later request', () => {
    const samples = [good(0), failed(250), good(500, 400), failed(750), good(1000)];
    expect(measureDowntime(samples, options)?.outages).toEqual([
      { fromMs: 10, toMs: 900, failedCount: 2, downMs: 695, uncertaintyMs: 195 },
    ]);
  });

  it('does not tear an outage apart where answers take longer than the interval', () => {
    const sent = Array.from({ length: 40 }, (_, index) => index * 100);
    const samples = sent.map((at) => (at >= 1000 && at < 2000 ? failed(at) : good(at, 300)));
    expect(measureDowntime(samples, { ...options, intervalMs: 100 })?.outages).toEqual([
      { fromMs: 1200, toMs: 2300, failedCount: 10, downMs: 1000, uncertaintyMs: 100 },
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
        { fromMs: 10, toMs: 510, failedCount: 1, downMs: 250, uncertaintyMs: 250 },
        { fromMs: 760, toMs: 1510, failedCount: 2, downMs: 500, uncertaintyMs: 250 },
      ],
      longestMs: 500,
      totalMs: 750,
      uncertaintyMs: 500,
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
  /** Those that a request failed in. */
  readonly downs: readonly { readonly fromMs: number; readonly toMs: number }[];
  readonly samples: readonly ProbeSample[];
  readonly intervalMs: number;
  readonly latencyMs: number;
}

const timeoutMs = 2000;
const mostJitterMs = 40;
const mostDelayMs = 60;

/** @param losesAnswers whether a request fails whose answer was under way when service stopped; else its sending decides. */
function timelines(losesAnswers: boolean): fc.Arbitrary<Timeline> {
  return fc
    .record({
      intervalMs: fc.integer({ min: 50, max: 500 }),
      latencyMs: fc.integer({ min: 0, max: 900 }),
      isRefused: fc.boolean(),
      times: fc.array(
        fc.record({
          upMs: fc.integer({ min: 4000, max: 9000 }),
          downMs: fc.integer({ min: 1, max: 40_000 }),
        }),
        { minLength: 0, maxLength: 3 },
      ),
      jitters: fc.array(fc.nat({ max: mostJitterMs }), { minLength: 1, maxLength: 50 }),
      delays: fc.array(fc.nat({ max: mostDelayMs }), { minLength: 1, maxLength: 50 }),
    })
    .map(({ intervalMs, latencyMs, isRefused, times, jitters, delays }) => {
      let atMs = 0;
      const downs = times.map(({ upMs, downMs }) => {
        const fromMs = atMs + upMs;
        atMs = fromMs + downMs;
        return { fromMs, toMs: atMs };
      });
      // Requests stay in order, because which answer another one overtakes is not the question here.
      const varied = (values: readonly number[], index: number) =>
        (values[index % values.length] ?? 0) % Math.floor(intervalMs / 3);
      const requests = Array.from({ length: Math.floor((atMs + 5000) / intervalMs) }, (_, index) => {
        const sentAtMs = index * intervalMs + varied(delays, index);
        const answeredAtMs = sentAtMs + latencyMs + varied(jitters, index);
        const down = downs.find(
          ({ fromMs, toMs }) => (losesAnswers ? answeredAtMs : sentAtMs) >= fromMs && sentAtMs < toMs,
        );
        const sample =
          down === undefined
            ? good(sentAtMs, answeredAtMs - sentAtMs)
            : failed(sentAtMs, isRefused ? 1 : timeoutMs);
        return { down, sample: { ...sample, dueAtMs: index * intervalMs } };
      });
      return {
        downs: downs.filter((down) => requests.some((request) => request.down === down)),
        samples: requests.map(({ sample }) => sample),
        intervalMs,
        latencyMs,
      };
    });
}

const timeline = timelines(false);

/** What was measured of each outage, beside how long it really was. */
function measured({ downs, samples, intervalMs }: Timeline) {
  const outages = measureDowntime(samples, { intervalMs, slowAfterMs: 1000 })?.outages ?? [];
  expect(outages).toHaveLength(downs.length);
  return downs.map(({ fromMs, toMs }, index) => {
    const { downMs = Number.NaN, uncertaintyMs = Number.NaN } = outages[index] ?? {};
    return { trueMs: toMs - fromMs, downMs, uncertaintyMs };
  });
}

function shuffled(samples: readonly ProbeSample[], seed: number): ProbeSample[] {
  return samples
    .map((sample, index) => ({ sample, key: Math.sin(seed + index * 7919) }))
    .sort((a, b) => a.key - b.key)
    .map(({ sample }) => sample);
}

describe('measureDowntime against a service whose downtime is known', () => {
  it('brackets each outage that a request fell into', () => {
    fc.assert(
      fc.property(timeline, (each) => {
        for (const { trueMs, downMs, uncertaintyMs } of measured(each)) {
          expect(trueMs).toBeGreaterThanOrEqual(downMs - uncertaintyMs);
          expect(trueMs).toBeLessThanOrEqual(downMs + uncertaintyMs + mostJitterMs);
        }
      }),
    );
  });

  it('brackets it to one latency where answers that were under way are lost with it', () => {
    fc.assert(
      fc.property(timelines(true), (each) => {
        for (const { trueMs, downMs, uncertaintyMs } of measured(each)) {
          expect(trueMs).toBeGreaterThanOrEqual(downMs - uncertaintyMs - each.latencyMs - mostJitterMs);
          expect(trueMs).toBeLessThanOrEqual(downMs + uncertaintyMs + mostJitterMs);
        }
      }),
    );
  });

  it('is off by at most one interval, a delay of the schedule and what latencies differ', () => {
    fc.assert(
      fc.property(timeline, (each) => {
        for (const { trueMs, downMs } of measured(each)) {
          const mostMs = each.intervalMs + mostDelayMs + mostJitterMs;
          expect(Math.abs(downMs - trueMs)).toBeLessThanOrEqual(mostMs);
        }
      }),
    );
  });

  it('is right on average, whenever in the interval the outage begins, those that no request met included', () => {
    const cases = fc.record({
      intervalMs: fc.integer({ min: 20, max: 60 }),
      downMs: fc.integer({ min: 1, max: 700 }),
      latencyMs: fc.nat({ max: 100 }),
    });
    fc.assert(
      fc.property(cases, ({ intervalMs, downMs, latencyMs }) => {
        let sumMs = 0;
        for (let phaseMs = 0; phaseMs < intervalMs; phaseMs++) {
          const fromMs = 10 * intervalMs + phaseMs;
          const samples = Array.from({ length: 15 + Math.ceil(downMs / intervalMs) }, (_, index) => {
            const sentAtMs = index * intervalMs;
            const isDown = sentAtMs >= fromMs && sentAtMs < fromMs + downMs;
            return isDown ? failed(sentAtMs) : good(sentAtMs, latencyMs);
          });
          sumMs += measureDowntime(samples, { intervalMs, slowAfterMs: 1000 })?.totalMs ?? Number.NaN;
        }
        expect(sumMs / intervalMs).toBeCloseTo(downMs, 6);
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

  it('takes production to have been down for no longer than the outage, and adds up', () => {
    fc.assert(
      fc.property(fc.array(anySample, { maxLength: 60 }), (samples) => {
        const downtime = measureDowntime(samples, options);
        const sums = { totalMs: 0, uncertaintyMs: 0 };
        for (const { fromMs, toMs = Number.POSITIVE_INFINITY, downMs, uncertaintyMs } of downtime?.outages ??
          []) {
          expect(uncertaintyMs).toBeGreaterThanOrEqual(0);
          expect(downMs - uncertaintyMs).toBeGreaterThanOrEqual(0);
          expect(downMs + uncertaintyMs).toBeLessThanOrEqual(toMs - fromMs);
          sums.totalMs += downMs;
          sums.uncertaintyMs += uncertaintyMs;
        }
        expect(downtime ?? sums).toMatchObject(sums);
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
