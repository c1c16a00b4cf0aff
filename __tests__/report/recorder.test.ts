import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/engine/clock.ts';
import type { RolloutEvent } from '../../src/report/events.ts';
import { createRecorder, type Recorder } from '../../src/report/recorder.ts';
import { buildReport } from '../../src/report/report.ts';
import { reportText } from '../../src/report/report-text.ts';
import { summarize } from '../../src/report/summary/summary.ts';
import { facts, temporaryIpPlan } from './rollouts.ts';

const SECRET = 'correct-horse-battery';
const QUOTING = `The settings {"token":"${SECRET}"} are not valid.`;
const failure = { code: 'InvalidParameter', message: QUOTING };

let recorder: Recorder | undefined;
afterEach(() => recorder?.stop());

/** All that a run with these events tells: in the log, in the report and in the summary. */
function told(events: readonly RolloutEvent[], secret: string): string {
  const lines: string[] = [];
  const print = (text: string) => lines.push(text);
  const annotate = ({ message }: { message: string }) => lines.push(message);
  const sink = { group: print, info: print, debug: print, warning: print, notice: annotate, error: annotate };
  recorder = createRecorder(systemClock, { ...sink, endGroup: () => undefined });
  recorder.hide(secret);
  events.forEach(recorder.emit);
  recorder.tellPlan({ ...temporaryIpPlan, unchecked: [QUOTING], hazards: [QUOTING] });
  const conclusion = recorder.concealedConclusion({ outcome: 'failed', failure });
  const report = buildReport(facts, recorder.events, conclusion);
  recorder.log.finish(report);
  return [...lines, JSON.stringify(recorder.events), reportText(report), summarize(report)].join('\n');
}

const plan = { ...temporaryIpPlan, unchecked: [QUOTING] };
const stepId = plan.steps[0]?.id ?? '';
const instanceId = '3';
const reasons = [`has extension install not provisioned (ProvisioningState/failed: token ${SECRET})`];
const sample = { dueAtMs: 1, sentAtMs: 1, completedAtMs: 2 };

const events: readonly RolloutEvent[] = [
  { type: 'plan-started', atMs: 1, plan },
  { type: 'step-started', atMs: 2, stepId },
  { type: 'instance-check', atMs: 3, instanceId, reasons },
  { type: 'instance-unhealthy', atMs: 4, instanceId, reasons, tookMs: 1 },
  { type: 'batch-started', atMs: 4, number: 1, instanceIds: [instanceId], outdatedCount: 1 },
  {
    type: 'batch-finished',
    atMs: 5,
    number: 1,
    instanceIds: [instanceId],
    unhealthy: [{ instanceId, reasons }],
  },
  { type: 'probe-sample', atMs: 5, sample: { ...sample, result: { kind: 'failed', cause: QUOTING } } },
  { type: 'probe-failed', atMs: 5, cause: QUOTING },
  {
    type: 'arm-request',
    atMs: 6,
    sentAtMs: 5,
    sequence: 1,
    method: 'GET',
    path: '/subscriptions/s',
    apiVersion: '1',
    reason: { kind: 'call' },
    result: { kind: 'no-answer', cause: QUOTING },
    remaining: {},
  },
  { type: 'step-failed', atMs: 7, stepId, failure },
  { type: 'undo-started', atMs: 8, stepId },
  { type: 'undo-failed', atMs: 9, stepId, failure },
  { type: 'plan-finished', atMs: 10, outcome: 'failed', failure },
];

describe('what is recorded of a run', () => {
  it.each(events.filter((event) => JSON.stringify(event).includes(SECRET)))(
    'has no secret that $type quotes',
    (event) => {
      const text = told([event], SECRET);
      expect(text).not.toContain(SECRET);
      expect(JSON.stringify(recorder?.events)).toContain('***');
    },
  );

  it('has no secret where the whole of a failed run quotes it', () => {
    const text = told(events, SECRET);
    expect(text).toContain('***');
    expect(text).not.toContain(SECRET);
  });

  it('keeps what code compares, where somebody has such a word for a secret', () => {
    told(events, 'failed');
    expect(recorder?.events.map(({ type }) => type)).toEqual(events.map(({ type }) => type));
    expect(recorder?.events.at(-1)).toMatchObject({ outcome: 'failed' });
  });
});
