import { describe, expect, test } from 'vitest';
import { footprintFigures, idleFigures, presetFigures, ratioFigures } from '../../bench/figures.ts';
import type { Entrant, Round } from '../../bench/rounds.ts';
import { type Row, renderTable } from '../../bench/table.ts';

function round(entrant: Entrant, figures: Partial<Round> = {}): Round {
  const fast = { outageMs: 10_000, excessMs: 400, idleMs: 400, reportedMs: 10_250 };
  return { entrant, preset: 'late', seed: 1, ...fast, ...figures };
}

const verdicts = (rows: readonly Row[]) => rows.map((row) => row.at(-1));

describe('figures of one preset', () => {
  test('are medians by entrant, blank where an entrant did not take part', () => {
    const rounds = [
      round('temporary-ip', { outageMs: 1_000, reportedMs: 1_000 }),
      round('temporary-ip', { outageMs: 3_000, reportedMs: 3_500 }),
      round('algorithm-2017', { outageMs: 9_000, reportedMs: 12_000 }),
      round('native', { preset: 'random' }),
    ];
    const [outage, , error] = presetFigures('late', rounds);
    expect(outage?.slice(1, 5)).toEqual(['9.00 s', '', '2.00 s', '']);
    expect(error?.slice(1, 5)).toEqual([
      '12.0 intervals, 0/1 within 2',
      '',
      '2.0 intervals, 2/2 within 2',
      '',
    ]);
  });

  test('are judged by what is promised of ours, and of nobody else', () => {
    const theirs = round('algorithm-2017', { excessMs: 60_000, reportedMs: 60_000 });
    expect(verdicts(presetFigures('late', [theirs, round('temporary-ip', { excessMs: 1_000 })]))).toEqual([
      '',
      'yes',
      'yes',
    ]);
    expect(verdicts(presetFigures('late', [theirs, round('temporary-ip', { excessMs: 1_001 })]))).toEqual([
      '',
      'NO',
      'yes',
    ]);
    const wrong = round('native', { reportedMs: 9_499 });
    expect(verdicts(presetFigures('late', [round('temporary-ip'), wrong]))).toEqual(['', 'yes', 'NO']);
  });
});

test('idle time is judged by its middle and by its worst twentieth', () => {
  const idle = (...idleMs: number[]) => idleMs.map((each) => round('temporary-ip', { idleMs: each }));
  const usual = Array.from({ length: 19 }, () => 500);
  expect(verdicts(idleFigures(idle(...usual, 5_000)))).toEqual(['yes', 'yes']);
  expect(verdicts(idleFigures(idle(...usual.slice(1), 901, 901)))).toEqual(['yes', 'NO']);
  expect(verdicts(idleFigures(idle(501, 501, 500)))).toEqual(['NO', 'yes']);
});

test('a native swap is held against the algorithm of 2017 by medians', () => {
  const rounds = [round('algorithm-2017', { outageMs: 40_000 }), round('native')];
  expect(ratioFigures(rounds).at(-1)).toEqual(['native / 2017', '', '', '', '0.25', '<= 0.25', 'yes']);
  expect(verdicts(ratioFigures([...rounds, round('native', { outageMs: 10_400 })]))).toEqual(['', 'NO']);
});

test('what was not measured has no figures', () => {
  expect([...presetFigures('late', []), ...idleFigures([]), ...ratioFigures([])]).toEqual([]);
});

test('memory and code are in millions of bytes', () => {
  const figures = footprintFigures({ peakMemoryBytes: 150_000_001, loadedBytes: 5_000_000 });
  expect(figures.map((row) => [row[3], row.at(-1)])).toEqual([
    ['150.0 MB', 'NO'],
    ['5.0 MB', 'yes'],
  ]);
});

test('the table aligns its columns', () => {
  expect(
    renderTable(
      ['figure', 'a'],
      [
        ['long name', '1'],
        ['b', '1000'],
      ],
    ),
  ).toBe(['figure        a', '---------  ----', 'long name     1', 'b          1000'].join('\n'));
});
