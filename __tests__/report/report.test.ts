import { describe, expect, it } from 'vitest';
import { buildReport, type Report } from '../../src/report/report.ts';
import { reportText } from '../../src/report/report-text.ts';
import { summarize } from '../../src/report/summary/summary.ts';
import { verdict } from '../../src/report/verdict/verdict.ts';
import { schema, validate } from './report-schema.ts';
import {
  facts,
  LB1,
  LB2,
  nativePlan,
  Rollout,
  rolledBackSwap,
  STARTED_AT_MS,
  TEMPORARY_IP,
  temporaryIpPlan,
  temporaryIpSwap,
} from './rollouts.ts';
import { statuses } from './statuses.ts';

function errorsOf(report: unknown): string[] {
  return validate(JSON.parse(JSON.stringify(report)))
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const swapped = buildReport(facts, temporaryIpSwap().events);
const rolledBack = buildReport(facts, rolledBackSwap().events);

describe('a swap over a temporary address', () => {
  it('reports what users missed as the prober saw it', () => {
    // Last good answer 12,771 ms; first good one again 74,021 ms. Failures were sent from 13,001 ms to 73,751 ms.
    expect(swapped.probe?.downtime).toMatchObject({
      outages: [{ fromMs: 12_771, toMs: 74_021, failedCount: 244, downMs: 61_000, uncertaintyMs: 250 }],
      totalMs: 61_000,
      longestMs: 61_000,
      uncertaintyMs: 250,
    });
    expect(swapped.downtime).toEqual({
      seconds: 61,
      source: 'probe',
      uncertaintyMs: 250,
      resolutionMs: 250,
      recoveredSeconds: 0,
      maxSeconds: null,
      maxExceeded: null,
    });
  });

  it('puts the control-plane window between the sending of the first write and the end of the last', () => {
    expect(swapped.controlPlane).toEqual({
      seconds: 60.5,
      windows: [{ openedMs: 13_000, closedMs: 73_500 }],
    });
  });

  it('relates the data plane to the operations at both ends of the window', () => {
    expect(swapped.probe?.detachOffset).toEqual({ afterAcceptedMs: -729, afterEndedMs: -30_229 });
    expect(swapped.probe?.attachOffset).toEqual({ afterAcceptedMs: 30_521, afterEndedMs: 521 });
  });

  it('lists the operations with the ids of the request that ARM accepted', () => {
    expect(
      swapped.operations.map(({ stepId, method, status, sentMs, endedMs }) => [
        stepId,
        method,
        status,
        sentMs,
        endedMs,
      ]),
    ).toEqual([
      ['create-temporary-ip', 'PUT', 'Succeeded', 3_000, 4_500],
      ['free-target-frontend', 'PUT', 'Succeeded', 4_500, 12_500],
      ['release-production', 'PUT', 'Succeeded', 13_000, 43_000],
      ['attach-production', 'PUT', 'Succeeded', 43_000, 73_500],
      ['delete-temporary-ip', 'DELETE', 'Succeeded', 79_000, 90_000],
    ]);
    const release = swapped.operations[2];
    const accepted = swapped.requests.find(({ sentMs, method }) => sentMs === 13_000 && method === 'PUT');
    expect(release?.correlationId).toBe(accepted?.correlationId);
  });

  it('tells reads before the plan from requests of a step', () => {
    expect(swapped.requests.slice(0, 3).map(({ stepId }) => stepId)).toEqual([
      null,
      null,
      'create-temporary-ip',
    ]);
  });

  it('takes every time from the start of the run', () => {
    expect(swapped.startedAt).toBe('2026-11-22T03:00:00.000Z');
    expect(swapped.durationMs).toBe(100_000);
    expect(JSON.stringify(swapped)).not.toMatch(/\b50\d{5}\b/);
  });

  it('holds the estimate against the limit', () => {
    const judge = (maxDowntimeMs: number) =>
      buildReport({ ...facts, maxDowntimeMs }, temporaryIpSwap().events).downtime.maxExceeded;
    expect([judge(60_999), judge(61_000)]).toEqual([true, false]);
  });
});

it('does not count a POST that only asks as a write', () => {
  const events = new Rollout()
    .write({ method: 'POST', path: `${LB1}/loadBalancingRules/web/health`, lastsMs: 2_000 })
    .write({ method: 'POST', path: `${LB1}/backendAddressPools/pool/queryInboundNatRulePortMapping` })
    .plan(temporaryIpPlan).events;
  const report = buildReport(facts, events, { outcome: 'failed', failure: { message: 'too few instances' } });
  expect(report.operations).toEqual([]);
  expect(verdict(report)).toBe('Nothing was changed.');
});

describe('a swap that was rolled back', () => {
  it('keeps the cause and what became of every step', () => {
    expect(rolledBack.outcome).toBe('rolled-back');
    expect(rolledBack.failure).toEqual({ message: 'vipswap2lb could not be updated', code: 'Conflict' });
    expect(rolledBack.steps.map(({ run, undo }) => [run?.outcome, undo?.outcome])).toEqual([
      ['succeeded', 'succeeded'],
      ['succeeded', 'succeeded'],
      ['succeeded', 'succeeded'],
      ['failed', 'succeeded'],
      [undefined, undefined],
    ]);
  });

  it('closes the window with the undo that gave production back', () => {
    expect(rolledBack.controlPlane).toEqual({
      seconds: 27,
      windows: [{ openedMs: 13_000, closedMs: 40_000 }],
    });
    expect(rolledBack.operations.filter(({ phase }) => phase === 'undo')).toHaveLength(3);
  });

  it('counts a second window where the undo took production away from its new side', () => {
    const events = new Rollout()
      .at(1_000)
      .plan(temporaryIpPlan)
      .step('release-production', { path: LB1, lastsMs: 10_000 })
      .step('attach-production', { path: LB2, lastsMs: 10_000 })
      .at(30_000)
      .failedStep('delete-temporary-ip', 'production does not answer')
      .undo('attach-production', { path: LB2, lastsMs: 5_000 })
      .undo('release-production', { path: LB1, lastsMs: 6_000 })
      .finish('rolled-back', 'production does not answer').events;
    expect(buildReport(facts, events).controlPlane).toEqual({
      seconds: 31,
      windows: [
        { openedMs: 1_000, closedMs: 21_000 },
        { openedMs: 30_000, closedMs: 41_000 },
      ],
    });
  });
});

describe('the control-plane window', () => {
  it('opens with the first write that was not refused', () => {
    const events = new Rollout()
      .plan(temporaryIpPlan)
      .at(2_000)
      .begin('release-production')
      .refusedWrite(LB1, 429, 'RetryableError')
      .at(3_000)
      .write({ path: LB1, lastsMs: 4_000 })
      .at(7_000)
      .step('attach-production', { path: LB2, lastsMs: 4_000 }).events;
    expect(buildReport(facts, events).controlPlane.windows).toEqual([{ openedMs: 3_000, closedMs: 11_000 }]);
  });

  it('opens with a write that got no answer, because ARM may have carried it out', () => {
    const events = new Rollout()
      .plan(temporaryIpPlan)
      .at(2_000)
      .begin('release-production')
      .request({ method: 'PUT', path: LB1, result: { kind: 'no-answer', cause: 'ECONNRESET' } }).events;
    expect(buildReport(facts, events).controlPlane).toEqual({
      seconds: null,
      windows: [{ openedMs: 2_000, closedMs: null }],
    });
  });

  it('waits for the last operation of a closing step that has several', () => {
    const events = new Rollout()
      .plan(temporaryIpPlan)
      .step('release-production', { path: LB1, lastsMs: 1_000 })
      .step(
        'attach-production',
        { path: LB2, lastsMs: 2_000 },
        { path: LB2.toUpperCase(), lastsMs: 3_000 },
      ).events;
    expect(buildReport(facts, events).controlPlane.windows).toEqual([{ openedMs: 0, closedMs: 6_000 }]);
  });

  it('is not there where ARM refused the native swap, and belongs to the method that followed', () => {
    const refused = new Rollout()
      .plan(nativePlan)
      .begin('swap')
      .refusedWrite(`${LB1}/swap`, 400, 'NotSupported')
      .finish('rolled-back', 'refused')
      .at(5_000)
      .plan(temporaryIpPlan)
      .step('release-production', { path: LB1, lastsMs: 1_000 })
      .step('attach-production', { path: LB2, lastsMs: 2_000 })
      .finish('succeeded');
    const report = buildReport(facts, refused.events);
    expect(report.controlPlane.windows).toEqual([{ openedMs: 5_000, closedMs: 8_000 }]);
    expect([report.outcome, report.plan?.method]).toEqual(['succeeded', 'temporary-ip']);
    expect(report.steps.map(({ method }) => method)).toEqual(['native', ...Array(5).fill('temporary-ip')]);
  });

  it('of a swap that failed and was not undone ends with it when another method follows', () => {
    const events = new Rollout()
      .plan(nativePlan)
      .failedStep('swap', 'failed', { method: 'POST', path: `${LB1}/swap`, lastsMs: 9_000, status: 'Failed' })
      .finish('failed', 'failed')
      .at(12_000)
      .plan(temporaryIpPlan)
      .step('release-production', { path: LB1, lastsMs: 1_000 })
      .step('attach-production', { path: LB2, lastsMs: 2_000 }).events;
    expect(buildReport(facts, events).controlPlane.windows).toEqual([
      { openedMs: 0, closedMs: 9_000 },
      { openedMs: 12_000, closedMs: 15_000 },
    ]);
  });

  it('relates nothing to the data plane where there are two: which outage belongs to which is a guess', () => {
    const rollout = new Rollout()
      .at(2_000)
      .plan(nativePlan)
      .step('swap', { method: 'POST', path: `${LB1}/swap`, lastsMs: 3_000 })
      .at(10_000)
      .undo('swap', { path: LB1, lastsMs: 3_000 })
      .finish('rolled-back', 'production does not answer')
      .probed(0, 20_000, [[2_000, 5_000]]);
    const report = buildReport(facts, rollout.events);
    expect(report.controlPlane.windows).toHaveLength(2);
    expect(report.probe).toMatchObject({ detachOffset: null, attachOffset: null });
  });

  it('is not held open by what an undo writes besides', () => {
    const events = new Rollout()
      .plan(nativePlan)
      .step('swap', { method: 'POST', path: `${LB1}/swap`, lastsMs: 9_000 })
      .undo(
        'swap',
        { path: TEMPORARY_IP, lastsMs: 2_000 },
        { path: LB1, lastsMs: 3_000 },
        { path: LB2, lastsMs: 4_000 },
        { method: 'DELETE', path: TEMPORARY_IP, lastsMs: 11_000 },
      ).events;
    expect(buildReport(facts, events).controlPlane.windows).toEqual([
      { openedMs: 0, closedMs: 9_000 },
      { openedMs: 11_000, closedMs: 18_000 },
    ]);
  });

  it('covers an accepted native swap that failed until its end was known', () => {
    const events = new Rollout()
      .plan(nativePlan)
      .failedStep('swap', 'failed', { method: 'POST', path: `${LB1}/swap`, lastsMs: 9_000, status: 'Failed' })
      .undo('swap')
      .finish('rolled-back', 'failed').events;
    expect(buildReport(facts, events).controlPlane.windows).toEqual([{ openedMs: 0, closedMs: 9_000 }]);
  });
});

describe('what was not measured', () => {
  const unprobed = () => temporaryIpSwap().events.filter(({ type }) => !type.startsWith('probe'));

  it('falls back to the control plane, and says so', () => {
    const report = buildReport(facts, unprobed());
    expect(report.probe).toBeNull();
    expect(report.downtime).toMatchObject({
      seconds: 60.5,
      source: 'control-plane',
      uncertaintyMs: null,
      resolutionMs: null,
    });
  });

  it('is null, never 0', () => {
    const report = buildReport({ ...facts, maxDowntimeMs: 1 }, [], {
      outcome: 'failed',
      failure: { message: 'vipswap2lb does not exist' },
    });
    expect(report.downtime).toEqual({
      seconds: null,
      source: null,
      uncertaintyMs: null,
      resolutionMs: null,
      recoveredSeconds: null,
      maxSeconds: 0.001,
      maxExceeded: null,
    });
    expect(report.controlPlane).toEqual({ seconds: null, windows: [] });
  });

  it('is null for an outage that was not over, which may exceed the limit all the same', () => {
    const events = temporaryIpSwap().events.filter(
      (event) => !(event.type === 'probe-sample' && event.atMs > STARTED_AT_MS + 70_000),
    );
    const { downtime, probe } = buildReport({ ...facts, maxDowntimeMs: 30_000 }, events);
    expect(downtime).toMatchObject({ seconds: null, source: null, uncertaintyMs: null, maxExceeded: true });
    expect(probe?.downtime?.outages[0]).toMatchObject({ toMs: null, uncertaintyMs: 0 });
    expect(buildReport({ ...facts, maxDowntimeMs: 90_000 }, events).downtime.maxExceeded).toBeNull();
  });

  it('does not believe the samples of a prober that died', () => {
    const events = [
      ...temporaryIpSwap().events,
      { type: 'probe-failed' as const, atMs: STARTED_AT_MS + 79_500, cause: 'out of memory' },
    ];
    const report = buildReport(facts, events);
    expect(report.probe).toMatchObject({ failure: 'out of memory', downtime: null });
    expect(report.downtime.source).toBe('control-plane');
  });

  it('is a true 0 where the prober saw no outage', () => {
    const events = new Rollout()
      .plan(nativePlan)
      .step('swap', { path: LB1 })
      .finish('succeeded')
      .probed(0, 5_000).events;
    expect(buildReport(facts, events).downtime).toMatchObject({ seconds: 0, source: 'probe' });
  });
});

it('tells a run that ended in the middle from one that failed', () => {
  const events = new Rollout()
    .plan(temporaryIpPlan)
    .begin('release-production')
    .request({ method: 'PUT', path: LB1 }).events;
  const report = buildReport(facts, events);
  expect(report.outcome).toBe('failed');
  expect(report.steps[2]?.run).toMatchObject({ outcome: 'unfinished', durationMs: null });
  expect(report.operations).toMatchObject([{ path: LB1, status: null, endedMs: null, polls: null }]);
});

describe('the text of report.json', () => {
  it('says what the report says, with a line for each sample', () => {
    const text = reportText(swapped);
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(swapped)));
    expect(text).toContain('\n      [500,501,521,"good",200,null],\n');
  });

  it('is not led astray by text that looks like its own', () => {
    const hostile = buildReport({ ...facts, strategy: '"samples": []' }, temporaryIpSwap().events);
    expect(JSON.parse(reportText(hostile))).toEqual(JSON.parse(JSON.stringify(hostile)));
    const unprobed = buildReport(facts, []);
    expect(JSON.parse(reportText(unprobed))).toEqual(JSON.parse(JSON.stringify(unprobed)));
  });
});

describe('docs/report.schema.json', () => {
  const reports: Record<string, Report> = {
    succeeded: swapped,
    'rolled back': rolledBack,
    'on the emulator': buildReport(
      { ...facts, emulator: { dataPlane: 'pessimistic', speed: 20 } },
      temporaryIpSwap().events,
    ),
    planned: buildReport(facts, [], { outcome: 'planned', plan: temporaryIpPlan }),
    'no change': buildReport(facts, [], { outcome: 'no-change', reason: 'vipswap2lb serves it already' }),
    'failed early': buildReport({ ...facts, productionAddresses: [] }, [], {
      outcome: 'failed',
      failure: { message: 'no such load balancer', code: 'ResourceNotFound' },
    }),
    'left by a killed run': buildReport(
      { ...facts, interrupted: { startedStepIds: ['create-temporary-ip'] } },
      new Rollout().plan(temporaryIpPlan).undo('create-temporary-ip').finish('rolled-back', 'killed').events,
    ),
    'of a documented lower bound': buildReport(facts, [], {
      outcome: 'planned',
      plan: {
        ...nativePlan,
        expectedDowntime: { medianSeconds: null, p90Seconds: null, atLeastSeconds: 10, basis: 'documented' },
      },
    }),
    interrupted: buildReport(facts, new Rollout().plan(temporaryIpPlan).begin('release-production').events),
    recovered: buildReport({ ...facts, recoveredTo: 'undo' }, temporaryIpSwap().events),
    unlocked: buildReport(facts, [], { outcome: 'succeeded', reason: '"vipswap1pip" was locked' }),
    ...Object.fromEntries(
      Object.entries(statuses).map(([name, addresses]) => [
        `status: ${name}`,
        buildReport(facts, [], {
          outcome: 'reported',
          status: { state: 'locked', addresses, unchecked: ['what is hidden'] },
        }),
      ]),
    ),
  };

  it.each(Object.entries(reports))('describes a report: %s', (_, report) => {
    expect(errorsOf(report)).toEqual([]);
  });

  it.each([
    ['a swap', temporaryIpSwap()],
    ['a rollback', rolledBackSwap()],
  ])('describes what is left of a run that was killed at any moment: %s', (_, { events }) => {
    // Samples differ in nothing that matters here, and there are hundreds.
    const finished = events.findIndex(({ type }) => type === 'plan-finished');
    const moments = events.flatMap(({ type }, index) =>
      type === 'probe-sample' || index > finished ? [] : [index],
    );
    for (const moment of moments) {
      const report = buildReport(facts, events.slice(0, moment));
      expect(errorsOf(report)).toEqual([]);
      expect(summarize(report)).toContain('### vip-swap: failed');
    }
  });

  it.each([
    ['a missing member', { ...swapped, downtime: undefined }, /downtime/],
    ['a member it does not know', { ...swapped, extra: 1 }, /additional properties/],
    ['another version', { ...swapped, schemaVersion: 2 }, /schemaVersion/],
    ['a status of another command', { ...swapped, status: { state: 'idle', addresses: [] } }, /status/],
    ['a report of nothing', { ...swapped, outcome: 'reported' }, /status/],
    ['an unknown outcome', { ...swapped, outcome: 'ok' }, /outcome/],
    ['a red run without a cause', { ...rolledBack, failure: null }, /failure/],
    [
      'a number without a source',
      { ...swapped, downtime: { ...swapped.downtime, source: null } },
      /downtime.seconds/,
    ],
    [
      'a source without a number',
      { ...swapped, downtime: { ...swapped.downtime, seconds: null } },
      /downtime.seconds/,
    ],
    [
      'a sample cut short',
      { ...swapped, probe: { ...swapped.probe, samples: [[1, 2, 3, 'good']] } },
      /samples/,
    ],
    ['a time that is no whole millisecond', { ...swapped, durationMs: 1.5 }, /durationMs/],
  ])('refuses %s', (_, report, error) => {
    expect(errorsOf(report).join('\n')).toMatch(error);
  });

  it('describes every member', () => {
    expect(undescribed(schema)).toEqual([]);
  });
});

function undescribed(node: unknown, path = ''): string[] {
  if (typeof node !== 'object' || node === null) {
    return [];
  }
  const properties =
    'properties' in node && !path.includes('allOf') ? Object.entries(node.properties ?? {}) : [];
  return [
    ...properties
      .filter(([, member]) => !('description' in Object(member)))
      .map(([name]) => `${path}/${name}`),
    ...Object.entries(node).flatMap(([name, child]) => undescribed(child, `${path}/${name}`)),
  ];
}
