import { withDeadline } from '../engine/deadline.ts';
import { prepareRecovery } from '../strategies/vip-swap/index.ts';
import type { RecoveryOptions } from '../strategies/vip-swap/recovery/index.ts';
import type { CommandContext, CommandEnd } from './command.ts';

export interface RecoverOptions extends RecoveryOptions {
  readonly timeoutMs: number;
}

/** Finishes or undoes an interrupted release; where none is, sweeps up what an older one has left. */
export async function recover(context: CommandContext, options: RecoverOptions): Promise<CommandEnd> {
  const { clock, signal, tellSubject } = context;
  const endsAtMs = clock.monotonicMs() + options.timeoutMs;
  const deadline = { clock, signal, timeoutMs: options.timeoutMs, subject: 'the recovery to begin' };
  const preparation = await withDeadline(deadline, (limited) =>
    prepareRecovery({ ...context, signal: limited }, options),
  );
  tellSubject(preparation.subject);
  if (preparation.kind === 'nothing') {
    return { kind: 'no-change', reason: preparation.reason };
  }
  const { subject } = preparation;
  const { direction, result } = await preparation.run({
    signal,
    timeoutMs: endsAtMs - clock.monotonicMs(),
  });
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
