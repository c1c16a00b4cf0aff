import { describe, expect, it } from 'vitest';
import { foreignWrite } from '../../emulator/arm/foreign-write.ts';
import type { CommandEnd } from '../../src/commands/command.ts';
import { toOutputs } from '../../src/outputs.ts';
import { causeError, cleanUpWarnings } from '../../src/report/annotations.ts';
import { nextSteps } from '../../src/report/next-steps/next-steps.ts';
import type { Report } from '../../src/report/report.ts';
import { verdict } from '../../src/report/verdict/verdict.ts';
import { isLeftToPost } from '../../src/saving-progress.ts';
import {
  autoscaleSetting,
  imageResource,
  newImage,
  scaleSetId,
  type WorldOptions,
} from '../emulator/arm/compute/scale-set-world.ts';
import { tell } from '../report/scale-set-runs.ts';
import { type ScaleSetCommands, startScaleSetCommands } from './scale-set-commands.ts';

const image = { kind: 'image', image: newImage } as const;
const otherImage = newImage.id.replace('web-2', 'web-3');
const shape: WorldOptions = { resources: [imageResource(otherImage)] };

/** What somebody else makes of the scale set right before the write that closes a run. */
type Meddling = (world: ScaleSetCommands, nth: number) => void;

const meddle =
  (mergePatch: Record<string, unknown>): Meddling =>
  ({ emulated }, nth) =>
    emulated.plane.faults.add({
      match: { method: 'PATCH', path: 'virtualMachineScaleSets/web$', nth },
      effect: 'foreign-write',
      when: 'before',
      resourceId: scaleSetId,
      mergePatch,
    });

const withOtherImage = {
  properties: { virtualMachineProfile: { storageProfile: { imageReference: { id: otherImage } } } },
};
const otherModel = meddle(withOtherImage);
const noTags = meddle({ tags: null });

const canary = (world: ScaleSetCommands) => tell(world, 'run', (runner) => world.canary(runner));
const rollout = (world: ScaleSetCommands) =>
  tell(world, 'run', (runner) =>
    world.rollout(runner, { payload: image, batchSize: { kind: 'count', count: 3 } }),
  );

const stepsOf = (report: Report) =>
  nextSteps(report).flatMap(({ text, commands, inputs = [] }) => [text, ...commands, ...inputs]);

describe('a model that somebody changes right before the closing write', () => {
  it('leaves a canary failed, with the release open, and with what makes it go on', async () => {
    const world = startScaleSetCommands(shape);
    otherModel(world, 3);
    const { report } = await canary(world);
    expect(world.record()).toMatchObject({ lock: undefined, journal: undefined, release: expect.anything() });
    expect(report.outcome).toBe('failed');
    expect(causeError(report)?.message).toMatch(
      /Somebody else has changed the model of scale set web since the instances were seen to be as they should be: it has .*web-3/,
    );
    expect(verdict(report)).toMatch(
      /is not there any more: by a fresh read of Azure, 1 of 3 instances of web has canary\/web-2, and 0 of 3 instances have what the model has now\.$/,
    );
    expect(toOutputs(report, '')).toMatchObject({ 'updated-instances': '[]', 'canary-instances': '["0"]' });
    expect(stepsOf(report).join('\n')).toMatch(/imageReference=.*web-2/);
    // What was printed is what it takes.
    put(world, newImage.id);
    expect(await world.rollout(world.runner(2))).toMatchObject({ result: { outcome: 'succeeded' } });
  });

  it('is not to be put back into it where it is what lets the payload out', async () => {
    const world = startScaleSetCommands(shape);
    meddle({ properties: { upgradePolicy: { mode: 'Automatic' } } })(world, 3);
    const { report } = await canary(world);
    expect(report.outcome).toBe('failed');
    expect(causeError(report)?.message).toMatch(/while this run was at work on it: upgradePolicy\./);
    const [first, ...others] = stepsOf(report);
    expect(first).toMatch(/^See in the activity log .* and take it back before anything goes on/);
    expect(others.join('\n')).not.toMatch(/az vmss update/);
    expect(others).toContain('command: rollback');
  });

  it('leaves a rollout failed that is over, and what is printed brings every instance to what the model has', async () => {
    const world = startScaleSetCommands(shape);
    otherModel(world, 3);
    const { report } = await rollout(world);
    expect(world.record()).toMatchObject({ lock: undefined, journal: undefined, release: undefined });
    expect(report.outcome).toBe('failed');
    expect(toOutputs(report, '')).toMatchObject({
      'updated-instances': '[]',
      'outdated-instances-count': '3',
    });
    expect(causeError(report)?.message).toMatch(/has changed the model of scale set web/);
    expect(stepsOf(report).join('\n')).not.toMatch(/recover|rollback|release-id/);
    expect(stepsOf(report)).toContain('strategy: full-rollout');
    const anew = await tell(world, 'run', (runner) => world.rollout(runner));
    expect(anew.report.outcome).toBe('succeeded');
    expect(Object.values(world.images().instances)).toEqual(['web-3', 'web-3', 'web-3']);
  });

  it('leaves a rollback failed whose instances have what they had', async () => {
    const world = startScaleSetCommands(shape);
    await world.canary(world.runner(7));
    const closing = world.writes().filter((write) => write === 'PATCH web').length + 3;
    otherModel(world, closing);
    const { report } = await tell(world, 'rollback', (runner) => world.rollback(runner));
    expect(world.images().model).toBe('web-3');
    expect(report.outcome).toBe('failed');
    expect(verdict(report)).toMatch(
      /0 of 3 instances of web have canary\/web-2, and 0 of 3 instances have what/,
    );
    expect(stepsOf(report).join('\n')).toMatch(/To undo it, put canary\/web-1 back into the model/);
  });

  it('leaves a recovery failed that has finished a rollout', async () => {
    const world = startScaleSetCommands(shape);
    const victim = world.runner(7);
    void world.rollout(victim, { payload: image });
    await world.written('POST web/manualupgrade', 2);
    victim.kill();
    const recovering = tell(world, 'recover', (runner) => world.recover(runner, 'finish'));
    await world.written('POST web/manualupgrade', 3);
    otherModel(world, 1 + world.writes().filter((write) => write === 'PATCH web').length);
    const { report } = await recovering;
    expect(world.images().model).toBe('web-3');
    expect(report.outcome).toBe('failed');
    expect(report.recovered).toBeNull();
    expect(stepsOf(report).join('\n')).not.toMatch(/recover/);
  });

  it('is seen by the post step that closes the release, too', async () => {
    const world = startScaleSetCommands(shape);
    const runner = world.runner(7);
    const refusal = {
      match: { method: 'PATCH', path: 'virtualMachineScaleSets/web$', nth: 3, times: 'always' },
    } as const;
    world.emulated.plane.faults.add({
      ...refusal,
      effect: 'answer',
      status: 403,
      code: 'AuthorizationFailed',
    });
    await world.rollout(runner, { payload: image });
    world.emulated.plane.faults.remove();
    expect(world.record().journal).toBeDefined();
    put(world, otherImage);
    const { report } = await tell(world, 'run', async (post) => ({
      kind: 'ran',
      result: await world.settle(post, runner),
    }));
    expect(report.outcome).toBe('failed');
    expect(causeError(report)?.message).toMatch(/has changed the model of scale set web/);
  });

  it('is what a run ends with whose closing write is refused besides', async () => {
    const world = startScaleSetCommands(shape);
    otherModel(world, 3);
    world.emulated.plane.faults.add({
      match: { method: 'PATCH', path: 'virtualMachineScaleSets/web$', nth: 4, times: 'always' },
      effect: 'answer',
      status: 403,
      code: 'AuthorizationFailed',
    });
    const { report } = await rollout(world);
    expect(report.outcome).toBe('failed');
    expect(causeError(report)?.message).toMatch(/has changed the model of scale set web/);
  });
});

describe('tags that somebody removes right before the closing write', () => {
  const protecting: WorldOptions = { resources: [autoscaleSetting()] };

  it('leave a canary failed of which no tag knows, and nothing is printed that is refused', async () => {
    const world = startScaleSetCommands(protecting);
    const closing = 4;
    noTags(world, closing);
    const runner = world.runner(7);
    let end: CommandEnd | undefined;
    const { report } = await tell(world, 'run', async (told) => {
      end = await world.canary(told);
      return end;
    });
    expect(world.record()).toMatchObject({ release: undefined });
    expect(report.outcome).toBe('failed');
    expect(end !== undefined && isLeftToPost(end)).toBe(false);
    expect(toOutputs(report, '')).toMatchObject({ 'release-id': '', 'canary-instances': '[]' });
    expect(verdict(report)).toMatch(
      /^Instance 0 of web has canary\/web-2, and no tag knows of their release any more/,
    );
    const steps = stepsOf(report).join('\n');
    expect(steps).not.toMatch(/command: recover|release-id/);
    // Given back by the run itself.
    expect(steps).not.toContain('--protect-from-scale-in');
    expect(await world.rollout(runner)).toMatchObject({ result: { outcome: 'succeeded' } });
    expect(Object.values(world.images().instances)).toEqual(['web-2', 'web-2', 'web-2']);
  });

  it('leave a rollout green, which says that no rollback knows what there was', async () => {
    const world = startScaleSetCommands();
    noTags(world, 3);
    const { report } = await rollout(world);
    expect(world.record()).toMatchObject({ release: undefined, last: undefined });
    expect(report.outcome).toBe('succeeded');
    expect(causeError(report)).toBeNull();
    expect(cleanUpWarnings(report)).toEqual([
      expect.stringMatching(/^Somebody has removed the tags of release/),
    ]);
    expect(stepsOf(report).join('\n')).toMatch(
      /because somebody has removed it, so command: rollback is refused/,
    );
    await expect(world.rollback(world.runner(3))).rejects.toThrow(/has no tag azure-rollout-last/);
  });
});

function put({ emulated: { plane } }: ScaleSetCommands, id: string): void {
  foreignWrite(plane, scaleSetId, {
    properties: { virtualMachineProfile: { storageProfile: { imageReference: { id } } } },
  });
}
