import { nameOf } from '../../../azure/resource-id.ts';
import { UNDO_PATIENCE_MS } from '../../../azure/settled.ts';
import { withDeadline } from '../../../engine/deadline.ts';
import type { Step } from '../../../engine/plan.ts';
import type { RecoveryDirection } from '../../../record/journal.ts';
import { hasEnded } from '../../../record/lock.ts';
import { readRecord } from '../../../record/record.ts';
import { isTooLate, RecoveredMeanwhileError } from '../../come-too-late.ts';
import { RecoveryTimeoutError } from '../../recovery-timeout-error.ts';
import type { Recovered, RecoverTo, RecoveryContext, RecoveryControl } from '../../strategy.ts';
import { givingBack } from '../by-hand.ts';
import { namedAddress } from '../companions/named-address.ts';
import { endOf } from './at-an-end.ts';
import { carryOut, choose, type Recovery, takeOverOf } from './carry-out.ts';
import { type ChosenDirection, isOpen, movesTo, sideOf } from './direction.ts';
import type { LiveSwap } from './live-swap.ts';
import { longestTransitMs } from './longest-transit.ts';
import { readOwnSwap, requireTurn } from './opposite.ts';
import { awaitStandstill } from './standstill.ts';
import { JournalGoneError, takeOver } from './take-over.ts';

export async function recover(whole: Recovery, { signal, ...limit }: RecoveryControl): Promise<Recovered> {
  const { clock, emit } = whole.context;
  let awaited = 'whoever had begun it to be seen at rest';
  const subject = () => `${awaited}; the interrupted release is not at its end`;
  const context = { ...whole.context, emit: tellingStep(emit, (title) => (awaited = `the step "${title}"`)) };
  const recovery = { ...whole, context };
  const reasonOf = (message: string) => new RecoveryTimeoutError(message);
  return withDeadline({ clock, signal, ...limit, subject, reasonOf }, async (limited) => {
    const { seen, isStill } = await awaitOwners(recovery, limited);
    awaited = 'what ARM says of both load balancers';
    const patienceMs = isStill ? UNDO_PATIENCE_MS : 0;
    const before = await readOwnSwap(recovery, limited, patienceMs);
    const chosen = choose(recovery, before);
    await requireTurn(context, before, chosen, limited);
    awaited = `its lock to be written into the tags of ${namesOf(recovery)}`;
    await takeOver(recovery.context, takeOverOf(recovery, seen, chosen), limited).catch(async (error) => {
      if (error instanceof JournalGoneError) {
        throw await journalGone(recovery, error, limited);
      }
      // What somebody else has begun is not to be done by hand, nor what the next recovery does at once.
      if (!isTooLate(error) && !signal.aborted) {
        tellByHand(context, before, chosen);
      }
      throw error;
    });
    awaited = 'both load balancers to be read again';
    const hasSwapped = isOpen(before, 'finish') && movesTo(before, 'finish').length === 0;
    const lateWritesUntilMs = clock.monotonicMs() + longestTransitMs(recovery.journal.method, hasSwapped);
    return carryOut({ ...recovery, seen, lateWritesUntilMs }, { before, chosen }, limited);
  });
}

/** A recovery could not begin. */
function tellByHand(
  { clock, emit }: Pick<RecoveryContext, 'clock' | 'emit'>,
  { journal, loadBalancers, placement }: LiveSwap,
  { direction }: ChosenDirection,
): void {
  const changes = givingBack(journal, loadBalancers, placement, sideOf(direction));
  if (changes.length > 0) {
    emit({ type: 'by-hand', atMs: clock.monotonicMs(), changes });
  }
}

/** @returns an `emit` that also says which step has begun. */
function tellingStep(emit: RecoveryContext['emit'], tell: (title: string) => void): RecoveryContext['emit'] {
  let steps: readonly Step[] = [];
  return (event) => {
    if (event.type === 'plan-started') {
      steps = event.plan.steps;
    } else if (event.type === 'step-started') {
      tell(steps.find(({ id }) => id === event.stepId)?.title ?? event.stepId);
    }
    emit(event);
  };
}

function namesOf({ addresses }: Pick<Recovery, 'addresses'>): string {
  return addresses.map(({ name }) => name).join(' and ');
}

/** Somebody else was faster: that is no failure where production is whole, and which way it went is for a person to judge. */
async function journalGone(
  { context, swap, addresses, recoverTo }: Recovery,
  gone: JournalGoneError,
  signal: AbortSignal,
): Promise<Error> {
  const went = await endOf(context.arm, swap, signal);
  if (went === undefined) {
    return gone;
  }
  const served = went === 'finish' ? swap.targetLoadBalancerId : swap.productionLoadBalancerId;
  const loadBalancer = nameOf(served);
  context.emit({ type: 'production-seen', atMs: context.clock.monotonicMs(), loadBalancer });
  return new RecoveredMeanwhileError(
    namesOf({ addresses }),
    { productionAddresses: addresses.map(namedAddress) },
    `it was ${went === 'finish' ? 'finished' : 'undone'}, and production is on ${loadBalancer}${unasked(recoverTo, went)}`,
  );
}

/** What is there to be done where it was asked to go the other way. */
function unasked(recoverTo: RecoverTo, went: RecoveryDirection): string {
  if (recoverTo === 'auto' || recoverTo === went) {
    return '';
  }
  return recoverTo === 'undo'
    ? '. This recovery was to undo it, and has changed nothing: "command: rollback" goes back'
    : '. This recovery was to finish it, and has changed nothing: "command: run" releases anew';
}

/**
 * @returns ids of the locks whose owners need not be waited for any longer: they have ended for certain, or nothing has moved for as
 *   long as a run that is alive never pauses. That its time is up keeps no owner from working. `isStill`: false where an update hangs.
 */
async function awaitOwners({ context, journal, swap, addresses }: Recovery, signal: AbortSignal) {
  const { arm, clock, lease } = context;
  const locks = addresses.flatMap(({ tags }) => readRecord(tags).lock ?? []);
  // Without a lock the owner may be alive all the same: somebody has unlocked it.
  const isOwned = locks.length === 0 || locks.some((lock) => !hasEnded(lock, lease.owner));
  const isStill =
    !isOwned || (await awaitStandstill({ arm, clock, swap, journal, patienceMs: UNDO_PATIENCE_MS }, signal));
  return { seen: locks.map(({ id }) => id), isStill };
}
