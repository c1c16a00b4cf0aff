import { describe, expect, it } from 'vitest';
import { buildReport } from '../../src/report/report.ts';
import { summarize } from '../../src/report/summary/summary.ts';
import { verdict } from '../../src/report/verdict/verdict.ts';
import { facts, LB1, LB2, Rollout, temporaryIpPlan } from './rollouts.ts';

const plan = { ...temporaryIpPlan, steps: temporaryIpPlan.steps.slice(3) };

/** Production is back after 20 s of the run, which then moves it itself, in 4 s. */
function recoveredFirst(gaps: readonly (readonly [number, number])[]) {
  const recovery = new Rollout()
    .at(2_000)
    .plan(plan)
    .step('attach-production', { path: LB2, lastsMs: 18_000 })
    .finish('succeeded')
    .probed(2_000, 28_000, gaps)
    .at(31_000)
    .recovered('undo').events;
  const own = new Rollout()
    .at(32_000)
    .plan(temporaryIpPlan)
    .step('release-production', { path: LB1, lastsMs: 2_000 })
    .step('attach-production', { path: LB2, lastsMs: 2_000 })
    .finish('succeeded')
    .probed(32_000, 60_000, [[40_000, 44_000]]).events;
  return [...recovery, ...own];
}

describe('the downtime of a run that has recovered an interrupted release first', () => {
  it('has what was away since the run began', () => {
    const report = buildReport({ ...facts, maxDowntimeMs: 10_000 }, recoveredFirst([[0, 20_000]]));
    expect(report.downtime.recoveredSeconds).toBeCloseTo(20, 0);
    expect(report.downtime.seconds).toBeCloseTo(24, 0);
    expect(report.downtime).toMatchObject({ source: 'probe', maxExceeded: true });
    expect(verdict(report)).toMatch(
      /it did not answer for 24\.\d+ s \(± .*\), 20\.\d+ s of it since this run began and before the interrupted release was at its end, longer than the 10/,
    );
    expect(summarize(report)).toMatch(
      /\| Downtime \| \*\*24\.\d+ s\*\* \(± .*\), 20\.\d+ s of it since this run began/,
    );
  });

  it('has what went away meanwhile, and no more, where it was served when the run began', () => {
    const report = buildReport(facts, recoveredFirst([[10_000, 15_000]]));
    expect(report.downtime.recoveredSeconds).toBeCloseTo(5, 0);
    expect(report.downtime.seconds).toBeCloseTo(9, 0);
  });

  it('is unknown where nobody has seen it come back', () => {
    const report = buildReport({ ...facts, maxDowntimeMs: 1_000 }, recoveredFirst([[0, 30_000]]));
    expect(report.downtime).toMatchObject({ seconds: null, recoveredSeconds: null, maxExceeded: true });
  });
});
