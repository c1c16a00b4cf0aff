import { describe, expect, test } from 'vitest';
import { ArmOperationError } from '../../../src/azure/arm/arm-error.ts';
import { setScaleInProtection } from '../../../src/azure/scale-sets/instance-protection.ts';
import { LOST, PRECONDITION_FAILED, refused, type ScriptedAnswer, scriptedArm } from '../scripted-arm.ts';
import { scaleSetId, signal } from '../scripted-scale-set.ts';

const id = `${scaleSetId}/virtualMachines/3`;
const protect = { scaleSetId, instanceId: '3', isProtected: true };

function instance(protectionPolicy?: object, etag = '"1"', provisioningState = 'Succeeded') {
  return {
    id,
    name: 'web_3',
    instanceId: '3',
    etag,
    location: 'westeurope',
    futureProperty: { kept: true },
    properties: {
      provisioningState,
      latestModelApplied: false,
      osProfile: { computerName: 'web000003', futureProperty: 1 },
      ...(protectionPolicy === undefined ? {} : { protectionPolicy }),
    },
  };
}

const protectedOne = { protectFromScaleIn: true };

function set(gets: readonly object[], puts: readonly (ScriptedAnswer | typeof LOST)[] = [{ body: {} }]) {
  return scriptedArm({
    [`GET ${id}`]: gets.map((body) => ('status' in body ? (body as ScriptedAnswer) : { body })),
    [`PUT ${id}`]: puts,
    'GET /operations/1': [{ body: { status: 'Failed', error: { code: 'Broken', message: 'Broken.' } } }],
  });
}

const failing: ScriptedAnswer = {
  body: {},
  headers: { 'azure-asyncoperation': 'https://arm.test/operations/1' },
};

describe('protection of an instance from scale-in', () => {
  test('is written with everything else as it was read, under the ETag of that', async () => {
    const { arm, writes } = set([instance({ protectFromScaleSetActions: true }), instance(protectedOne)]);
    expect(await setScaleInProtection(arm, protect, signal)).toBe('as-wanted');
    expect(writes()).toEqual([
      {
        key: `PUT ${id}`,
        atMs: 0,
        ifMatch: '"1"',
        body: instance({ protectFromScaleSetActions: true, protectFromScaleIn: true }),
      },
    ]);
  });

  test('goes without the instance view and the list of extensions, which are not part of the model', async () => {
    const { arm, writes, requests } = set([
      { ...instance(), resources: [{ name: 'deploy', properties: {} }] },
      instance(protectedOne),
    ]);
    await setScaleInProtection(arm, protect, signal);
    expect(writes()[0]?.body).not.toHaveProperty('resources');
    expect(requests.join()).not.toContain('instanceView');
  });

  test.each([
    ['protected', true, protectedOne],
    ['unprotected', false, { protectFromScaleIn: false }],
    ['without a policy', false, undefined],
  ])('is not written where the instance is %s as wanted', async (_, isProtected, policy) => {
    const { arm, writes } = set([instance(policy, '"1"', 'Failed')]);
    await setScaleInProtection(arm, { ...protect, isProtected }, signal);
    expect(writes()).toEqual([]);
  });

  test('is taken away again, and nothing else is', async () => {
    const policy = { protectFromScaleIn: true, protectFromScaleSetActions: true };
    const { arm, writes } = set([instance(policy), instance({ ...policy, protectFromScaleIn: false })]);
    await setScaleInProtection(arm, { ...protect, isProtected: false }, signal);
    expect(writes()[0]?.body).toMatchObject({
      properties: { protectionPolicy: { protectFromScaleIn: false, protectFromScaleSetActions: true } },
    });
  });

  test('is written into what another writer has left (412)', async () => {
    const { arm, writes } = set(
      [instance(), { ...instance(undefined, '"2"'), tags: { by: 'other' } }, instance(protectedOne)],
      [PRECONDITION_FAILED, { body: {} }],
    );
    await setScaleInProtection(arm, protect, signal);
    expect(writes().map(({ ifMatch }) => ifMatch)).toEqual(['"1"', '"2"']);
    expect(writes()[1]?.body).toMatchObject({ tags: { by: 'other' } });
  });

  test('is written once where the answer was lost and it is there', async () => {
    const { arm, writes } = set([instance(), instance(protectedOne)], [LOST]);
    await setScaleInProtection(arm, protect, signal);
    expect(writes()).toHaveLength(1);
  });

  test('is there although the update that brought it failed, as for a sick instance', async () => {
    const { arm, writes } = set([instance(), instance(protectedOne, '"2"', 'Failed')], [failing]);
    await setScaleInProtection(arm, protect, signal);
    // Once more, so that an instance which is not sick is not left as `Failed`.
    expect(writes()).toHaveLength(2);
  });

  test('is given up where the update fails twice and it is not there', async () => {
    const { arm, writes } = set([instance()], [failing]);
    await expect(setScaleInProtection(arm, protect, signal)).rejects.toBeInstanceOf(ArmOperationError);
    expect(writes()).toHaveLength(2);
  });

  test('waits for an operation that runs on the instance', async () => {
    const { arm, writes } = set([
      instance(undefined, '"1"', 'Updating'),
      instance(undefined, '"2"'),
      instance(protectedOne),
    ]);
    await setScaleInProtection(arm, protect, signal);
    expect(writes()).toMatchObject([{ ifMatch: '"2"', atMs: 10_000 }]);
  });

  test('of an instance that is gone is nobody’s business any more', async () => {
    const { arm, writes } = set([refused(404, 'NotFound')]);
    expect(await setScaleInProtection(arm, { ...protect, isProtected: false }, signal)).toBe('gone');
    expect(writes()).toEqual([]);
  });
});
