import { describe, expect, test } from 'vitest';
import { ArmError } from '../../../src/azure/arm/arm-error.ts';
import { readRuleHealth } from '../../../src/azure/network/rule-health.ts';
import { forbidden, type ScriptedAnswer, scriptedArm } from '../scripted-arm.ts';

const rule =
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/loadBalancers/lb/loadBalancingRules/web';
const results = '/subscriptions/s/providers/Microsoft.Network/locations/westeurope/operationResults/1';
const accepted: ScriptedAnswer = {
  status: 202,
  headers: { location: `https://arm.test${results}?api-version=2026-01-01`, 'retry-after': '1' },
};

function read(post: readonly ScriptedAnswer[], result: readonly ScriptedAnswer[] = []) {
  const { arm, requests } = scriptedArm({ [`POST ${rule}/health`]: post, [`GET ${results}`]: result });
  return { health: readRuleHealth(arm, rule, new AbortController().signal), requests };
}

describe('health of a load-balancing rule', () => {
  test('is the result of a long-running operation, instance by instance', async () => {
    const body = {
      up: 1,
      down: 2,
      loadBalancerBackendAddresses: [
        { ipAddress: '10.0.0.4', state: 'Up', reason: 'Up_Probe_Success' },
        { ipAddress: '10.0.0.5', state: 'Down', reason: 'Down_Probe_HttpStatusCodeError' },
        { ipAddress: '10.0.0.6', state: 'Down', reason: 'Down_Probe_TCPTimeout' },
      ],
    };
    const { health, requests } = read([accepted], [{ status: 202 }, { body }]);
    expect(await health).toEqual({ healthy: 1, others: 2 });
    expect(requests).toEqual([
      `POST ${rule}/health?api-version=2026-01-01`,
      `GET ${results}?api-version=2026-01-01`,
      `GET ${results}?api-version=2026-01-01`,
    ]);
  });

  test('an instance that serves only because all are down is not healthy', async () => {
    const loadBalancerBackendAddresses = [{ state: 'Up', reason: 'Up_Probe_AllDownIsUp' }];
    expect(await read([{ body: { up: 1, down: 0, loadBalancerBackendAddresses } }]).health).toEqual({
      healthy: 0,
      others: 1,
    });
  });

  test('is the count where no instance is listed', async () => {
    expect(await read([{ body: { up: 0, down: 0, loadBalancerBackendAddresses: [] } }]).health).toEqual({
      healthy: 0,
      others: 0,
    });
  });

  test('is not known from an answer that counts nothing', async () => {
    expect(await read([{ body: {} }]).health).toBeUndefined();
    expect(await read([{ status: 204 }]).health).toBeUndefined();
  });

  test('may be refused', async () => {
    const refused = read([forbidden('Microsoft.Network/loadBalancers/loadBalancingRules/health/action')]);
    await expect(refused.health).rejects.toThrow(ArmError);
  });
});
