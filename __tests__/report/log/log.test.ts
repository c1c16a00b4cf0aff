import { describe, expect, it } from 'vitest';
import type { RolloutEvent } from '../../../src/report/events.ts';
import { createLog, type LogSink, type RunLog } from '../../../src/report/log/log.ts';
import { buildReport } from '../../../src/report/report.ts';
import {
  facts,
  LB1,
  LB2,
  nativePlan,
  probeSample,
  Rollout,
  rolledBackSwap,
  STARTED_AT_MS,
  temporaryIpPlan,
  temporaryIpSwap,
} from '../rollouts.ts';
import { lock, RUN } from '../statuses.ts';

/** What a sink received, as the runner would show it. */
function recorder(): { sink: LogSink; lines: string[] } {
  const lines: string[] = [];
  const sink: LogSink = {
    group: (title) => lines.push(`> ${title}`),
    endGroup: () => lines.push('<'),
    info: (text) => lines.push(text),
    debug: (text) => lines.push(`debug:${text}`),
    warning: (text) => lines.push(`warning:${text}`),
    notice: ({ title, message }) => lines.push(`notice:${title}:${message}`),
    error: ({ title, message }) => lines.push(`error:${title}:${message}`),
  };
  return { sink, lines };
}

function logOf(events: readonly RolloutEvent[], after?: (log: RunLog) => void): string[] {
  const { sink, lines } = recorder();
  const log = createLog(sink, STARTED_AT_MS);
  events.forEach(log.read);
  after?.(log);
  return lines;
}

/** The lines of one group, without the debug ones. */
function group(lines: readonly string[], title: string): string[] {
  const from = lines.indexOf(`> ${title}`);
  return lines.slice(from + 1, lines.indexOf('<', from)).filter((line) => !line.startsWith('debug:'));
}

describe('the live log', () => {
  it('warns of somebody else who may have been written over', () => {
    const etag = { before: 3, after: 5, ours: 1 };
    const lines = logOf([{ type: 'model-raced', atMs: STARTED_AT_MS + 1_000, extension: 'install', etag }]);
    expect(lines.filter((line) => line.startsWith('warning:'))).toEqual([
      expect.stringMatching(
        /^warning: +1\.00 s {2}Somebody else .* extension "install" .* from 3 to 5, and 1 of that is ours/,
      ),
    ]);
  });

  it('gives every step a group with its operations, the window and what users saw', () => {
    const lines = logOf(temporaryIpSwap().events);
    expect(group(lines, 'Step 3 of 5: Take vipswap1pip off vipswap1lb')).toEqual([
      '  13.25 s  First failed answer: timed out; the last good one came 0.48 s ago',
      '  13.50 s  PUT loadBalancers/vipswap1lb 200 0.50 s req=request-22',
      '  13.50 s  The downtime window opened 0.50 s ago: ARM is taking the production address away',
      '  43.00 s  PUT loadBalancers/vipswap1lb Succeeded after 30.00 s, 59 polls',
      '  43.00 s  Done and verified',
    ]);
    expect(group(lines, 'Step 4 of 5: Give vipswap1pip to vipswap2lb').slice(-2)).toEqual([
      '  73.50 s  The downtime window closed after 60.50 s: ARM has given the production address back',
      '  73.50 s  Done and verified',
    ]);
    expect(lines).toContain('  74.02 s  First good answer again: 61.25 s without a good answer');
  });

  it.each([
    ['a swap', temporaryIpSwap()],
    ['a rollback', rolledBackSwap()],
  ])('opens no group inside another, and prints nothing twice: %s', (_, { events }) => {
    const lines = logOf(events, (log) => log.finish(buildReport(facts, events)));
    let depth = 0;
    for (const line of lines) {
      depth += line.startsWith('> ') ? 1 : line === '<' ? -1 : 0;
      expect([0, 1]).toContain(depth);
    }
    expect(depth).toBe(0);
    const told = lines.filter((line) => line !== '<' && /^[> ]|^\w/.test(line) && / s {2}/.test(line));
    expect(new Set(told).size).toBe(told.length);
  });

  it('shows polls only at debug', () => {
    const lines = logOf(temporaryIpSwap().events);
    expect(lines.filter((line) => line.includes('(poll ')).every((line) => line.startsWith('debug:'))).toBe(
      true,
    );
    expect(lines.filter((line) => line.includes('(poll '))).toHaveLength(157);
  });

  it('shows a poll that went wrong', () => {
    const rollout = new Rollout().request({
      path: '/operations/1',
      reason: { kind: 'poll', number: 3 },
      result: { kind: 'no-answer', cause: 'ECONNRESET' },
    });
    expect(logOf(rollout.events)).toContain(
      '   0.10 s  GET operations/1 no answer (ECONNRESET) 0.10 s req=request-1 (poll 3)',
    );
  });

  it('names reads before the plan and what comes after it', () => {
    const lines = logOf(temporaryIpSwap().events);
    expect(group(lines, 'Before the plan')).toContain(
      '   0.40 s  GET loadBalancers/vipswap1lb 200 0.10 s req=request-1',
    );
    const { events } = rolledBackSwap().at(63_000).request({ path: LB1 });
    const after = logOf(events, (log) => log.finish(buildReport(facts, events)));
    expect(group(after, 'After the plan').at(-1)).toContain('GET loadBalancers/vipswap1lb 200');
  });

  it('warns of the first repetition with what it repeats, and tells of the others', () => {
    const tooMany = { kind: 'answer', status: 429, errorCode: 'TooManyRequests' } as const;
    const rollout = new Rollout()
      .request({ method: 'PUT', path: LB1, result: tooMany })
      .request({ method: 'PUT', path: LB1, result: tooMany, reason: { kind: 'retry', number: 1 } })
      .request({ method: 'PUT', path: LB1, reason: { kind: 'retry', number: 2 } });
    expect(logOf(rollout.events).slice(1)).toEqual([
      '   0.10 s  PUT loadBalancers/vipswap1lb 429 TooManyRequests 0.10 s req=request-1',
      'warning:   0.20 s  PUT loadBalancers/vipswap1lb 429 TooManyRequests 0.10 s req=request-2 (repetition 1 because of 429 TooManyRequests)',
      '   0.30 s  PUT loadBalancers/vipswap1lb 200 0.10 s req=request-3 (repetition 2 because of 429 TooManyRequests)',
    ]);
  });

  it('warns once when a quota runs out, and shows all quotas at debug', () => {
    const compute =
      'Microsoft.Compute/CreateVMScaleSetResource;2,Microsoft.Compute/Other;374,Microsoft.Compute/VmssQueuedVMOperations;0';
    const rollout = new Rollout()
      .request({ path: LB1, remaining: { 'subscription-reads': '199' } })
      .request({ path: LB1, remaining: { 'subscription-reads': '20', resource: compute } })
      .request({ path: LB1, remaining: { 'subscription-reads': '19' } });
    const lines = logOf(rollout.events);
    expect(lines.filter((line) => line.startsWith('warning:'))).toEqual([
      'warning:   0.20 s  Azure has little quota left: subscription-reads 20. It refills within minutes; until then it may answer 429.',
      'warning:   0.20 s  Azure has little quota left: Microsoft.Compute/CreateVMScaleSetResource 2. It refills within minutes; until then it may answer 429.',
    ]);
    expect(lines).toContain('debug:   0.10 s  remaining: subscription-reads 199');
  });

  it('ends a group with the failure of its step, and warns of an undo that failed', () => {
    const rollout = new Rollout()
      .plan(temporaryIpPlan)
      .failedStep('release-production', 'vipswap1lb is locked')
      .failedUndo('release-production', 'locked still');
    const lines = logOf(rollout.events);
    expect(group(lines, 'Step 3 of 5: Take vipswap1pip off vipswap1lb')).toEqual([
      '   0.00 s  Failed: vipswap1lb is locked',
    ]);
    expect(group(lines, 'Undo step 3 of 5: Take vipswap1pip off vipswap1lb')).toEqual([
      'warning:   0.00 s  Not undone: locked still',
    ]);
  });

  it('prints the plan that is run, and opens with it for a reviewer', () => {
    const run = group(logOf(new Rollout().plan(temporaryIpPlan).events), 'Plan');
    const planned = logOf([], (log) => log.printPlan(temporaryIpPlan));
    expect(planned).toEqual(run);
    expect(planned).toEqual(
      expect.arrayContaining([
        temporaryIpPlan.goal,
        'Method temporary-ip: native was never recorded on scale sets',
        '3. Take vipswap1pip off vipswap1lb',
        `   PUT ${LB1} (2025-05-01)`,
        '   loadBalancers/vipswap1lb frontendIPConfigurations/web.publicIPAddress.id: vipswap1pip -> vipswap2pip',
        `Hazard: ${temporaryIpPlan.hazards[0]}`,
        `Not checked: ${temporaryIpPlan.unchecked[0]}`,
      ]),
    );
  });

  it('says for whom it waits', () => {
    const wait = { type: 'lock-wait', atMs: STARTED_AT_MS + 2_000, resource: 'vipswap1pip', lock } as const;
    expect(logOf([wait])).toEqual([
      '> Before the plan',
      `   2.00 s  "vipswap1pip" is locked by ${RUN} (vip-swap to vipswap2lb) until 2026-11-22T04:10:00Z`,
    ]);
  });

  it('ends with one notice, and one error where the run is red', () => {
    const annotations = (lines: string[]) => lines.filter((line) => /^(notice|error):/.test(line));
    const events = rolledBackSwap().events;
    expect(annotations(logOf(events, (log) => log.finish(buildReport(facts, events))))).toEqual([
      'notice:vip-swap: rolled back:Production at 20.1.2.3 (vipswap1pip) serves from vipswap1lb again, after the change was undone; it did not answer for 27.50 s (± 0.25 s).',
      'error:vip-swap: rolled back:Conflict: vipswap2lb could not be updated. Remove the cause and run again: what this run had changed is undone.',
    ]);
    const green = temporaryIpSwap().events;
    expect(annotations(logOf(green, (log) => log.finish(buildReport(facts, green))))).toHaveLength(1);
    const slow = buildReport({ ...facts, maxDowntimeMs: 1_000 }, green);
    expect(annotations(logOf(green, (log) => log.finish(slow)))[1]).toMatch(/^error:.*The move stands/);
  });
});

describe('the prober in the log', () => {
  function samples(
    ...rows: readonly (readonly [dueMs: number, completedMs: number, good: boolean])[]
  ): string[] {
    const events = rows.map(([dueMs, completedMs, good]): RolloutEvent => {
      const sample = { ...probeSample(dueMs, !good), completedAtMs: STARTED_AT_MS + completedMs };
      return { type: 'probe-sample', atMs: sample.completedAtMs, sample };
    });
    return logOf(events).filter((line) => line.includes('answer'));
  }

  it('says nothing of a request that times out after service came back', () => {
    expect(
      samples(
        [0, 20, true],
        [250, 2_250, false],
        [500, 2_300, true],
        [2_100, 4_100, false],
        [2_500, 2_520, true],
      ),
    ).toEqual([
      '   2.25 s  First failed answer: timed out; the last good one came 2.23 s ago',
      '   2.30 s  First good answer again: 2.28 s without a good answer',
    ]);
  });

  it('tells what became of connections that were kept alive', () => {
    const at = { atMs: STARTED_AT_MS + 9_000, openedAtMs: STARTED_AT_MS + 4_000 };
    const lines = logOf([
      { type: 'probe-connection', ...at, fate: 'kept' },
      { type: 'probe-connection', ...at, fate: 'hung' },
      { type: 'probe-failed', atMs: STARTED_AT_MS + 9_500, cause: 'out of memory' },
    ]);
    expect(lines.slice(1)).toEqual([
      'debug:   9.00 s  A connection opened 5.00 s ago was kept',
      '   9.00 s  A connection opened 5.00 s ago was left hanging',
      'warning:   9.50 s  The prober died: out of memory. Downtime is not measured from here on.',
    ]);
  });
});

describe('silence', () => {
  /** Reads a stream live, with a tick every 5 s, and returns the moments of what a person sees. */
  function watch(events: readonly RolloutEvent[], untilMs: number): { lines: string[]; momentsMs: number[] } {
    const momentsMs = [0];
    let nowMs = 0;
    const { sink, lines } = recorder();
    const seen = (text: string) => {
      lines.push(text);
      momentsMs.push(nowMs);
    };
    const log = createLog({ ...sink, info: seen, warning: seen, group: seen }, STARTED_AT_MS);
    let nextTickMs = 5_000;
    for (const event of events) {
      const atMs = event.atMs - STARTED_AT_MS;
      for (; nextTickMs < atMs; nextTickMs += 5_000) {
        nowMs = nextTickMs;
        log.tick(STARTED_AT_MS + nowMs);
      }
      nowMs = atMs;
      log.read(event);
    }
    for (; nextTickMs <= untilMs; nextTickMs += 5_000) {
      nowMs = nextTickMs;
      log.tick(STARTED_AT_MS + nowMs);
    }
    return { lines, momentsMs: [...momentsMs, untilMs] };
  }

  it('never lasts more than 30 s', () => {
    const long = new Rollout()
      .plan(temporaryIpPlan)
      .step('create-temporary-ip')
      .step('release-production', { path: LB1, lastsMs: 300_000 })
      .step('attach-production', { path: LB2, lastsMs: 200_000 });
    const { momentsMs } = watch(long.events, 620_000);
    const gapsMs = momentsMs.slice(1).map((momentMs, index) => momentMs - (momentsMs[index] ?? 0));
    expect(Math.max(...gapsMs)).toBeLessThanOrEqual(30_000);
  });

  it('is broken with what the run is waiting for', () => {
    const rollout = new Rollout()
      .plan(nativePlan)
      .step('swap', { method: 'POST', path: `${LB1}/swap`, lastsMs: 60_000 })
      .probed(0, 50_000, [[1_000, 50_250]]);
    expect(watch(rollout.events, 60_000).lines).toContain(
      '  25.00 s  Still in "Swap both addresses": POST vipswap1lb/swap has been running for 25.00 s, 49 polls; production has not answered for 24.23 s',
    );
  });

  it('is broken before there is a plan, too', () => {
    expect(watch([], 20_000).lines).toEqual(['  20.00 s  Still at work']);
  });
});
