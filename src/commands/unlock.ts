import type { CommandContext, CommandEnd } from './command.ts';

/**
 * @param take takes every lock away, and says whose each was; none where nothing was locked.
 * @param reason why somebody else's lock is taken away: whoever finds it gone reads this in the log and the summary.
 */
export async function unlock(
  context: CommandContext,
  take: (context: CommandContext) => Promise<readonly string[]>,
  reason: string,
): Promise<CommandEnd> {
  context.tellSettling('unlock');
  const unlocked = await take(context);
  return unlocked.length === 0
    ? { kind: 'no-change', reason: 'nothing is locked' }
    : { kind: 'unlocked', reason: `${unlocked.join('; ')}. Unlocked, because: ${reason}` };
}
