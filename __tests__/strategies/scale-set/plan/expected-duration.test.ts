import { expect, test } from 'vitest';
import { expectedDuration } from '../../../../src/strategies/scale-set/plan/expected-duration.ts';

const release = {
  payload: 'image',
  batches: 5,
  minHealthyTimeMs: 30_000,
  pauseBetweenBatchesMs: 10_000,
} as const;

test('a rollout takes its batches, the time each has to be healthy, and the pauses between them', () => {
  expect(expectedDuration(release)).toMatchObject({
    medianSeconds: 5 * 70 + 5 * 30 + 4 * 10,
    p90Seconds: 5 * 124 + 5 * 30 + 4 * 10,
    basis: expect.stringMatching(/^5 batches; .*reimage \(n = 25\)/),
  });
});

test('canaries are one batch, without a pause', () => {
  expect(expectedDuration({ ...release, payload: 'extension', batches: 1 })).toMatchObject({
    medianSeconds: 50,
    p90Seconds: 119,
    basis: expect.stringMatching(/^1 batch; .*manualupgrade .*\(n = 126\)/),
  });
});

test('nothing to upgrade takes no time', () => {
  expect(expectedDuration({ ...release, batches: 0 })).toMatchObject({ medianSeconds: 0, p90Seconds: 0 });
});
