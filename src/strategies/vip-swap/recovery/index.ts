import type { Arm } from '../../../azure/arm.ts';
import { deletePublicIpAddress, type PublicIpAddress } from '../../../azure/public-ip-addresses.ts';
import { changeTags } from '../../../azure/public-ip-tags.ts';
import { parseResourceId } from '../../../azure/resource-id.ts';
import { UNDO_PATIENCE_MS } from '../../../azure/settled.ts';
import { withDeadline } from '../../../engine/deadline.ts';
import type { Step } from '../../../engine/plan.ts';
import { type RunResult, runPlan } from '../../../engine/run.ts';
import type { Journal } from '../../../record/journal.ts';
import { lockOf } from '../../../record/lease.ts';
import { describeLock, isOver, type Lock, LockedError } from '../../../record/lock.ts';
import { readRecord, withRecord } from '../../../record/record.ts';
import { RecoveredMeanwhileError } from '../../come-too-late.ts';
import { LATE_SWAP_MS, LATE_WRITE_MS } from '../../late-writes.ts';
import {
  type ProductionWatch,
  unwatched,
  type WatchOptions,
  watchProduction,
} from '../../production-watch.ts';
import { RefusedError } from '../../refused-error.ts';
import type {
  Recovered,
  RecoverTo,
  RecoveryContext,
  RecoveryControl,
  RecoveryPreparation,
  ReleaseSubject,
} from '../../strategy.ts';
import { readProduction } from '../environment.ts';
import { temporaryAddressesOf } from '../left-over-addresses.ts';
import { SIDES } from '../moves.ts';
import { vipSwapPerformers } from '../performers.ts';
import { probeTargetOn } from '../probe-target.ts';
import { holderOf } from '../record-holder.ts';
import { giveUpLock } from '../release-lock.ts';
import { readSwapJournal, type SwapJournal } from '../swap-journal.ts';
import { isAtAnEnd } from './at-an-end.ts';
import { type ChosenDirection, chooseDirection, movesTo } from './direction.ts';
import { type LiveSwap, readLiveSwap } from './live-swap.ts';
import { planRecovery } from './plan.ts';
import { awaitStandstill } from './standstill.ts';
import { JournalGoneError, takeOver } from './take-over.ts';

export interface RecoveryOptions extends WatchOptions {
  readonly productionPublicIpIds: readonly string[];
  readonly temporaryIpTags: Readonly<Record<string, string>>;
  readonly leavesRecord: boolean;
}

/**
 * Brings an interrupted swap to its end, or back to its beginning, from what its journal says and from Azure as it is. Safe to
 * run at any time, and by several people at once: one of them gets the lock.
 */
export async function prepareRecovery(
  context: RecoveryContext,
  options: RecoveryOptions,
  recoverTo: RecoverTo,
): Promise<RecoveryPreparation> {
  const { arm, signal } = context;
  const addresses = await readProduction(arm, options.productionPublicIpIds, signal);
  const [interrupted] = addresses.flatMap((address) => {
    const { journal } = readRecord(address.tags);
    return journal === undefined ? [] : [{ address, journal }];
  });
  if (interrupted === undefined) {
    const swept = await sweep(context, addresses);
    return { ...swept, subject: { productionAddresses: addresses.map(named) } };
  }
  const { address, journal } = interrupted;
  const swap = readSwapJournal(journal.entries, parseResourceId(address.id)?.subscriptionId ?? '');
  const all = await readProduction(
    arm,
    swap.moves.map(({ productionAddressId }) => productionAddressId),
    signal,
  );
  const live = { context, options, recoverTo, journal, swap, addresses: all };
  return {
    kind: 'ready',
    subject: subjectOf(live),
    async run(control) {
      let recovered: Recovered | undefined;
      try {
        recovered = await recover(live, control);
        return recovered;
      } finally {
        if (!isDone(recovered)) {
          await giveUpLock(context, swap, control.signal);
        }
      }
    },
  };
}

interface Recovery {
  readonly context: RecoveryContext;
  readonly options: RecoveryOptions;
  readonly recoverTo: RecoverTo;
  readonly journal: Journal;
  readonly swap: SwapJournal;
  readonly addresses: readonly PublicIpAddress[];
}

/** A recovery that could not take its lock away at the end gives it up like one that has failed. */
function isDone(recovered: Recovered | undefined): boolean {
  return recovered?.result.outcome === 'succeeded' && recovered.result.cleanUpErrors.length === 0;
}

/** A writer that comes between so often is at war with us. */
const MOST_PLANS = 3;

async function recover(whole: Recovery, { signal, ...limit }: RecoveryControl): Promise<Recovered> {
  const { clock, emit } = whole.context;
  let awaited = 'whoever had begun it to be seen at rest';
  const subject = () => `${awaited}; the interrupted release is not at its end`;
  const context = { ...whole.context, emit: tellingStep(emit, (title) => (awaited = `the step "${title}"`)) };
  const recovery = { ...whole, context };
  return withDeadline({ clock, signal, ...limit, subject }, async (limited) => {
    const { seen, isStill } = await awaitOwners(recovery, limited);
    const patienceMs = isStill ? UNDO_PATIENCE_MS : 0;
    const before = await readLiveSwap(recovery.context.arm, recovery.swap, limited, patienceMs);
    const chosen = choose(recovery, before);
    await takeOver(recovery.context, takeOverOf(recovery, seen, chosen), limited).catch(async (error) => {
      throw error instanceof JournalGoneError ? await journalGone(recovery, error, limited) : error;
    });
    const lateWritesUntilMs = clock.monotonicMs() + longestTransitMs(recovery, before);
    return carryOut({ ...recovery, seen, lateWritesUntilMs }, { before, chosen }, limited);
  });
}

/** Where ARM's own swap is seen to be done, it has arrived, and there was only one. */
function longestTransitMs({ journal }: Recovery, live: LiveSwap): number {
  const hasSwapped = movesTo(live, 'finish').length === 0;
  return journal.method === 'native' && !hasSwapped ? LATE_SWAP_MS : LATE_WRITE_MS;
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

/** Somebody else was faster: that is no failure where production is whole. */
async function journalGone(
  { context, swap, addresses }: Recovery,
  gone: JournalGoneError,
  signal: AbortSignal,
): Promise<Error> {
  return (await isAtAnEnd(context.arm, swap, signal))
    ? new RecoveredMeanwhileError(addresses.map(({ name }) => name).join(' and '), {
        productionAddresses: addresses.map(named),
      })
    : gone;
}

function takeOverOf({ journal, swap }: Recovery, seen: readonly string[], { direction }: ChosenDirection) {
  return { seen, swap, journal: { ...journal, direction } };
}

function choose({ recoverTo, journal }: Recovery, live: LiveSwap): ChosenDirection {
  return chooseDirection(recoverTo, live, journal.direction);
}

/**
 * @returns ids of the locks whose owners need not be waited for any longer: their time is up, or nothing has moved for as long
 *   as a run that is alive never pauses. `isStill`: false where an update hangs.
 */
async function awaitOwners({ context, swap, addresses }: Recovery, signal: AbortSignal) {
  const { arm, clock, lease } = context;
  const locks = addresses.flatMap(({ tags }) => readRecord(tags).lock ?? []);
  // Without a lock the owner may be alive all the same: somebody has unlocked it.
  const isOwned = locks.length === 0 || locks.some((lock) => !isOver(lock, lease.owner, arm.epochMs()));
  const isStill = !isOwned || (await awaitStandstill(arm, swap, clock, UNDO_PATIENCE_MS, signal));
  return { seen: locks.map(({ id }) => id), isStill };
}

interface LockedRecovery extends Recovery {
  readonly seen: readonly string[];
  readonly lateWritesUntilMs: number;
}

/** What was seen before the lock was taken, and what was decided by it. */
interface Decision {
  readonly before: LiveSwap;
  readonly chosen: ChosenDirection;
}

/** Plans from what is there, and plans again where a late write of the interrupted run, or anybody else, comes between. */
async function carryOut(
  recovery: LockedRecovery,
  { before, chosen }: Decision,
  signal: AbortSignal,
): Promise<Recovered> {
  const { arm } = recovery.context;
  // What hung before the lock was taken has been waited for.
  let live = await readLiveSwap(arm, recovery.swap, signal, isHanging(before) ? 0 : UNDO_PATIENCE_MS);
  const way = await chosenAnew(recovery, { before, chosen }, live, signal);
  for (let tries = 1; ; tries += 1) {
    const result = await runOnce(recovery, live, way, signal);
    if (result.outcome === 'succeeded' || signal.aborted || tries === MOST_PLANS) {
      return { direction: way.direction, result };
    }
    const now = await readLiveSwap(arm, recovery.swap, signal);
    if (isSamePlacement(now, live)) {
      // The same plan once more would fail as it did.
      return { direction: way.direction, result };
    }
    live = now;
  }
}

/** A last write of the interrupted run may have come between the choice and the lock: what was shorter may be longer now. */
async function chosenAnew(
  recovery: LockedRecovery,
  { before, chosen }: Decision,
  live: LiveSwap,
  signal: AbortSignal,
): Promise<ChosenDirection> {
  if (isSamePlacement(live, before)) {
    return chosen;
  }
  const again = choose(recovery, live);
  if (again.direction !== chosen.direction) {
    await takeOver(recovery.context, takeOverOf(recovery, recovery.seen, again), signal);
  }
  return again;
}

function isSamePlacement(left: LiveSwap, right: LiveSwap): boolean {
  return JSON.stringify(left.placement) === JSON.stringify(right.placement);
}

function isHanging({ loadBalancers }: LiveSwap): boolean {
  return SIDES.some((side) => loadBalancers[side].properties.provisioningState === 'Updating');
}

async function runOnce(
  { context, options, journal, swap, addresses, lateWritesUntilMs }: LockedRecovery,
  live: LiveSwap,
  chosen: ChosenDirection,
  signal: AbortSignal,
): Promise<RunResult> {
  const { arm, clock, emit, lease } = context;
  const { method } = journal;
  const { temporaryIpTags, leavesRecord } = options;
  const { watch, unchecked } = await startWatch(context, options, live, chosen, addresses);
  const plan = planRecovery({
    unchecked,
    live,
    chosen,
    method,
    productionAddresses: addresses,
    temporaryIpTags,
    leavesRecord,
    releasedBy: journal.run,
  });
  try {
    return await runPlan({
      plan,
      performerOf: vipSwapPerformers({
        arm,
        // What was away before this process began to look is in no figure of it.
        watch: { ...watch, downtime: () => null },
        lease,
        journal: swap,
        lateWritesUntilMs,
        isLockNeeded: false,
      }),
      clock,
      signal,
      timeoutMs: NO_LIMIT_OF_ITS_OWN_MS,
      undoTimeoutMs: 0,
      // Half of a recovery is nearer to the end than where it began: the journal stays, and it is taken up again.
      onFailure: () => 'stop',
      emit,
    });
  } finally {
    await watch.stop();
  }
}

/** The recovery as a whole has a deadline, and so has each of its steps. */
const NO_LIMIT_OF_ITS_OWN_MS = 86_400_000;

/** Production may be down: that it cannot be asked must not keep anybody from bringing it back. */
async function startWatch(
  { clock, emit }: RecoveryContext,
  options: RecoveryOptions,
  live: LiveSwap,
  { direction }: ChosenDirection,
  [address]: readonly PublicIpAddress[],
): Promise<{ watch: ProductionWatch; unchecked: readonly string[] }> {
  if (!options.isProbeOn || address === undefined) {
    return { watch: unwatched, unchecked: [] };
  }
  const isFinish = direction === 'finish';
  const [move] = live.journal.moves;
  try {
    const target = probeTargetOn(
      address,
      (isFinish ? move?.targetFrontend : move?.productionFrontend) ?? '',
      isFinish ? live.loadBalancers.target : live.loadBalancers.production,
      options.probe.url,
    );
    const watch = await watchProduction(target, options.probe, options.verifyTimeoutMs, clock, emit);
    return { watch, unchecked: [] };
  } catch (error) {
    if (!(error instanceof RefusedError)) {
      throw error;
    }
    return { watch: unwatched, unchecked: [`Whether production answers afterwards: ${error.message}`] };
  }
}

/** Where no release is under way: what an older one has left. */
async function sweep(
  context: RecoveryContext,
  addresses: readonly PublicIpAddress[],
): Promise<Pick<Extract<RecoveryPreparation, { reason: string }>, 'kind' | 'reason'>> {
  const { arm, signal, lease } = context;
  const done: string[] = [];
  const left: string[] = [];
  for (const address of addresses) {
    const { lock } = readRecord(address.tags);
    if (lock !== undefined && !isOver(lock, lease.owner, arm.epochMs())) {
      left.push(
        `${address.name} is locked ${describeLock(lock)}: "command: recover" sweeps it when that is over`,
      );
      continue;
    }
    const isWritten = await removeLock(arm, address.id, lock?.id, signal);
    done.push(...(isWritten ? [sweptNote(address, lock)] : []), ...(await removeOrphans(context, address)));
  }
  return {
    kind: done.length === 0 ? 'nothing' : 'swept',
    reason: ['no release of these addresses was interrupted', ...done, ...left].join('; '),
  };
}

function sweptNote({ name, properties }: PublicIpAddress, lock: Lock | undefined): string {
  return lock === undefined
    ? `the last update of ${name} had ended as ${properties.provisioningState}, and its tags are written once more`
    : `a lock that was over is removed from ${name}`;
}

/**
 * Where there is none, an update of the address that has failed, or hangs, is written once more.
 *
 * @returns whether anything was written.
 */
async function removeLock(
  arm: Arm,
  id: string,
  lockId: string | undefined,
  signal: AbortSignal,
): Promise<boolean> {
  let looks = 0;
  await changeTags(
    arm,
    id,
    ({ tags }) => {
      // It is called again after each write.
      looks += 1;
      const { lock } = readRecord(tags);
      return lock === undefined || lock.id === lockId ? withRecord(tags, { lock: null }) : undefined;
    },
    signal,
  );
  return looks > 1;
}

/**
 * Temporary addresses that a run could not delete, and that nothing holds. Under the lock: a run that begins now would make
 * one anew, and find it gone.
 */
async function removeOrphans(context: RecoveryContext, address: PublicIpAddress): Promise<string[]> {
  const { arm, signal, lease } = context;
  const found = await temporaryAddressesOf(arm, address, signal);
  const free = found.filter(({ properties }) => properties.ipConfiguration === undefined);
  if (free.length === 0) {
    return [];
  }
  await changeTags(arm, address.id, (current) => lockedForSweeping(current, context), signal);
  try {
    for (const { id } of free) {
      await deletePublicIpAddress(arm, id, 'as-told', signal);
    }
  } finally {
    await removeLock(arm, address.id, lease.id, signal);
  }
  return free.map(({ name }) => `the temporary address ${name}, which an older run had left, is deleted`);
}

/** Of recorded deletions of an address none took longer than 106 s. */
const SWEEPING_MS = 180_000;

function lockedForSweeping({ name, tags }: PublicIpAddress, { arm, clock, lease }: RecoveryContext) {
  const { lock } = readRecord(tags);
  if (lock?.id === lease.id) {
    return tags;
  }
  // Short: a process that is killed here leaves nothing behind that anybody would have to recover.
  const sweeping = { ...lease, validUntilMs: clock.monotonicMs() + SWEEPING_MS };
  if (lock !== undefined && !isOver(lock, lease.owner, arm.epochMs())) {
    throw new LockedError(holderOf({ name }), lock, 'recovery');
  }
  return withRecord(tags, { lock: lockOf(sweeping, clock.monotonicMs(), arm.epochMs()) });
}

function subjectOf({ swap, addresses }: Recovery): ReleaseSubject {
  return {
    productionAddresses: addresses.map(named),
    previousLoadBalancer: parseResourceId(swap.productionLoadBalancerId)?.name ?? '',
    newLoadBalancer: parseResourceId(swap.targetLoadBalancerId)?.name ?? '',
  };
}

function named({ name, properties }: PublicIpAddress) {
  return { name, address: properties.ipAddress ?? '' };
}
