import { withDeadline } from '../engine/deadline.ts';
import { ProblemsError } from '../engine/failure.ts';
import { InterruptedReleaseError, UnclosedReleaseError } from '../record/interrupted-release.ts';
import { LockedError } from '../record/lock.ts';
import { ChangedSincePlanError, hasComeTooLate, WaitedInVainError } from '../strategies/come-too-late.ts';
import { RecoveryTimeoutError } from '../strategies/recovery-timeout-error.ts';
import type { Preparation, ReleaseStrategy, ReleaseSubject, RunControl } from '../strategies/strategy.ts';
import type { CommandContext, CommandEnd, RecoveryEnd } from './command.ts';
import { awaitUnlocked } from './lock-wait.ts';
import { recover } from './recover.ts';

export interface RunOptions {
  readonly command: 'run' | 'plan';
  /** For the checks before the first write and the plan together. */
  readonly timeoutMs: number;
  readonly undoTimeoutMs: number;
  readonly onFailure: RunControl['onFailure'];
  readonly onInterrupted: 'fail' | 'recover';
  /** How long another run's lock is waited for, of `timeoutMs`. */
  readonly lockTimeoutMs: number;
}

/** Another run that was faster each time is not to be waited for without end. */
const MOST_PLANS = 5;

/**
 * Carries a release out, or only plans it. Whatever kept it waiting, it plans from what is there afterwards: the goal may be
 * reached already.
 *
 * @throws LockedError, InterruptedReleaseError, DeadlineError; RefusedError with everything that stands against it.
 */
export async function run(
  context: CommandContext,
  strategy: ReleaseStrategy,
  options: RunOptions,
): Promise<CommandEnd> {
  const { clock } = context;
  const endsAtMs = clock.monotonicMs() + options.timeoutMs;
  const lockPatience = { untilMs: Math.min(clock.monotonicMs() + options.lockTimeoutMs, endsAtMs) };
  let recovered: CommandEnd | undefined;
  let plans = 0;
  for (;;) {
    const preparation = await prepareInTime(context, strategy, options, endsAtMs);
    if ('subject' in preparation) {
      context.tellSubject(preparation.subject);
    }
    switch (preparation.kind) {
      case 'no-change':
        // The recovery before it has brought production there.
        return recovered ?? preparation;
      case 'refused':
        context.tellPlan(preparation.plan);
        throw new ProblemsError(preparation.refusals);
      case 'locked':
        await awaitUnlocked(context, strategy, preparation, lockPatience.untilMs);
        break;
      case 'interrupted': {
        requireClosed(recovered, preparation);
        const end = await recoverFirst(
          context,
          strategy,
          options,
          preparation,
          endsAtMs,
          lockPatience.untilMs,
        );
        if (end?.isLast === true) {
          return end;
        }
        recovered = end?.kind === 'ran' ? end : recovered;
        break;
      }
      case 'ready': {
        const { plan } = preparation.release;
        if (options.command === 'plan') {
          context.tellPlan(plan);
          return { kind: 'planned', plan };
        }
        const { undoTimeoutMs, onFailure } = options;
        const timeoutMs = endsAtMs - clock.monotonicMs();
        const control = {
          signal: context.signal,
          timeoutMs,
          wholeTimeoutMs: options.timeoutMs,
          undoTimeoutMs,
          onFailure,
        };
        const result = await preparation.release.run(control);
        if (!hasComeTooLate(result)) {
          return { kind: 'ran', result };
        }
        plans += 1;
        const nowMs = clock.monotonicMs();
        const isPatient = nowMs < lockPatience.untilMs;
        // Without time for another plan, who was faster tells more than that it could not be made.
        const isLast = plans === MOST_PLANS || nowMs >= endsAtMs;
        if (isLast || !isWorthAnotherPlan(result.error, options, isPatient)) {
          throw result.error;
        }
      }
    }
  }
}

/** Whether to plan anew from what the run that was faster has left. */
function isWorthAnotherPlan(error: unknown, { onInterrupted }: RunOptions, isPatient: boolean): boolean {
  if (error instanceof LockedError || error instanceof WaitedInVainError) {
    return isPatient;
  }
  if (error instanceof ChangedSincePlanError) {
    return false;
  }
  return !(error instanceof InterruptedReleaseError) || onInterrupted === 'recover';
}

async function prepareInTime(
  context: CommandContext,
  strategy: ReleaseStrategy,
  { command, timeoutMs }: RunOptions,
  endsAtMs: number,
): Promise<Preparation> {
  const { arm, clock, lease, signal, emitSaving, controlPlaneSeconds, recoveredSeconds } = context;
  const deadline = {
    clock,
    signal,
    timeoutMs: endsAtMs - clock.monotonicMs(),
    wholeTimeoutMs: timeoutMs,
    subject: 'the checks before the first write; no release was begun',
  };
  return withDeadline(deadline, (limited) =>
    strategy.prepare({
      arm,
      clock,
      lease,
      command,
      signal: limited,
      endsAtMs,
      emit: emitSaving,
      controlPlaneSeconds,
      recoveredSeconds,
    }),
  );
}

/**
 * Once more would end no better, and in the time that this run was given nothing else would be done.
 *
 * @throws UnclosedReleaseError where this run has brought the interrupted release to its end, and its record is there still.
 */
function requireClosed(
  recovered: CommandEnd | undefined,
  { holder }: Extract<Preparation, { kind: 'interrupted' }>,
): void {
  if (recovered?.kind === 'ran' && recovered.result.cleanUpErrors.length > 0) {
    throw new UnclosedReleaseError(holder, recovered.result.cleanUpErrors);
  }
}

/** @returns how the recovery ended, and whether nothing is to be done after it; undefined where somebody else was faster with it. */
async function recoverFirst(
  context: CommandContext,
  strategy: ReleaseStrategy,
  options: RunOptions,
  { holder, journal, reachedBy }: Extract<Preparation, { kind: 'interrupted' }>,
  endsAtMs: number,
  patientUntilMs: number,
): Promise<(CommandEnd & { readonly isLast?: boolean }) | undefined> {
  if (options.command === 'plan' || options.onInterrupted === 'fail') {
    throw new InterruptedReleaseError(holder, journal, strategy.undertaking);
  }
  const timeoutMs = endsAtMs - context.clock.monotonicMs();
  if (timeoutMs <= 0) {
    throw new RecoveryTimeoutError(
      `The time was up before the interrupted release of "${holder.name}" could be recovered: it is as it was.`,
    );
  }
  let subject: Partial<ReleaseSubject> = {};
  const tellSubject = (known: Partial<ReleaseSubject>) => {
    subject = known;
    context.tellSubject(known);
  };
  const ways: RecoveryEnd[] = [];
  const tellRecovered = (way: RecoveryEnd) => {
    ways.push(way);
    context.tellRecovered(way);
  };
  try {
    const limits = { timeoutMs, wholeTimeoutMs: options.timeoutMs };
    const told = { ...context, tellSubject, tellRecovered };
    const end = await recover(told, strategy, { recoverTo: 'auto', ...limits });
    if (end.kind !== 'ran') {
      return end;
    }
    if (
      end.result.outcome !== 'succeeded' ||
      (reachedBy !== undefined && ways.every((way) => way === reachedBy))
    ) {
      return { ...end, isLast: true };
    }
    if (subject.newLoadBalancer !== undefined) {
      // The release that follows begins where the recovery has brought production.
      context.tellSubject({ ...subject, previousLoadBalancer: subject.newLoadBalancer });
    }
    return end;
  } catch (error) {
    const isPatient = context.clock.monotonicMs() < patientUntilMs;
    if (error instanceof LockedError && isPatient) {
      context.tellRecovered('nothing');
      return undefined;
    }
    throw error;
  }
}
