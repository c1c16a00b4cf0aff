import { describe, expect, it } from 'vitest';
import { toOutputs } from '../../src/outputs.ts';
import { buildReport } from '../../src/report/report.ts';
import { summarize } from '../../src/report/summary/summary.ts';
import { verdict } from '../../src/report/verdict/verdict.ts';
import { facts, LB1, LB2, Rollout, TEMPORARY_IP, temporaryIpPlan } from './rollouts.ts';

const CANCELLED = {
  outcome: 'failed',
  failure: { message: 'The run was cancelled.', code: 'Cancelled' },
} as const;

/** Up to the window. */
function parked(): Rollout {
  return new Rollout()
    .at(3_000)
    .plan(temporaryIpPlan)
    .step('create-temporary-ip', { path: TEMPORARY_IP, lastsMs: 1_500 })
    .step('free-target-frontend', { path: LB2, lastsMs: 8_000 })
    .at(13_000)
    .begin('release-production');
}

const UNANSWERED = {
  method: 'PUT',
  path: LB1,
  latencyMs: 4_000,
  result: { kind: 'no-answer', cause: 'the run was cancelled, and did not wait longer' },
} as const;

describe('a run that is cancelled right when it takes production away', () => {
  it.each([
    ['got no answer', parked().request(UNANSWERED)],
    ['was accepted', parked().request({ method: 'PUT', path: LB1 })],
  ])('has measured no downtime while production still answers, where its write %s', (_, rollout) => {
    const report = buildReport(
      { ...facts, maxDowntimeMs: 60_000 },
      rollout.probed(500, 13_000).events,
      CANCELLED,
    );
    expect(report.downtime).toMatchObject({ seconds: null, source: null, maxExceeded: null });
    expect(toOutputs(report, '')).toMatchObject({ 'downtime-seconds': '', 'downtime-source': '' });
    expect(verdict(report)).toContain('it answered until probing ended, and may have gone away after that');
    expect(summarize(report)).toMatch(/Downtime \| not known: it answered until probing ended/);
  });

  it('tells of the outage that it has seen since', () => {
    const rollout = parked().request(UNANSWERED);
    const report = buildReport(facts, rollout.probed(500, 20_000, [[14_000, 17_000]]).events, CANCELLED);
    expect(report.downtime).toMatchObject({ seconds: 3, source: 'probe' });
  });

  it('knows nothing of it by an outage before that', () => {
    const rollout = parked().request(UNANSWERED);
    const report = buildReport(facts, rollout.probed(500, 17_000, [[5_000, 8_000]]).events, CANCELLED);
    expect(report.downtime.seconds).toBeNull();
  });
});

it('a run that had not sent that write, or has undone it, has measured that production was never away', () => {
  const notSent = buildReport(facts, parked().probed(500, 13_000).events, CANCELLED);
  expect(notSent.downtime).toMatchObject({ seconds: 0, source: 'probe' });
  const undone = parked()
    .request(UNANSWERED)
    .undo('release-production')
    .failedUndo('free-target-frontend', 'refused')
    .finish('failed', 'refused');
  expect(buildReport(facts, undone.probed(500, 30_000).events).downtime).toMatchObject({
    seconds: 0,
    source: 'probe',
  });
});
