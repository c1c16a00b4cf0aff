import type { Unlocked } from '../strategies/strategy.ts';
import type { CommandContext, CommandEnd } from './command.ts';

/**
 * @param take takes every lock away that it can see.
 * @param reason why somebody else's lock is taken away: whoever finds it gone reads this in the log and the summary.
 */
export async function unlock(
  context: CommandContext,
  take: (context: CommandContext) => Promise<Unlocked>,
  reason: string,
): Promise<CommandEnd> {
  context.tellSettling('unlock');
  const { subject, unlocked, uncertain, unchecked } = await take(context);
  if (subject !== undefined) {
    context.tellSubject(subject);
  }
  const notes = [...uncertain, ...unchecked.map((what) => `not checked: ${what}`)]
    .map((note) => `; ${note}`)
    .join('');
  return unlocked.length === 0
    ? { kind: 'no-change', reason: `nothing is locked${notes}` }
    : { kind: 'unlocked', reason: `${unlocked.join('; ')}${notes}. Unlocked, because: ${reason}` };
}
