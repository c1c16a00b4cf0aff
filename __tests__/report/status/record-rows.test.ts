import { expect, test } from 'vitest';
import { lastText } from '../../../src/report/status/record-rows.ts';
import { last, RUN } from '../statuses.ts';

test('the last release of a scale set is told by its id, and whether it stands', () => {
  const release = {
    ...last,
    strategy: 'full-rollout',
    method: 'batches',
    releaseId: '20261121T030000Z-46d6718b',
  };
  const time = '2026-11-21T03:14:15.123Z';
  expect(lastText({ last: release, lastProblem: null })).toBe(
    `${time}, release 20261121T030000Z-46d6718b, by run of full-rollout (batches), ${RUN}`,
  );
  expect(lastText({ last: { ...release, kind: 'undoing' }, lastProblem: null })).toBe(
    `${time}, release 20261121T030000Z-46d6718b, which has taken itself back: full-rollout (batches), ${RUN}`,
  );
});
