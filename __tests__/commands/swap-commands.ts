import type { CommandContext, CommandEnd } from '../../src/commands/command.ts';
import { recover as recoverRelease } from '../../src/commands/recover.ts';
import { type RunOptions, run as runRelease } from '../../src/commands/run.ts';
import { status as reportStatus } from '../../src/commands/status.ts';
import { unlock as unlockHolders } from '../../src/commands/unlock.ts';
import type { RecoverTo } from '../../src/strategies/strategy.ts';
import type { SwapTerms, VipSwapGoal } from '../../src/strategies/vip-swap/goal.ts';
import {
  readSwapStatus,
  recoverableSwap,
  unlock as unlockAddresses,
  type VipSwapTerms,
  vipSwap,
  vipSwapRollback,
} from '../../src/strategies/vip-swap/index.ts';

/** A command of `vip-swap` with all that it is told, as inputs give it. */
export interface SwapRun extends RunOptions, VipSwapTerms {
  readonly goal: VipSwapGoal;
}

export type SwapRollback = Omit<SwapRun, 'goal'> & { readonly terms: SwapTerms };

export interface SwapRecovery extends VipSwapTerms {
  readonly productionPublicIpIds: readonly string[];
  readonly temporaryIpTags: Readonly<Record<string, string>>;
  readonly recoverTo: RecoverTo;
  readonly timeoutMs: number;
}

export function run(context: CommandContext, options: SwapRun): Promise<CommandEnd> {
  return runRelease(context, vipSwap(options.goal, options), options);
}

export function rollback(context: CommandContext, options: SwapRollback): Promise<CommandEnd> {
  return runRelease(context, vipSwapRollback(options.terms, options), { ...options, command: 'run' });
}

export function recover(context: CommandContext, options: SwapRecovery): Promise<CommandEnd> {
  return recoverRelease(context, recoverableSwap(options), options);
}

export function status(context: CommandContext, ids: readonly string[]): Promise<CommandEnd> {
  return reportStatus(context, (limited) => readSwapStatus(limited, ids));
}

export function unlock(context: CommandContext, ids: readonly string[], reason: string): Promise<CommandEnd> {
  return unlockHolders(context, (limited) => unlockAddresses(limited, ids), reason);
}
