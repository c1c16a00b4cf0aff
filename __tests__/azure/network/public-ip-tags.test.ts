import { describe, expect, test } from 'vitest';
import { changeTags } from '../../../src/azure/network/public-ip-tags.ts';
import { LOST, PRECONDITION_FAILED, refused, type ScriptedAnswer, scriptedArm } from '../scripted-arm.ts';

const id = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/publicIPAddresses/pip';
const signal = new AbortController().signal;

function address(tags: Readonly<Record<string, string>>, etag = 'W/"1"', provisioningState = 'Succeeded') {
  return { id, name: 'pip', etag, tags, futureProperty: 1, properties: { provisioningState } };
}

function locking(gets: readonly object[], puts: readonly (ScriptedAnswer | typeof LOST)[]) {
  const scripted = scriptedArm({ [`GET ${id}`]: gets.map((body) => ({ body })), [`PUT ${id}`]: puts });
  const change = ({ tags = {} }: { readonly tags?: Readonly<Record<string, string>> }) => ({
    ...tags,
    lock: 'ours',
  });
  return { ...scripted, changed: changeTags(scripted.arm, id, change, signal) };
}

describe('tags of a public IP address', () => {
  test('are written with everything else as it was read, under the ETag of that', async () => {
    const { changed, writes } = locking([address({ a: '1' }), address({ a: '1', lock: 'ours' })], [{}]);
    await changed;
    expect(writes()).toEqual([
      { key: `PUT ${id}`, atMs: 0, ifMatch: 'W/"1"', body: address({ a: '1', lock: 'ours' }) },
    ]);
  });

  test('are decided anew after another writer (412), and left alone where a lost answer has brought them', async () => {
    const { changed, writes } = locking(
      [address({}), address({ b: '2' }, 'W/"2"'), address({ b: '2', lock: 'ours' })],
      [PRECONDITION_FAILED, LOST],
    );
    await changed;
    expect(writes().map(({ ifMatch }) => ifMatch)).toEqual(['W/"1"', 'W/"2"']);
  });

  test('are written once more where the address is Failed, however the last write ended', async () => {
    const { changed, writes } = locking(
      [
        address({}),
        address({ lock: 'ours' }, 'W/"2"', 'Failed'),
        address({ lock: 'ours' }, 'W/"2"', 'Failed'),
        address({ lock: 'ours' }, 'W/"3"'),
      ],
      [{}],
    );
    await changed;
    expect(writes()).toHaveLength(2);
  });

  test('are refused at once by a conflict, which does not pass as one of Microsoft.Compute does', async () => {
    const { changed, writes } = locking([address({})], [refused(409, 'Conflict')]);
    await expect(changed).rejects.toMatchObject({ status: 409 });
    expect(writes()).toHaveLength(1);
  });
});
