import { expect, test } from 'vitest';
import { ArmError } from '../../../src/azure/arm/arm-error.ts';
import { findAutoscale, isEnabled } from '../../../src/azure/scale-sets/autoscale-settings.ts';
import { forbidden, scriptedArm } from '../scripted-arm.ts';
import { scaleSetId, signal } from '../scripted-scale-set.ts';

const ofSubscription = 'GET /subscriptions/s/providers/Microsoft.Insights/autoscalesettings';
const ofGroup = 'GET /subscriptions/s/resourceGroups/g/providers/Microsoft.Insights/autoscalesettings';

function setting(name: string, targetResourceUri: string, enabled?: boolean) {
  return {
    id: `/x/${name}`,
    name,
    properties: { targetResourceUri, ...(enabled === undefined ? {} : { enabled }) },
  };
}

test('autoscale settings of a scale set are found in the whole subscription, in whatever case', async () => {
  const { arm, requests } = scriptedArm({
    [ofSubscription]: [
      {
        body: {
          value: [
            setting('on', scaleSetId.toUpperCase(), true),
            setting('other', `${scaleSetId}2`, true),
            setting('off', scaleSetId, false),
            setting('untold', scaleSetId),
          ],
        },
      },
    ],
  });
  const { settings, lookedIn } = await findAutoscale(arm, scaleSetId, signal);
  expect(settings.map((each) => [each.name, isEnabled(each)])).toEqual([
    ['on', true],
    ['off', false],
    ['untold', false],
  ]);
  expect(lookedIn).toBe('subscription');
  expect(requests).toEqual([`${ofSubscription}?api-version=2022-10-01`]);
});

test('who may not read the subscription sees those of the resource group, and is told so', async () => {
  const { arm } = scriptedArm({
    [ofSubscription]: [forbidden('Microsoft.Insights/AutoscaleSettings/Read')],
    [ofGroup]: [{ body: { value: [setting('on', scaleSetId, true)] } }],
  });
  expect(await findAutoscale(arm, scaleSetId, signal)).toMatchObject({
    settings: [{ name: 'on' }],
    lookedIn: 'resource group',
  });
});

test('who may read neither learns that nothing is known', async () => {
  const { arm } = scriptedArm({ [ofSubscription]: [forbidden('read')], [ofGroup]: [forbidden('read')] });
  await expect(findAutoscale(arm, scaleSetId, signal)).rejects.toBeInstanceOf(ArmError);
});
