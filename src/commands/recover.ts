import { withDeadline } from '../engine/deadline.ts';
import { prepareRecovery } from '../strategies/vip-swap/index.ts';
import type { RecoveryOptions } from '../strategies/vip-swap/recovery/index.ts';
import type { CommandContext, CommandEnd } from './command.ts';

export interface RecoverOptions extends RecoveryOptions {
  readonly timeoutMs: number;
}

/**
 * Finishes or undoes an interrupted release; where none is, sweeps up what an older one has left. Several addresses may have
 * been left by several releases: all of them are brought to their ends.
 */
export async function recover(context: CommandContext, options: RecoverOptions): Promise<CommandEnd> {
  const endsAtMs = context.clock.monotonicMs() + options.timeoutMs;
  context.tellRecovering();
  let end: Extract<CommandEnd, { kind: 'ran' }> | undefined;
  for (let count = 0; count < options.productionPublicIpIds.length; count += 1) {
    const next = await recoverOne(context, options, endsAtMs);
    if (next.kind === 'no-change') {
      return end ?? next;
    }
    end = next;
    if (next.result.outcome !== 'succeeded') {
      return next;
    }
  }
  return end ?? { kind: 'no-change', reason: 'no production address was named' };
}

type RecoverEnd = Extract<CommandEnd, { kind: 'ran' | 'no-change' }>;

async function recoverOne(
  context: CommandContext,
  options: RecoverOptions,
  endsAtMs: number,
): Promise<RecoverEnd> {
  const { clock, signal, tellSubject } = context;
  const timeLeftMs = () => endsAtMs - clock.monotonicMs();
  const deadline = { clock, signal, timeoutMs: timeLeftMs(), subject: 'the recovery to begin' };
  const preparation = await withDeadline(deadline, (limited) =>
    prepareRecovery({ ...context, signal: limited }, options),
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
  if (direction === 'undo' && subject.previousLoadBalancer !== undefined) {
    // Where production goes is where it came from.
    tellSubject({
      ...subject,
      previousLoadBalancer: subject.newLoadBalancer,
      newLoadBalancer: subject.previousLoadBalancer,
    });
  }
  return { kind: 'ran', result, recoveredTo: direction };
}
