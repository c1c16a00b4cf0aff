import { recover } from '../../src/commands/recover.ts';
import { run } from '../../src/commands/run.ts';
import { anySuccess } from '../../src/probe/expectation.ts';
import type { CanaryGoal, ReleaseTerms, RolloutGoal } from '../../src/strategies/scale-set/goal.ts';
import {
  leaveScaleSet,
  recoverableScaleSet,
  scaleSetRelease,
  scaleSetRollback,
  settleScaleSet,
} from '../../src/strategies/scale-set/index.ts';
import type { ReleaseStrategy } from '../../src/strategies/strategy.ts';
import { undoTimeoutMs } from '../../src/undo-timeout.ts';
import {
  conclude,
  contextOf,
  endingOf,
  type Job,
  type JobMemory,
  type Order,
  type RecoverOrder,
  settleAsPost,
  type Told,
} from '../in-process/action.ts';
import type { Machine } from '../in-process/machine.ts';
import {
  EXTENSION,
  NEW_SECRETS,
  NEW_SETTINGS,
  NEW_VERSION,
  newImage,
  OLD_SECRETS,
  OLD_SETTINGS,
  type PayloadKind,
  scaleSetId,
  UNPINNED_IMAGE,
} from './scenario.ts';

/** What the jobs of one release have in common: the inputs that stand in its workflow. */
export interface ReleaseInputs {
  readonly payload: Exclude<PayloadKind, 'forced-run'>;
  /** Of an extension: what it had, without which there is no way back. */
  readonly hasPreviousSettings: boolean;
  readonly suspendRepairs: boolean;
  readonly onUnhealthy: ReleaseTerms['onUnhealthy'];
  readonly mostUnhealthy: number;
  readonly onFailure: Order['onFailure'];
  /** Without it `record: none`. */
  readonly leavesRecord: boolean;
}

/** One half of a release, or its rejection. */
export type ReleaseCommand =
  | { readonly kind: 'canary'; readonly percent: number }
  /** `names`: the payload is given; else it is that of the open release. */
  | { readonly kind: 'rollout'; readonly batchSize: number; readonly names: boolean }
  | { readonly kind: 'rollback' };

export interface ScaleSetOrder extends Pick<Order, 'job' | 'onInterrupted' | 'lockTimeoutMs' | 'timeoutMs'> {
  readonly command: ReleaseCommand;
  readonly inputs: ReleaseInputs;
  /** The release that a rollback, or a promotion without a payload, is told to be about. Absent: whichever is there. */
  readonly releaseId?: string | undefined;
}

export interface RecoverScaleSetOrder extends Pick<RecoverOrder, 'job' | 'recoverTo' | 'timeoutMs'> {
  readonly inputs: ReleaseInputs;
}

const STRATEGY = { strategy: 'scale-set' } as const;

/** As a workflow calls it. */
function nameOf({ kind }: ReleaseCommand): Parameters<typeof endingOf> {
  switch (kind) {
    case 'canary':
      return ['run', 'canary-percent'];
    case 'rollout':
      return ['run', 'full-rollout'];
    case 'rollback':
      return ['rollback', ''];
  }
}

/** `main` of `command: run` or `rollback`. */
export function runScaleSet(machine: Machine, order: ScaleSetOrder, memory: JobMemory): Promise<Told> {
  const { command, inputs, onInterrupted, lockTimeoutMs, timeoutMs } = order;
  const ending = endingOf(...nameOf(command));
  const context = contextOf(machine, order, `${command.kind} of web`, memory, ending);
  return conclude(machine, memory, ending, () =>
    run(context, strategyOf(order), {
      command: 'run',
      timeoutMs,
      undoTimeoutMs: undoTimeoutMs(STRATEGY),
      onFailure: inputs.onFailure,
      onInterrupted,
      lockTimeoutMs,
    }),
  );
}

export function runScaleSetPost(
  machine: Machine,
  { inputs }: ScaleSetOrder,
  memory: JobMemory,
): Promise<Told> {
  return settleAsPost(machine, inputs.onFailure, memory, {
    leave: leaveScaleSet,
    settle: (context, unsettled) =>
      settleScaleSet(context, unsettled, takeBackTerms(inputs).previousSettings),
  });
}

export function recoverScaleSet(machine: Machine, order: RecoverScaleSetOrder): Promise<Told> {
  const { inputs, recoverTo, timeoutMs } = order;
  const memory: JobMemory = { state: { kind: 'begun' } };
  const ending = endingOf('recover', '');
  const context = contextOf(machine, order, 'recover', memory, ending);
  return conclude(machine, memory, ending, () =>
    recover(context, recoverableScaleSet(takeBackTerms(inputs), termsOf(inputs)), { recoverTo, timeoutMs }),
  );
}

export function jobOf(run: number, attempt = 1): Job {
  return { run, attempt };
}

function termsOf({ leavesRecord }: ReleaseInputs) {
  return {
    probe: { workerEntry: '', connectTo: [], intervalMs: 250, timeoutMs: 2_000, expectation: anySuccess },
    isProbeOn: false,
    verifyTimeoutMs: 120_000,
    leavesRecord,
  } as const;
}

const health = { minHealthyTimeMs: 30_000, healthyDeadlineMs: 300_000 };

function takeBackTerms({ payload, hasPreviousSettings, suspendRepairs }: ReleaseInputs) {
  return {
    scaleSetId,
    health,
    suspendRepairs,
    ...(payload === 'extension' && hasPreviousSettings
      ? { previousSettings: { settings: OLD_SETTINGS, protectedSettings: OLD_SECRETS } }
      : {}),
  };
}

function strategyOf({ command, inputs, releaseId }: ScaleSetOrder): ReleaseStrategy {
  const named = releaseId === undefined ? {} : { releaseId };
  const terms = termsOf(inputs);
  if (command.kind === 'rollback') {
    return scaleSetRollback({ ...takeBackTerms(inputs), ...named }, terms);
  }
  const common = {
    ...takeBackTerms(inputs),
    maxUnhealthy: { kind: 'count', count: inputs.mostUnhealthy },
    onUnhealthy: inputs.onUnhealthy,
    allowNoRollback: !inputs.hasPreviousSettings,
  } as const;
  const payload = requestedPayload(inputs.payload);
  if (command.kind === 'canary') {
    const goal: CanaryGoal = {
      ...common,
      strategy: 'canary-percent',
      payload,
      share: { kind: 'percent', percent: command.percent },
    };
    return scaleSetRelease(goal, terms);
  }
  const goal: RolloutGoal = {
    ...common,
    strategy: 'full-rollout',
    ...(command.names ? { payload } : named),
    batchSize: { kind: 'count', count: command.batchSize },
    pauseBetweenBatchesMs: 0,
  };
  return scaleSetRelease(goal, terms);
}

function requestedPayload(kind: ReleaseInputs['payload']) {
  if (kind === 'extension') {
    return { kind, name: EXTENSION, settings: NEW_SETTINGS, protectedSettings: NEW_SECRETS } as const;
  }
  return {
    kind: 'image',
    image: kind === 'image' ? newImage : { id: `${UNPINNED_IMAGE.id}/versions/${NEW_VERSION}` },
  } as const;
}
