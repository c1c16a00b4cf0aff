import { expect, test } from 'vitest';
import { mergeScaleSet } from '../../../../emulator/arm/compute/scale-set-merge.ts';

test('an update does not move a scale set: the location is no part of it', () => {
  const before = { location: 'westus2', tags: { one: '1' }, properties: {} };
  expect(mergeScaleSet(before, { location: 'eastus' })).toEqual(before);
  expect(mergeScaleSet({}, { location: 'eastus' })).toMatchObject({ location: 'eastus' });
});
