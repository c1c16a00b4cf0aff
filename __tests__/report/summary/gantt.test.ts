import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildReport } from '../../../src/report/report.ts';
import { escapeLabel, gantt, uncharted } from '../../../src/report/summary/gantt.ts';
import { parseGantt } from '../mermaid.ts';
import { facts, LB1, LB2, Rollout, rolledBackSwap, temporaryIpPlan, temporaryIpSwap } from '../rollouts.ts';

const ORIGIN = new Date(2000, 0, 1).getTime();

function chartOf(rollout: Rollout, finishedMs = 100_000): string {
  const report = buildReport({ ...facts, finishedAtMs: facts.startedAtMs + finishedMs }, rollout.events);
  const chart = gantt(report);
  if (chart === null) {
    throw new Error('there is no chart');
  }
  return chart;
}

/** Section, label, and from and to in milliseconds on the axis that the reader sees, in whatever time zone. */
async function barsOf(chart: string): Promise<[string, string, number, number][]> {
  const tasks = await parseGantt(chart);
  return tasks.map(({ section, task, startTime, endTime }) => [
    section,
    task.trim(),
    startTime.getTime() - ORIGIN,
    endTime.getTime() - ORIGIN,
  ]);
}

describe('the gantt, as Mermaid reads it', () => {
  it('shows the outage and the window above the operations, in milliseconds from the start', async () => {
    expect(await barsOf(chartOf(temporaryIpSwap()))).toEqual([
      ['Users', 'Outage 61.00 s', 12_771, 74_021],
      ['Control plane', 'Window 60.50 s', 13_000, 73_500],
      ['ARM operations', 'PUT vipswap1pip-rollout-temporary 1.50 s', 3_000, 4_500],
      ['ARM operations', 'PUT vipswap2lb 8.00 s', 4_500, 12_500],
      ['ARM operations', 'PUT vipswap1lb 30.00 s', 13_000, 43_000],
      ['ARM operations', 'PUT vipswap2lb 30.50 s', 43_000, 73_500],
      ['ARM operations', 'DELETE vipswap1pip-rollout-temporary 11.00 s', 79_000, 90_000],
    ]);
  });

  it('marks what failed, and says which operations took something back', async () => {
    const tasks = await parseGantt(chartOf(rolledBackSwap()));
    const marked = tasks.filter(({ crit }) => crit).map(({ task }) => task.trim());
    expect(marked).toEqual(['Outage 27.50 s', 'PUT vipswap2lb 5.00 s Failed']);
    expect(tasks.map(({ task }) => task.trim()).filter((task) => task.startsWith('undo'))).toHaveLength(3);
  });

  it('draws what never ended up to the end of the run', async () => {
    const rollout = new Rollout()
      .plan(temporaryIpPlan)
      .at(2_000)
      .begin('release-production')
      .request({ method: 'PUT', path: LB1 });
    expect(await barsOf(chartOf(rollout, 9_000))).toEqual([
      ['Control plane', 'Window never closed', 2_000, 9_000],
      ['ARM operations', 'PUT vipswap1lb no end seen', 2_000, 9_000],
    ]);
  });

  it('draws what the undo of its step superseded up to there', async () => {
    const rollout = new Rollout()
      .plan(temporaryIpPlan)
      .at(2_000)
      .begin('free-target-frontend')
      .request({ method: 'PUT', path: LB2 })
      .at(8_000)
      .undo('free-target-frontend', { path: LB2, lastsMs: 4_000 });
    expect(await barsOf(chartOf(rollout, 60_000))).toEqual([
      ['ARM operations', 'PUT vipswap2lb no end seen', 2_000, 8_000],
      ['ARM operations', 'undo PUT vipswap2lb 4.00 s', 8_000, 12_000],
    ]);
  });

  it('draws it so where the undo was tried twice, too', async () => {
    const rollout = new Rollout()
      .plan(temporaryIpPlan)
      .at(2_000)
      .begin('free-target-frontend')
      .request({ method: 'PUT', path: LB2 })
      .at(8_000)
      .failedUndo('free-target-frontend', 'ARM fails for moments')
      .at(9_000)
      .undo('free-target-frontend', { path: LB2, lastsMs: 4_000 });
    expect((await barsOf(chartOf(rollout, 60_000)))[0]).toEqual([
      'ARM operations',
      'PUT vipswap2lb no end seen',
      2_000,
      8_000,
    ]);
  });

  it('labels the axis so that it can be read, from seconds to days', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2_000, max: 86_400_000 }), (lastsMs) => {
        const rollout = new Rollout()
          .plan(temporaryIpPlan)
          .begin('release-production')
          .request({ method: 'PUT', path: LB1 });
        const [, count = '', unit = ''] =
          /^ {2}tickInterval (\d+)(second|minute|hour)$/m.exec(chartOf(rollout, lastsMs)) ?? [];
        const tickMs =
          Number(count) * ({ second: 1_000, minute: 60_000, hour: 3_600_000 }[unit] ?? Number.NaN);
        expect(lastsMs / tickMs).toBeGreaterThan(1.9);
        expect(lastsMs / tickMs).toBeLessThanOrEqual(6);
      }),
    );
    expect(chartOf(temporaryIpSwap())).toContain('tickInterval 15second');
  });

  it('counts hours only in runs that have them', () => {
    expect(chartOf(temporaryIpSwap(), 1_800_000)).toContain('axisFormat %M:%S');
    expect(chartOf(temporaryIpSwap(), 7_200_000)).toContain('axisFormat %H:%M:%S');
  });

  it('draws an operation that was too short to be seen', async () => {
    const rollout = new Rollout()
      .plan(temporaryIpPlan)
      .step('release-production', { path: LB1, latencyMs: 4 });
    expect((await barsOf(chartOf(rollout))).at(-1)).toEqual([
      'ARM operations',
      'PUT vipswap1lb 0.00 s',
      0,
      50,
    ]);
  });

  it('places an operation of a run longer than a day', async () => {
    const atMs = 30 * 3_600_000;
    const rollout = new Rollout()
      .at(atMs)
      .plan(temporaryIpPlan)
      .step('release-production', { path: LB1, lastsMs: 2_000 });
    expect((await barsOf(chartOf(rollout, atMs + 5_000))).at(-1)).toEqual([
      'ARM operations',
      'PUT vipswap1lb 2.00 s',
      atMs,
      atMs + 2_000,
    ]);
  });

  it('parses whatever the resources are called', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: 'grapheme' }),
          fc.constantFrom(
            'a:b',
            'a;b',
            '#35;',
            'a,b',
            '%%{init: {}}%%',
            '```',
            'x\n  section y',
            '<b>',
            '|',
            'crit, 5',
          ),
        ),
        async (name) => {
          const rollout = new Rollout()
            .plan(temporaryIpPlan)
            .step('release-production', { path: `${LB1}/${name}`, lastsMs: 2_000 });
          const bars = await barsOf(chartOf(rollout));
          expect(bars.at(-1)?.slice(2)).toEqual([0, 2_000]);
          expect(bars).toHaveLength(2);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('leaves names that Azure allows as they are', () => {
    expect(escapeLabel('PUT my-lb_1.prod(a) 30.00 s')).toBe('PUT my-lb_1.prod(a) 30.00 s');
  });

  it('draws the longest outages of many, in the order of time', async () => {
    const gaps = Array.from({ length: 12 }, (_, index) => {
      const fromMs = index * 5_000 + 1_000;
      return [fromMs, fromMs + 250 * (index + 1)] as const;
    });
    const rollout = new Rollout()
      .plan(temporaryIpPlan)
      .step('release-production', { path: LB1 })
      .probed(0, 65_000, gaps);
    const bars = (await barsOf(chartOf(rollout))).filter(([section]) => section === 'Users');
    expect(bars).toHaveLength(10);
    expect(bars.map(([, , fromMs]) => fromMs)).toEqual(gaps.slice(2).map(([fromMs]) => fromMs - 250 + 21));
    expect(uncharted(buildReport(facts, rollout.events))).toBe('Not drawn: 2 shorter outages.');
  });

  it('is not drawn where nothing was written', () => {
    expect(gantt(buildReport(facts, [], { outcome: 'planned', plan: temporaryIpPlan }))).toBeNull();
  });
});
