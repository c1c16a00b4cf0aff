import { describe, expect, it } from 'vitest';
import { toOutputs } from '../../src/outputs.ts';
import { nextSteps } from '../../src/report/next-steps/next-steps.ts';
import { buildReport } from '../../src/report/report.ts';
import { summarize } from '../../src/report/summary/summary.ts';
import { facts, LB1, LB2, Rollout, TEMPORARY_IP, temporaryIpPlan } from './rollouts.ts';

const interrupted = {
  startedStepIds: ['create-temporary-ip', 'free-target-frontend', 'release-production', 'attach-production'],
};

/** What the process sees that undoes the plan of one that was killed in its fourth step. */
function undoing(): Rollout {
  return new Rollout()
    .plan(temporaryIpPlan)
    .undo('attach-production', { path: LB2, lastsMs: 9_000 })
    .undo('release-production', { path: LB1, lastsMs: 12_000 })
    .undo('free-target-frontend', { path: LB2, lastsMs: 6_000 });
}

function withFailure(rollout: Rollout, outcome: 'rolled-back' | 'failed') {
  return rollout
    .finish(outcome, 'The run was interrupted.')
    .events.map((event) =>
      event.type === 'plan-finished'
        ? { ...event, failure: { message: 'The run was interrupted.', code: 'Interrupted' } }
        : event,
    );
}

describe('the report of a run whose process was killed, made by the one that undid it', () => {
  const undone = undoing().undo('create-temporary-ip', { method: 'DELETE', path: TEMPORARY_IP });
  const report = buildReport(
    { ...facts, interrupted, maxDowntimeMs: 1_000 },
    withFailure(undone, 'rolled-back'),
  );
  const text = summarize(report);

  it('knows which steps were begun, and not how they ended', () => {
    expect(report.steps.map(({ run }) => run?.outcome)).toEqual([...Array(4).fill('interrupted'), undefined]);
    expect(text).toContain(
      '| 4 | Give vipswap1pip to vipswap2lb | ⚠️&nbsp;begun by the interrupted run | ✅&nbsp;in&nbsp;9.00&nbsp;s |',
    );
    expect(text).toContain('| 5 | Delete the temporary public IP | not begun |');
  });

  it('claims no downtime, of which it saw the end only', () => {
    expect(report.downtime).toEqual({
      seconds: null,
      source: null,
      uncertaintyMs: null,
      resolutionMs: null,
      recoveredSeconds: null,
      maxSeconds: 1,
      maxExceeded: null,
    });
    expect(report.controlPlane).toEqual({ seconds: null, windows: [] });
    expect(toOutputs(report, '')).toMatchObject({
      'downtime-seconds': '',
      'downtime-source': '',
      'control-plane-downtime-seconds': '',
      'operation-count': '4',
    });
    expect(text).toContain('| Downtime | not known: it began in the interrupted run |');
    expect(text).not.toContain('| Control-plane window |');
    expect(text).toContain(
      '**Production at 20.1.2.3 (vipswap1pip) serves from vipswap1lb again, after the change was undone; how long it was away is not known, as that began in the interrupted run.**',
    );
  });

  it('says what happened, and that running again is all there is to do', () => {
    expect(nextSteps(report)).toEqual([
      {
        text: 'What the run had changed when it was interrupted is undone. Running again starts from where things are.',
        commands: [],
      },
    ]);
  });

  it('takes begun steps for standing until they are undone', () => {
    const failed = withFailure(undoing().failedUndo('create-temporary-ip', 'locked'), 'failed');
    const steps = nextSteps(buildReport({ ...facts, interrupted }, failed));
    // Production is where it was, and whether the temporary address was made at all nobody has looked.
    expect(steps.flatMap(({ commands }) => commands)).toEqual([]);
    // Nobody comes after post: it hands over to whoever recovers.
    expect(steps[0]?.text).toMatch(/^Bring the release to an end: run the action with "command: recover"/);
  });

  it('does not say that nothing was changed where nothing was undone, by on-failure: stop', () => {
    const failure = { message: 'left as it was: on-failure is "stop"' };
    const stopped = summarize(buildReport({ ...facts, interrupted }, [], { outcome: 'failed', failure }));
    expect(stopped).toContain('**Production may be down: 20.1.2.3 (vipswap1pip) is not known to serve');
    expect(stopped).toContain('1. Bring the release to an end: run the action with');
    expect(stopped).toContain(
      '1. Where that cannot be run, see which frontend has the production address now, and give it to the one that shall serve: it may be at ' +
        'either, or at none, where this prints nothing:\n\n   ```sh\n   az network public-ip show --ids',
    );
    expect(stopped).not.toContain('Nothing was changed');
  });
});
