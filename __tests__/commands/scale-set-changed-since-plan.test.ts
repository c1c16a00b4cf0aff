import { describe, expect, it } from 'vitest';
import { toOutputs } from '../../src/outputs.ts';
import { causeError } from '../../src/report/annotations.ts';
import { titleOf, verdict } from '../../src/report/verdict/verdict.ts';
import { imageResource, newImage, scaleSetId } from '../emulator/arm/compute/scale-set-world.ts';
import { tell } from '../report/scale-set-runs.ts';
import { type ScaleSetCommands, startScaleSetCommands } from './scale-set-commands.ts';

const otherImage = newImage.id.replace('web-2', 'web-3');

function meddle({ emulated }: ScaleSetCommands, mergePatch: Readonly<Record<string, unknown>>): void {
  emulated.plane.faults.add({
    match: { method: 'PATCH', path: 'virtualMachineScaleSets/web$' },
    effect: 'foreign-write',
    when: 'before',
    resourceId: scaleSetId,
    mergePatch,
  });
}

describe('a scale set that somebody changes between the plan and the first write', () => {
  it.each([
    [
      'its image',
      { properties: { virtualMachineProfile: { storageProfile: { imageReference: { id: otherImage } } } } },
      /ForeignChange: The model of scale set web has changed since this run was planned: it has web-3/,
    ],
    [
      'what lets it out',
      { properties: { upgradePolicy: { mode: 'Automatic' } } },
      /ForeignChange: Something else has changed the model .*: upgradePolicy\./,
    ],
  ])('(%s) makes the run fail with nothing changed, and there is no release', async (_, change, cause) => {
    const world = startScaleSetCommands({ resources: [imageResource(otherImage)] });
    meddle(world, change);
    const { report } = await tell(world, 'run', (runner) => world.canary(runner));
    expect(world.record()).toMatchObject({ lock: undefined, journal: undefined, release: undefined });
    expect(report.outcome).toBe('failed');
    expect(titleOf(report)).toMatch(/: failed$/);
    expect(verdict(report)).toBe('Nothing was changed.');
    expect(causeError(report)?.message).toMatch(cause);
    expect(toOutputs(report, '')).toMatchObject({ 'release-id': '', 'canary-instances': '[]' });
  });

  it('keeps the id of a release that was open before', async () => {
    const world = startScaleSetCommands({ resources: [imageResource(otherImage)] });
    await world.canary(world.runner(7));
    const { release } = world.record();
    meddle(world, { properties: { upgradePolicy: { mode: 'Automatic' } } });
    const { report } = await tell(world, 'run', (runner) => world.rollout(runner));
    expect(report.outcome).toBe('failed');
    expect(verdict(report)).toBe('Nothing was changed.');
    expect(toOutputs(report, '')).toMatchObject({ 'release-id': release?.id, 'canary-instances': '["0"]' });
  });
});
