import { unlock as unlockAddresses } from '../strategies/vip-swap/index.ts';
import type { CommandContext, CommandEnd } from './command.ts';

/** @param reason why somebody else's lock is taken away: whoever finds it gone reads this in the log and the summary. */
export async function unlock(
  context: CommandContext,
  productionPublicIpIds: readonly string[],
  reason: string,
): Promise<CommandEnd> {
  context.tellRecovering();
  const unlocked = await unlockAddresses(context, productionPublicIpIds);
  return unlocked.length === 0
    ? { kind: 'no-change', reason: 'nothing is locked' }
    : { kind: 'unlocked', reason: `${unlocked.join('; ')}. Unlocked, because: ${reason}` };
}
