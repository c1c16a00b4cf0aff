import { describe, expect, test } from 'vitest';
import { ArmError, ArmOperationError, ArmOperationTimeoutError } from '../../../src/azure/arm/arm-error.ts';
import {
  powerOffInstances,
  reimageInstances,
  upgradeInstances,
} from '../../../src/azure/scale-sets/instance-upgrade.ts';
import type { ScaleSetInstance } from '../../../src/azure/scale-sets/scale-set-instances.ts';
import { LOST, refused, type ScriptedAnswer, scriptedArm } from '../scripted-arm.ts';
import { scaleSetId, signal } from '../scripted-scale-set.ts';

const upgrade = `POST ${scaleSetId}/manualupgrade`;
const list = `GET ${scaleSetId}/virtualMachines`;
const accepted: ScriptedAnswer = {
  status: 202,
  headers: {
    'azure-asyncoperation': 'https://arm.test/operations/1?p=1&api-version=2026-04-01',
    location: 'https://arm.test/operations/result?p=1&monitor=true&api-version=2026-04-01',
  },
};
const succeeded = {
  'GET /operations/1': [{ body: { status: 'Succeeded' } }],
  'GET /operations/result': [{}],
};
const hasIt = ({ properties }: ScaleSetInstance) => properties.latestModelApplied === true;
const ofThree = { scaleSetId, instanceIds: ['1', '2', '3'], timeoutMs: 600_000 };
const work = { ...ofThree, hasIt };

function instances(...states: readonly [id: string, isUpToDate: boolean, state?: string][]): ScriptedAnswer {
  const value = states.map(([instanceId, latestModelApplied, provisioningState = 'Succeeded']) => ({
    instanceId,
    properties: { latestModelApplied, provisioningState },
  }));
  return { body: { value } };
}

describe('an upgrade of instances', () => {
  test('is one request with their ids, and over when its operation is', async () => {
    const { arm, writes, requests } = scriptedArm({ [upgrade]: [accepted], ...succeeded });
    await upgradeInstances(arm, work, signal);
    expect(writes()).toMatchObject([{ key: upgrade, body: { instanceIds: ['1', '2', '3'] } }]);
    expect(requests[0]).toMatch(/api-version=2026-04-01$/);
    expect(requests.some((request) => request.startsWith(list))).toBe(false);
  });

  test('is asked about with half of the polls that compute refills', async () => {
    const running = { body: { status: 'InProgress' } };
    const { arm, sent } = scriptedArm({
      [upgrade]: [accepted],
      ...succeeded,
      'GET /operations/1': [...Array.from({ length: 40 }, () => running), { body: { status: 'Succeeded' } }],
    });
    await upgradeInstances(arm, work, signal);
    const polledAtMs = sent.filter(({ key }) => key === 'GET /operations/1').map(({ atMs }) => atMs);
    expect(polledAtMs.slice(0, 5)).toEqual([2_000, 6_000, 14_000, 22_000, 30_000]);
    const inMinute = (minute: number) =>
      polledAtMs.filter((atMs) => Math.floor(atMs / 60_000) === minute).length;
    expect(inMinute(1)).toBeLessThanOrEqual(8);
  });

  test('whose answer was lost is asked for again only for those that neither have it nor are getting it', async () => {
    const { arm, writes, sent } = scriptedArm({
      [upgrade]: [LOST, accepted],
      [list]: [
        instances(['0', false], ['1', true], ['2', false, 'Updating'], ['3', false]),
        instances(['0', false], ['1', true], ['2', true], ['3', false]),
      ],
      ...succeeded,
    });
    await upgradeInstances(arm, work, signal);
    expect(writes().map(({ body }) => body)).toEqual([
      { instanceIds: ['1', '2', '3'] },
      { instanceIds: ['3'] },
    ]);
    const [first, second] = sent.filter(({ key }) => key === list);
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBe(12_000);
  });

  test('whose answer was lost is not asked for again where all have it, or are gone', async () => {
    const { arm, writes } = scriptedArm({
      [upgrade]: [LOST],
      [list]: [instances(['1', true], ['2', true], ['4', false])],
    });
    await upgradeInstances(arm, work, signal);
    expect(writes()).toHaveLength(1);
  });

  test('whose answer was lost is compared only when it must have begun, and not asked for again where it has failed', async () => {
    const { arm, writes, sent } = scriptedArm({
      [upgrade]: [LOST, accepted],
      [list]: [instances(['1', true, 'Failed'], ['2', false, 'Failed'], ['3', false])],
      ...succeeded,
    });
    await upgradeInstances(arm, work, signal);
    expect(writes()[1]).toMatchObject({ body: { instanceIds: ['3'] } });
    expect(sent.find(({ key }) => key === list)?.atMs).toBeGreaterThanOrEqual(10_000);
  });

  test('that a concurrent request was in the way of is asked for again for those that are Failed, whatever they have', async () => {
    const { arm, writes } = scriptedArm({
      [upgrade]: [refused(409, 'Conflict'), accepted],
      [list]: [instances(['1', true, 'Failed'], ['2', true], ['3', false, 'Failed'])],
      ...succeeded,
    });
    await upgradeInstances(arm, work, signal);
    expect(writes()[1]).toMatchObject({ body: { instanceIds: ['1', '3'] } });
  });

  test('is asked for again, twice a minute, until a concurrent request is over (409)', async () => {
    const conflict = refused(409, 'Conflict');
    const { arm, writes } = scriptedArm({
      [upgrade]: [...Array.from({ length: 11 }, () => conflict), accepted],
      [list]: [instances(['1', false], ['2', true], ['3', false])],
      ...succeeded,
    });
    await upgradeInstances(arm, work, signal);
    expect(writes()).toHaveLength(12);
    expect(writes()[1]).toMatchObject({ body: { instanceIds: ['1', '3'] }, atMs: 30_000 });
  });

  test('that a concurrent request is in the way of for all of its time is given up with what ARM says', async () => {
    const { arm, clock } = scriptedArm({
      [upgrade]: [refused(409, 'Conflict')],
      [list]: [instances(['1', false])],
    });
    await expect(upgradeInstances(arm, work, signal)).rejects.toMatchObject({ status: 409 });
    expect(clock.monotonicMs()).toBe(600_000);
  });

  test('that is put off until the limit of all of it is given up with what ARM says, too', async () => {
    // By a clock of ARM that stands still the time for what is in the way never ends.
    const conflict = { ...refused(409, 'Conflict'), headers: { date: 'Thu, 01 Jan 2026 00:00:00 GMT' } };
    const { arm } = scriptedArm({ [upgrade]: [conflict], [list]: [instances(['1', false])] });
    await expect(upgradeInstances(arm, work, signal)).rejects.toMatchObject({
      code: 'OperationTimeout',
      message: expect.stringMatching(
        /Gave up after \d+ s waiting .* put off each time: .*409 Conflict/,
      ) as string,
    });
  });

  test('whose answers are always lost is given up', async () => {
    const { arm, writes } = scriptedArm({ [upgrade]: [LOST], [list]: [instances(['1', false])] });
    await expect(upgradeInstances(arm, work, signal)).rejects.toThrow('got no answer');
    expect(writes()).toHaveLength(8);
  });

  test('that ARM does not allow is not asked for again', async () => {
    const { arm, writes } = scriptedArm({ [upgrade]: [refused(409, 'OperationNotAllowed')] });
    await expect(upgradeInstances(arm, work, signal)).rejects.toBeInstanceOf(ArmError);
    expect(writes()).toHaveLength(1);
  });

  test('that fails is not repeated: each instance has to be looked at', async () => {
    const error = { code: 'VMExtensionProvisioningError', message: 'VM has reported a failure.' };
    const { arm, writes } = scriptedArm({
      [upgrade]: [accepted],
      'GET /operations/1': [{ body: { status: 'Failed', error } }],
    });
    await expect(upgradeInstances(arm, work, signal)).rejects.toBeInstanceOf(ArmOperationError);
    expect(writes()).toHaveLength(1);
  });

  test('that hangs is given up in its time', async () => {
    const { arm, clock } = scriptedArm({
      [upgrade]: [accepted],
      'GET /operations/1': [{ body: { status: 'InProgress' } }],
    });
    await expect(upgradeInstances(arm, work, signal)).rejects.toBeInstanceOf(ArmOperationTimeoutError);
    expect(clock.monotonicMs()).toBe(600_000);
  });

  test('that ARM wants to be asked for in two hours is given up in its time, and not asked for again', async () => {
    const throttled: ScriptedAnswer = {
      ...refused(429, 'OperationNotAllowed'),
      headers: { 'retry-after': '7200' },
    };
    const { arm, clock, writes } = scriptedArm({ [upgrade]: [throttled, accepted], ...succeeded });
    await expect(upgradeInstances(arm, work, signal)).rejects.toMatchObject({
      name: 'ArmOperationTimeoutError',
      message: expect.stringContaining('429 OperationNotAllowed') as string,
    });
    expect(clock.monotonicMs()).toBeLessThan(660_000);
    expect(writes()).toHaveLength(1);
  });

  test('whose answer was lost is given up in its time while instances are updated, with their ids', async () => {
    const { arm, clock } = scriptedArm({
      [upgrade]: [LOST],
      [list]: [instances(['1', true], ['2', false, 'Updating'], ['3', false, 'Updating'])],
    });
    await expect(upgradeInstances(arm, work, signal)).rejects.toThrow('instances 2, 3 are still Updating');
    expect(clock.monotonicMs()).toBeLessThan(620_000);
  });

  test('of nothing sends nothing', async () => {
    const { arm, requests } = scriptedArm({});
    await upgradeInstances(arm, { ...work, instanceIds: [] }, signal);
    expect(requests).toEqual([]);
  });
});

describe('a reimage', () => {
  const reimage = `POST ${scaleSetId}/reimage`;

  test('whose answer was lost is not sent again, and ends once nothing runs on its instances', async () => {
    const { arm, writes, clock } = scriptedArm({
      [reimage]: [LOST],
      [list]: [
        instances(['1', true, 'Updating'], ['2', true]),
        instances(['1', true], ['2', true, 'Failed'], ['4', true]),
      ],
    });
    await expect(reimageInstances(arm, ofThree, signal)).rejects.toMatchObject({
      name: 'UncertainWriteError',
      message: expect.stringMatching(/reimage got no answer .* was not sent again\. .*: 1, 2\.$/) as string,
    });
    expect(writes()).toMatchObject([{ key: reimage, body: { instanceIds: ['1', '2', '3'] } }]);
    expect(clock.monotonicMs()).toBeGreaterThanOrEqual(22_000);
  });

  test('that a concurrent request was in the way of is sent again, for all that are there still', async () => {
    const { arm, writes } = scriptedArm({
      [reimage]: [refused(409, 'Conflict'), accepted],
      [list]: [instances(['1', true], ['3', true, 'Failed'])],
      ...succeeded,
    });
    await reimageInstances(arm, ofThree, signal);
    expect(writes()[1]).toMatchObject({ key: reimage, body: { instanceIds: ['1', '3'] } });
  });

  test('whose answer was lost is over where its instances are gone', async () => {
    const { arm, writes } = scriptedArm({ [reimage]: [LOST], [list]: [instances(['4', true])] });
    await reimageInstances(arm, ofThree, signal);
    expect(writes()).toHaveLength(1);
  });
});

test('a power-off whose answer was lost is asked for again for those that are on, also where they are Failed', async () => {
  const powerOff = `POST ${scaleSetId}/poweroff`;
  const value = ['running', 'stopped', 'deallocated'].map((power, index) => ({
    instanceId: String(index + 1),
    properties: {
      provisioningState: 'Failed',
      instanceView: { statuses: [{ code: `PowerState/${power}` }] },
    },
  }));
  const { arm, writes } = scriptedArm({
    [powerOff]: [LOST, accepted],
    [list]: [{ body: { value } }],
    ...succeeded,
  });
  await powerOffInstances(arm, ofThree, signal);
  expect(writes()).toMatchObject([{}, { key: powerOff, body: { instanceIds: ['1'] } }]);
});
