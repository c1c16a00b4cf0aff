import { expect, test } from 'vitest';
import { ArmError } from '../../../src/azure/arm/arm-error.ts';
import { findLatestRollingUpgrade, isRunning } from '../../../src/azure/scale-sets/rolling-upgrade.ts';
import { forbidden, refused, type ScriptedAnswer, scriptedArm } from '../scripted-arm.ts';
import { scaleSetId, signal } from '../scripted-scale-set.ts';

const find = (answer: ScriptedAnswer) =>
  findLatestRollingUpgrade(
    scriptedArm({ [`GET ${scaleSetId}/rollingUpgrades/latest`]: [answer] }).arm,
    scaleSetId,
    signal,
  );

test.each([
  ['RollingForward', true],
  ['Completed', false],
  ['Cancelled', false],
  ['Faulted', false],
])('a rolling upgrade that is %s runs: %s', async (code, runs) => {
  expect(isRunning(await find({ body: { properties: { runningStatus: { code } } } }))).toBe(runs);
});

test('where there never was one, none runs', async () => {
  const none = await find(refused(404, 'NotFound'));
  expect(none).toBeUndefined();
  expect(isRunning(none)).toBe(false);
});

test('what may not be read is not taken for none', async () => {
  await expect(find(forbidden('read'))).rejects.toBeInstanceOf(ArmError);
});
