import { rollbackGoal } from '../strategies/vip-swap/index.ts';
import type { CommandContext, CommandEnd } from './command.ts';
import { type RunOptions, run } from './run.ts';

export type RollbackOptions = Omit<RunOptions, 'command' | 'release' | 'goal'>;

/** Production goes back to where it was before the last finished release. Run again, it stays there. */
export function rollback(context: CommandContext, options: RollbackOptions): Promise<CommandEnd> {
  const { terms } = options;
  return run(context, {
    ...options,
    command: 'run',
    release: 'rollback',
    goal: (strategyContext) => rollbackGoal(strategyContext, terms),
  });
}
