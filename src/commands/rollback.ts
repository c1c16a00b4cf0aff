import type { VipSwapGoal } from '../strategies/vip-swap/goal.ts';
import { rollbackGoal } from '../strategies/vip-swap/index.ts';
import type { CommandContext, CommandEnd } from './command.ts';
import { type RunOptions, run } from './run.ts';

export interface RollbackOptions extends Omit<RunOptions, 'command' | 'release' | 'goal'> {
  readonly goal: Omit<VipSwapGoal, 'targetLoadBalancerId' | 'targetFrontends'>;
}

/** Production goes back to where it was before the last finished release. Run again, it stays there. */
export async function rollback(context: CommandContext, options: RollbackOptions): Promise<CommandEnd> {
  const found = await rollbackGoal(context, options.goal);
  if (found.kind === 'rolled-back-already') {
    const { addresses, last } = found;
    context.tellSubject({
      productionAddresses: addresses.map(({ name, properties }) => ({
        name,
        address: properties.ipAddress ?? '',
      })),
    });
    return {
      kind: 'no-change',
      reason:
        `the last finished release of ${addresses.map(({ name }) => name).join(' and ')} was a rollback already, by ` +
        `${last.run} at ${new Date(last.finishedAtEpochMs).toISOString()}; to go forwards again, use command: run with ` +
        'target-load-balancer',
    };
  }
  return run(context, { ...options, goal: found.goal, command: 'run', release: 'rollback' });
}
