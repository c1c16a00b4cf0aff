import { expect } from 'vitest';
import type { Permission, Scenario } from '../../../emulator/arm/scenario.ts';
import { observe } from '../../../src/strategies/vip-swap/environment.ts';
import type { VipSwapGoal } from '../../../src/strategies/vip-swap/goal.ts';
import { temporaryAddresses } from '../../../src/strategies/vip-swap/methods/temporary-ip.ts';
import { readNamed } from '../../../src/strategies/vip-swap/named-resources.ts';
import {
  type Finding,
  type Preflight,
  type ProposedSwap,
  runPreflight,
} from '../../../src/strategies/vip-swap/preflight/index.ts';
import { type InProcessArmOptions, startInProcessArm } from '../../azure/in-process-arm.ts';

export const subscriptionId = '8f4e2c7a-5b1d-4c39-9a06-d2e7f1b3c845';
export const subscription = `/subscriptions/${subscriptionId}`;
export const group = `${subscription}/resourceGroups/vipswap`;
export const network = `${group}/providers/Microsoft.Network`;

export type World = ReturnType<typeof startInProcessArm>;

export interface Changes extends InProcessArmOptions {
  readonly goal?: Partial<VipSwapGoal>;
  readonly plannedMethod?: Preflight['plannedMethod'];
  readonly checkTarget?: Preflight['checkTarget'];
  readonly signal?: AbortSignal;
  /** What happens between observing and checking. */
  readonly before?: (arm: World) => Promise<void>;
}

export async function preflight(changes: Changes = {}) {
  const world = startInProcessArm(changes);
  await startInstances(world);
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
  const { signal: idle } = new AbortController();
  const named = await readNamed(world.arm, goal, idle);
  const observation = await observe(world.arm, goal, named, idle);
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

/** Instances behind both load balancers, healthy for long. */
async function startInstances({ dataPlane, emulated }: World): Promise<void> {
  for (const workload of emulated.plane.scenario.workloads) {
    dataPlane.placeWorkload(workload);
  }
  await dataPlane.start();
}

export function messages(findings: readonly Finding[], kind: Finding['kind']): string[] {
  return findings.filter((each) => each.kind === kind).map(({ message }) => message);
}

export function granting(...permissions: readonly Permission[]) {
  return (scenario: Scenario): Scenario => ({
    ...scenario,
    settings: { ...scenario.settings, permissions },
  });
}

export function lock(scope: string, level: 'ReadOnly' | 'CanNotDelete') {
  return async ({ arm }: World) => {
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
