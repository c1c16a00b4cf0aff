import type { CanaryGoal, RollbackGoal, RolloutGoal, TakeBackTerms } from '../strategies/scale-set/goal.ts';
import type { SwapTerms, VipSwapGoal } from '../strategies/vip-swap/goal.ts';
import type { Choice } from './definitions.ts';
import { readDurationMs } from './duration.ts';
import { InputError } from './input-error.ts';
import { type ReadInput, readChoice } from './read.ts';
import type { ReleaseCommand, Request } from './request.ts';
import {
  readCanaryGoal,
  readRollbackGoal,
  readRolloutGoal,
  readScaleSetId,
  readTakeBackTerms,
} from './scale-set.ts';
import { readProductionAddresses, readSwapTerms, readVipSwapGoal } from './vip-swap.ts';
import type { ReadWorkspaceFile } from './workspace-file.ts';

interface Waiting {
  readonly lockTimeoutMs: number;
  readonly onInterrupted: Choice<'on-interrupted'>;
}

interface Release extends Waiting {
  readonly command: ReleaseCommand;
}

type Addresses = ReturnType<typeof readProductionAddresses>;

/** What is to be done, with what only that needs. */
export type Task = VipSwapTask | ScaleSetTask;

export type VipSwapTask = { readonly strategy: 'vip-swap' } & (
  | ({ readonly goal: VipSwapGoal } & Release)
  | ({ readonly command: 'rollback'; readonly terms: SwapTerms } & Waiting)
  | ({ readonly command: 'recover'; readonly recoverTo: Choice<'recover-to'> } & Addresses)
  | ({ readonly command: 'status' } & Addresses)
  | ({ readonly command: 'unlock'; readonly reason: string } & Addresses)
);

export type ScaleSetTask =
  | ({ readonly strategy: 'canary-percent'; readonly goal: CanaryGoal } & Release)
  | ({ readonly strategy: 'full-rollout'; readonly goal: RolloutGoal } & Release)
  /** Which half of a release it is about stands in the tags of the scale set. */
  | ({ readonly strategy: 'scale-set' } & (
      | ({ readonly command: 'rollback'; readonly terms: RollbackGoal } & Waiting)
      | {
          readonly command: 'recover';
          readonly terms: TakeBackTerms;
          readonly recoverTo: Choice<'recover-to'>;
        }
      | { readonly command: 'status'; readonly scaleSetId: string }
      | { readonly command: 'unlock'; readonly scaleSetId: string; readonly reason: string }
    ));

const lockRange = { leastMs: 0, mostMs: 86_400_000 };

/** Reads what the request needs. */
export function readTask(read: ReadInput, request: Request, readFile: ReadWorkspaceFile): Task {
  const { strategy, command } = request;
  switch (strategy) {
    case 'vip-swap':
      return readVipSwapTask(read, request);
    case 'canary-percent':
      return { strategy, command, goal: readCanaryGoal(read, readFile), ...readWaiting(read) };
    case 'full-rollout':
      return { strategy, command, goal: readRolloutGoal(read, readFile), ...readWaiting(read) };
    case 'scale-set':
      return readScaleSetTask(read, request);
  }
}

function readVipSwapTask(
  read: ReadInput,
  { strategy, command }: Extract<Request, { strategy: 'vip-swap' }>,
): VipSwapTask {
  switch (command) {
    case 'run':
    case 'plan':
      return { strategy, command, goal: readVipSwapGoal(read), ...readWaiting(read) };
    case 'rollback':
      return { strategy, command, terms: readSwapTerms(read), ...readWaiting(read) };
    case 'recover':
      return {
        strategy,
        command,
        ...readProductionAddresses(read),
        recoverTo: readChoice(read, 'recover-to'),
      };
    case 'status':
      return { strategy, command, ...readProductionAddresses(read) };
    case 'unlock':
      return { strategy, command, ...readProductionAddresses(read), reason: readUnlockReason(read) };
  }
}

function readScaleSetTask(
  read: ReadInput,
  { strategy, command }: Extract<Request, { strategy: 'scale-set' }>,
): ScaleSetTask {
  switch (command) {
    case 'rollback':
      return { strategy, command, terms: readRollbackGoal(read), ...readWaiting(read) };
    case 'recover':
      return {
        strategy,
        command,
        terms: readTakeBackTerms(read),
        recoverTo: readChoice(read, 'recover-to'),
      };
    case 'status':
      return { strategy, command, scaleSetId: readScaleSetId(read) };
    case 'unlock':
      return { strategy, command, scaleSetId: readScaleSetId(read), reason: readUnlockReason(read) };
  }
}

function readWaiting(read: ReadInput): Waiting {
  return {
    lockTimeoutMs: readDurationMs(read, 'lock-timeout', lockRange),
    onInterrupted: readChoice(read, 'on-interrupted'),
  };
}

function readUnlockReason(read: ReadInput): string {
  const reason = read('unlock-reason');
  if (reason === '') {
    throw new InputError(
      'unlock-reason',
      'is missing, and command unlock takes away what somebody else has locked. Say why: whoever misses the lock reads it.',
    );
  }
  return reason;
}
