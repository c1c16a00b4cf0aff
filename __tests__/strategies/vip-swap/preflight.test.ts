import { describe, expect, test } from 'vitest';
import { RefusedError } from '../../../src/strategies/vip-swap/refused-error.ts';
import {
  granting,
  group,
  lock,
  messages,
  network,
  preflight,
  subscription,
  type World,
} from './preflight-run.ts';

describe('the preflight of a sound swap', () => {
  test('refuses nothing, tells the hazards, and writes nothing', async () => {
    const { findings, writes } = await preflight();
    expect(messages(findings, 'refusal')).toEqual([]);
    expect(messages(findings, 'hazard')).toEqual([
      expect.stringContaining('behind vipswap1lb'),
      expect.stringContaining('behind vipswap2lb'),
      expect.stringContaining('inbound NAT pool "sshpool"'),
      expect.stringContaining('inbound NAT pool "sshpool"'),
      expect.stringContaining('vipswap1.southcentralus'),
      expect.stringContaining('vipswap2.southcentralus'),
      expect.stringContaining('docs/infrastructure-as-code.md'),
    ]);
    expect(writes().filter((write) => !/^POST .*\/health$/.test(write))).toEqual([]);
  });

  test('ends when cancelled', async () => {
    await expect(preflight({ signal: AbortSignal.abort(new Error('cancelled')) })).rejects.toThrow(
      'cancelled',
    );
  });
});

describe('locks', () => {
  test('ReadOnly on a load balancer', async () => {
    const { findings } = await preflight({ before: lock(`${network}/loadBalancers/vipswap2lb`, 'ReadOnly') });
    expect(messages(findings, 'refusal')).toEqual([
      expect.stringMatching(
        /ReadOnly lock "freeze" on .*\/vipswap2lb forbids every write to the load balancer "vipswap2lb"\./,
      ),
    ]);
  });

  test('ReadOnly on the subscription holds for everything, and is told once', async () => {
    const { findings } = await preflight({ before: lock(subscription, 'ReadOnly') });
    expect(messages(findings, 'refusal')).toEqual([
      expect.stringMatching(
        /load balancer "vipswap1lb", the load balancer "vipswap2lb", the production address "vipswap1pip", the target address "vipswap2pip", the temporary address/,
      ),
    ]);
  });

  test('CanNotDelete on the group where the temporary address would be', async () => {
    const { findings } = await preflight({ before: lock(group, 'CanNotDelete') });
    expect(messages(findings, 'refusal')).toEqual([
      expect.stringMatching(/CanNotDelete lock "freeze" on .*\/vipswap .*spare-public-ip/),
    ]);
  });

  test('CanNotDelete on a load balancer lets it be updated', async () => {
    const { findings } = await preflight({
      before: lock(`${network}/loadBalancers/vipswap1lb`, 'CanNotDelete'),
    });
    expect(messages(findings, 'refusal')).toEqual([]);
  });

  test('that may not be read are told as unchecked', async () => {
    const { findings } = await preflight({
      adapt: granting({ scope: '/', actions: ['*'], notActions: ['Microsoft.Authorization/locks/*'] }),
    });
    expect(messages(findings, 'refusal')).toEqual([]);
    expect(messages(findings, 'unchecked')).toContainEqual(
      `Locks were not checked at ${group}: 403 AuthorizationFailed. Reading them takes Microsoft.Authorization/locks/read there.`,
    );
  });
});

describe('owners', () => {
  const cluster = `${subscription}/resourceGroups/shop/providers/Microsoft.ContainerService/managedClusters/shop`;

  test('a resource group that AKS manages', async () => {
    const { findings } = await preflight({
      adapt: (scenario) => ({
        ...scenario,
        resourceGroups: scenario.resourceGroups.map((each) => ({ ...each, managedBy: cluster })),
      }),
    });
    expect(messages(findings, 'refusal')).toEqual([
      expect.stringContaining(`"vipswap" is managed by ${cluster}`),
    ]);
  });
});

describe('capacity', () => {
  async function goDown({ dataPlane, clock }: World, ...instances: readonly string[]): Promise<void> {
    for (const instance of instances) {
      dataPlane.setInstanceCondition(instance, 'machine-down');
    }
    // The health probes ask every few seconds, and believe what they have seen several times.
    await clock.sleep(120_000);
  }

  test('a target with an instance less', async () => {
    const { findings } = await preflight({ before: (world) => goDown(world, 'vipswap2_0') });
    expect(messages(findings, 'refusal')).toEqual([
      expect.stringMatching(/^2 healthy .* 3 behind production/),
    ]);
  });

  test('a target without a healthy instance', async () => {
    const { findings } = await preflight({
      before: (world) => goDown(world, 'vipswap2_0', 'vipswap2_1', 'vipswap2_2'),
    });
    expect(messages(findings, 'refusal')).toEqual([
      expect.stringMatching(/^No instance .* vipswap2lb is healthy \(3 in its pool are not\)/),
    ]);
  });
});

test('a full quota refuses the temporary address', async () => {
  const { findings } = await preflight({
    adapt: (scenario) => ({ ...scenario, settings: { ...scenario.settings, publicIpLimit: 2 } }),
  });
  expect(messages(findings, 'refusal')).toEqual([
    expect.stringMatching(/no room for 1 temporary address in southcentralus .*PublicIPAddresses: 2 of 2/),
  ]);
});

describe('the answer of the target', () => {
  test('a failed one refuses, naming what was asked', async () => {
    const { findings } = await preflight({
      checkTarget: async () => ({ kind: 'failed', url: 'http://20.0.0.2:9000/', cause: 'status 503' }),
    });
    expect(messages(findings, 'refusal')).toEqual([
      expect.stringMatching(
        /vipswap2lb does not answer .* at http:\/\/20\.0\.0\.2:9000\/: status 503.*target-check/,
      ),
    ]);
  });

  test('one that cannot be had is told', async () => {
    const { findings } = await preflight({
      checkTarget: async () => ({ kind: 'not-checked', reason: 'it serves UDP only' }),
    });
    expect(messages(findings, 'refusal')).toEqual([]);
    expect(messages(findings, 'unchecked')).toContainEqual(expect.stringContaining('it serves UDP only'));
  });

  test('a target that nobody can ask is one refusal among the others', async () => {
    const { findings } = await preflight({
      before: lock(group, 'ReadOnly'),
      checkTarget: async () => Promise.reject(new RefusedError('Nothing on the frontend can be asked.')),
    });
    expect(messages(findings, 'refusal')).toEqual([
      expect.stringContaining('ReadOnly lock'),
      'Nothing on the frontend can be asked.',
    ]);
  });

  test('is not asked for where target-check is off', async () => {
    let asked = 0;
    await preflight({
      goal: { targetCheck: { kind: 'off' } },
      checkTarget: async () => {
        asked += 1;
        return { kind: 'answered' };
      },
    });
    expect(asked).toBe(0);
  });
});

test('all problems are told at once', async () => {
  const { findings } = await preflight({
    adapt: granting({ scope: '/', actions: ['*/read', 'Microsoft.Authorization/*'] }),
    before: lock(group, 'ReadOnly'),
    checkTarget: async () => ({ kind: 'failed', url: 'http://20.0.0.2:9000/', cause: 'no answer' }),
  });
  expect(messages(findings, 'refusal')).toEqual([
    expect.stringContaining('Grant it'),
    expect.stringContaining('ReadOnly lock'),
    expect.stringContaining('no answer'),
  ]);
});
