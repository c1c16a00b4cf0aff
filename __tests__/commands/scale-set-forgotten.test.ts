import { describe, expect, it } from 'vitest';
import { foreignWrite } from '../../emulator/arm/foreign-write.ts';
import { nextSteps } from '../../src/report/next-steps/next-steps.ts';
import type { Report } from '../../src/report/report.ts';
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

const commandsOf = (report: Report) => nextSteps(report).flatMap(({ commands }) => commands);

describe('what a release has set aside is given back by a run whose tags somebody removes', () => {
  it('as a canary closes it: no release is open that would need it', async () => {
    const world = start();
    const running = tell(world, 'run', (runner) => world.canary(runner, canary));
    await world.written('POST web/manualupgrade');
    world.emulated.plane.faults.add({
      match: {
        method: 'PATCH',
        path: 'virtualMachineScaleSets/web$',
        nth: 1 + world.writes().filter((write) => write === 'PATCH web').length,
      },
      effect: 'foreign-write',
      when: 'before',
      resourceId: scaleSetId,
      mergePatch: { tags: null },
    });
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

async function untilStep(world: ScaleSetCommands, runner: ScaleSetRunner, stepId: string): Promise<void> {
  while (!runner.events.some((event) => event.type === 'step-started' && event.stepId === stepId)) {
    await world.clock.sleep(50);
  }
}
