import { describe, expect, it } from 'vitest';
import { matrix } from '../../chaos/matrix/matrix.ts';
import type { Part } from '../../chaos/part.ts';
import { cancel, spawned } from '../../chaos/spawned/spawned.ts';

const parts: readonly [string, Part, number][] = [
  ['the crash matrix', matrix, 20],
  ['runs with faults and signals', spawned, 20],
  ['cancelled runs', cancel, 10],
];

/** A seeded part of what `npm run chaos` does by the hundred. */
describe.concurrent('production is whole after', () => {
  it.each(parts)('some of %s', async (_, part, count) => {
    const { failures } = await part({ seed: 1, count, parallel: 1, match: '', onProgress: () => undefined });
    expect(failures).toEqual([]);
  });
});
