import { describe, expect, test } from 'vitest';
import { releaseHeadlineOf } from '../scripts/demo/headline.ts';
import { type Phase, releaseBeginning } from '../scripts/demo/release-story.ts';
import { releaseComplaints } from '../scripts/demo/release-verdict.ts';
import { shareOfNew, sharesBar } from '../scripts/demo/shares-bar.ts';
import type { ProbeSample } from '../src/probe/probe-events.ts';

function sample(sentAtMs: number, version: string | undefined): ProbeSample {
  const result: ProbeSample['result'] =
    version === undefined ? { kind: 'failed', cause: 'no answer' } : { kind: 'good', version };
  return { dueAtMs: sentAtMs, sentAtMs, completedAtMs: sentAtMs + 5, result };
}

describe('the bar of shares', () => {
  test('is the higher the more answers come from the new version, and full or empty for all or none alone', () => {
    const samples = [
      ...['1', '1'].map((version) => sample(100, version)),
      ...['1', '2'].map((version) => sample(1_100, version)),
      ...['2', '2'].map((version) => sample(2_100, version)),
      ...Array.from({ length: 30 }, (_, index) => sample(3_100, index === 0 ? '1' : '2')),
    ];
    expect(sharesBar(samples, '2', 0, 4_000).shares).toBe('▁▅█▇');
  });

  test('marks the seconds in which requests failed, and is blank where nobody answered', () => {
    const samples = [sample(0, '1'), sample(500, undefined), sample(1_200, undefined), sample(2_400, '1')];
    expect(sharesBar(samples, '2', 0, 4_000)).toEqual({ shares: '▁ ▁ ', failures: '✕✕  ' });
  });

  test('counts good answers only', () => {
    expect(shareOfNew([sample(0, '2'), sample(1, '1'), sample(2, undefined)], '2')).toEqual({
      answered: 2,
      share: 0.5,
    });
  });
});

test('the story tells which way the gate leads', () => {
  const [promote, reject] = (['promote', 'reject'] as const).map((decision) =>
    releaseBeginning({ speed: 20 }, decision),
  );
  expect(promote).toMatch(/and approved\n {2}promote {2}strategy: full-rollout/);
  expect(reject).toMatch(/and rejected\n {2}reject {3}command: rollback/);
  expect(reject).not.toContain('full-rollout');
});

describe('headlines of a release', () => {
  test.each([
    [
      '  35.22 s  Batch 2: upgrading instances 95, 8, 23, of 70 still to upgrade',
      'Batch 2: upgrading 3 of 70 instances',
    ],
    [
      '   2.70 s  Batch 1: upgrading instance 0, of 1 still to upgrade',
      'Batch 1: upgrading 1 of 1 instances',
    ],
    ['  41.30 s  Batch 2 is good: instances 95, 8, 23', 'Batch 2 is good'],
    ['::group::Step 2 of 6: 20 %25 of 100 instances', 'Step 2 of 6: 20 % of 100 instances'],
    ['   0.10 s  GET web/virtualMachines 200 0.01 s', undefined],
  ])('%s', (line, headline) => {
    expect(releaseHeadlineOf(line)).toBe(headline);
  });
});

describe('the verdict on a release', () => {
  const gate: Phase = {
    name: 'gate',
    requests: 80,
    failed: 0,
    newShare: 0.1,
    ownShare: undefined,
    ownFailed: undefined,
    downtimeSeconds: undefined,
  };
  const promote: Phase = {
    ...gate,
    name: 'promote',
    failed: 6,
    newShare: 0.7,
    ownShare: 0.73,
    ownFailed: '1 of 80',
    downtimeSeconds: '0',
  };
  const lost = { failed: 6, unexplained: [] as string[] };

  test('finds nothing where every account agrees', () => {
    expect(releaseComplaints([gate, promote], lost)).toEqual([]);
  });

  test.each<[string, readonly Phase[], typeof lost, RegExp]>([
    [
      'requests failed for no reason',
      [gate, promote],
      { failed: 6, unexplained: ['port 50001'] },
      /1 of 6 requests .*: port 50001\./,
    ],
    ['canaries answer nobody', [{ ...gate, newShare: 0 }, promote], lost, /0\.0 % of answers/],
    ['requests fail while nothing is done', [{ ...gate, failed: 1 }, promote], lost, /1 requests failed/],
    [
      'a report says something else',
      [gate, { ...promote, ownShare: 0.4 }],
      lost,
      /promote: clients had 70\.0 %/,
    ],
  ])('complains where %s', (_, phases, losses, complaint) => {
    expect(releaseComplaints(phases, losses)).toEqual([expect.stringMatching(complaint)]);
  });
});
