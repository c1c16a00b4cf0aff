import type { ArmResource } from '../../emulator/data-plane/contract.ts';
import type { CommandContext, CommandEvent, RecoveryEnd, Settling } from '../../src/commands/command.ts';
import { anySuccess } from '../../src/probe/expectation.ts';
import type { Lease } from '../../src/record/lease.ts';
import { type ReleaseRecord, readRecord } from '../../src/record/record.ts';
import type { RolloutEvent } from '../../src/report/events.ts';
import { recoveredSeconds } from '../../src/report/report.ts';
import type { VipSwapGoal } from '../../src/strategies/vip-swap/goal.ts';
import { undoTimeoutMs } from '../../src/undo-timeout.ts';
import { type InProcessArm, type InProcessArmOptions, startInProcessArm } from '../azure/in-process-arm.ts';
import type { SwapRecovery, SwapRun } from './swap-commands.ts';

/** One run of the action on a machine of its own. */
export interface Runner {
  readonly context: CommandContext;
  readonly lease: Lease;
  readonly events: CommandEvent[];
  /** The same, with what its client of ARM says. */
  readonly stream: RolloutEvent[];
  /** What the command has said of its recovering, for a `post` that would come now. */
  readonly told: (Settling | RecoveryEnd)[];
  cancel(): void;
  kill(): void;
}

export interface InProcessCommands extends InProcessArm {
  runner(owner: string, expiresInMs?: number): Runner;
  runOptions(goal?: Partial<VipSwapGoal>, options?: Partial<SwapRun>): SwapRun;
  recoverOptions(options?: Partial<SwapRecovery>): SwapRecovery;
  idOf(kind: 'loadBalancers' | 'publicIPAddresses', name: string): string;
  /** Name of the address that each load balancer's first frontend has. */
  placement(): Record<string, string>;
  publicIpNames(): string[];
  record(address?: string): ReleaseRecord;
  tags(address?: string): Readonly<Record<string, string>>;
  /** Resolves as soon as a write has been sent for the nth time. */
  written(write: string, nth?: number): Promise<void>;
}

export const runUrl = (run: number, attempt = 1): string =>
  `https://github.com/contoso/shop/actions/runs/${run}/attempts/${attempt}`;

const watch = {
  probe: { workerEntry: '', connectTo: [], intervalMs: 250, timeoutMs: 2_000, expectation: anySuccess },
  isProbeOn: false,
  verifyTimeoutMs: 120_000,
} as const;

/** Commands against the emulator's control plane, on a virtual clock, each by a process that can be killed. */
export function startInProcessCommands(options: InProcessArmOptions = {}): InProcessCommands {
  const world = startInProcessArm(options);
  const { clock, emulated } = world;
  const { subscriptionId, resourceGroups } = emulated.plane.scenario;
  const group = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroups[0]?.name}`;
  const idOf: InProcessCommands['idOf'] = (kind, name) =>
    `${group}/providers/Microsoft.Network/${kind}/${name}`;
  const resource = (id: string): ArmResource | undefined => emulated.plane.store.get(id);
  const tags = (address = 'vipswap1pip') =>
    (resource(idOf('publicIPAddresses', address)) as { tags?: Record<string, string> } | undefined)?.tags ??
    {};
  let leases = 0;
  return {
    ...world,
    idOf,
    tags,
    record: (address) => readRecord(tags(address)),
    runner(owner, expiresInMs = 4_200_000) {
      const stream: RolloutEvent[] = [];
      const startedAtMs = clock.monotonicMs();
      const process = world.process((event) => void stream.push(event));
      const cancelling = new AbortController();
      const events: CommandEvent[] = [];
      const told: Runner['told'] = [];
      leases += 1;
      const lease: Lease = {
        id: `lease-${leases}`,
        owner,
        purpose: 'vip-swap to vipswap2lb',
        validUntilMs: clock.monotonicMs() + expiresInMs,
      };
      const emit = (event: CommandEvent) => {
        events.push(event);
        stream.push(event);
      };
      return {
        lease,
        events,
        stream,
        told,
        kill: () => process.kill(),
        cancel: () => cancelling.abort(Object.assign(new Error('cancelled'), { code: 'Cancelled' })),
        context: {
          arm: process.arm,
          clock,
          signal: cancelling.signal,
          lease,
          emit,
          emitSaving: emit,
          controlPlaneSeconds: () => 4.254,
          recoveredSeconds: () => recoveredSeconds(stream, startedAtMs),
          tellSubject: () => undefined,
          tellPlan: () => undefined,
          tellSettling: (what) => void told.push(what),
          tellRecovered: (end) => void told.push(end),
        },
      };
    },
    runOptions(goal = {}, more = {}) {
      const whole: VipSwapGoal = {
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
        ...goal,
      };
      return {
        ...watch,
        command: 'run',
        goal: whole,
        leavesRecord: true,
        timeoutMs: 3_600_000,
        undoTimeoutMs: undoTimeoutMs({ strategy: 'vip-swap' }),
        onFailure: 'rollback',
        onInterrupted: 'fail',
        lockTimeoutMs: 0,
        ...more,
      };
    },
    recoverOptions: (more = {}) => ({
      ...watch,
      productionPublicIpIds: [idOf('publicIPAddresses', 'vipswap1pip')],
      temporaryIpTags: {},
      recoverTo: 'auto',
      leavesRecord: true,
      timeoutMs: 3_600_000,
      ...more,
    }),
    placement: () =>
      Object.fromEntries(
        emulated.plane.store.list('Microsoft.Network/loadBalancers').map(({ name, properties }) => {
          const [first] = properties.frontendIPConfigurations as {
            properties: { publicIPAddress?: { id: string } };
          }[];
          return [name, first?.properties.publicIPAddress?.id.split('/').at(-1) ?? ''];
        }),
      ),
    publicIpNames: () =>
      emulated.plane.store
        .list('Microsoft.Network/publicIPAddresses')
        .map(({ name }) => name)
        .toSorted(),
    async written(write, nth = 1) {
      while (world.writes().filter((each) => each === write).length < nth) {
        await clock.sleep(50);
      }
    },
  };
}
