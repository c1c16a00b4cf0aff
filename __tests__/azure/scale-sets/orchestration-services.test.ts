import { describe, expect, test } from 'vitest';
import { ArmError } from '../../../src/azure/arm/arm-error.ts';
import {
  readAutomaticRepairs,
  setAutomaticRepairs,
} from '../../../src/azure/scale-sets/orchestration-services.ts';
import { LOST, refused, type ScriptedAnswer, scriptedArm } from '../scripted-arm.ts';
import { scaleSetId, signal } from '../scripted-scale-set.ts';

const post = `POST ${scaleSetId}/setOrchestrationServiceState`;
const accepted: ScriptedAnswer = {
  status: 202,
  headers: { 'azure-asyncoperation': 'https://arm.test/operations/1' },
};

function repairs(states: readonly (string | undefined)[], posts: readonly (ScriptedAnswer | typeof LOST)[]) {
  return scriptedArm({
    [`GET ${scaleSetId}/instanceView`]: states.map((serviceState) => ({
      body:
        serviceState === undefined
          ? { statuses: [] }
          : { orchestrationServices: [{ serviceName: 'AutomaticRepairs', serviceState }] },
    })),
    [post]: posts,
    'GET /operations/1': [{ body: { status: 'Succeeded' } }],
  });
}

describe('automatic repairs', () => {
  test('are in the instance view of the scale set, where there are any', async () => {
    expect(await readAutomaticRepairs(repairs(['Running'], []).arm, scaleSetId, signal)).toBe('Running');
    expect(await readAutomaticRepairs(repairs([undefined], []).arm, scaleSetId, signal)).toBeUndefined();
  });

  test.each([
    ['Suspend', 'Running', 'Suspended'],
    ['Resume', 'Suspended', 'Running'],
  ] as const)('%s: are asked for once, and looked at again', async (action, before, after) => {
    const { arm, writes, requests } = repairs([before, after], [accepted]);
    await setAutomaticRepairs(arm, scaleSetId, action, signal);
    expect(writes()).toMatchObject([{ key: post, body: { serviceName: 'AutomaticRepairs', action } }]);
    expect(requests.at(-1)).toBe(`GET ${scaleSetId}/instanceView?api-version=2026-04-01`);
  });

  test.each([
    ['Suspend', 'Suspended'],
    ['Resume', 'Running'],
    ['Resume', undefined],
  ] as const)('%s: are left alone where they are %s', async (action, state) => {
    const { arm, writes } = repairs([state], [accepted]);
    await setAutomaticRepairs(arm, scaleSetId, action, signal);
    expect(writes()).toEqual([]);
  });

  test('are suspended once where the answer was lost, and again where the request was', async () => {
    const once = repairs(['Running', 'Suspended'], [LOST]);
    await setAutomaticRepairs(once.arm, scaleSetId, 'Suspend', signal);
    expect(once.writes()).toHaveLength(1);
    const again = repairs(['Running', 'Running', 'Suspended'], [LOST, accepted]);
    await setAutomaticRepairs(again.arm, scaleSetId, 'Suspend', signal);
    expect(again.writes()).toHaveLength(2);
  });

  test('may be refused', async () => {
    const { arm, writes } = repairs(['NotRunning'], [refused(409, 'OperationNotAllowed')]);
    await expect(setAutomaticRepairs(arm, scaleSetId, 'Suspend', signal)).rejects.toBeInstanceOf(ArmError);
    expect(writes()).toHaveLength(1);
  });
});
