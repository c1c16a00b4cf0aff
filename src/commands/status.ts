import type { StatusReading } from '../strategies/strategy.ts';
import type { CommandContext, CommandEnd } from './command.ts';

/** How things are, and what is under way or left over. Writes nothing. */
export async function status(
  context: CommandContext,
  read: (context: CommandContext) => Promise<StatusReading>,
): Promise<CommandEnd> {
  const { status: found, subject } = await read(context);
  context.tellSubject(subject);
  return { kind: 'reported', status: found };
}
