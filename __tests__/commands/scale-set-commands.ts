import type { CommandContext, CommandEnd, CommandEvent } from '../../src/commands/command.ts';
import { recover } from '../../src/commands/recover.ts';
import { run } from '../../src/commands/run.ts';
import { status } from '../../src/commands/status.ts';
import { unlock } from '../../src/commands/unlock.ts';
import type { Plan } from '../../src/engine/plan.ts';
import type { RunResult } from '../../src/engine/run.ts';
import type { ConnectTo } from '../../src/probe/connect-to.ts';
import { anySuccess } from '../../src/probe/expectation.ts';
import type { Lease } from '../../src/record/lease.ts';
import { type ReleaseRecord, readRecord } from '../../src/record/record.ts';
import type { RolloutEvent } from '../../src/report/events.ts';
import type {
  CanaryGoal,
  RollbackGoal,
  RolloutGoal,
  TakeBackTerms,
} from '../../src/strategies/scale-set/goal.ts';
import {
  leaveScaleSet,
  readScaleSetStatus,
  recoverableScaleSet,
  scaleSetRelease,
  scaleSetRollback,
  settleScaleSet,
  unlockScaleSet,
} from '../../src/strategies/scale-set/index.ts';
import type { RecoverTo, ReleaseSubject } from '../../src/strategies/strategy.ts';
import { undoTimeoutMs } from '../../src/undo-timeout.ts';
import { type InProcessArm, type InProcessArmOptions, startInProcessArm } from '../azure/in-process-arm.ts';
import {
  canaryScenario,
  newImage,
  scaleSetId,
  type WorldOptions,
} from '../emulator/arm/compute/scale-set-world.ts';
import { hasConnections, VirtualClock } from '../engine/virtual-clock.ts';
import type { Service } from '../probe/service.ts';

export interface ScaleSetRunner {
  readonly context: CommandContext;
  readonly events: CommandEvent[];
  /** All that its process says, with what its client of ARM says, in order. */
  readonly stream: RolloutEvent[];
  /** What the command has told that it is about. */
  readonly subject: () => Partial<ReleaseSubject>;
  cancel(): void;
  kill(): void;
}

export interface ScaleSetCommands extends InProcessArm {
  runner(run: number, attempt?: number): ScaleSetRunner;
  canary(runner: ScaleSetRunner, goal?: Partial<CanaryGoal>, control?: Partial<Control>): Promise<CommandEnd>;
  rollout(
    runner: ScaleSetRunner,
    goal?: Partial<RolloutGoal>,
    control?: Partial<Control>,
  ): Promise<CommandEnd>;
  rollback(
    runner: ScaleSetRunner,
    goal?: Partial<RollbackGoal>,
    control?: Partial<Control>,
  ): Promise<CommandEnd>;
  recover(runner: ScaleSetRunner, recoverTo?: RecoverTo, more?: Partial<TakeBackTerms>): Promise<CommandEnd>;
  /** What `post` does for a run that was cancelled, or killed, with the lock of that run. */
  settle(runner: ScaleSetRunner, ended: ScaleSetRunner): Promise<RunResult>;
  /** As `settle`, with `on-failure: stop`. */
  leave(runner: ScaleSetRunner, ended: ScaleSetRunner): Promise<void>;
  status(runner: ScaleSetRunner): Promise<CommandEnd>;
  unlock(runner: ScaleSetRunner): Promise<CommandEnd>;
  /** Name of the image that the model has, and that each instance runs. */
  images(): { readonly model: string; readonly instances: Readonly<Record<string, string>> };
  record(): ReleaseRecord;
  /** Ids of the instances that an upgrade, a reimage or a power-off was asked for. */
  workedOn(): string[];
  /** Resolves as soon as a write has been sent for the nth time. */
  written(write: string, nth?: number): Promise<void>;
}

interface Control {
  readonly command: 'run' | 'plan';
  readonly onFailure: 'rollback' | 'stop';
  readonly onInterrupted: 'fail' | 'recover';
  readonly lockTimeoutMs: number;
  readonly timeoutMs: number;
  readonly leavesRecord: boolean;
}

interface ScaleSetCommandsOptions extends Omit<InProcessArmOptions, 'adapt'> {
  readonly connectTo?: readonly ConnectTo[];
}

const terms = {
  probe: { workerEntry: '', connectTo: [], intervalMs: 250, timeoutMs: 2_000, expectation: anySuccess },
  isProbeOn: false,
  verifyTimeoutMs: 120_000,
  leavesRecord: true,
} as const;

const health = { minHealthyTimeMs: 30_000, healthyDeadlineMs: 300_000 };

const releaseTerms = {
  scaleSetId,
  health,
  maxUnhealthy: { kind: 'count', count: 0 },
  onUnhealthy: 'rollback',
  suspendRepairs: false,
  allowNoRollback: false,
} as const;

const HOUR_MS = 3_600_000;

/** The plan that a run was at when it ended. */
function planOf({ events }: ScaleSetRunner): Plan {
  const planned = events.findLast((event) => event.type === 'plan-started');
  if (planned === undefined) {
    throw new Error('The run had made no plan that could be settled.');
  }
  return planned.plan;
}

function startedIn({ events }: ScaleSetRunner): string[] {
  return events.flatMap((event) => (event.type === 'step-started' ? [event.stepId] : []));
}

/** Each of its instances is answered for by a real server, whichever port it is asked at; no time passes while one is asked. */
export function answeredBy({ port }: Service): Pick<ScaleSetCommandsOptions, 'clock' | 'connectTo'> {
  return { clock: new VirtualClock(hasConnections), connectTo: [{ toHost: '127.0.0.1', toPort: port }] };
}

/** Commands on a scale set of the emulator's control plane, on a virtual clock, each by a process that can be killed. */
export function startScaleSetCommands(
  world: WorldOptions = {},
  { connectTo = [], ...options }: ScaleSetCommandsOptions = {},
): ScaleSetCommands {
  const arm = startInProcessArm({ ...options, adapt: () => canaryScenario(world) });
  const { clock, emulated } = arm;
  const controlOf = ({ leavesRecord, ...control }: Partial<Control>) => ({
    command: 'run' as const,
    onFailure: 'rollback' as const,
    onInterrupted: 'fail' as const,
    lockTimeoutMs: 0,
    timeoutMs: 4 * HOUR_MS,
    undoTimeoutMs: undoTimeoutMs({ strategy: 'scale-set' }),
    ...control,
  });
  const probe = { ...terms.probe, connectTo };
  const termsOf = ({ leavesRecord = true }: Partial<Control>) => ({ ...terms, probe, leavesRecord });
  const scaleSet = () => emulated.plane.store.get(scaleSetId);
  let leases = 0;
  return {
    ...arm,
    runner(number, attempt = 1) {
      const stream: RolloutEvent[] = [];
      const process = arm.process((event) => stream.push(event));
      const cancelling = new AbortController();
      const events: CommandEvent[] = [];
      let subject: Partial<ReleaseSubject> = {};
      leases += 1;
      const lease: Lease = {
        id: `lease-${leases}`,
        owner: `https://github.com/contoso/shop/actions/runs/${number}/attempts/${attempt}`,
        purpose: 'canary-percent of web',
        validUntilMs: clock.monotonicMs() + 5 * HOUR_MS,
      };
      const emit = (event: CommandEvent) => {
        events.push(event);
        stream.push(event);
      };
      return {
        events,
        stream,
        subject: () => subject,
        kill: () => process.kill(),
        cancel: () => cancelling.abort(Object.assign(new Error('cancelled'), { code: 'Cancelled' })),
        context: {
          arm: process.arm,
          clock,
          signal: cancelling.signal,
          lease,
          emit,
          emitSaving: emit,
          tellSubject: (known) => {
            subject = known;
          },
          tellPlan: () => undefined,
          tellSettling: () => undefined,
          tellRecovered: () => undefined,
          controlPlaneSeconds: () => null,
          recoveredSeconds: () => 0,
        },
      };
    },
    canary({ context }, goal = {}, control = {}) {
      const whole: CanaryGoal = {
        strategy: 'canary-percent',
        ...releaseTerms,
        payload: { kind: 'image', image: newImage },
        share: { kind: 'percent', percent: 33 },
        ...goal,
      };
      return run(context, scaleSetRelease(whole, termsOf(control)), controlOf(control));
    },
    rollout({ context }, goal = {}, control = {}) {
      const whole: RolloutGoal = {
        strategy: 'full-rollout',
        ...releaseTerms,
        batchSize: { kind: 'count', count: 1 },
        pauseBetweenBatchesMs: 0,
        ...goal,
      };
      return run(context, scaleSetRelease(whole, termsOf(control)), controlOf(control));
    },
    rollback: ({ context }, more = {}, control = {}) =>
      run(
        context,
        scaleSetRollback({ scaleSetId, health, suspendRepairs: false, ...more }, termsOf(control)),
        controlOf(control),
      ),
    recover({ context }, recoverTo = 'auto', more = {}) {
      const takeBack = { scaleSetId, health, suspendRepairs: false, ...more };
      return recover(context, recoverableScaleSet(takeBack, terms), { recoverTo, timeoutMs: HOUR_MS });
    },
    leave: ({ context }, ended) =>
      leaveScaleSet(
        { ...context, lease: ended.context.lease },
        { plan: planOf(ended), startedStepIds: startedIn(ended), mayHaveLateWrites: true },
      ),
    settle: ({ context }, ended) =>
      settleScaleSet(
        { ...context, lease: ended.context.lease },
        {
          plan: planOf(ended),
          startedStepIds: startedIn(ended),
          begunIds: ended.events.flatMap((event) =>
            event.type === 'upgrade-begun' ? event.instanceIds : [],
          ),
          cause: { kind: 'cancelled' },
          timeoutMs: 240_000,
          mayHaveLateWrites: true,
          watch: terms,
        },
        undefined,
      ),
    status: ({ context }) => status(context, (limited) => readScaleSetStatus(limited, scaleSetId)),
    unlock: ({ context }) =>
      unlock(context, (limited) => unlockScaleSet(limited, scaleSetId), 'its runner is lost'),
    images() {
      const model = scaleSet()?.properties.virtualMachineProfile as { storageProfile: Imaged };
      const instances = emulated.plane.store.list(
        'Microsoft.Compute/virtualMachineScaleSets/virtualMachines',
      );
      return {
        model: imageName(model.storageProfile),
        instances: Object.fromEntries(
          instances.map(({ instanceId, properties }) => [
            String(instanceId),
            imageName(properties.storageProfile as Imaged),
          ]),
        ),
      };
    },
    workedOn() {
      const ids = arm.requests
        .filter(({ method, path }) => method === 'POST' && /\/(?:manualupgrade|reimage|poweroff)$/.test(path))
        .flatMap(({ body }) => (JSON.parse(body) as { readonly instanceIds: string[] }).instanceIds);
      return [...new Set(ids)].toSorted((left, right) => Number(left) - Number(right));
    },
    record: () => readRecord((scaleSet() as { tags?: Record<string, string> } | undefined)?.tags),
    async written(write, nth = 1) {
      while (arm.writes().filter((each) => each === write).length < nth) {
        await clock.sleep(50);
      }
    },
  };
}

interface Imaged {
  readonly imageReference?: { readonly id?: string };
}

function imageName({ imageReference }: Imaged): string {
  return imageReference?.id?.split('/').at(-1) ?? '';
}
