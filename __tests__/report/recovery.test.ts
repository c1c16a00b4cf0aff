import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/engine/plan.ts';
import { toOutputs } from '../../src/outputs.ts';
import { causeError } from '../../src/report/annotations.ts';
import { nextSteps } from '../../src/report/next-steps/next-steps.ts';
import { buildReport, type Report } from '../../src/report/report.ts';
import type { Conclusion, RunFacts } from '../../src/report/run-facts.ts';
import { summarize } from '../../src/report/summary/summary.ts';
import { titleOf, verdict } from '../../src/report/verdict/verdict.ts';
import { facts, LB1, LB2, PRODUCTION_IP, Rollout, TEMPORARY_IP, temporaryIpPlan } from './rollouts.ts';

const recovery: RunFacts = { ...facts, command: 'recover', strategy: '' };

/** Where it was to go back, what was new is old. */
const undoing: RunFacts = {
  ...recovery,
  recoveredTo: 'undo',
  previousLoadBalancer: 'vipswap2lb',
  newLoadBalancer: 'vipswap1lb',
};

/** Production had been taken away, and is given back. */
const plan: Plan = {
  ...temporaryIpPlan,
  methodReason:
    'to finish an interrupted swap: finishing costs about 26 s of outage from here and undoing about 51 s',
  steps: temporaryIpPlan.steps.slice(3),
};

const recovered = (): Rollout =>
  new Rollout().plan(plan).step('attach-production', { path: LB2, lastsMs: 30_000 });

const textsOf = (report: Report) => nextSteps(report).map(({ text }) => text);

describe('a recovery', () => {
  it.each([
    [
      'finished',
      { ...recovery, recoveredTo: 'finish' } as RunFacts,
      'Production at 20.1.2.3 (vipswap1pip) now serves from vipswap2lb: the interrupted release was finished.',
      { 'recovered-to': 'finish', 'live-load-balancer': 'vipswap2lb' },
    ],
    [
      'undone',
      undoing,
      'Production at 20.1.2.3 (vipswap1pip) serves from vipswap1lb: the interrupted release was undone.',
      { 'recovered-to': 'undo', 'live-load-balancer': 'vipswap1lb' },
    ],
  ])('says which way the release went: %s', (end, given, sentence, outputs) => {
    const { events } = recovered()
      .finish('succeeded')
      .recovered(given.recoveredTo ?? 'finish');
    const report = buildReport(given, events);
    expect(titleOf(report)).toBe(`Azure Rollout: interrupted release ${end}`);
    expect(verdict(report)).toBe(sentence);
    expect(causeError(report)).toBeNull();
    expect(textsOf(report)).toEqual([]);
    expect(toOutputs(report, '')).toMatchObject({ outcome: 'succeeded', ...outputs });
  });

  it('claims no downtime, of which it saw the end only', () => {
    const { events } = recovered()
      .finish('succeeded')
      .probed(0, 40_000, [[0, 31_000]]);
    const report = buildReport({ ...recovery, recoveredTo: 'finish', maxDowntimeMs: 1_000 }, events);
    expect(report.downtime).toMatchObject({ seconds: null, source: null, maxExceeded: null });
    expect(report.controlPlane).toEqual({ seconds: null, windows: [] });
    const text = summarize(report);
    expect(text).toContain('| Downtime | not known: it began in the interrupted run |');
    expect(text).not.toContain('| Control-plane window |');
    expect(text).toContain('to finish an interrupted swap: finishing costs about 26 s of outage');
  });

  describe('before a release that fails', () => {
    const refused: Conclusion = { outcome: 'failed', failure: { message: 'the target does not answer' } };
    const seen = { type: 'production-seen', atMs: 99_000, loadBalancer: 'vipswap2lb' } as const;

    it('stands, where the release was not begun', () => {
      const { events } = recovered()
        .probed(0, 40_000, [[0, 31_000]])
        .finish('succeeded')
        .recovered('finish');
      const report = buildReport(facts, [...events, seen], refused);
      expect(report.steps.map((step) => step.recovered)).toEqual(plan.steps.map(() => true));
      expect(verdict(report)).toBe(
        'Production at 20.1.2.3 (vipswap1pip) is on vipswap2lb, by a fresh read of Azure: the interrupted release was finished ' +
          'by this run. What this run was to do itself was not begun.',
      );
      expect(report.downtime.seconds).toBeNull();
      expect(summarize(report)).not.toContain('| From |');
      expect(nextSteps(report)).toEqual([
        {
          text: 'Remove the cause and run again: nothing is interrupted any more, and what this run was to do itself was not begun.',
          commands: [],
        },
      ]);
      expect(toOutputs(report, '')).toMatchObject({
        'recovered-to': 'finish',
        'live-load-balancer': 'vipswap2lb',
      });
    });

    it('is told beside what became of the release, where that was begun', () => {
      const { events } = recovered()
        .finish('succeeded')
        .recovered('undo')
        .plan(temporaryIpPlan)
        .finish('failed', 'no');
      const report = buildReport(facts, events);
      expect(verdict(report)).toMatch(
        /^The interrupted release that was there before was undone first\. Production at .* as before/,
      );
      expect(toOutputs(report, '')['recovered-to']).toBe('undo');
    });

    it('leaves another one to be recovered still, where "command: recover" has met several', () => {
      const { events } = recovered().finish('succeeded').recovered('finish');
      const report = buildReport(recovery, events, refused);
      expect(verdict(report)).toBe(
        'The interrupted release was finished by this run. It has failed after that.',
      );
      expect(textsOf(report)).toEqual([expect.stringMatching(/^Remove the cause, and recover once more: /)]);
    });
  });

  it.each<[string, RunFacts, Conclusion | undefined, Rollout, string]>([
    [
      'in its steps',
      { ...recovery, recoveredTo: 'finish' },
      undefined,
      new Rollout()
        .plan(plan)
        .failedStep('attach-production', 'refused', { path: LB2 })
        .finish('failed', 'refused'),
      'Remove the cause, and recover once more: run the action with "command: recover"',
    ],
    [
      'between the lock and the plan',
      recovery,
      { outcome: 'failed', failure: { message: 'somebody else has changed it', code: 'ForeignChange' } },
      new Rollout().write({ path: PRODUCTION_IP }),
      'Remove the cause, and recover once more: run the action with "command: recover"',
    ],
    [
      'because it was cancelled',
      { ...recovery, recoveredTo: 'finish' },
      { outcome: 'failed', failure: { message: 'The run was cancelled.', code: 'Cancelled' } },
      new Rollout().plan(plan).begin('attach-production').write({ path: LB2 }),
      'Recover once more: run the action with "command: recover"',
    ],
  ])('that fails never says that production is as before: %s', (_, given, conclusion, rollout, next) => {
    const report = buildReport(given, rollout.events, conclusion);
    expect(verdict(report)).toBe(
      'The interrupted release is not brought to an end: 20.1.2.3 (vipswap1pip) may be down.',
    );
    // The commands that take the steps of a recovery back would lead to where it was interrupted.
    expect(nextSteps(report)).toEqual([{ text: expect.stringContaining(next), commands: [] }]);
    expect(causeError(report)?.message).toContain(next);
    expect(toOutputs(report, '')['live-load-balancer']).toBe('');
  });

  it('that fails says where production is, where it has looked', () => {
    const events = recovered().finish('failed', 'refused').events;
    const seen = { type: 'production-seen', atMs: 99_000, loadBalancer: 'vipswap2lb' } as const;
    const report = buildReport({ ...recovery, recoveredTo: 'finish' }, [...events, seen]);
    expect(verdict(report)).toBe(
      'This run has not brought the interrupted release to an end: Production at 20.1.2.3 (vipswap1pip) is on vipswap2lb, ' +
        'by a fresh read of Azure.',
    );
    expect(toOutputs(report, '')['live-load-balancer']).toBe('vipswap2lb');
  });

  it('whose lock was taken away does not send its reader to recover once more at once', () => {
    const failure = { message: '"vipswap1pip" is locked by somebody else.', code: 'LockLost' };
    const events = recovered().events;
    const report = buildReport({ ...recovery, recoveredTo: 'undo' }, events, { outcome: 'failed', failure });
    expect(textsOf(report)[0]).toMatch(/^Change nothing by hand: somebody else may be at work on it/);
  });

  it.each([
    [
      'Locked',
      'Nothing was changed by this run, and the interrupted release is not brought to an end.',
      'This run has changed nothing: run again when that one has ended.',
    ],
    [
      'Cancelled',
      'Nothing was changed by this run, and the interrupted release is not brought to an end.',
      expect.stringMatching(/^Recover once more: .*"command: recover"/) as string,
    ],
    [
      'ForeignChange',
      'Nothing was changed by this run, and the interrupted release is not brought to an end.',
      expect.stringMatching(/^Remove the cause, and recover once more: .*"command: recover"/) as string,
    ],
  ])('that was too late or in vain has changed nothing: %s', (code, sentence, next) => {
    const report = buildReport(recovery, [], { outcome: 'failed', failure: { message: 'x', code } });
    expect(verdict(report)).toBe(sentence);
    expect(textsOf(report)).toEqual([next]);
  });

  it('that found nothing to recover says what it has swept up', () => {
    const { previousLoadBalancer, newLoadBalancer, ...known } = recovery;
    const reason = 'no release of these addresses was interrupted; a lock that was over is removed';
    const report = buildReport(known, [], { outcome: 'no-change', reason });
    expect(verdict(report)).toBe(`Nothing was to be recovered: ${reason}.`);
    const failure = { message: 'ARM does not answer' };
    const swept = new Rollout().write({ path: PRODUCTION_IP }).events;
    expect(verdict(buildReport(known, swept, { outcome: 'failed', failure }))).toBe(
      'The recovery has not come to its end; "command: status" tells how things are.',
    );
  });
});

describe('a run that meets an interrupted release', () => {
  it('has changed nothing, and its cause says how to recover', () => {
    const failure = { message: 'It was interrupted. Run "command: recover".', code: 'InterruptedRelease' };
    const report = buildReport(facts, [], { outcome: 'failed', failure });
    expect(verdict(report)).toBe('Nothing was changed.');
    expect(causeError(report)?.message).toBe(
      'InterruptedRelease: It was interrupted. Run "command: recover". This run has changed nothing: run again when that release has come to its end.',
    );
  });

  it.each(['run', 'recover'])('and had no time left to recover it names the command: %s', (command) => {
    const failure = { message: 'Gave up after 100 s.', code: 'RecoveryTimeout' };
    const report = buildReport({ ...facts, command }, [], { outcome: 'failed', failure });
    expect(verdict(report)).toBe(
      'Nothing was changed by this run, and the interrupted release is not brought to an end.',
    );
    expect(textsOf(report)).toEqual([
      expect.stringMatching(/^Bring the interrupted release to an end, with more time: .*"command: recover"/),
    ]);
  });

  it('and could not recover it does not say that production is as before', () => {
    const report = buildReport(facts, new Rollout().write({ path: PRODUCTION_IP }).events, {
      outcome: 'failed',
      failure: { message: 'somebody else has changed it', code: 'ForeignChange' },
    });
    expect(verdict(report)).toMatch(
      /^Production may be down: 20\.1\.2\.3 \(vipswap1pip\) is not known to serve/,
    );
    expect(textsOf(report)).toEqual([
      expect.stringMatching(/^Bring the release to an end: /),
      expect.stringMatching(/^Where that cannot be run, see which frontend has the production address now/),
    ]);
  });
});

describe('a run whose lock was taken away', () => {
  const failure = { message: '"vipswap1pip" is locked by somebody else.', code: 'LockLost' };

  it.each([
    [
      'before a step',
      new Rollout()
        .plan(temporaryIpPlan)
        .step('release-production', { path: LB1 })
        .failedUndo('release-production', 'lost')
        .finish('failed', 'lost')
        .events.map((event) => (event.type === 'plan-finished' ? { ...event, failure } : event)),
    ],
    [
      'before it could undo one',
      new Rollout()
        .plan(temporaryIpPlan)
        .step('release-production', { path: LB1 })
        .failedUndo('release-production', 'lost')
        .finish('failed', 'refused')
        .events.map((event) => (event.type === 'undo-failed' ? { ...event, failure } : event)),
    ],
  ])('gives no commands that would work against whoever has it now: %s', (_, events) => {
    expect(nextSteps(buildReport(facts, events))).toEqual([
      { text: expect.stringMatching(/^Change nothing by hand: /), commands: [] },
      { text: expect.stringMatching(/^When nobody is, bring the release to an end: /), commands: [] },
    ]);
  });
});

describe('a run that failed, and has looked where production is', () => {
  const broken = new Rollout()
    .plan(temporaryIpPlan)
    .step('release-production', { path: LB1 })
    .failedUndo('release-production', 'lost')
    .finish('failed', 'lost').events;
  const seenOn = (loadBalancer: string) =>
    [...broken, { type: 'production-seen', atMs: 99_000, loadBalancer }] as const;

  it.each(['vipswap1lb', 'vipswap2lb'])('does not call it down: %s', (loadBalancer) => {
    expect(verdict(buildReport(facts, broken))).toMatch(/^Production may be down: /);
    const report = buildReport(facts, seenOn(loadBalancer));
    expect(verdict(report)).toMatch(
      new RegExp(
        `^Production at 20\\.1\\.2\\.3 \\(vipswap1pip\\) is on ${loadBalancer}, by a fresh read of Azure; `,
      ),
    );
    expect(toOutputs(report, '')['live-load-balancer']).toBe(loadBalancer);
  });

  it('sends nobody to take back by hand what ARM has not ended: that would take production away', () => {
    const failure = { message: 'ARM has not ended the update', code: 'MoveNotEnded' };
    const begun = temporaryIpPlan.steps.map(({ id }) => id);
    const { events } = new Rollout().plan(temporaryIpPlan);
    const seen = { type: 'production-seen', atMs: 99_000, loadBalancer: 'vipswap2lb' } as const;
    const report = buildReport({ ...facts, interrupted: { startedStepIds: begun } }, [...events, seen], {
      outcome: 'failed',
      failure,
    });
    expect(verdict(report)).toMatch(/is on vipswap2lb, by a fresh read of Azure/);
    expect(nextSteps(report)).toEqual([
      {
        text: expect.stringMatching(/^Bring the release to an end: .*"command: recover"/) as string,
        commands: [],
      },
    ]);
  });

  it('does not go by what was seen before its plan', () => {
    const [, ...rest] = seenOn('vipswap1lb').toReversed();
    const seen = seenOn('vipswap1lb').slice(-1);
    expect(buildReport(facts, [...seen, ...rest.toReversed()]).productionSeenOn).toBeNull();
  });
});

describe('unlocking', () => {
  const given: RunFacts = { ...recovery, command: 'unlock' };

  it('says whose lock is gone and why, and that nothing else is', () => {
    const reason = '"vipswap1pip" was locked by run 41. Unlocked, because: its runner is lost';
    const report = buildReport(given, [], { outcome: 'succeeded', reason });
    expect(titleOf(report)).toBe('Azure Rollout: unlocked');
    expect(verdict(report)).toBe(reason);
    expect(textsOf(report)).toEqual([
      'What the owner of the lock had begun, if anything, stays as it was: "command: status" tells, and "command: recover" brings it to an end.',
    ]);
    expect(summarize(report)).not.toContain('| Downtime |');
  });

  it.each([{ message: 'ARM does not answer' }, { message: 'Cancelled.', code: 'Cancelled' }])(
    'that ends as "$message" calls production not down, and nothing undone',
    (failure) => {
      const { events } = new Rollout().write({ path: PRODUCTION_IP });
      const report = buildReport(given, events, { outcome: 'failed', failure });
      expect(verdict(report)).toBe(
        'Whether all is unlocked is not known; "command: status" tells how things are.',
      );
      expect(textsOf(report)).toEqual([
        '"command: status" tells whether the lock is there still. Where it is, run "command: unlock" again.',
      ]);
    },
  );
});

it('never tells to delete an address for the sake of its tags', () => {
  const tag = (name: string, from: string | null, to: string | null) => ({
    resource: PRODUCTION_IP,
    field: `tags/azure-rollout-${name}`,
    from,
    to,
  });
  const [first, ...others] = temporaryIpPlan.steps;
  expect.assert(first !== undefined);
  const withRecord: Plan = {
    ...temporaryIpPlan,
    steps: [
      { ...first, id: 'take-lock', changes: [tag('lock', null, 'this run')] },
      ...others,
      {
        ...first,
        id: 'write-record',
        title: 'Unlock vipswap1pip',
        changes: [tag('lock', 'this run', null)],
        cleanUp: true,
      },
    ],
  };
  const stopped = new Rollout().plan(withRecord).step('take-lock', { path: PRODUCTION_IP });
  const unrecorded = new Rollout().plan(withRecord).failedStep('write-record', 'throttled');
  const reports = [
    buildReport(facts, stopped.finish('failed', 'x').events),
    buildReport(facts, unrecorded.finish('succeeded').events),
  ];
  expect(reports.flatMap(nextSteps).flatMap(({ commands }) => commands)).toEqual([]);
  expect(reports.map((report) => textsOf(report)[0])).toEqual([
    expect.stringMatching(/^Bring the release to an end: run the action with "command: recover"/),
    expect.stringMatching(
      /^Do what was left over, "Unlock vipswap1pip": run the action with "command: recover"/,
    ),
  ]);
  const removed = unrecorded
    .finish('succeeded')
    .events.map((event) =>
      event.type === 'step-failed'
        ? { ...event, failure: { message: 'removed', code: 'RecordRemoved' } }
        : event,
    );
  expect(textsOf(buildReport(facts, removed))).toEqual([
    expect.stringMatching(/^To go back, use command: run with/),
  ]);
  // The tag by which `rollback` finds its way is what was not written.
  expect(reports.flatMap(textsOf).filter((text) => text.startsWith('To go back'))).toEqual([
    expect.stringMatching(/^To go back, use command: run with target-load-balancer: vipswap1lb\./),
  ]);
});

describe('a run that was cancelled in its steps', () => {
  const cancelled = (rollout: Rollout) =>
    buildReport(facts, rollout.events, {
      outcome: 'failed',
      failure: { message: 'The run was cancelled.', code: 'Cancelled' },
    });

  it('refers to its post step first, and to recover after it', () => {
    const report = cancelled(
      new Rollout()
        .plan(temporaryIpPlan)
        .step('create-temporary-ip', { path: TEMPORARY_IP })
        .begin('release-production')
        .write({ path: LB1 }),
    );
    expect(titleOf(report)).toBe('vip-swap: cancelled');
    expect(verdict(report)).toMatch(/^Production may be down: /);
    expect(textsOf(report).slice(0, 3)).toEqual([
      'The post step of this job undoes what was begun, or finishes it, unless on-failure is "stop": see its result first. If it failed, or did not run, go on.',
      expect.stringMatching(/^Bring the release to an end: /),
      expect.stringMatching(/^Once it has, all is done\. Only where it cannot be run, look by hand/),
    ]);
  });

  it('does not call production down when it had moved, and tells nobody to take that back', () => {
    const moved = temporaryIpPlan.steps
      .filter(({ cleanUp }) => !cleanUp)
      .reduce((rollout, { id }) => rollout.step(id, { path: LB2 }), new Rollout().plan(temporaryIpPlan));
    const report = cancelled(moved);
    expect(verdict(report)).toMatch(
      /^Production at 20\.1\.2\.3 \(vipswap1pip\) has moved to vipswap2lb, and the run was cancelled/,
    );
    expect(textsOf(report)).toEqual([
      expect.stringMatching(/^The post step of this job undoes what was begun, or finishes it/),
      expect.stringMatching(/^Bring the release to an end: /),
    ]);
    const undoing = cancelled(moved.failedUndo('attach-production', 'refused'));
    expect(verdict(undoing)).toMatch(/^Production may be down: /);
  });

  it('has nothing to take back by hand where only the tags were written', () => {
    const [first] = temporaryIpPlan.steps;
    expect.assert(first !== undefined);
    const changes = [
      { resource: PRODUCTION_IP, field: 'tags/azure-rollout-lock', from: null, to: 'this run' },
    ];
    const report = cancelled(
      new Rollout()
        .plan({ ...temporaryIpPlan, steps: [{ ...first, id: 'take-lock', changes }] })
        .step('take-lock', { path: PRODUCTION_IP }),
    );
    expect(verdict(report)).toMatch(
      /is on vipswap1lb as before, but not all that this run changed besides is undone/,
    );
    expect(nextSteps(report)).toHaveLength(3);
    expect(nextSteps(report).flatMap(({ commands }) => commands)).toEqual([]);
  });
});

it.each([
  ['run', 'To go back, use command: rollback, or run again with target-load-balancer: vipswap1lb.'],
  ['rollback', 'To go forwards again, use command: run with target-load-balancer: vipswap1lb.'],
])('a finished %s names the way back', (command, text) => {
  const report = buildReport({ ...facts, command }, new Rollout().plan(plan).finish('succeeded').events);
  expect(textsOf(report)).toEqual([`${text} What served before still stands behind it.`]);
});

it.each([
  ['beside the address', 'vipswap', 'vipswap1lb'],
  ['in another resource group than the address', 'edge', undefined],
])('a finished run names the load balancer %s so that the input finds it', (_, group, name) => {
  const previousLoadBalancerId = LB1.replace('resourceGroups/vipswap', `resourceGroups/${group}`);
  const report = buildReport(
    { ...facts, previousLoadBalancerId },
    new Rollout().plan(plan).finish('succeeded').events,
  );
  const [text] = textsOf(report);
  expect(text).toContain(`target-load-balancer: ${name ?? previousLoadBalancerId}. What served`);
});

it('a run that has lost its lock, and is undone, does not send its reader in beside whoever has it', () => {
  const events = new Rollout()
    .plan(plan)
    .finish('rolled-back', 'The lock is lost.')
    .events.map((event) =>
      event.type === 'plan-finished'
        ? { ...event, failure: { message: 'The lock is lost.', code: 'LockLost' } }
        : event,
    );
  expect(textsOf(buildReport(facts, events))).toEqual([
    expect.stringMatching(
      /^Somebody else has the lock, or has taken it away: "command: status" tells who is/,
    ),
  ]);
});

describe('a run that has locked and moved nothing', () => {
  const [first, ...rest] = temporaryIpPlan.steps;
  expect.assert(first !== undefined);
  const locking: Plan = { ...temporaryIpPlan, steps: [{ ...first, id: 'take-lock' }, ...rest] };
  const events = new Rollout()
    .plan(locking)
    .failedStep('take-lock', 'cancelled', { path: PRODUCTION_IP })
    .undo('take-lock', { path: PRODUCTION_IP })
    .finish('rolled-back', 'cancelled').events;
  const seenOn = (loadBalancer: string) =>
    buildReport(facts, [...events, { type: 'production-seen', atMs: 99_000, loadBalancer }]);

  it('says where production is by what it has seen, and not by what it has not done', () => {
    const elsewhere = seenOn('vipswap2lb');
    expect(verdict(elsewhere)).toBe(
      'Production at 20.1.2.3 (vipswap1pip) was not moved by this run, whose lock is gone, and it is on vipswap2lb, by a fresh read of Azure.',
    );
    expect(toOutputs(elsewhere, '')['live-load-balancer']).toBe('vipswap2lb');
    expect(verdict(seenOn('vipswap1lb'))).toMatch(/serves from vipswap1lb again/);
    expect(toOutputs(seenOn('vipswap1lb'), '')['live-load-balancer']).toBe('vipswap1lb');
  });

  it('says that it is not certain, where it has not seen it', () => {
    const report = buildReport(facts, events);
    expect(verdict(report)).toMatch(/who has it now is not certain.*"command: status"/);
    expect(toOutputs(report, '')['live-load-balancer']).toBe('');
  });
});
