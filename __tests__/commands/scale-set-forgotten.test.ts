import { describe, expect, it } from 'vitest';
import { foreignWrite } from '../../emulator/arm/foreign-write.ts';
import { setAutomaticRepairs } from '../../src/azure/scale-sets/orchestration-services.ts';
import { nextSteps } from '../../src/report/next-steps/next-steps.ts';
import { buildReport, type Report } from '../../src/report/report.ts';
import { verdict } from '../../src/report/verdict/verdict.ts';
import { autoscaleSetting, newImage, scaleSetId } from '../emulator/arm/compute/scale-set-world.ts';
import { tell } from '../report/scale-set-runs.ts';
import { type ScaleSetCommands, type ScaleSetRunner, startScaleSetCommands } from './scale-set-commands.ts';

const image = { kind: 'image', image: newImage } as const;
const goal = { suspendRepairs: true } as const;
const one = { kind: 'count', count: 1 } as const;
const asBefore = { repairs: 'Running', protectedIds: [] };
const kept = { repairs: 'Suspended', protectedIds: ['0', '1'] };

/** Whoever releases here suspends automatic repairs, and protects two canaries from scale-in. */
const start = () =>
  startScaleSetCommands({
    capacity: 4,
    properties: {
      automaticRepairsPolicy: { enabled: true, gracePeriod: 'PT30M', repairAction: 'Replace' },
    },
    resources: [autoscaleSetting()],
  });

const canary = { ...goal, share: { kind: 'percent', percent: 50 } } as const;

/** With a canary that waits for its other half. */
async function opened(): Promise<ScaleSetCommands> {
  const world = start();
  await world.canary(world.runner(1), canary);
  expect(await setAside(world)).toEqual(kept);
  return world;
}

async function setAside({ emulated, arm }: ScaleSetCommands) {
  const view = await arm.get(`${scaleSetId}/instanceView`, '2024-07-01', AbortSignal.any([]));
  const instances = emulated.plane.store.list('Microsoft.Compute/virtualMachineScaleSets/virtualMachines');
  return {
    repairs: /"serviceState":"(\w+)"/.exec(JSON.stringify(view))?.[1],
    protectedIds: instances
      .filter(({ properties }) => JSON.stringify(properties).includes('"protectFromScaleIn":true'))
      .map(({ instanceId }) => String(instanceId)),
  };
}

/** As Terraform does, which removes all that it does not know. */
function removeTags({ emulated }: ScaleSetCommands): void {
  foreignWrite(emulated.plane, scaleSetId, { tags: null });
}

/** Nobody may take protection away, or resume repairs, any more. */
function refuseGivingBack({ emulated }: ScaleSetCommands): void {
  for (const [method, path] of [
    ['PUT', 'virtualMachines/1$'],
    ['POST', 'setOrchestrationServiceState$'],
  ] as const) {
    emulated.plane.faults.add({
      match: { method, path, times: 'always' },
      effect: 'answer',
      status: 403,
      code: 'AuthorizationFailed',
    });
  }
}

const lostRecord = (message: RegExp) => ({
  outcome: 'failed',
  failure: { code: 'LostRecord', message: expect.stringMatching(message) },
});

const commandsOf = (report: Report) => nextSteps(report).flatMap(({ commands }) => commands);

describe('what a release has set aside is given back by a run whose tags somebody removes', () => {
  it('as a canary closes it: no release is open that would need it', async () => {
    const world = start();
    const running = tell(world, 'run', (runner) => world.canary(runner, canary));
    await world.written('POST web/manualupgrade');
    removeTagsAt(world, 'before', 1);
    const { report, log } = await running;
    expect(report).toMatchObject({ outcome: 'failed', failure: { code: 'LostRecord' } });
    expect(await setAside(world)).toEqual(asBefore);
    expect(log.join('\n')).toMatch(
      /Somebody has removed the tags of the release, .* This run has given it back: protection from scale-in of instances 0, 1; suspended automatic repairs/,
    );
    expect(commandsOf(report).join('\n')).not.toMatch(/protect-from-scale-in|AutomaticRepairs/);
  });

  it.each(['rollback', 'stop'] as const)(
    'in the middle of a canary, with on-failure: %s',
    async (onFailure) => {
      const world = start();
      const running = tell(world, 'run', (runner) => world.canary(runner, canary, { onFailure }));
      await world.written('POST web/manualupgrade');
      removeTags(world);
      const { report } = await running;
      expect(report.failure).toMatchObject({ code: 'LockLost' });
      expect(await setAside(world)).toEqual(asBefore);
    },
  );

  it.each(['rollback', 'stop'] as const)(
    'in the middle of a promotion, which another job had set it aside for: on-failure: %s',
    async (onFailure) => {
      const world = await opened();
      const running = tell(world, 'run', (runner) =>
        world.rollout(runner, { ...goal, batchSize: one }, { onFailure }),
      );
      await world.written('POST web/manualupgrade', 2);
      removeTags(world);
      const { report } = await running;
      expect(report.failure).toMatchObject({ code: 'LockLost' });
      expect(await setAside(world)).toEqual(asBefore);
    },
  );

  it('as a promotion is about to give it back, which stays green', async () => {
    const world = await opened();
    const runner = world.runner(2);
    const running = world.rollout(runner, goal);
    await untilStep(world, runner, 'release-protection');
    removeTags(world);
    expect(await running).toMatchObject({ result: { outcome: 'succeeded' } });
    expect(runner.events.flatMap((event) => (event.type === 'step-failed' ? [event] : []))).toEqual([
      expect.objectContaining({ failure: expect.objectContaining({ code: 'RecordRemoved' }) }),
    ]);
    expect(await setAside(world)).toEqual(asBefore);
  });

  it('in the middle of a rejection', async () => {
    const world = await opened();
    const running = tell(world, 'rollback', (runner) => world.rollback(runner));
    await world.written('POST web/manualupgrade', 2);
    removeTags(world);
    await running;
    expect(await setAside(world)).toEqual(asBefore);
  });

  it('in the middle of a recovery', async () => {
    const world = await opened();
    const victim = world.runner(2);
    void world.rollout(victim, { ...goal, batchSize: one });
    await world.written('POST web/manualupgrade', 2);
    victim.kill();
    await world.clock.sleep(120_000);
    const recovering = tell(world, 'recover', (runner) => world.recover(runner, 'finish'));
    await world.written('POST web/manualupgrade', 3);
    removeTags(world);
    await recovering;
    expect(await setAside(world)).toEqual(asBefore);
  });

  it('by post, where the run was cancelled', async () => {
    const world = start();
    const runner = world.runner(1);
    const running = world.canary(runner, canary);
    await world.written('PUT virtualMachines/1');
    runner.cancel();
    await running;
    removeTags(world);
    await world.settle(world.runner(1), runner);
    expect(await setAside(world)).toEqual(asBefore);
  });

  it('by post that leaves all as it is, too', async () => {
    const world = start();
    const runner = world.runner(1);
    const running = world.canary(runner, canary);
    await world.written('PUT virtualMachines/1');
    runner.cancel();
    await running;
    removeTags(world);
    await world.leave(world.runner(1), runner);
    expect(await setAside(world)).toEqual(asBefore);
  });

  it('and named by post where its time is up before', async () => {
    const world = start();
    const runner = world.runner(1);
    const running = world.canary(runner, canary);
    await world.written('POST web/manualupgrade');
    runner.cancel();
    await running;
    removeTags(world);
    refuseGivingBack(world);
    const post = world.runner(1);
    await world.settle(post, runner);
    expect(post.events.findLast((event) => event.type === 'set-aside-settled')).toMatchObject({
      left: { hasSuspendedRepairs: true },
      failure: expect.anything(),
    });
  });

  it('and named with the commands for by hand where ARM refuses that', async () => {
    const world = start();
    const running = tell(world, 'run', (runner) => world.canary(runner, canary, { onFailure: 'stop' }));
    await world.written('POST web/manualupgrade');
    refuseGivingBack(world);
    removeTags(world);
    const { report, log } = await running;
    expect(await setAside(world)).toEqual({ repairs: 'Suspended', protectedIds: ['1'] });
    expect(report.scaleSet?.leftSetAside).toEqual({ protectedIds: ['1'], hasSuspendedRepairs: true });
    expect(log.join('\n')).toMatch(/Not given back: protection from scale-in of .*: .*AuthorizationFailed/);
    const [first] = nextSteps(report);
    expect(first).toMatchObject({
      text: expect.stringMatching(/^Somebody has removed the tags of the release, .* nobody but you/),
      commands: [
        expect.stringMatching(
          /^az vmss set-orchestration-service-state -g canary -n web .* --service-name AutomaticRepairs --action Resume$/,
        ),
        expect.stringMatching(
          /^az vmss update -g canary -n web .* --instance-id 1 --protect-from-scale-in false$/,
        ),
      ],
    });
  });

  it('and left alone where somebody else has brought the release to its end: what is set aside now is theirs', async () => {
    const world = await opened();
    const running = tell(world, 'run', (runner) => world.rollout(runner, { ...goal, batchSize: one }));
    await world.written('POST web/manualupgrade', 2);
    await world.recover(world.runner(2), 'undo');
    await world.canary(world.runner(3), { ...canary, payload: image });
    await running;
    expect(await setAside(world)).toEqual(kept);
  });
});

/** Does something at the very moment at which a step begins. */
function asItBegins({ context, ...runner }: ScaleSetRunner, stepId: string, act: () => void): ScaleSetRunner {
  const emit: typeof context.emit = (event) => {
    context.emit(event);
    if (event.type === 'step-started' && event.stepId === stepId) {
      act();
    }
  };
  return { ...runner, context: { ...context, emit, emitSaving: emit } };
}

/** A promotion that was killed in its first batch, with what its canary had set aside. */
async function killedPromotion(): Promise<ScaleSetCommands> {
  const world = await opened();
  const victim = world.runner(2);
  void world.rollout(victim, { ...goal, batchSize: one });
  await world.written('POST web/manualupgrade', 2);
  victim.kill();
  await world.clock.sleep(120_000);
  return world;
}

/** Right before or after the nth write of tags from now on. */
function removeTagsAt(world: ScaleSetCommands, when: 'before' | 'after', nth: number): void {
  world.emulated.plane.faults.add({
    match: {
      method: 'PATCH',
      path: 'virtualMachineScaleSets/web$',
      nth: nth + world.writes().filter((write) => write === 'PATCH web').length,
    },
    effect: 'foreign-write',
    when,
    resourceId: scaleSetId,
    mergePatch: { tags: null },
  });
}

describe('a recovery whose tags somebody removes', () => {
  it.each(['auto', 'finish', 'undo'] as const)(
    'while it waits says that the release is at no end, and gives back what that had set aside: %s',
    async (recoverTo) => {
      const world = await killedPromotion();
      const running = tell(world, 'recover', (runner) => world.recover(runner, recoverTo));
      await world.clock.sleep(5_000);
      expect(world.record().lock?.owner).toMatch(/runs\/1\//);
      removeTags(world);
      const { report } = await running;
      expect(report).toMatchObject({
        ...lostRecord(/^Somebody has removed the tags of release .* neither finished nor taken back/),
        scaleSet: { releaseId: null, canaryIds: [] },
      });
      expect(verdict(report)).toMatch(
        /Instances 0, 1, 2 of web have canary\/web-2, and no tag knows of their release any more/,
      );
      expect(nextSteps(report)[0]?.inputs).toContain('strategy: full-rollout');
      expect(world.images()).toEqual({
        model: 'web-2',
        instances: { 0: 'web-2', 1: 'web-2', 2: 'web-2', 3: 'web-1' },
      });
      expect(await setAside(world)).toEqual(asBefore);
    },
  );

  it('before it takes the lock, too', async () => {
    const world = await killedPromotion();
    removeTagsAt(world, 'before', 1);
    const { report } = await tell(world, 'recover', (runner) => world.recover(runner));
    expect(report).toMatchObject({ outcome: 'failed', failure: { code: 'LostRecord' } });
    expect(nextSteps(report)[0]?.inputs).toContain('strategy: full-rollout');
    expect(await setAside(world)).toEqual(asBefore);
  });

  it('and names what ARM does not let it give back', async () => {
    const world = await killedPromotion();
    refuseGivingBack(world);
    const running = tell(world, 'recover', (runner) => world.recover(runner));
    await world.clock.sleep(5_000);
    removeTags(world);
    const { report } = await running;
    expect(await setAside(world)).toEqual({ repairs: 'Suspended', protectedIds: ['1'] });
    expect(commandsOf(report)).toEqual([
      expect.stringContaining('--service-name AutomaticRepairs --action Resume'),
      expect.stringContaining('--instance-id 1 --protect-from-scale-in false'),
    ]);
  });

  it('after it has looked takes the release back all the same, and gives back what that had set aside', async () => {
    const world = await killedPromotion();
    removeTagsAt(world, 'after', 2);
    const { report } = await tell(world, 'recover', (runner) => world.recover(runner, 'undo'));
    expect(report).toMatchObject({ outcome: 'succeeded', recoveredTo: 'undo' });
    expect(world.record().release).toBeUndefined();
    expect(new Set(Object.values(world.images().instances))).toEqual(new Set(['web-1']));
    expect(await setAside(world)).toEqual(asBefore);
  });

  it('after it has looked does not finish it, says why, and gives back what it had set aside', async () => {
    const world = await killedPromotion();
    removeTagsAt(world, 'after', 2);
    const { report } = await tell(world, 'recover', (runner) => world.recover(runner));
    expect(report).toMatchObject(lostRecord(/^Somebody has removed the tags/));
    expect(verdict(report)).toMatch(/Instances 0, 1, 2 of web have canary\/web-2, and no tag knows/);
    expect(nextSteps(report)[0]?.inputs).toContain('strategy: full-rollout');
    expect(await setAside(world)).toEqual(asBefore);
  });
});

describe('a recovery of a release with record: none whose tags somebody removes', () => {
  /** A rollout that was to leave no record, killed as it has sent the nth write of a kind. */
  async function killedRollout(write: string, nth: number): Promise<ScaleSetCommands> {
    const world = start();
    const victim = world.runner(1);
    void world.rollout(victim, { ...goal, batchSize: one, payload: image }, { leavesRecord: false });
    await world.written(write, nth);
    victim.kill();
    await world.clock.sleep(120_000);
    return world;
  }

  it.each(['before it takes the lock', 'while it waits'] as const)(
    'is no no-change by the model alone, where no instance has what is in that: %s',
    async (when) => {
      const world = await killedRollout('PATCH virtualMachineScaleSets/web', 3);
      expect(world.images()).toMatchObject({ model: 'web-2', instances: { 0: 'web-1', 3: 'web-1' } });
      if (when === 'before it takes the lock') {
        removeTagsAt(world, 'before', 1);
      }
      const running = tell(world, 'recover', (runner) => world.recover(runner));
      await world.clock.sleep(5_000);
      removeTags(world);
      const { report } = await running;
      expect(report).toMatchObject(
        lostRecord(
          /^No tag of scale set web knows of release .* neither finished nor taken back: the model has web-2, and instances 0, 1, 2, 3 are not in line with that\./,
        ),
      );
      expect(verdict(report)).toMatch(/^No tag knows of the release any more/);
      expect(nextSteps(report)[0]?.inputs).toContain('strategy: full-rollout');
      expect(await setAside(world)).toEqual(asBefore);
    },
  );

  it('names whom it has left behind half-way', async () => {
    const world = await killedRollout('POST web/manualupgrade', 2);
    removeTagsAt(world, 'before', 1);
    const { report } = await tell(world, 'recover', (runner) => world.recover(runner));
    expect(report).toMatchObject(lostRecord(/web-2, and instances 2, 3 are not in line with that/));
    expect(verdict(report)).toMatch(/^Instances 0, 1 of web have canary\/web-2, and no tag knows/);
  });

  it('gives back what it had set aside where every instance is upgraded, and says so', async () => {
    const world = await killedRollout('POST web/manualupgrade', 4);
    removeTagsAt(world, 'before', 1);
    const { report, log } = await tell(world, 'recover', (runner) => world.recover(runner));
    expect(report).toMatchObject(
      lostRecord(/web-2, but it has not come to its end, .* set aside: suspended automatic repairs\.$/),
    );
    expect(log.join('\n')).toMatch(/This run has given it back: suspended automatic repairs/);
    expect(await setAside(world)).toEqual(asBefore);
    expect(world.images()).toMatchObject({ model: 'web-2', instances: { 0: 'web-2', 3: 'web-2' } });
  });

  it('and names what ARM does not let it give back then', async () => {
    const world = await killedRollout('POST web/manualupgrade', 4);
    refuseGivingBack(world);
    removeTagsAt(world, 'before', 1);
    const { report } = await tell(world, 'recover', (runner) => world.recover(runner));
    expect(report).toMatchObject(lostRecord(/suspended automatic repairs/));
    expect(commandsOf(report)).toEqual([
      expect.stringContaining('--service-name AutomaticRepairs --action Resume'),
    ]);
  });

  it('gives back what the canary before it had set aside, too', async () => {
    const world = await opened();
    const victim = world.runner(2);
    void world.rollout(victim, { ...goal, batchSize: one }, { leavesRecord: false });
    await world.written('POST web/manualupgrade', 3);
    victim.kill();
    await world.clock.sleep(120_000);
    await setAutomaticRepairs(world.arm, scaleSetId, 'Resume', AbortSignal.any([]));
    removeTagsAt(world, 'before', 1);
    const { report } = await tell(world, 'recover', (runner) => world.recover(runner));
    expect(report).toMatchObject(lostRecord(/set aside: protection from scale-in of instances 0, 1\.$/));
    expect(await setAside(world)).toEqual(asBefore);
  });

  it('is a no-change where somebody has given that back by hand', async () => {
    const world = await killedRollout('POST web/manualupgrade', 4);
    await setAutomaticRepairs(world.arm, scaleSetId, 'Resume', AbortSignal.any([]));
    removeTagsAt(world, 'before', 1);
    const { report } = await tell(world, 'recover', (runner) => world.recover(runner));
    expect(report).toMatchObject({ outcome: 'no-change' });
  });

  it('names who has still what was taken out of the model again', async () => {
    const world = await killedRollout('POST web/manualupgrade', 2);
    const lost = world.runner(2);
    void world.recover(lost, 'undo');
    await world.written('PATCH virtualMachineScaleSets/web', 5);
    lost.kill();
    await world.clock.sleep(120_000);
    expect(world.images()).toMatchObject({ model: 'web-1', instances: { 0: 'web-2', 1: 'web-2' } });
    removeTagsAt(world, 'before', 1);
    const { report } = await tell(world, 'recover', (runner) => world.recover(runner));
    expect(report).toMatchObject(lostRecord(/web-1, and instances 0, 1 are not in line with that/));
  });
});

describe('what an earlier job had set aside is given back', () => {
  it.each(['before', 'after'] as const)(
    'by a promotion that is planned anew, because its tags were removed %s it took the lock',
    async (when) => {
      const world = await opened();
      removeTagsAt(world, when, 1);
      const { report, log } = await tell(world, 'run', (runner) =>
        world.rollout(runner, { ...goal, allowNoRollback: true, suspendRepairs: false }),
      );
      expect(report).toMatchObject({ outcome: 'succeeded' });
      expect(await setAside(world)).toEqual(asBefore);
      expect(log.join('\n')).toMatch(
        /This run has given it back: protection from scale-in of instances 0, 1/,
      );
    },
  );

  it.each(['before', 'after'] as const)(
    'by a rejection, which has failed, because its tags were removed %s it took the lock',
    async (when) => {
      const world = await opened();
      const releaseId = world.record().release?.id ?? '';
      removeTagsAt(world, when, 1);
      const { report } = await tell(world, 'rollback', (runner) => world.rollback(runner, { releaseId }));
      expect(report).toMatchObject({ outcome: 'failed', failure: { code: 'LostRecord' } });
      expect(verdict(report)).toMatch(/^Instances 0, 1 of web have canary\/web-2, and no tag knows/);
      expect(JSON.stringify(nextSteps(report))).not.toMatch(/command: recover/);
      expect(await setAside(world)).toEqual(asBefore);
    },
  );

  it('by post of a rollback that was cancelled', async () => {
    const world = await opened();
    const runner = world.runner(2);
    const running = world.rollback(runner);
    await world.written('POST web/manualupgrade', 2);
    runner.cancel();
    await running;
    removeTags(world);
    await world.settle(world.runner(2), runner);
    expect(await setAside(world)).toEqual(asBefore);
  });
});

describe('status where no record tells what was set aside', () => {
  /** Removed between the two halves: no run knows of them any more. */
  async function forgotten(): Promise<ScaleSetCommands> {
    const world = await opened();
    removeTags(world);
    return world;
  }

  it('names it, and what is printed gives it back', async () => {
    const world = await forgotten();
    const { report, log } = await tell(world, 'status', (runner) => world.status(runner));
    expect(report.status).toMatchObject({
      state: 'idle',
      unexplained: { protectedIds: ['0', '1'], hasSuspendedRepairs: true },
    });
    expect(verdict(report)).toMatch(
      /; nothing is under way; instances 0, 1 are protected from scale-in, and automatic repairs are suspended, and no release says why\.$/,
    );
    expect(log.join('\n')).toMatch(/Protected from scale-in: 0, 1; by whom is not known/);
    expect(log.join('\n')).toMatch(/Automatic repairs: suspended; by whom is not known/);
    expect(commandsOf(report)).toEqual([
      expect.stringContaining('--service-name AutomaticRepairs --action Resume'),
      expect.stringContaining('--instance-id 0 --protect-from-scale-in false'),
      expect.stringContaining('--instance-id 1 --protect-from-scale-in false'),
    ]);
  });

  it('and not where the open release tells', async () => {
    const world = await opened();
    const { report } = await tell(world, 'status', (runner) => world.status(runner));
    expect(report.status).toMatchObject({
      state: 'open',
      unexplained: { protectedIds: [], hasSuspendedRepairs: false },
    });
    expect(verdict(report)).not.toContain('no release says why');
  });

  it('nor where nothing is', async () => {
    const world = start();
    const { report } = await tell(world, 'status', (runner) => world.status(runner));
    expect(verdict(report)).toMatch(/; nothing is under way and nothing is left over\.$/);
    expect(commandsOf(report)).toEqual([]);
  });

  it('and says that it could not look, where it may not', async () => {
    const world = start();
    world.emulated.plane.faults.add({
      match: { method: 'GET', path: 'web/instanceView$', times: 'always' },
      effect: 'answer',
      status: 403,
      code: 'AuthorizationFailed',
    });
    const { report, log } = await tell(world, 'status', (runner) => world.status(runner));
    expect(verdict(report)).toMatch(/; nothing is under way\.$/);
    expect(log.join('\n')).toMatch(/Not checked: Whether automatic repairs are suspended could not be read/);
  });
});

describe('a run whose tags somebody removes tells how things are', () => {
  it('and of a promotion that has upgraded nobody not that anything is taken back', async () => {
    const world = await opened();
    const { report } = await tell(world, 'run', (runner) =>
      world.rollout(
        asItBegins(runner, 'upgrade-outdated', () => removeTags(world)),
        { ...goal, batchSize: one },
      ),
    );
    expect(world.images()).toMatchObject({
      model: 'web-2',
      instances: { 1: 'web-2', 2: 'web-1', 3: 'web-1' },
    });
    expect(report).toMatchObject({
      outcome: 'failed',
      failure: { message: expect.stringMatching(/^Somebody has removed the tags of release /) },
      scaleSet: { releaseId: null, canaryIds: [], overtaken: { state: 'forgotten', isTakenBack: false } },
    });
    expect(verdict(report)).toMatch(
      /^Nobody was upgraded by this run, and nothing is taken back\. Instances 0, 1 of web have canary\/web-2, and no tag knows/,
    );
    expect(nextSteps(report)).toEqual([
      expect.objectContaining({ inputs: expect.arrayContaining(['strategy: full-rollout']) }),
      expect.objectContaining({ text: expect.stringContaining('release canary/web-1 with command: run') }),
    ]);
    expect(await setAside(world)).toEqual(asBefore);
  });

  it('by post of such a promotion, too', async () => {
    const world = await opened();
    const runner = world.runner(2);
    const cancelled = asItBegins(runner, 'upgrade-outdated', () => runner.cancel());
    await world.rollout(cancelled, { ...goal, batchSize: one });
    removeTags(world);
    const post = world.runner(2);
    await world.settle(post, runner);
    const report = buildReport(
      {
        startedAtMs: 0,
        startedAtEpochMs: 0,
        finishedAtMs: world.clock.monotonicMs(),
        strategy: '',
        command: 'run',
        productionAddresses: [],
        interrupted: { startedStepIds: ['take-lock'] },
        scaleSetId,
      },
      post.stream,
      undefined,
    );
    expect(verdict(report)).toMatch(
      /Instances 0, 1 of web have canary\/web-2, and no tag knows of their release any more/,
    );
    expect(await setAside(world)).toEqual(asBefore);
  });

  it('and of a canary that has undone itself that it is as it was', async () => {
    const world = start();
    const running = tell(world, 'run', (runner) => world.canary(runner, canary));
    await world.written('POST web/manualupgrade');
    removeTags(world);
    const { report } = await running;
    expect(new Set(Object.values(world.images().instances))).toEqual(new Set(['web-1']));
    expect(report).toMatchObject({ outcome: 'rolled-back', scaleSet: { overtaken: { isTakenBack: true } } });
    expect(verdict(report)).toMatch(
      / is taken back: the instances of web that it had reached have canary\/web-1 again/,
    );
  });

  it('and of one whose canary somebody has upgraded again not that all have what they had', async () => {
    const world = start();
    const { store } = world.emulated.plane;
    const upgradeAgain = () => {
      const [first] = store.list('Microsoft.Compute/virtualMachineScaleSets/virtualMachines');
      expect.assert(first !== undefined);
      const storageProfile = { ...(first.properties.storageProfile as object), imageReference: newImage };
      store.put({ ...first, properties: { ...first.properties, storageProfile } });
    };
    const running = tell(world, 'run', ({ context, ...runner }) => {
      const emit: typeof context.emit = (event) => {
        context.emit(event);
        if (event.type === 'plan-finished') {
          upgradeAgain();
        }
      };
      return world.canary({ ...runner, context: { ...context, emit, emitSaving: emit } }, canary);
    });
    await world.written('POST web/manualupgrade');
    await world.unlock(world.runner(9));
    const { report } = await running;
    expect(report.outcome).toBe('rolled-back');
    expect(verdict(report)).toMatch(
      / is taken back, and as last seen, 1 of 4 instances of web has canary\/web-2/,
    );
  });

  it('and of one that was left half-way what works then', async () => {
    const world = await opened();
    const running = tell(world, 'run', (runner) =>
      world.rollout(runner, { ...goal, batchSize: one }, { onFailure: 'stop' }),
    );
    await world.written('POST web/manualupgrade', 2);
    removeTags(world);
    const { report } = await running;
    expect(report.outcome).toBe('failed');
    expect(`${report.failure?.message} ${verdict(report)}`).not.toContain('somebody else');
    expect(verdict(report)).toMatch(/and no tag knows of their release any more/);
    expect(JSON.stringify(nextSteps(report))).not.toMatch(/Change nothing by hand|command: recover/);
  });

  it('and of a rollback that has everything back that its record is missing, and no more', async () => {
    const world = await opened();
    const running = tell(world, 'rollback', (runner) => world.rollback(runner));
    await world.written('POST web/manualupgrade', 2);
    removeTags(world);
    const { report } = await running;
    expect(new Set(Object.values(world.images().instances))).toEqual(new Set(['web-1']));
    expect(report.outcome).toBe('failed');
    expect(verdict(report)).toMatch(
      /is taken back: the instances of web that it had reached have canary\/web-1 again\. Only its record is missing/,
    );
    expect(nextSteps(report)).toEqual([
      { text: expect.stringMatching(/^To go forwards again/), commands: [] },
    ]);
  });

  it('with one instruction where it could not give everything back', async () => {
    const world = start();
    const running = tell(world, 'run', (runner) => world.canary(runner, canary));
    await world.written('POST web/manualupgrade');
    refuseGivingBack(world);
    removeTags(world);
    const { report } = await running;
    expect(`${report.failure?.message} ${verdict(report)}`).not.toContain('somebody else');
    expect(JSON.stringify(nextSteps(report))).not.toMatch(/Change nothing by hand|command: recover/);
    expect(commandsOf(report)).toHaveLength(2);
  });
});

async function untilStep(world: ScaleSetCommands, runner: ScaleSetRunner, stepId: string): Promise<void> {
  while (!runner.events.some((event) => event.type === 'step-started' && event.stepId === stepId)) {
    await world.clock.sleep(50);
  }
}
