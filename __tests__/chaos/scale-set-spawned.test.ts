import { describe, expect, it } from 'vitest';
import type { Part } from '../../chaos/part.ts';
import { partOfScaleSetMatrix } from '../../chaos/scale-set/matrix/matrix.ts';
import { scaleSetCancel, scaleSetSpawned } from '../../chaos/scale-set/spawned/spawned.ts';

const parts: readonly [string, Part, number][] = [
  ['killed at some points of the crash matrix', partOfScaleSetMatrix, 0],
  ['disturbed by faults and signals', scaleSetSpawned, 2],
  ['cancelled', scaleSetCancel, 1],
];

/** A machine of two cores has other tests to run meanwhile. */
const TIMEOUT_MS = 300_000;

describe.concurrent('a release by the bundle is whole after it was', () => {
  it.each(parts)(
    '%s',
    async (_, part, count) => {
      const { failures } = await part({
        seed: 1,
        count,
        parallel: 1,
        match: '',
        onProgress: () => undefined,
      });
      expect(failures).toEqual([]);
    },
    TIMEOUT_MS,
  );
});
