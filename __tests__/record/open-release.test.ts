import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type OpenRelease, openReleaseTags, readOpenRelease } from '../../src/record/open-release.ts';
import { readRecord, withRecord } from '../../src/record/record.ts';

const release: OpenRelease = {
  id: '46d6718b',
  strategy: 'canary-percent',
  openedAtEpochMs: Date.UTC(2026, 10, 26, 3, 14, 15, 123),
  run: 'https://github.com/contoso/shop/actions/runs/1000001/attempts/1',
  previousPayload: 'shop/images/web/1.2.3',
  payload: 'shop/images/web/1.2.4',
  canaryIds: ['0', '1', '2', '3', '4', '7'],
  otherIds: ['5', '6'],
  sickIds: ['2'],
  quarantinedIds: ['0', '3'],
  protectedIds: ['7'],
  isPreviousUnpinned: true,
  hasSuspendedRepairs: true,
};

const rangesOf = (canaryIds: readonly string[]) =>
  openReleaseTags({ ...release, canaryIds })['azure-rollout-release-canaries'];

describe('an open release in tags', () => {
  it('can be read in the portal', () => {
    expect(openReleaseTags(release)).toEqual({
      'azure-rollout-release': 'v1 46d6718b by canary-percent since 2026-11-26T03:14:15.123Z',
      'azure-rollout-release-run': release.run,
      'azure-rollout-release-previous': 'shop/images/web/1.2.3',
      'azure-rollout-release-model': 'unpinned',
      'azure-rollout-release-payload': 'shop/images/web/1.2.4',
      'azure-rollout-release-canaries': '0-4,7',
      'azure-rollout-release-others': '5-6',
      'azure-rollout-release-sick-before': '2',
      'azure-rollout-release-quarantined': '0,3',
      'azure-rollout-release-protected': '7',
      'azure-rollout-release-repairs': 'suspended',
    });
  });

  it('is read as it was written, whatever the ids and the case of the names', () => {
    const ids = fc.uniqueArray(
      fc.oneof(fc.nat(2_000).map(String), fc.stringMatching(/^web_[0-9a-f]{1,8}$/)),
      {
        maxLength: 1_000,
      },
    );
    fc.assert(
      fc.property(
        ids,
        ids,
        fc.boolean(),
        fc.boolean(),
        (canaryIds, protectedIds, isUnpinned, isSuspended) => {
          const written = {
            ...release,
            canaryIds,
            protectedIds,
            isPreviousUnpinned: isUnpinned,
            hasSuspendedRepairs: isSuspended,
          };
          const shouted = Object.entries(openReleaseTags(written)).map(([name, value]) => [
            name.toUpperCase(),
            value,
          ]);
          const read = readOpenRelease(Object.fromEntries(shouted));
          expect.assert(read !== undefined);
          expect({
            ...read,
            canaryIds: new Set(read.canaryIds),
            protectedIds: new Set(read.protectedIds),
          }).toEqual({
            ...written,
            canaryIds: new Set(canaryIds),
            protectedIds: new Set(protectedIds),
          });
        },
      ),
    );
  });

  it.each([
    [['2', '10', '9', '1', '1'], '1-2,9-10'],
    [['web_b', '3', 'web_a'], '3,web_a,web_b'],
    [[], undefined],
  ])('has ids as ranges: %o', (ids, text) => {
    expect(rangesOf(ids)).toBe(text);
  });

  it('has room for more instances in a row than a scale set has', () => {
    const ids = Array.from({ length: 2_500 }, (_, index) => String(index));
    expect(readOpenRelease(openReleaseTags({ ...release, canaryIds: ids }))?.canaryIds).toEqual(ids);
  });

  it('is a part of the record of its own', () => {
    const tags = withRecord({ owner: 'shop' }, { release });
    expect(readRecord(tags)).toMatchObject({ release, lock: undefined, journal: undefined, last: undefined });
    expect(withRecord(tags, { lock: null, journal: null, last: null })).toEqual(tags);
    const changed = withRecord(tags, { release: { ...release, canaryIds: [], hasSuspendedRepairs: false } });
    expect(Object.keys(changed)).not.toContain('azure-rollout-release-repairs');
    expect(Object.keys(changed)).not.toContain('azure-rollout-release-canaries');
    expect(withRecord(changed, { release: null })).toEqual({ owner: 'shop' });
  });

  it('of an earlier version, which has noted nobody in quarantine, names nobody', () => {
    const { 'azure-rollout-release-quarantined': _, ...tags } = openReleaseTags(release);
    expect(readOpenRelease(tags)).toEqual({ ...release, quarantinedIds: [] });
  });

  it('is none where there are no tags of it', () => {
    expect(readOpenRelease({ 'azure-rollout-releases': '12' })).toBeUndefined();
  });

  it.each([
    ['a newer version', 'azure-rollout-release', 'v2 46d6718b', /azure-rollout-release is "v2 46d6718b"/],
    ['a time that is none', 'azure-rollout-release', 'v1 x by y since 2026-99-99Z', /cannot read/],
    [
      'a payload with a blank',
      'azure-rollout-release-payload',
      'two words',
      /azure-rollout-release-payload is "two words"/,
    ],
    [
      'no previous payload',
      'azure-rollout-release-previous',
      undefined,
      /azure-rollout-release-previous is missing/,
    ],
    [
      'ids that are none',
      'azure-rollout-release-canaries',
      '1,,2',
      /azure-rollout-release-canaries is "1,,2"/,
    ],
    ['a range backwards', 'azure-rollout-release-canaries', '4-0', /canaries is "4-0"/],
    ['a range without an end', 'azure-rollout-release-protected', '0-999999999999', /protected is "0-9+"/],
    ['ids in quarantine that are none', 'azure-rollout-release-quarantined', '3,,4', /quarantined is "3,,4"/],
    ['repairs in an unknown state', 'azure-rollout-release-repairs', 'gone', /repairs is "gone"/],
  ])('cannot be read with %s, and says what to do', (_, name, value, message) => {
    const { [name]: _was, ...others } = openReleaseTags(release);
    const tags = value === undefined ? others : { ...others, [name]: value };
    expect(() => readOpenRelease(tags)).toThrow(message);
    expect(() => readRecord(tags)).toThrow(
      /by hand and remove the tags that begin with azure-rollout-release/,
    );
  });
});
