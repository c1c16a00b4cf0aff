import { withDeadline } from '../engine/deadline.ts';
import { RecoveredMeanwhileError } from '../strategies/come-too-late.ts';
import { isBroughtToEnd } from '../strategies/not-as-left-error.ts';
import type { Recoverable, RecoverTo, ReleaseSubject } from '../strategies/strategy.ts';
import type { CommandContext, CommandEnd } from './command.ts';

export interface RecoverOptions {
  readonly recoverTo: RecoverTo;
  readonly timeoutMs: number;
  /** Input `timeout`, where `timeoutMs` is what is left of it. */
  readonly wholeTimeoutMs?: number;
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
  const end = await recoverAll(context, strategy, options);
  if (end.kind !== 'ran') {
    context.tellRecovered(end.kind === 'swept' ? 'swept' : 'nothing');
  }
  return end;
}

async function recoverAll(
  context: CommandContext,
  strategy: Recoverable,
  options: RecoverOptions,
): Promise<RecoverEnd> {
  const endsAtMs = context.clock.monotonicMs() + options.timeoutMs;
  let end: Extract<CommandEnd, { kind: 'ran' }> | undefined;
  let meanwhile: string | undefined;
  for (let count = 0; count < strategy.holderCount; count += 1) {
    try {
      const next = await recoverOne(
        end === undefined ? context : keepingSubject(context),
        strategy,
        options,
        endsAtMs,
      );
      if (next.kind !== 'ran') {
        return end ?? next;
      }
      end = next;
      if (next.result.outcome !== 'succeeded') {
        return next;
      }
    } catch (error) {
      if (!(error instanceof RecoveredMeanwhileError)) {
        throw error;
      }
      // Whoever was faster has brought production where it is now, and this run does not know which way.
      context.tellSubject(error.subject);
      meanwhile = error.message;
    }
  }
  return (
    end ?? { kind: 'no-change', reason: meanwhile ?? 'nothing was named that a release could have left' }
  );
}

/** What has been recovered is what this run is about; that nothing else was, changes nothing about it. */
function keepingSubject(context: CommandContext): CommandContext {
  return {
    ...context,
    tellSubject: (subject) => {
      if (subject.previousLoadBalancer !== undefined || subject.newLoadBalancer !== undefined) {
        context.tellSubject(subject);
      }
    },
  };
}

/** Where production goes, and of both the one that it leaves; on several it is brought nowhere. */
function servedFrom(
  { previousLoadBalancer, newLoadBalancer, ...subject }: ReleaseSubject,
  [served, ...others]: readonly string[],
): ReleaseSubject {
  const left = [previousLoadBalancer, newLoadBalancer].find((each) => each !== served);
  return {
    ...subject,
    ...(left === undefined ? {} : { previousLoadBalancer: left }),
    ...(served === undefined || others.length > 0 ? {} : { newLoadBalancer: served }),
  };
}

type RecoverEnd = Extract<CommandEnd, { kind: 'ran' | 'no-change' | 'swept' }>;

async function recoverOne(
  context: CommandContext,
  strategy: Recoverable,
  { recoverTo, timeoutMs, wholeTimeoutMs = timeoutMs }: RecoverOptions,
  endsAtMs: number,
): Promise<RecoverEnd> {
  const { clock, signal, tellSubject } = context;
  const timeLeftMs = () => endsAtMs - clock.monotonicMs();
  const deadline = {
    clock,
    signal,
    timeoutMs: timeLeftMs(),
    wholeTimeoutMs,
    subject: 'what ARM says of the release; what was interrupted, if anything, is as it was',
  };
  const preparation = await withDeadline(deadline, (limited) =>
    strategy.prepareRecovery({ ...context, signal: limited }, recoverTo),
  );
  tellSubject(preparation.subject);
  if (preparation.kind === 'not-in-order') {
    throw preparation.error;
  }
  if (preparation.kind !== 'ready') {
    const { kind, reason } = preparation;
    return { kind: kind === 'swept' ? 'swept' : 'no-change', reason };
  }
  context.tellSettling('look');
  const { subject } = preparation;
  const { direction, result, servedBy } = await preparation.run({
    signal,
    timeoutMs: timeLeftMs(),
    wholeTimeoutMs,
  });
  if (isBroughtToEnd(result)) {
    context.emit({ type: 'recovered', atMs: clock.monotonicMs(), direction });
    context.tellRecovered(direction);
  }
  if (servedBy !== undefined) {
    tellSubject(servedFrom(subject, servedBy));
  }
  return { kind: 'ran', result, recoveredTo: direction };
}
