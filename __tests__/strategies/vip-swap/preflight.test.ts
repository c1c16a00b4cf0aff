import { describe, expect, test } from 'vitest';
import type { Permission, Scenario } from '../../../emulator/arm/scenario.ts';
import { observe } from '../../../src/strategies/vip-swap/environment.ts';
import type { VipSwapGoal } from '../../../src/strategies/vip-swap/goal.ts';
import {
  type Finding,
  nativePermissionObstacles,
  neededPermissions,
  type Preflight,
  type ProposedSwap,
  runPreflight,
} from '../../../src/strategies/vip-swap/preflight/index.ts';
import { RefusedError } from '../../../src/strategies/vip-swap/refused-error.ts';
import { temporaryAddresses } from '../../../src/strategies/vip-swap/temporary-ip.ts';
import { type InProcessArmOptions, startInProcessArm } from '../../azure/in-process-arm.ts';

const subscriptionId = '8f4e2c7a-5b1d-4c39-9a06-d2e7f1b3c845';
const subscription = `/subscriptions/${subscriptionId}`;
const group = `${subscription}/resourceGroups/vipswap`;
const network = `${group}/providers/Microsoft.Network`;
const swapAction = 'Microsoft.Network/locations/setLoadBalancerFrontendPublicIpAddresses/action';

interface Changes extends InProcessArmOptions {
  readonly goal?: Partial<VipSwapGoal>;
  readonly plannedMethod?: Preflight['plannedMethod'];
  readonly checkTarget?: Preflight['checkTarget'];
  readonly signal?: AbortSignal;
  /** What happens between observing and checking. */
  readonly before?: (arm: ReturnType<typeof startInProcessArm>) => Promise<void>;
}

async function preflight(changes: Changes = {}) {
  const world = startInProcessArm(changes);
  const signal = changes.signal ?? new AbortController().signal;
  const goal: VipSwapGoal = {
    subscriptionId,
    productionPublicIpIds: [`${network}/publicIPAddresses/vipswap1pip`],
    targetLoadBalancerId: `${network}/loadBalancers/vipswap2lb`,
    targetFrontends: [],
    swapMethod: 'temporary-ip',
    sparePublicIpIds: [],
    temporaryIpTags: {},
    targetCheck: { kind: 'own-address' },
    allowAddressChange: false,
    allowSmallerTarget: false,
    ...changes.goal,
  };
  const observation = await observe(world.arm, goal, new AbortController().signal);
  expect.assert(observation.kind === 'to-move');
  const { environment } = observation;
  await changes.before?.(world);
  const swap: ProposedSwap = {
    goal,
    environment,
    plannedMethod: changes.plannedMethod ?? 'temporary-ip',
    temporaryIpIds: temporaryAddresses(environment, {}).map(({ id }) => id),
  };
  const findings = await runPreflight({
    ...swap,
    arm: world.arm,
    signal,
    checkTarget: changes.checkTarget ?? (async () => ({ kind: 'answered' })),
  });
  return { ...world, swap, findings };
}

function messages(findings: readonly Finding[], kind: Finding['kind']): string[] {
  return findings.filter((each) => each.kind === kind).map(({ message }) => message);
}

function granting(...permissions: readonly Permission[]) {
  return (scenario: Scenario): Scenario => ({
    ...scenario,
    settings: { ...scenario.settings, permissions },
  });
}

function lock(scope: string, level: 'ReadOnly' | 'CanNotDelete') {
  return async ({ arm }: ReturnType<typeof startInProcessArm>) => {
    await arm.write(
      {
        method: 'PUT',
        path: `${scope}/providers/Microsoft.Authorization/locks/freeze`,
        apiVersion: '2020-05-01',
        body: { properties: { level } },
        pace: 'as-told',
      },
      new AbortController().signal,
    );
  };
}

describe('the preflight of a sound swap', () => {
  test('refuses nothing, tells the hazards, and writes nothing', async () => {
    const { findings, writes } = await preflight();
    expect(messages(findings, 'refusal')).toEqual([]);
    expect(messages(findings, 'hazard')).toEqual([
      expect.stringContaining('behind vipswap1lb'),
      expect.stringContaining('behind vipswap2lb'),
      expect.stringContaining('inbound NAT pool "sshpool"'),
      expect.stringContaining('inbound NAT pool "sshpool"'),
      expect.stringContaining('vipswap2.southcentralus'),
      expect.stringContaining('vipswap1.southcentralus'),
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

describe('permissions', () => {
  const roleOf = (swap: ProposedSwap) => neededPermissions(swap);
  const reader = { scope: '/', actions: ['*/read'] };

  test('what the swap needs is enough for it', async () => {
    const { swap } = await preflight();
    const { findings } = await preflight({ adapt: granting(reader, ...roleOf(swap)) });
    expect(messages(findings, 'refusal')).toEqual([]);
  });

  test.each(['temporary-ip', 'native'] as const)(
    'each action that is missing for %s is told, with its scope',
    async (plannedMethod) => {
      const given = { plannedMethod, goal: { swapMethod: plannedMethod } };
      const { swap } = await preflight(given);
      const { findings } = await preflight({ ...given, adapt: granting(reader) });
      const [refusal, ...others] = messages(findings, 'refusal');
      expect(others).toEqual([]);
      for (const { scope, actions } of roleOf(swap)) {
        const missing = actions.filter((action) => !action.endsWith('/read'));
        expect(refusal).toContain(`${missing.join(', ')} on ${scope}`);
      }
      expect(refusal?.includes(swapAction)).toBe(plannedMethod === 'native');
    },
  );

  test("auto is not refused for want of ARM's own swap", async () => {
    const { swap } = await preflight();
    const { findings } = await preflight({
      adapt: granting(reader, ...roleOf(swap)),
      plannedMethod: 'native',
      goal: { swapMethod: 'auto' },
    });
    expect(messages(findings, 'refusal')).toEqual([]);
    expect(messages(findings, 'hazard')).toContainEqual(
      expect.stringContaining(`The identity lacks ${swapAction} on ${subscription}`),
    );
  });

  test("ARM's own swap takes a role at the subscription", async () => {
    const obstacles = (adapt: InProcessArmOptions['adapt']) =>
      nativePermissionObstacles(
        startInProcessArm(adapt === undefined ? {} : { adapt }).arm,
        subscriptionId,
        new AbortController().signal,
      );
    expect(await obstacles(undefined)).toEqual([]);
    expect(await obstacles(granting({ scope: group, actions: ['*'] }))).toEqual([]);
    expect(await obstacles(granting(reader, { scope: group, actions: ['*'] }))).toEqual([
      `the identity lacks ${swapAction} on ${subscription}`,
    ]);
  });

  test('that may not be read are told as unchecked, once', async () => {
    const { findings } = await preflight({
      adapt: granting({ scope: '/', actions: ['*'], notActions: ['Microsoft.Authorization/permissions/*'] }),
    });
    expect(messages(findings, 'refusal')).toEqual([]);
    expect(messages(findings, 'unchecked').filter((each) => each.startsWith('Permissions'))).toEqual([
      expect.stringMatching(
        /vipswap1lb.*vipswap2lb.*vipswap1pip.*vipswap2pip.*403 AuthorizationFailed\. .*permissions\/read/,
      ),
    ]);
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
