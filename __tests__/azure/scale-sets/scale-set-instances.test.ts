import { expect, test } from 'vitest';
import { ArmError } from '../../../src/azure/arm/arm-error.ts';
import { findInstance, listInstances } from '../../../src/azure/scale-sets/scale-set-instances.ts';
import { findScaleSet } from '../../../src/azure/scale-sets/scale-sets.ts';
import { forbidden, refused, scriptedArm } from '../scripted-arm.ts';
import { scaleSetId, signal } from '../scripted-scale-set.ts';

const machines = `${scaleSetId}/virtualMachines`;

test('instances are listed with their views, all pages of them', async () => {
  const next = `https://arm.test${machines}?$expand=instanceView&$skiptoken=2&api-version=2026-04-01`;
  const { arm, requests } = scriptedArm({
    [`GET ${machines}`]: [
      { body: { value: [{ instanceId: '0' }, { instanceId: '1' }], nextLink: next } },
      { body: { value: [{ instanceId: '4' }] } },
    ],
  });
  const instances = await listInstances(arm, scaleSetId, signal);
  expect(instances.map(({ instanceId }) => instanceId)).toEqual(['0', '1', '4']);
  expect(requests).toEqual([
    `GET ${machines}?%24expand=instanceView&api-version=2026-04-01`,
    `GET ${machines}?$expand=instanceView&$skiptoken=2&api-version=2026-04-01`,
  ]);
});

test('one instance is read with its view', async () => {
  const { arm, requests } = scriptedArm({ [`GET ${machines}/3`]: [{ body: { instanceId: '3' } }] });
  expect(await findInstance(arm, scaleSetId, '3', signal)).toEqual({ instanceId: '3' });
  expect(requests).toEqual([`GET ${machines}/3?%24expand=instanceView&api-version=2026-04-01`]);
});

test('what is gone is not found, and what may not be read is refused', async () => {
  const gone = refused(404, 'NotFound', 'The entity was not found in this Azure location.');
  const { arm } = scriptedArm({
    [`GET ${machines}/3`]: [gone],
    [`GET ${machines}/4`]: [forbidden('read')],
    [`GET ${scaleSetId}`]: [gone],
  });
  expect(await findInstance(arm, scaleSetId, '3', signal)).toBeUndefined();
  expect(await findScaleSet(arm, scaleSetId, signal)).toBeUndefined();
  await expect(findInstance(arm, scaleSetId, '4', signal)).rejects.toBeInstanceOf(ArmError);
});
