import type { EngineEvent } from '../../../src/engine/events.ts';
import type { RunResult } from '../../../src/engine/run.ts';
import { anySuccess } from '../../../src/probe/expectation.ts';
import type { Lease } from '../../../src/record/lease.ts';
import type { Preparation, RunControl } from '../../../src/strategies/strategy.ts';
import type { VipSwapGoal } from '../../../src/strategies/vip-swap/goal.ts';
import { prepareVipSwap } from '../../../src/strategies/vip-swap/prepare.ts';
import {
  type InProcessArm,
  type InProcessArmOptions,
  startInProcessArm,
} from '../../azure/in-process-arm.ts';

export interface InProcessSwap extends InProcessArm {
  readonly goal: VipSwapGoal;
  /** The lock that the run takes. */
  readonly lease: Lease;
  /** Everything that the engine said of the plans. */
  readonly engineEvents: EngineEvent[];
  prepare(goal?: Partial<VipSwapGoal>): Promise<Preparation>;
  /** Prepares and runs; throws where the preparation refuses. */
  run(goal?: Partial<VipSwapGoal>, control?: Partial<RunControl>): Promise<RunResult>;
  idOf(kind: 'loadBalancers' | 'publicIPAddresses', name: string): string;
  /** Names of the addresses that the load balancer's frontends have, in order. */
  addressesOf(loadBalancer: string): string[];
  publicIpNames(): string[];
}

/** The strategy against the emulator's control plane, on a virtual clock: nobody is asked by real requests. */
export function startInProcessSwap(options: InProcessArmOptions = {}): InProcessSwap {
  const world = startInProcessArm(options);
  const { subscriptionId, resourceGroups } = world.emulated.plane.scenario;
  const group = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroups[0]?.name}`;
  const idOf: InProcessSwap['idOf'] = (kind, name) => `${group}/providers/Microsoft.Network/${kind}/${name}`;
  const goal: VipSwapGoal = {
    subscriptionId,
    productionPublicIpIds: [idOf('publicIPAddresses', 'vipswap1pip')],
    targetLoadBalancerId: idOf('loadBalancers', 'vipswap2lb'),
    targetFrontends: [],
    swapMethod: 'temporary-ip',
    sparePublicIpIds: [],
    temporaryIpTags: {},
    targetCheck: { kind: 'off' },
    allowAddressChange: false,
    allowSmallerTarget: false,
  };
  const lease: Lease = {
    id: 'this-run',
    owner: 'https://github.com/contoso/shop/actions/runs/1000001/attempts/1',
    purpose: 'vip-swap to vipswap2lb',
    validUntilMs: world.clock.monotonicMs() + 4_200_000,
  };
  const engineEvents: EngineEvent[] = [];
  const idle = new AbortController().signal;
  const prepare: InProcessSwap['prepare'] = (overrides = {}) =>
    prepareVipSwap(
      {
        arm: world.arm,
        clock: world.clock,
        signal: idle,
        command: 'run',
        lease,
        endsAtMs: Number.POSITIVE_INFINITY,
        controlPlaneSeconds: () => null,
        recoveredSeconds: () => 0,
        emit: (event) => {
          if (!event.type.startsWith('probe')) {
            engineEvents.push(event as EngineEvent);
          }
        },
      },
      {
        goal: { ...goal, ...overrides },
        probe: { workerEntry: '', connectTo: [], intervalMs: 250, timeoutMs: 2_000, expectation: anySuccess },
        isProbeOn: false,
        verifyTimeoutMs: 120_000,
        record: { release: 'run', leavesRecord: true },
      },
    );
  const resource = (id: string) => world.emulated.plane.store.get(id);
  return {
    ...world,
    goal,
    lease,
    engineEvents,
    idOf,
    prepare,
    async run(overrides = {}, control = {}) {
      const preparation = await prepare(overrides);
      if (preparation.kind !== 'ready') {
        throw new Error(
          preparation.kind === 'refused' ? preparation.refusals.join('\n') : `It is ${preparation.kind}.`,
        );
      }
      return preparation.release.run({
        signal: idle,
        timeoutMs: 3_600_000,
        undoTimeoutMs: 600_000,
        onFailure: 'rollback',
        ...control,
      });
    },
    addressesOf(name) {
      const frontends = resource(idOf('loadBalancers', name))?.properties.frontendIPConfigurations;
      return (frontends as { properties: { publicIPAddress?: { id: string } } }[]).map(
        (frontend) => frontend.properties.publicIPAddress?.id.split('/').at(-1) ?? '',
      );
    },
    publicIpNames: () =>
      world.emulated.plane.store.list('Microsoft.Network/publicIPAddresses').map((each) => each.name),
  };
}
