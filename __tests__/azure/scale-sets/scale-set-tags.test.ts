import { describe, expect, test } from 'vitest';
import { ArmError, ArmOperationError } from '../../../src/azure/arm/arm-error.ts';
import { changeTags } from '../../../src/azure/scale-sets/scale-set-tags.ts';
import type { ScaleSet } from '../../../src/azure/scale-sets/scale-sets.ts';
import { LOST, refused, scriptedArm } from '../scripted-arm.ts';
import { type ScriptedScaleSetOptions, scaleSetId, scriptedScaleSet, signal } from '../scripted-scale-set.ts';

const withLock = ({ tags }: ScaleSet) => ({ ...tags, lock: 'ours' });

function locking(options: ScriptedScaleSetOptions = {}) {
  const scripted = scriptedScaleSet({ ...options, scaleSet: { tags: { team: 'web' }, ...options.scaleSet } });
  return { ...scripted, changed: changeTags(scripted.arm, scaleSetId, withLock, signal) };
}

describe('tags of a scale set', () => {
  test('are written alone, under the ETag of what was read, and read again', async () => {
    const { changed, writes, requests } = locking();
    expect((await changed).tags).toEqual({ team: 'web', lock: 'ours' });
    expect(writes()).toMatchObject([{ body: { tags: { team: 'web', lock: 'ours' } }, ifMatch: '"1"' }]);
    expect(requests.at(-1)).toMatch(/^GET .*\/web\?api-version=2026-04-01$/);
  });

  test('are not written where they are as wanted', async () => {
    const { changed, writes } = locking({ scaleSet: { tags: { team: 'web', lock: 'ours' } } });
    await changed;
    expect(writes()).toEqual([]);
  });

  test('are left alone by who decides to', async () => {
    const { arm, writes } = scriptedScaleSet({ scaleSet: { tags: { lock: 'theirs' } } });
    expect((await changeTags(arm, scaleSetId, () => undefined, signal)).tags).toEqual({ lock: 'theirs' });
    expect(writes()).toEqual([]);
  });

  test('are decided anew where another writer came first (412)', async () => {
    const { changed, current } = locking({
      fates: ['raced'],
      others: (scaleSet) => ({ ...scaleSet, tags: { ...scaleSet.tags, cost: '7' } }),
    });
    await changed;
    expect(current().tags).toEqual({ team: 'web', cost: '7', lock: 'ours' });
  });

  test('stay with another writer whom the decision finds there', async () => {
    const { arm, current } = scriptedScaleSet({
      fates: ['raced'],
      others: (scaleSet) => ({ ...scaleSet, tags: { lock: 'theirs' } }),
    });
    const decide = ({ tags = {} }: ScaleSet) => {
      if (tags.lock === 'theirs') {
        throw new Error('locked by another run');
      }
      return { lock: 'ours' };
    };
    await expect(changeTags(arm, scaleSetId, decide, signal)).rejects.toThrow('locked by another run');
    expect(current().tags).toEqual({ lock: 'theirs' });
  });

  test('are written once where the answer was lost and they are there', async () => {
    const { changed, writes } = locking({ fates: ['answer-lost'] });
    await changed;
    expect(writes()).toHaveLength(1);
  });

  test('are written again where the request was lost', async () => {
    const { changed, writes } = locking({ fates: ['request-lost', 'carried-out'] });
    expect((await changed).tags).toMatchObject({ lock: 'ours' });
    expect(writes()).toHaveLength(2);
  });

  test('are written once more where the update failed, although they can be read', async () => {
    const { changed, writes, current } = locking({ fates: ['failed'] });
    await changed;
    expect(writes()).toHaveLength(2);
    expect(current().properties.provisioningState).toBe('Succeeded');
  });

  test('of a scale set that stays Failed for a sick instance are kept after one write that ended well', async () => {
    const failed = { id: scaleSetId, name: 'web', properties: { provisioningState: 'Failed' } };
    const { arm, writes } = scriptedArm({
      [`GET ${scaleSetId}`]: [{ body: failed }, { body: { ...failed, tags: { lock: 'ours' } } }],
      [`PATCH ${scaleSetId}`]: [{ body: failed }],
    });
    await changeTags(arm, scaleSetId, withLock, signal);
    expect(writes()).toHaveLength(1);
  });

  test('are given up after eight tries', async () => {
    const scaleSet = { id: scaleSetId, name: 'web', properties: { provisioningState: 'Succeeded' } };
    const { arm, writes, clock } = scriptedArm({
      [`GET ${scaleSetId}`]: [{ body: scaleSet }],
      [`PATCH ${scaleSetId}`]: [LOST],
    });
    await expect(changeTags(arm, scaleSetId, withLock, signal)).rejects.toThrow('got no answer');
    expect(writes()).toHaveLength(8);
    expect(clock.monotonicMs()).toBeGreaterThan(30_000);
  });

  test('that are accepted and never there are given up with a text that says so', async () => {
    const scaleSet = { id: scaleSetId, name: 'web', properties: { provisioningState: 'Succeeded' } };
    const { arm } = scriptedArm({
      [`GET ${scaleSetId}`]: [{ body: scaleSet }],
      [`PATCH ${scaleSetId}`]: [{ body: scaleSet }],
    });
    await expect(changeTags(arm, scaleSetId, withLock, signal)).rejects.toThrow(
      'are not what they were written to be',
    );
  });

  test('are refused at once where ARM refuses them', async () => {
    const scaleSet = { id: scaleSetId, name: 'web', properties: { provisioningState: 'Succeeded' } };
    const { arm, writes } = scriptedArm({
      [`GET ${scaleSetId}`]: [{ body: scaleSet }],
      [`PATCH ${scaleSetId}`]: [refused(409, 'ScopeLocked')],
    });
    const failure = await changeTags(arm, scaleSetId, withLock, signal).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ArmError);
    expect(failure).not.toBeInstanceOf(ArmOperationError);
    expect(writes()).toHaveLength(1);
  });
});
