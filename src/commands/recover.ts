import { withDeadline } from '../engine/deadline.ts';
import type { Recoverable, RecoverTo } from '../strategies/strategy.ts';
import type { CommandContext, CommandEnd } from './command.ts';

export interface RecoverOptions {
  readonly recoverTo: RecoverTo;
  readonly timeoutMs: number;
}

/**
 * Finishes or undoes an interrupted release; where none is, sweeps up what an older one has left. Several resources may
 * have been left by several releases: all of them are brought to their ends.
 */
export async function recover(
  context: CommandContext,
  strategy: Recoverable,
  options: RecoverOptions,
): Promise<CommandEnd> {
  const endsAtMs = context.clock.monotonicMs() + options.timeoutMs;
  context.tellRecovering();
  let end: Extract<CommandEnd, { kind: 'ran' }> | undefined;
  for (let count = 0; count < strategy.holderCount; count += 1) {
    const next = await recoverOne(context, strategy, options, endsAtMs);
    if (next.kind === 'no-change') {
      return end ?? next;
    }
    end = next;
    if (next.result.outcome !== 'succeeded') {
      return next;
    }
  }
  return end ?? { kind: 'no-change', reason: 'nothing was named that a release could have left' };
}

type RecoverEnd = Extract<CommandEnd, { kind: 'ran' | 'no-change' }>;

async function recoverOne(
  context: CommandContext,
  strategy: Recoverable,
  { recoverTo }: RecoverOptions,
  endsAtMs: number,
): Promise<RecoverEnd> {
  const { clock, signal, tellSubject } = context;
  const timeLeftMs = () => endsAtMs - clock.monotonicMs();
  const deadline = { clock, signal, timeoutMs: timeLeftMs(), subject: 'the recovery to begin' };
  const preparation = await withDeadline(deadline, (limited) =>
    strategy.prepareRecovery({ ...context, signal: limited }, recoverTo),
  );
  tellSubject(preparation.subject);
  if (preparation.kind === 'nothing') {
    return { kind: 'no-change', reason: preparation.reason };
  }
  const { subject } = preparation;
  const { direction, result } = await preparation.run({ signal, timeoutMs: timeLeftMs() });
  if (result.outcome === 'succeeded') {
    context.emit({ type: 'recovered', atMs: clock.monotonicMs(), direction });
  }
  if (
    direction === 'undo' &&
    subject.previousLoadBalancer !== undefined &&
    subject.newLoadBalancer !== undefined
  ) {
    // Where production goes is where it came from.
    tellSubject({
      ...subject,
      previousLoadBalancer: subject.newLoadBalancer,
      newLoadBalancer: subject.previousLoadBalancer,
    });
  }
  return { kind: 'ran', result, recoveredTo: direction };
}
