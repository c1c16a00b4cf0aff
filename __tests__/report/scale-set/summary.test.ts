import { describe, expect, it } from 'vitest';
import { gantt } from '../../../src/report/summary/gantt.ts';
import { summarize } from '../../../src/report/summary/summary.ts';
import { parseGantt } from '../mermaid.ts';
import { runs } from './told-runs.ts';

describe('the summary of a release', () => {
  it('has the numbers that matter', () => {
    const text = summarize(runs.promotion.report);
    expect(text).toContain(
      '| Before | <code>canary/web-1</code> |\n| Released | <code>canary/web-2</code> |',
    );
    expect(text).toContain('| Instances | 6 up to date with the model, 0 outdated |');
    expect(text).toMatch(/\| Batches \| 3 batches, the longest \S+ s \|/);
    expect(text).toMatch(
      /\| Answers \| [\d.]+ % (?:new \(two\)|old \(one\)), [\d.]+ % \S+ \(\w+\), of \d+ answers \|/,
    );
    expect(text).toContain('| Expected duration | 5 min 00 s to 7 min 42 s |');
    expect(text).not.toContain('| Control-plane window |');
    const back = summarize(runs.rollback.report);
    expect(back).toContain(
      '| Restored | <code>canary/web-1</code> |\n| Taken back | <code>canary/web-2</code> |',
    );
    expect(text).toContain('| Slowest to get well | ');
    const sick = summarize(runs['rolled back'].report);
    expect(sick).toContain('| Did not get well | <code>0</code> |');
    expect(sick).not.toContain('Slowest to get well');
  });

  it('shows each instance in its place, also of a plan, a status and a failure', () => {
    for (const [name, cell] of [
      ['plan', '| Zone 1 | ⬜&nbsp;<code>0</code><br>⬜&nbsp;<code>3</code> |'],
      ['canary', '| Zone 1 | 🐤&nbsp;<code>0</code><br>⬜&nbsp;<code>3</code> |'],
      ['open', '| Zone 1 | 🐤&nbsp;<code>0</code><br>⬜&nbsp;<code>3</code> |'],
      ['promotion', '| Zone 1 | 🐤&nbsp;<code>0</code><br>✅&nbsp;<code>3</code> |'],
      ['stopped', '| no zone | ❌&nbsp;<code>0</code> | ⬜&nbsp;<code>1</code> | ⬜&nbsp;<code>2</code> |'],
      // What was taken back is as it was.
      [
        'rolled back',
        '| no zone | ⬜&nbsp;<code>0</code> | ⬜&nbsp;<code>1</code> | ⬜&nbsp;<code>2</code> |',
      ],
    ] as const) {
      expect(summarize(runs[name].report)).toContain(cell);
    }
  });

  it('tells how each batch ended', () => {
    expect(summarize(runs.promotion.report)).toMatch(
      /\| 1 \| <code>3<\/code>, <code>4<\/code> \| ✅&nbsp;in&nbsp;\S+&nbsp;s \| [\d.]+ % /,
    );
    expect(summarize(runs.stopped.report)).toMatch(
      /\| 1 \| <code>0<\/code> \| ❌&nbsp;1&nbsp;of&nbsp;1&nbsp;not&nbsp;well&nbsp;in/,
    );
  });

  it('draws the batches above the operations, those that failed marked', async () => {
    const tasks = await parseGantt(gantt(runs.promotion.report) ?? '');
    const batches = tasks.filter(({ section }) => section === 'Batches');
    expect(batches.map(({ task }) => task.trim().replace(/\) .*/, ')'))).toEqual([
      'Batch 1 (3 4)',
      'Batch 2 (2)',
      'Batch 3 (5)',
    ]);
    expect(tasks.findIndex(({ section }) => section === 'ARM operations')).toBe(3);
    const [bad] = await parseGantt(gantt(runs.stopped.report) ?? '');
    expect(bad).toMatchObject({ section: 'Batches', crit: true });
  });

  it('says of a plan what goes down, how long it takes, and what is upgraded at once', () => {
    const text = summarize(runs['plan of the promotion'].report);
    expect(text).toContain('#### What will be down\n\nInstances go down one batch at a time');
    expect(text).toContain(
      'Expected duration: about 5 min 00 s in half of the cases, at most about 7 min 42 s',
    );
    expect(text).toContain(
      '#### Instances per batch\n\n- Batch 1 of 3: 3, 4\n- Batch 2 of 3: 2\n- Batch 3 of 3: 5',
    );
    expect(text).toContain('manualupgrade, api-version 2026-04-01, 3 times<br>');
    expect(text).toContain(
      '- changes <code>instances 3, 4, 2, 5 of web</code> imageReference: web-1 → web-2',
    );
  });
});
