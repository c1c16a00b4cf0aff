import { describe, expect, it } from 'vitest';
import { foreignWrite } from '../../../emulator/arm/foreign-write.ts';
import { toOutputs } from '../../../src/outputs.ts';
import { causeError } from '../../../src/report/annotations.ts';
import { nextSteps } from '../../../src/report/next-steps/next-steps.ts';
import type { Report } from '../../../src/report/report.ts';
import { summarize } from '../../../src/report/summary/summary.ts';
import { verdict } from '../../../src/report/verdict/verdict.ts';
import { startScaleSetCommands } from '../../commands/scale-set-commands.ts';
import {
  customScript,
  healthExtension,
  imageResource,
  newImage,
  scaleSetId,
} from '../../emulator/arm/compute/scale-set-world.ts';
import { sickWorld, type ToldRun, tell } from '../scale-set-runs.ts';
import { canaryFacts, rolloutFacts, runs, type World } from './told-runs.ts';

describe('what to do after a release that has failed, or was cancelled', () => {
  const SUBSCRIPTION = 'subscription-id: 8f4e2c7a-5b1d-4c39-9a06-d2e7f1b3c845';
  const promotion = ['strategy: full-rollout', SUBSCRIPTION, 'resource-group: canary', 'scale-set: web'];
  const rejection = ['command: rollback', SUBSCRIPTION, 'resource-group: canary', 'scale-set: web'];
  const releaseIdOf = ({ report }: ToldRun) => `release-id: ${report.scaleSet?.releaseId}`;

  it('is to look at what stopped it, before it is taken back or goes on', () => {
    expect(nextSteps(runs.stopped.report)).toEqual([
      { text: 'Look at the canary by hand:', commands: ['ssh -p 50000 azureuser@203.0.113.1 # instance 0'] },
      {
        text: 'See why instance 0 did not get well: nothing of it was changed since.',
        commands: [],
      },
      {
        text: 'To take the release back from every instance that it has reached:',
        commands: [],
        inputs: [...rejection, releaseIdOf(runs.stopped)],
      },
      {
        text: 'To go on with it all the same, once the cause is removed, or with max-unhealthy, which counts who is not well still:',
        commands: [],
        inputs: [...promotion, releaseIdOf(runs.stopped), 'max-unhealthy: 1'],
      },
    ]);
    expect(causeError(runs.stopped.report)?.message.split('\n')).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Cause: UnhealthyInstances: /),
        'ssh -p 50000 azureuser@203.0.113.1 # instance 0',
        'command: rollback',
      ]),
    );
  });

  it('has no way into an instance that is powered off, and says that nobody starts it', () => {
    const texts = nextSteps(runs.quarantined.report);
    expect(texts.flatMap(({ commands }) => commands)).toEqual([
      'az vmss start -g canary -n web --subscription 8f4e2c7a-5b1d-4c39-9a06-d2e7f1b3c845 --instance-ids 0',
    ]);
    expect(texts[0]?.text).toBe(
      'Instance 0 is powered off and serves nobody. Look at it, then start or reimage it: no run starts it:',
    );
    expect(summarize(runs.quarantined.report)).toContain(
      '> - Instance <code>0</code> was powered off and serves nobody',
    );
  });

  it('is in the annotation of a run that was taken back, with the command that starts who is off', async () => {
    const world = startScaleSetCommands(sickWorld);
    await world.canary(world.runner(1), {
      onUnhealthy: 'quarantine',
      maxUnhealthy: { kind: 'count', count: 1 },
    });
    const { report } = await tell(world, 'run', (runner) => world.rollout(runner), rolloutFacts);
    expect(report.outcome).toBe('rolled-back');
    expect(causeError(report)?.message.split('\n')).toEqual([
      expect.stringMatching(/ Start it, and see that it is well:$/),
      'az vmss start -g canary -n web --subscription 8f4e2c7a-5b1d-4c39-9a06-d2e7f1b3c845 --instance-ids 0',
    ]);
  });

  it('is to wait for the post step after a cancellation, and to recover where that did not help', () => {
    const [first, second] = nextSteps(runs.cancelled.report);
    expect(first?.text).toMatch(/^The post step of this job undoes what was begun/);
    expect(second?.text).toMatch(
      /^Bring the release to an end: run the action with "command: recover", "scale-set: web", "resource-group: canary" and "subscription-id: \S+".*Make sure before that no job works on/,
    );
    // It takes the lock from a run that is alive.
    expect(second?.text).not.toContain('safe at any time');
  });

  it('is to run again, where all is taken back', () => {
    expect(nextSteps(runs['rolled back'].report)).toEqual([
      { text: 'Remove the cause and run again: what this run had changed is undone.', commands: [] },
    ]);
  });

  it('is by hand where the clean-up of a release failed', () => {
    const { report } = runs.promotion;
    const failed = { outcome: 'failed', startedMs: 0, durationMs: 1, failure: null } as const;
    const steps = report.steps.map((step) => {
      const isCleanUp = step.id === 'resume-repairs' || step.id === 'release-protection';
      const change = {
        resource:
          '/subscriptions/0000/resourceGroups/g/providers/Microsoft.Compute/virtualMachineScaleSets/web',
        ...(step.id === 'resume-repairs'
          ? { field: 'automaticRepairs', from: 'suspended', to: 'running' }
          : { field: 'protectionPolicy/protectFromScaleIn', from: 'true', to: 'false' }),
      };
      const resource =
        step.id === 'release-protection' ? `${change.resource}/virtualMachines/3` : change.resource;
      return isCleanUp ? { ...step, run: failed, changes: [{ ...change, resource }] } : step;
    });
    expect(nextSteps({ ...report, steps }).flatMap(({ commands }) => commands)).toEqual([
      'az vmss update -g g -n web --subscription 0000 --instance-id 3 --protect-from-scale-in false',
      'az vmss set-orchestration-service-state -g g -n web --subscription 0000 --service-name AutomaticRepairs --action Resume',
    ]);
  });

  it('is to run again where ARM has refused the first write, and there is no release to bring to an end', async () => {
    const world = startScaleSetCommands(
      {},
      {
        faults: [
          {
            match: { method: 'PATCH', path: 'virtualMachineScaleSets/web$' },
            effect: 'answer',
            status: 404,
            code: 'GalleryImageNotFound',
          },
        ],
      },
    );
    foreignWrite(world.emulated.plane, scaleSetId, {
      properties: { virtualMachineProfile: { storageProfile: { imageReference: newImage } } },
    });
    const { report } = await tell(world, 'run', (runner) => world.rollout(runner), rolloutFacts);
    expect(verdict(report)).toBe('Nothing was changed.');
    expect(nextSteps(report)).toEqual([{ text: 'Remove the cause and run again.', commands: [] }]);
    expect(causeError(report)?.message).not.toContain('recover');
    expect(world.record()).toMatchObject({ lock: undefined, journal: undefined, release: undefined });
  });

  it('is told by a fresh read where somebody else has changed the model before anybody was upgraded', async () => {
    const other = { id: newImage.id.replace('web-2', 'web-3') };
    const world = startScaleSetCommands(
      { resources: [imageResource(other.id)] },
      {
        faults: [
          {
            match: { method: 'PATCH', path: 'virtualMachineScaleSets/web$', nth: 2 },
            effect: 'foreign-write',
            when: 'before',
            resourceId: scaleSetId,
            mergePatch: {
              properties: { virtualMachineProfile: { storageProfile: { imageReference: other } } },
            },
          },
        ],
      },
    );
    const { report } = await tell(world, 'run', (runner) => world.canary(runner), canaryFacts);
    expect(report).toMatchObject({ outcome: 'rolled-back', failure: { code: 'ForeignChange' } });
    expect(verdict(report)).toMatch(
      /^No instance of web was upgraded, and what this run had changed is undone; its model is what somebody else has made it meanwhile; /,
    );
    expect(toOutputs(report, '')).toMatchObject({
      'updated-instances': '[]',
      'outdated-instances': '["0","1","2"]',
    });
    expect(summarize(report)).toContain('| Instances | 0 up to date with the model, 3 outdated |');
  });

  it('is not to recover where all is taken back, though the time for looking at it was not enough', async () => {
    const world = startScaleSetCommands(
      { commandResults: [{ script: 'check', exitCode: 0 }] },
      {
        profile: 'recorded',
        faults: [
          {
            match: { path: '/1/runCommand$', times: 'always' },
            effect: 'delayed',
            afterMs: 3_000_000,
          },
        ],
      },
    );
    const { report } = await tell(
      world,
      'run',
      (runner) =>
        world.canary(runner, {
          share: { kind: 'instances', instanceIds: ['1'] },
          health: { minHealthyTimeMs: 30_000, healthyDeadlineMs: 600_000, command: 'check' },
        }),
      canaryFacts,
    );
    expect(world.record()).toEqual({ last: expect.objectContaining({ kind: 'undoing' }) });
    expect(report.outcome).toBe('rolled-back');
    expect(toOutputs(report, '')).toMatchObject({ 'updated-instances-count': '3' });
    expect([causeError(report)?.message, summarize(report)].join()).not.toMatch(/recover|in full|Not undone/);
  });

  it('is to put the model in order where somebody else has changed it, and what is printed then works', async () => {
    const other = { id: newImage.id.replace('web-2', 'web-3') };
    const world = startScaleSetCommands({ capacity: 4, resources: [imageResource(other.id)] });
    const setModel = (image: { readonly id: string }) =>
      foreignWrite(world.emulated.plane, scaleSetId, {
        properties: { virtualMachineProfile: { storageProfile: { imageReference: image } } },
      });
    await world.canary(world.runner(1));
    const { id = '' } = world.record().release ?? {};
    const ending = tell(
      world,
      'run',
      (runner) => world.rollout(runner, {}, { onFailure: 'stop' }),
      rolloutFacts,
    );
    await world.written('POST web/manualupgrade', 2);
    setModel(other);
    const { report } = await ending;
    expect(report.failure?.code).toBe('ForeignChange');
    const steps = nextSteps(report);
    expect(steps[0]?.text).toMatch(
      /^Somebody else has changed the model of web meanwhile\. .* canary\/web-2 to go on with it, or to take it back, for which canary\/web-1 will do/,
    );
    expect(steps.map(({ text }) => text).join()).not.toContain('recover');
    expect(steps.flatMap(({ inputs }) => (inputs === undefined ? [] : [inputs]))).toEqual([
      [...rejection, `release-id: ${id}`],
      [...promotion, `release-id: ${id}`],
    ]);
    setModel(newImage);
    const promoted = await tell(world, 'run', (runner) => world.rollout(runner, { releaseId: id }));
    expect(promoted.report.outcome).toBe('succeeded');
  });

  it('is to run again where the change of somebody else is written over, and nobody was upgraded', async () => {
    const former = { commandToExecute: 'install one' };
    const extensions = [healthExtension, customScript({ commandToExecute: 'install something else' })];
    const world = startScaleSetCommands(
      { extensions: [healthExtension, customScript(former)] },
      {
        faults: [
          {
            match: { method: 'PUT', path: 'extensions/install$', nth: 1 },
            effect: 'foreign-write',
            when: 'before',
            resourceId: scaleSetId,
            mergePatch: { properties: { virtualMachineProfile: { extensionProfile: { extensions } } } },
          },
        ],
      },
    );
    const goal = {
      payload: { kind: 'extension', name: 'install', settings: { commandToExecute: 'install two' } },
      previousSettings: { settings: former },
    } as const;
    const { report } = await tell(world, 'run', (runner) => world.canary(runner, goal), canaryFacts);
    expect(report.failure?.code).toBe('ForeignChangeOverwritten');
    const [first, second, ...others] = nextSteps(report);
    expect(first?.text).toMatch(
      /^See in the activity log of web who .* Then run again, with the same inputs/,
    );
    expect(second?.inputs).toEqual([...rejection, `release-id: ${report.scaleSet?.releaseId}`]);
    expect(others).toEqual([]);
    const { report: again } = await tell(world, 'run', (runner) => world.canary(runner, goal), canaryFacts);
    expect(again.outcome).toBe('succeeded');
  });

  it('is to take back once more the release that was to be taken back, and no other', async () => {
    const world = startScaleSetCommands();
    await world.canary(world.runner(1));
    const { id = '' } = world.record().release ?? {};
    world.emulated.plane.faults.add({
      match: { method: 'POST', path: 'manualupgrade$', times: 'always' },
      effect: 'answer',
      status: 400,
      code: 'BadRequest',
      message: 'not today',
    });
    const { report } = await tell(world, 'rollback', (runner) => world.rollback(runner, { releaseId: id }));
    expect(report.outcome).toBe('failed');
    expect(nextSteps(report).flatMap(({ inputs }) => (inputs === undefined ? [] : [inputs]))).toContainEqual([
      ...rejection,
      `release-id: ${id}`,
    ]);
  });

  it('is to recover where somebody else has changed the model, and what was done could not be undone', () => {
    const { report } = runs.stopped;
    const failure = { message: 'The model has changed.', code: 'ForeignChange' };
    const undo = { outcome: 'failed', startedMs: 0, durationMs: 1, failure } as const;
    const foreign: Report = {
      ...report,
      failure,
      steps: report.steps.map((step) => (step.id === 'upgrade-canaries' ? { ...step, undo } : step)),
    };
    const [first, second] = nextSteps(foreign).map(({ text }) => text);
    expect(first).toMatch(/^Somebody else has changed the model of web meanwhile\./);
    expect(second).toMatch(/^Then bring the release to an end: .*"command: recover"/);
  });

  it.each<[string, Parameters<World['rollout']>[2], RegExp]>([
    [
      'what the model had already',
      {},
      /^What the instances had before is not known, so command: rollback is/,
    ],
    [
      'which leaves no record',
      { leavesRecord: false },
      /because record is none, .* release canary\/web-1 with/,
    ],
  ])('is not to go back by a rollback after a release of %s', async (_, control, text) => {
    const world = startScaleSetCommands();
    if (control?.leavesRecord !== false) {
      foreignWrite(world.emulated.plane, scaleSetId, {
        properties: { virtualMachineProfile: { storageProfile: { imageReference: newImage } } },
      });
    }
    const payload = { kind: 'image', image: newImage } as const;
    const { report } = await tell(world, 'run', (runner) => world.rollout(runner, { payload }, control));
    expect(nextSteps(report)).toEqual([{ text: expect.stringMatching(text), commands: [] }]);
    await expect(world.rollback(world.runner(2))).rejects.toThrow(/not known|cannot go back/);
  });
});
