import { describe, expect, it } from 'vitest';
import { foreignWrite } from '../../emulator/arm/foreign-write.ts';
import type { CommandEnd } from '../../src/commands/command.ts';
import { autoscaleSetting, scaleSetId } from '../emulator/arm/compute/scale-set-world.ts';
import { type ScaleSetCommands, startScaleSetCommands } from './scale-set-commands.ts';

const goal = { suspendRepairs: true, share: { kind: 'instances', instanceIds: ['0', '1'] } } as const;
const succeeded = { kind: 'ran', result: { outcome: 'succeeded', cleanUpErrors: [] } };
const canaryOf = (id: string) => `${scaleSetId}/virtualMachines/${id}`;

/** A canary job has come to its end, and has protected its canaries and suspended repairs. */
async function opened(repairAction: 'Replace' | 'Restart' = 'Replace'): Promise<ScaleSetCommands> {
  const world = startScaleSetCommands({
    capacity: 4,
    commandResults: [{ script: 'check', exitCode: 1 }],
    resources: [autoscaleSetting()],
    properties: { automaticRepairsPolicy: { enabled: true, gracePeriod: 'PT30M', repairAction } },
  });
  expect(await world.canary(world.runner(1), goal)).toMatchObject(succeeded);
  expect(await setAside(world)).toEqual(kept);
  return world;
}

const kept = { repairs: 'Suspended', protectedIds: ['0', '1'] };

async function setAside({ emulated, arm }: ScaleSetCommands) {
  const view = (await arm.get(`${scaleSetId}/instanceView`, '2024-07-01', AbortSignal.any([]))) as {
    orchestrationServices: readonly { readonly serviceState: string }[];
  };
  return {
    repairs: view.orchestrationServices[0]?.serviceState,
    protectedIds: emulated.plane.store
      .list('Microsoft.Compute/virtualMachineScaleSets/virtualMachines')
      .filter(({ properties }) => JSON.stringify(properties).includes('"protectFromScaleIn":true'))
      .map(({ instanceId }) => instanceId),
  };
}

function unprotect({ emulated }: ScaleSetCommands, id: string): void {
  foreignWrite(emulated.plane, canaryOf(id), {
    properties: { protectionPolicy: { protectFromScaleIn: false } },
  });
}

async function resumeRepairs({ arm }: ScaleSetCommands): Promise<void> {
  const path = `${scaleSetId}/setOrchestrationServiceState`;
  const body = { serviceName: 'AutomaticRepairs', action: 'Resume' };
  await arm.write(
    { method: 'POST', path, apiVersion: '2024-07-01', body, pace: 'as-told', timeoutMs: 600_000 },
    AbortSignal.any([]),
  );
}

function hazardsOf(end: CommandEnd): string {
  expect.assert(end.kind === 'planned');
  return end.plan.hazards.join(' ');
}

describe('a canary job that is run again', () => {
  it('protects anew whom somebody has taken the protection from, says so, and touches nobody else', async () => {
    const world = await opened();
    unprotect(world, '1');
    const rerun = world.runner(1, 2);
    expect(hazardsOf(await world.canary(rerun, goal, { command: 'plan' }))).toMatch(
      /Instance 1 is not protected from scale-in any more, .* From this run on it is protected again\./,
    );
    const from = world.writes().length;
    expect(await world.canary(rerun, goal)).toMatchObject(succeeded);
    expect(await setAside(world)).toEqual(kept);
    expect(
      world
        .writes()
        .slice(from)
        .filter((write) => !write.startsWith('PATCH ')),
    ).toEqual(['PUT virtualMachines/1']);
    expect(await world.canary(rerun, goal)).toMatchObject({ kind: 'no-change' });
    expect(await world.rollback(world.runner(2))).toMatchObject(succeeded);
    expect(await setAside(world)).toEqual({ repairs: 'Running', protectedIds: [] });
  });

  it('suspends repairs anew that somebody has resumed, and says so', async () => {
    const world = await opened();
    await resumeRepairs(world);
    const rerun = world.runner(1, 2);
    expect(hazardsOf(await world.canary(rerun, goal, { command: 'plan' }))).toMatch(
      /Automatic repairs of the scale set "web" run, though .* From this run on they are suspended again\./,
    );
    expect(await world.canary(rerun, goal)).toMatchObject(succeeded);
    expect(await setAside(world)).toEqual(kept);
    expect(await world.canary(rerun, goal)).toMatchObject({ kind: 'no-change' });
  });

  it('says that repairs run which the release had suspended, where it is not to suspend any', async () => {
    const world = await opened('Restart');
    await resumeRepairs(world);
    const from = world.writes().length;
    expect(await world.canary(world.runner(1, 2), { ...goal, suspendRepairs: false })).toMatchObject({
      kind: 'no-change',
      reason: expect.stringMatching(/automatic repairs, which the release had suspended, run: somebody has/),
    });
    expect(world.writes()).toHaveLength(from);
  });

  it('protects nobody and suspends nothing for a release that is over: it has nothing to do', async () => {
    const world = await opened();
    expect(await world.rollout(world.runner(2), { suspendRepairs: true })).toMatchObject(succeeded);
    const from = world.writes().length;
    expect(await world.canary(world.runner(1, 2), goal)).toMatchObject({ kind: 'no-change' });
    expect(world.writes()).toHaveLength(from);
  });

  it('keeps what it has restored where it comes to nothing after that, because the release is open still', async () => {
    const world = await opened();
    const before = world.record();
    unprotect(world, '1');
    await resumeRepairs(world);
    const cancelled = world.runner(1, 2);
    const rerun = world.canary(cancelled, goal);
    await world.written('PUT virtualMachines/1', 2);
    await world.clock.sleep(15_000);
    cancelled.cancel();
    await rerun;
    expect(await world.settle(world.runner(2), cancelled)).toMatchObject({ outcome: 'rolled-back' });
    expect(world.record()).toEqual(before);
    expect(await setAside(world)).toEqual(kept);
  });

  it('gives all of it back where it finds a canary unhealthy, and takes the release back', async () => {
    const world = await opened();
    unprotect(world, '1');
    await resumeRepairs(world);
    const health = { minHealthyTimeMs: 30_000, healthyDeadlineMs: 300_000, command: 'check' };
    expect(await world.canary(world.runner(1, 2), { ...goal, health })).toMatchObject({
      result: { outcome: 'rolled-back', error: { code: 'UnhealthyInstances' }, undoErrors: [] },
    });
    expect(await setAside(world)).toEqual({ repairs: 'Running', protectedIds: [] });
    expect(world.record().release).toBeUndefined();
  });
});
