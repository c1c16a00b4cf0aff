import { describe, expect, it } from 'vitest';
import { answersByVersion, sidesOf, type VersionEvidence } from '../../src/report/answers-by-version.ts';
import type { SampleRow } from '../../src/report/probe-report.ts';

/** One answer a second, by the version that it told; `null` told none. */
function answers(versions: readonly (string | null)[]): SampleRow[] {
  return versions.map((version, index) => {
    const atMs = index * 1_000;
    return [atMs, atMs, atMs + 20, 'good', 200, version];
  });
}

function sides(samples: readonly SampleRow[], more: Partial<VersionEvidence>): (string | null)[] {
  const of = sidesOf({
    samples,
    method: 'batches',
    isUniform: true,
    upgradedFromMs: 1_000,
    upgradedToMs: 3_000,
    ...more,
  });
  return ['a', 'b'].map(of);
}

describe('answers by version', () => {
  it('are counted by the version that they told, and no others', () => {
    const failed: SampleRow = [9_000, 9_000, 9_020, 'failed', 503, 'refused'];
    const samples = [...answers(['b', null, 'a', 'a', 'a']), failed];
    expect(answersByVersion(samples, (version) => (version === 'b' ? 'new' : 'old'))).toEqual({
      count: 4,
      newShare: 0.25,
      versions: [
        { version: 'a', side: 'old', count: 3, share: 0.75 },
        { version: 'b', side: 'new', count: 1, share: 0.25 },
      ],
    });
    expect(answersByVersion([failed, ...answers([null])], () => 'new')).toBeNull();
  });

  it('are those that were asked for in a time', () => {
    const samples = answers(['a', 'a', 'b', 'b', 'b']);
    expect(answersByVersion(samples, () => null, [1_000, 3_000])).toMatchObject({
      count: 3,
      newShare: null,
      versions: [{ count: 1 }, { count: 2 }],
    });
  });
});

describe('which version is the new one', () => {
  it('is told by a canary: nobody has seen it before', () => {
    const samples = answers(['a', 'a', 'b', 'a', 'a']);
    expect(sides(samples, { method: 'canary', isUniform: false })).toEqual(['old', 'new']);
  });

  it('is told by the end of a rollout, which begins with both', () => {
    expect(sides(answers(['b', 'a', 'b', 'b', 'b']), {})).toEqual(['old', 'new']);
  });

  it('is what is gone, where a release was taken back', () => {
    const samples = answers(['b', 'a', 'b', 'a', 'a']);
    const untimed = { upgradedFromMs: null, upgradedToMs: null };
    expect(sides(samples, { method: 'take-back', ...untimed })).toEqual(['old', 'new']);
  });

  it('is not known where a rollout stopped half-way', () => {
    expect(sides(answers(['b', 'a', 'b', 'a', 'b']), { isUniform: false, upgradedFromMs: 2_500 })).toEqual([
      null,
      null,
    ]);
  });
});
