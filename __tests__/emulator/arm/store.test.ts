import { expect, test } from 'vitest';
import { ResourceStore } from '../../../emulator/arm/store.ts';
import type { ArmResource } from '../../../emulator/data-plane/contract.ts';

const lock = 'Test.Doors/doors/locks';
const resource = (id: string, type: string): ArmResource => ({ id, name: '', type, properties: {} });

test('resources are found by their type and by what they stand under, without case, until they are gone', () => {
  const store = new ResourceStore();
  const [first, second] = [resource('/doors/A/locks/1', lock), resource('/doors/a/locks/2', lock)];
  store.put(first);
  store.put(second);
  store.put(resource('/doors/b/locks/1', lock));
  store.put(resource('/doors/a/keys/1', 'Test.Doors/doors/keys'));
  expect(store.childrenOf('/DOORS/a', lock.toUpperCase())).toEqual([first, second]);
  expect(store.list(lock.toLowerCase())).toHaveLength(3);
  store.remove('/doors/a/LOCKS/1');
  expect(store.childrenOf('/doors/a', lock)).toEqual([second]);
  expect(store.list(lock)).toHaveLength(2);
});

test('a resource that becomes one of another type is none of its former type any more', () => {
  const store = new ResourceStore();
  store.put(resource('/doors/a', 'Test.Doors/doors'));
  store.put(resource('/doors/a', 'Test.Doors/gates'));
  expect(store.list('Test.Doors/doors')).toEqual([]);
  expect(store.list('Test.Doors/gates')).toHaveLength(1);
});
