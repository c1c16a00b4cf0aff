import { describe, expect, it } from 'vitest';
import { nextSteps } from '../../../src/report/next-steps/next-steps.ts';
import { titleOf, verdict } from '../../../src/report/verdict/verdict.ts';
import { plain, runs } from './told-runs.ts';

describe('the verdict on a release', () => {
  it.each<[keyof typeof runs, string, RegExp]>([
    ['plan', 'canary-percent: plan', /^Nothing was changed yet\. The plan: 2 of 6 instances of web shall/],
    [
      'canary',
      'canary-percent: canaries upgraded',
      /^Canaries 0, 1 of web \(2 of 6 instances\) have canary\/web-2 and are well\. Release ID is open, to be promoted or rejected; no outage was seen in \d+ requests/,
    ],
    ['canary again', 'canary-percent: nothing to do', /^Nothing was to be done: the canaries of release ID/],
    [
      'promotion',
      'full-rollout: all upgraded',
      /^All 6 instances of web have canary\/web-2, after 3 batches; release ID is over; no outage/,
    ],
    [
      'rollback',
      'Azure Rollout: release taken back',
      /^Release \S+ is taken back: the instances of web that it had reached have canary\/web-1 again; no outage/,
    ],
    [
      'rolled back',
      'canary-percent: rolled back',
      /^Release ID is taken back: the instances of web that it had reached have canary\/web-1 again; what users missed was not measured\.$/,
    ],
    [
      'stopped',
      'canary-percent: failed',
      /^Release ID of web has stopped half-way: as last seen, 1 of 3 instances of web has canary\/web-2; instance 0 did not get well\.$/,
    ],
    ['quarantined', 'canary-percent: failed', /; instance 0 did not get well and is powered off\.$/],
    [
      'within max-unhealthy',
      'canary-percent: canaries upgraded',
      /^Canary 0 of web \(1 of 3 instances\) has canary\/web-2; instance 0 did not get well and is powered off\. Release ID is open/,
    ],
    ['cancelled', 'canary-percent: cancelled', /^Release ID of web has stopped half-way: as last seen, /],
    [
      'cancelled before it upgraded anybody',
      'full-rollout: rolled back',
      /^Release ID of web is open as the interrupted run has found it: nobody was upgraded, and nothing is taken back; /,
    ],
    [
      'open',
      'Azure Rollout: status',
      /^2 of 6 instances of web have what the model has \(web-2\); a release is open, to be promoted or rejected\.$/,
    ],
    [
      'recovery',
      'Azure Rollout: interrupted release undone',
      /^The interrupted release of web was taken back: the instances that it had reached have canary\/web-1 again\.$/,
    ],
  ])('%s', (name, title, sentence) => {
    const { report } = runs[name];
    expect(titleOf(report)).toBe(title);
    expect(plain(verdict(report))).toMatch(sentence);
  });

  it('speaks of no address and of no load balancer', () => {
    for (const [name, { report }] of Object.entries(runs)) {
      const texts = [verdict(report), ...nextSteps(report).map(({ text }) => text)];
      expect([name, ...texts].join('\n')).not.toMatch(/address|load balancer|served? from|The move/i);
    }
  });
});
