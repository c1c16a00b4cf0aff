import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { answersBar } from '../scripts/demo/answers-bar.ts';
import { headlineOf } from '../scripts/demo/headline.ts';
import type { ActionMeasuredSwap } from '../scripts/demo/swaps.ts';
import { Timeline, wrap } from '../scripts/demo/timeline.ts';
import { complaintsAbout, type Swaps } from '../scripts/demo/verdict.ts';
import type { ProbeSample } from '../src/probe/probe-events.ts';

function sample(sentAtMs: number, answer: string | undefined): ProbeSample {
  const result: ProbeSample['result'] =
    answer === undefined ? { kind: 'failed', cause: 'no answer' } : { kind: 'good', version: answer };
  return { dueAtMs: sentAtMs, sentAtMs, completedAtMs: sentAtMs + 5, result };
}

describe('the bar of answers', () => {
  test('has one letter a second: who answered last, or a dot where half of the requests failed', () => {
    const samples = [
      sample(1_000, 'blue'),
      sample(1_500, 'blue'),
      sample(2_000, 'blue'),
      sample(2_500, undefined),
      sample(3_000, undefined),
      sample(4_000, undefined),
      sample(4_300, 'blue'),
      sample(4_600, 'green'),
    ];
    expect(answersBar(samples, 1_000, 5_000)).toBe('b..g');
  });

  test('is blank where nothing was asked', () => {
    expect(answersBar([sample(2_500, 'blue')], 0, 4_000)).toBe('  b ');
  });
});

describe('headlines of the action log', () => {
  test.each([
    [
      '::group::Step 3 of 6: Point a at b: production goes down',
      'Step 3 of 6: Point a at b: production goes down',
    ],
    ['   9.85 s  The downtime window opened 0.45 s ago: gone', 'The downtime window opened 0.45 s ago: gone'],
    [
      '::notice title=vip-swap%3A production moved::Production at 127.0.0.1 moved',
      'Production at 127.0.0.1 moved',
    ],
    ['::error title=vip-swap::It failed.%0ADo this.', 'It failed. Do this.'],
  ])('%s', (line, headline) => {
    expect(headlineOf(line)).toBe(headline);
  });

  test.each([
    '::debug::remaining',
    '::group::Plan',
    '   0.17 s  GET loadBalancers/vipswap2lb 200 0.14 s',
    '',
  ])('nothing of: %s', (line) => {
    expect(headlineOf(line)).toBeUndefined();
  });
});

describe('the timeline', () => {
  function screen(options: { readonly isTTY?: boolean; readonly columns?: number }) {
    let text = '';
    return { ...options, write: (more: string) => (text += more), text: () => text };
  }

  test('prints plain lines, each side in its own column, where there is no terminal', () => {
    const paper = screen({ columns: 60 });
    const timeline = new Timeline(paper);
    timeline.footer(['never drawn']);
    timeline.tell('left', 'left', 'down');
    timeline.tell('right', 'right');
    const rows = paper
      .text()
      .trimEnd()
      .split('\n')
      .map((line) => line.split('|').map((cell) => cell.trim()));
    expect(rows.map(([, left, right]) => [left, right])).toEqual([
      ['left', ''],
      ['', 'right'],
    ]);
    expect(paper.text()).not.toContain('\x1b');
  });

  test('keeps the footer below the lines of a terminal', () => {
    const terminal = screen({ isTTY: true, columns: 60 });
    const timeline = new Timeline(terminal);
    timeline.footer(['bar']);
    timeline.tell('left', 'news');
    const oneUpAndClear = '\x1b[1A\x1b[0J';
    expect(terminal.text().split(oneUpAndClear)).toEqual(['bar\n', expect.stringMatching(/news.*\nbar\n$/)]);
  });

  test('breaks sentences between words, and never inside one', () => {
    expect(wrap('one two three-and-a-half four', 9)).toEqual(['one two', 'three-and-a-half', 'four']);
  });
});

describe('the verdict', () => {
  function swap(changes: Partial<ActionMeasuredSwap> = {}): ActionMeasuredSwap {
    return {
      title: 'a swap',
      failure: undefined,
      answeredBy: 'green',
      expectedVersion: 'green',
      seen: { totalMs: 10_200, uncertaintyMs: 250, resolutionMs: 250 },
      trueMs: 10_000,
      reportedMs: 10_100,
      uncertaintyMs: 250,
      resolutionMs: 250,
      run: {
        exitCode: 0,
        signal: null,
        stdout: '',
        stderr: '',
        outputs: {},
        state: {},
        variables: {},
        summary: '',
        annotations: [],
        masks: [],
      },
      ...changes,
    };
  }
  const theirs = swap({
    title: 'theirs',
    trueMs: 15_000,
    seen: { totalMs: 15_200, uncertaintyMs: 250, resolutionMs: 250 },
    reportedMs: 20_000,
  });
  const asPromised: Swaps = { sameMoves: swap(), theirs, native: swap({ title: 'native' }) };

  test('finds nothing where all accounts agree, and does not judge what theirs reports of itself', () => {
    expect(complaintsAbout(asPromised)).toEqual([]);
  });

  test.each<[string, Partial<Swaps>, RegExp]>([
    ['a failed swap', { native: swap({ failure: 'exit code 1' }) }, /failed: exit code 1/],
    [
      'the old side still answering',
      { sameMoves: swap({ answeredBy: 'blue' }) },
      /answered by blue, not by green/,
    ],
    ['nobody answering', { native: swap({ answeredBy: undefined }) }, /answered by nobody/],
    [
      'a report too far from the truth',
      { sameMoves: swap({ reportedMs: 10_501 }) },
      /its own report says 10\.50 s/,
    ],
    ['a report without a number', { native: swap({ reportedMs: undefined }) }, /nothing of an outage/],
    [
      'clients who saw something else',
      { theirs: { ...theirs, seen: { totalMs: 14_499, uncertaintyMs: 250, resolutionMs: 250 } } },
      /clients saw 14\.50 s/,
    ],
    ['clients who saw nothing', { theirs: { ...theirs, seen: undefined } }, /nothing of an outage/],
    [
      'an outage as long as theirs',
      {
        theirs: {
          ...theirs,
          trueMs: 10_000,
          seen: { totalMs: 10_000, uncertaintyMs: 250, resolutionMs: 250 },
        },
      },
      /not shorter/,
    ],
  ])('names %s', (_, changes, complaint) => {
    const complaints = complaintsAbout({ ...asPromised, ...changes });
    expect(complaints).toEqual([expect.stringMatching(complaint)]);
  });

  test('allows more where the machine was too busy to keep the interval', () => {
    const busy = swap({ reportedMs: 10_900, uncertaintyMs: 450, resolutionMs: 500 });
    expect(complaintsAbout({ ...asPromised, sameMoves: busy })).toEqual([]);
  });
});

test.each([
  ['demo', 'demo.ts', 'temporary-ip'],
  ['demo:canary', 'demo-canary.ts', 'canary'],
])('Ctrl-C ends %s and everything that it has started', async (name, script, started) => {
  const directory = mkdtempSync(join(tmpdir(), 'demo-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const demo = spawn(process.execPath, [join(import.meta.dirname, '../scripts', script), directory], {
    // A process group of its own, as a terminal gives it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { pid } = demo;
  if (pid === undefined) throw new Error('The demo did not start.');
  const closed = once(demo, 'close');
  let [printed, complaint] = ['', ''];
  demo.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  demo.stdout.setEncoding('utf8').on('data', (text: string) => {
    const wasUnderWay = printed.includes('Preflight');
    printed += text;
    if (!wasUnderWay && printed.includes('Preflight')) process.kill(-pid, 'SIGINT');
  });
  const [status] = await closed;
  expect({ status, complaint: complaint.trim() }).toEqual({
    status: 1,
    complaint: `${name}: stopped by SIGINT`,
  });
  expect(existsSync(join(directory, started))).toBe(true);
  await vi.waitFor(() => expect(() => process.kill(-pid, 0)).toThrow('ESRCH'), { timeout: 10_000 });
});
