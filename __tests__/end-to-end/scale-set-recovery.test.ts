import { describe, expect, it } from 'vitest';
import { quick, type ScaleSetRollout, startScaleSetRollout, whenWritten } from './scale-set-rollout.ts';

const canarySet = { group: 'canary', scaleSet: 'canary' };
const UPGRADE = 'POST canary/manualupgrade';
const OLD = 'nginx-base-image';
const NEW = 'nginx-updated-image';

function rolloutOf(rollout: ScaleSetRollout) {
  return { strategy: 'full-rollout', image: rollout.imageId(NEW), 'batch-size': '1', ...quick };
}

const old = { 0: OLD, 1: OLD, 2: OLD };

describe.concurrent('a release of a scale set', () => {
  it.each([
    ['finish', { model: NEW, instances: { 0: NEW, 1: NEW, 2: NEW } }],
    ['undo', { model: OLD, instances: old }],
  ])('whose runner was lost in the middle of a batch is told of, and recovered: %s', async (way, images) => {
    await using rollout = await startScaleSetRollout(canarySet);
    const inputs = rolloutOf(rollout);
    const lost = await rollout.run({
      inputs,
      options: {
        runsPost: false,
        onStart: (main) => whenWritten(rollout, UPGRADE, () => main.send('SIGKILL'), 2),
      },
    });
    expect(lost.signal).toBe('SIGKILL');
    const refused = await rollout.run({ run: 2, inputs });
    expect(refused.exitCode).toBe(1);
    expect(refused.annotations.find(({ level }) => level === 'error')?.message).toContain(
      '/contoso/shop/actions/runs/1000001/attempts/1',
    );
    const recovered = await rollout.run({
      run: 3,
      inputs: { command: 'recover', 'recover-to': way, ...quick },
    });
    expect(recovered, recovered.stdout).toMatchObject({
      exitCode: 0,
      outputs: { outcome: 'succeeded', 'recovered-to': way },
    });
    expect(rollout.images()).toEqual(images);
    expect(Object.keys(rollout.tags()).filter((name) => name !== 'azure-rollout-last')).toEqual([]);
  });

  it('that is cancelled is taken back by post, which says so', async () => {
    await using rollout = await startScaleSetRollout(canarySet);
    const run = await rollout.run({
      inputs: rolloutOf(rollout),
      options: { onStart: (main) => whenWritten(rollout, UPGRADE, () => main.cancel(), 2) },
    });
    expect(run.exitCode).toBe(1);
    expect(run.post, run.post?.stdout).toMatchObject({ exitCode: 1, outputs: { outcome: 'rolled-back' } });
    expect(rollout.images()).toEqual({ model: OLD, instances: old });
    expect(rollout.tags()).toEqual({
      'azure-rollout-last': expect.stringContaining(' undoing of full-rollout by batches, release '),
    });
  });

  it('stops where somebody else has changed the model in the meantime, and leaves that as it is', async () => {
    await using rollout = await startScaleSetRollout(canarySet);
    const { plane } = rollout.emulator.arm;
    plane.faults.add({
      match: { method: 'PATCH', path: 'virtualMachineScaleSets/canary$', nth: 2 },
      effect: 'foreign-write',
      when: 'before',
      resourceId: rollout.scaleSetId,
      mergePatch: {
        properties: {
          virtualMachineProfile: {
            storageProfile: { imageReference: { id: rollout.imageId('nginx-by-hand') } },
          },
        },
      },
    });
    const run = await rollout.run({ inputs: rolloutOf(rollout) });
    const errors = run.annotations.filter(({ level }) => level === 'error');
    expect(run.exitCode).toBe(1);
    expect(errors, run.stdout).toHaveLength(1);
    expect(errors[0]?.message).toContain(
      'Something else has changed the image in the model of scale set canary',
    );
    expect(rollout.images()).toMatchObject({ model: 'nginx-by-hand', instances: old });
    expect(rollout.writes()).not.toContain(UPGRADE);
  });
});
