import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readLastRun } from '../../src/record/last-run.ts';
import type { Tags } from '../../src/record/numbered-tags.ts';
import { readRecord, withRecord } from '../../src/record/record.ts';
import { readPayloadText } from '../../src/strategies/scale-set/payload/payload-text.ts';
import {
  readSwapJournal,
  swapEntries,
  swapJournalOf,
} from '../../src/strategies/vip-swap/record/swap-journal.ts';
import { observed } from '../strategies/vip-swap/observed.ts';

const read = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');

/** The tags that the tables of a page show. */
const tagsIn = (text: string): Tags =>
  Object.fromEntries(
    [...text.matchAll(/^\| `(azure-rollout-[\w-]+)` \| `(.*)` \|$/gm)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );

const page = read('recovery.md');
const documented = tagsIn(page);

test('the tags in docs/recovery.md are what the code reads and writes', () => {
  const { lock, journal, last } = readRecord(documented);
  expect.assert(lock !== undefined && journal !== undefined && last !== undefined);
  expect(withRecord({}, { lock, journal, last })).toEqual(documented);
  const swap = readSwapJournal(journal.entries, '8f4e2c7a-5b1d-4c39-9a06-d2e7f1b3c845');
  expect(swapEntries(swap)).toEqual(journal.entries);
  expect(readLastRun(documented)?.previousTarget).toBe('vipswap/vipswap1lb/loadBalancerFrontEnd');
});

const journalFor = (release: 'run' | 'rollback', leavesRecord: boolean) =>
  swapJournalOf(observed({ targetIpAddress: '127.0.0.2' }), { release, leavesRecord }, [
    '/subscriptions/0000/resourceGroups/shop/providers/Microsoft.Network/publicIPAddresses/on-the-target-already',
  ]);

test('the page shows every tag of a swap', () => {
  const entries = swapEntries(journalFor('run', true));
  expect(Object.keys(readRecord(documented).journal?.entries ?? {})).toEqual(Object.keys(entries));
  const most = swapEntries(journalFor('rollback', false));
  const more = Object.keys(most).filter((name) => !(name in entries));
  expect(more.filter((name) => !page.includes(`\`azure-rollout-journal-${name}\``))).toEqual([]);
});

test('the tags of a release in docs/scale-set-releases.md are what the code reads and writes', () => {
  const ofScaleSet = tagsIn(read('scale-set-releases.md'));
  const { release, last } = readRecord(ofScaleSet);
  expect.assert(release !== undefined && last !== undefined);
  expect(withRecord({}, { release, last })).toEqual(ofScaleSet);
  expect(last.releaseId).toBe(release.id);
  const subscriptionId = '8f4e2c7a-5b1d-4c39-9a06-d2e7f1b3c845';
  expect(readPayloadText(release.payload, subscriptionId)).toMatchObject({ kind: 'image' });
});
