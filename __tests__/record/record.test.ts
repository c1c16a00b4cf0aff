import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Journal, readJournal } from '../../src/record/journal.ts';
import { type LastRun, namesRun } from '../../src/record/last-run.ts';
import { describeLock, isOver, type Lock } from '../../src/record/lock.ts';
import { fromTags, toTags } from '../../src/record/numbered-tags.ts';
import { excessTags, readRecord, withRecord } from '../../src/record/record.ts';

const runUrl = 'https://github.com/contoso/shop/actions/runs/1000001/attempts/1';
const startedAtEpochMs = Date.UTC(2026, 10, 26, 3, 14, 15, 123);

const lock: Lock = {
  id: '2f9c8a0e-1d7b-4c6a-9e3f-5b8d7a6c4e21',
  owner: runUrl,
  purpose: 'vip-swap to vipswap2lb',
  expiresAtEpochMs: Date.UTC(2026, 10, 26, 4, 24, 15),
};

const journal: Journal = {
  strategy: 'vip-swap',
  method: 'temporary-ip',
  startedAtEpochMs,
  run: runUrl,
  lockId: lock.id,
  entries: { '1-address': 'vipswap/vipswap1pip', '1-from': 'vipswap/vipswap1lb/web' },
};

const last: LastRun = {
  finishedAtEpochMs: startedAtEpochMs,
  kind: 'run',
  strategy: 'vip-swap',
  method: 'native',
  previousTarget: 'vipswap/vipswap1lb/web',
  downtime: { seconds: 2.75, source: 'probe' },
  run: runUrl,
};

describe('a record in tags', () => {
  it('can be read in the portal', () => {
    expect(withRecord({ owner: 'shop' }, { lock, journal, last })).toEqual({
      owner: 'shop',
      'azure-rollout-lock': 'until 2026-11-26T04:24:15Z for vip-swap to vipswap2lb',
      'azure-rollout-lock-owner': runUrl,
      'azure-rollout-lock-id': lock.id,
      'azure-rollout-journal': 'v1 vip-swap by temporary-ip since 2026-11-26T03:14:15.123Z',
      'azure-rollout-journal-run': runUrl,
      'azure-rollout-journal-lock-id': lock.id,
      'azure-rollout-journal-1-address': 'vipswap/vipswap1pip',
      'azure-rollout-journal-1-from': 'vipswap/vipswap1lb/web',
      'azure-rollout-last': `v1 2026-11-26T03:14:15.123Z run of vip-swap by native from vipswap/vipswap1lb/web, 2.750 s down, ${runUrl}`,
    });
  });

  it('is read as it was written, whatever the case of the names', () => {
    const tags = Object.entries(withRecord({}, { lock, journal, last }));
    const shouted = Object.fromEntries(tags.map(([name, value]) => [name.toUpperCase(), value]));
    expect(readRecord(shouted)).toEqual({ lock, journal, last });
  });

  it('changes the parts that it is told of, and nothing else', () => {
    const tags = withRecord({ owner: 'shop' }, { lock, journal, last });
    expect(readRecord(withRecord(tags, { lock: null }))).toEqual({ lock: undefined, journal, last });
    expect(withRecord(tags, { lock: null, journal: null, last: null })).toEqual({ owner: 'shop' });
    const longer = { ...journal, entries: { ...journal.entries, '1-to': 'x'.repeat(600) } };
    const shrunk = withRecord(withRecord(tags, { journal: longer }), { journal });
    expect(readRecord(shrunk).journal).toEqual(journal);
    expect(Object.keys(shrunk).filter((name) => name.includes('1-to'))).toEqual([]);
  });

  it('leaves tags alone that only begin like ours', () => {
    const tags = { 'azure-rollout-purpose': 'temporary', 'azure-rollout-lockers': '12' };
    expect(withRecord(tags, { lock: null, journal: null, last: null })).toEqual(tags);
  });

  it('tells how many tags are too many', () => {
    const tags = Object.fromEntries(Array.from({ length: 45 }, (_, index) => [`tag${index}`, '']));
    expect(excessTags(withRecord(tags, { lock }))).toBe(-2);
    expect(excessTags(withRecord(tags, { lock, journal }))).toBe(3);
  });

  it.each(['finish', 'undo'] as const)('says which way a recovery goes: %s', (direction) => {
    const tags = withRecord({}, { journal: { ...journal, direction } });
    expect(readRecord(tags).journal?.direction).toBe(direction);
  });

  it('has no downtime where nobody measured it', () => {
    const tags = withRecord({}, { last: { ...last, kind: 'rollback', downtime: null } });
    expect(tags['azure-rollout-last']).toContain('unmeasured');
    expect(readRecord(tags).last).toEqual({ ...last, kind: 'rollback', downtime: null });
  });

  it.each([
    ['names of the usual length', 'vipswap/vipswap1lb/web', runUrl],
    ['long names', `${'g'.repeat(60)}/${'l'.repeat(40)}/${'f'.repeat(30)}`, '.../runs/1000001/attempts/1'],
  ])('says what was done last in one tag, whatever the names: %s', (_, previousTarget, run) => {
    const downtime = { seconds: 86_400, source: 'control-plane' } as const;
    const done = { ...last, kind: 'rollback', previousTarget, downtime } as const;
    const tags = withRecord({}, { last: done });
    expect(Object.keys(tags)).toEqual(['azure-rollout-last']);
    const found = readRecord(tags).last;
    expect(found).toEqual({ ...done, run });
    expect(namesRun(found as LastRun, runUrl)).toBe(true);
    expect(namesRun(found as LastRun, runUrl.replace('1000001', '1000002'))).toBe(false);
  });

  it.each([
    [[], ' alone,'],
    [['vipswap/vipswap1pip6', 'edge/vipswap1pip7'], ' with vipswap/vipswap1pip6,edge/vipswap1pip7,'],
  ])('says what moved together: %s', (companions, text) => {
    const tags = withRecord({}, { last: { ...last, companions } });
    expect(tags['azure-rollout-last']).toContain(`from vipswap/vipswap1lb/web${text}`);
    expect(readRecord(tags).last).toMatchObject({ previousTarget: 'vipswap/vipswap1lb/web', companions });
  });

  it('never cuts where the way back leads: names that leave no room go on in a second tag', () => {
    const previousTarget = `${'g'.repeat(90)}/${'l'.repeat(80)}/${'f'.repeat(80)}`;
    const tags = withRecord({}, { last: { ...last, previousTarget } });
    expect(Object.keys(tags)).toEqual(['azure-rollout-last', 'azure-rollout-last-2']);
    expect(readRecord(tags).last).toEqual({ ...last, previousTarget });
  });

  it('says whose word the downtime is where nobody probed', () => {
    const downtime = { seconds: 4.254, source: 'control-plane' } as const;
    const tags = withRecord({}, { last: { ...last, downtime } });
    expect(tags['azure-rollout-last']).toContain(', 4.254 s down (ARM), https:');
    expect(readRecord(tags).last?.downtime).toEqual(downtime);
  });

  it('takes a lock that was changed by hand for one without an end', () => {
    const { lock: found } = readRecord({ 'azure-rollout-lock': 'mine!' });
    expect(found).toMatchObject({ id: '', owner: 'somebody unknown', expiresAtEpochMs: Infinity });
    expect(describeLock(found as Lock)).toBe('by somebody unknown (mine!) without an end');
  });

  it.each([
    ['a newer version', 'v2 vip-swap by temporary-ip since 2026-11-26T03:14:15.123Z'],
    ['a hand', 'do not touch'],
  ])('refuses the journal of %s', (_, text) => {
    expect(() => readJournal({ 'azure-rollout-journal': text })).toThrow(
      /azure-rollout-journal is ".*cannot read/,
    );
  });

  it.each(['run', 'rollback', 'undoing'] as const)('says which release of a scale set it was: %s', (kind) => {
    const done: LastRun = {
      ...last,
      kind,
      strategy: 'full-rollout',
      method: 'batches',
      releaseId: '20261126T031415Z-46d6718b',
      previousTarget: 'shop/images/web/1.2.3',
      target: 'shop/images/web/1.2.4',
    };
    const tags = withRecord({}, { last: done });
    expect(tags['azure-rollout-last']).toContain(
      ` ${kind} of full-rollout by batches, release 20261126T031415Z-46d6718b, from shop/images/web/1.2.3 to shop/`,
    );
    expect(readRecord(tags).last).toEqual(done);
  });

  it('takes what was done last for unknown where a newer version wrote it', () => {
    expect(readRecord({ 'azure-rollout-last': 'v2 something' }).last).toBeUndefined();
  });
});

describe('a text of any length', () => {
  it('fits into tags, and comes back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 1_500 }), (text) => {
        const tags = toTags('azure-rollout-x', text);
        expect(fromTags(tags, 'azure-rollout-x')).toBe(text);
        for (const value of Object.values(tags)) {
          expect(value.length).toBeLessThanOrEqual(256);
          expect(value.isWellFormed()).toBe(true);
        }
      }),
    );
  });

  it('is numbered from the second tag on', () => {
    expect(Object.keys(toTags('name', 'x'.repeat(513)))).toEqual(['name', 'name-2', 'name-3']);
  });
});

describe('a lock is over', () => {
  const own = (run: number, attempt: number) =>
    `https://github.com/contoso/shop/actions/runs/${run}/attempts/${attempt}`;
  const before = lock.expiresAtEpochMs - 1;

  it.each([
    ['not while its time lasts', own(2, 1), before, false],
    ['when its time is up', own(2, 1), lock.expiresAtEpochMs, true],
    ['for a later attempt of the same run', own(1_000_001, 2), before, true],
    ['not for the same attempt, which may be another job of it', own(1_000_001, 1), before, false],
    ['not for a run elsewhere', 'machine/12', before, false],
  ])('%s', (_, owner, nowEpochMs, isExpected) => {
    expect(isOver(lock, owner, nowEpochMs)).toBe(isExpected);
  });
});
