import { describe, expect, it } from 'vitest';
import { verdict } from '../../../src/report/verdict/verdict.ts';
import { plain, runs } from './told-runs.ts';

describe('the log of a release', () => {
  const textsOf = (name: keyof typeof runs) =>
    runs[name].log.map((line) => plain(line).replace(/^( *[\d.]+ s {2})/, ''));

  it('says when it is opened and closed, what each batch is, and how each instance is', () => {
    expect(textsOf('canary')).toEqual(
      expect.arrayContaining([
        'Release ID is open',
        'Batch 1: upgrading instances 0, 1, of 2 still to upgrade',
        expect.stringMatching(/^Instance 0 is healthy: good for /),
        'Batch 1 is good: instances 0, 1',
        '2 of 6 instances of web have canary/web-2',
        'Canary 0 is reached by itself: port 22 at 203.0.113.1:50000',
        'Release ID stays open, to be promoted or rejected',
      ]),
    );
    expect(textsOf('promotion')).toEqual(
      expect.arrayContaining([
        'Release ID is open already, and goes on',
        'Batch 1: upgrading instances 3, 4, of 4 still to upgrade',
        '4 of 6 instances of web have canary/web-2',
        'Release ID is over',
      ]),
    );
    expect(textsOf('rolled back')).toContain('Release ID is over: it was taken back');
  });

  it('counts whoever has the payload, well or not, as the error does', () => {
    expect(textsOf('stopped')).toContain('1 of 3 instances of web has canary/web-2; unhealthy: 0');
    expect(textsOf('quarantined')).toContain('1 of 3 instances of web has canary/web-2; quarantined: 0');
    expect(verdict(runs.stopped.report)).toContain('1 of 3 instances of web has canary/web-2');
    const counts = textsOf('rolled back').filter((line) => /^\d+ of 3 instances of web ha/.test(line));
    expect(counts.at(-1)).toBe('0 of 3 instances of web have canary/web-2');
  });

  it('warns of a batch that did not get well', () => {
    expect(textsOf('stopped')).toContainEqual(
      expect.stringMatching(
        /^warning: +[\d.]+ s {2}Batch 1: 1 of 1 instance did not get well: instance 0 is not healthy/,
      ),
    );
  });

  it('has the plan with its batches and its duration', () => {
    expect(textsOf('plan of the promotion')).toEqual(
      expect.arrayContaining([
        'Batch 1 of 3: 3, 4',
        'Batch 2 of 3: 2',
        'Batch 3 of 3: 5',
        expect.stringMatching(/^Expected duration: about 5 min 00 s/),
        expect.stringMatching(/^ {3}POST \S+\/manualupgrade \(2026-04-01\), 3 times$/),
        '   instances 3, 4, 2, 5 of web imageReference: web-1 -> web-2',
      ]),
    );
  });

  it('has a status with a line for each instance', () => {
    expect(textsOf('open')).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Model: \S+\/web-2, upgrade policy Manual$/),
        expect.stringMatching(/^Open release: ID by canary-percent, open for 3 min \(since \S+Z\), https:/),
        'Brings: canary/web-2, in the place of canary/web-1',
        'Canaries: 0, 1',
        'Last release: not known: no release has left its tag',
        'Instance 0: canary, zone 1, fault domain 0, web-2, up to date, healthy, running',
        'Instance 2: old, zone 3, fault domain 0, web-1, outdated, healthy, running',
        'strategy: full-rollout',
      ]),
    );
    expect(textsOf('interrupted')).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Locked: by https:/),
        expect.stringMatching(/^Under way: canary-percent by canary, begun at /),
      ]),
    );
    expect(textsOf('idle')).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Last release: \S+Z, release ID, by run of full-rollout \(batches\), https:/),
        'Before: canary/web-1',
      ]),
    );
  });
});
