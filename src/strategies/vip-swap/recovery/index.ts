import type { Arm } from '../../../azure/arm.ts';
import { deletePublicIpAddress, type PublicIpAddress } from '../../../azure/public-ip-addresses.ts';
import { changeTags } from '../../../azure/public-ip-tags.ts';
import { parseResourceId } from '../../../azure/resource-id.ts';
import { UNDO_PATIENCE_MS } from '../../../azure/settled.ts';
import { withDeadline } from '../../../engine/deadline.ts';
import { type RunResult, runPlan } from '../../../engine/run.ts';
import type { Journal } from '../../../record/journal.ts';
import { lockOf } from '../../../record/lease.ts';
import { isOver, type Lock, LockedError } from '../../../record/lock.ts';
import { readRecord, withRecord } from '../../../record/record.ts';
import {
  type ProbeSettings,
  type ProductionWatch,
  unwatched,
  watchProduction,
} from '../../production-watch.ts';
import type { ReleaseSubject, RunControl, StrategyContext } from '../../strategy.ts';
import { readProduction } from '../environment.ts';
import { temporaryAddressesOf } from '../left-over-addresses.ts';
import { vipSwapPerformers } from '../performers.ts';
import { probeTargetOn } from '../probe-target.ts';
import { readSwapJournal, type SwapJournal } from '../swap-journal.ts';
import { type ChosenDirection, chooseDirection, type RecoverTo } from './direction.ts';
import { type LiveSwap, readLiveSwap } from './live-swap.ts';
import { planRecovery } from './plan.ts';
import { awaitStandstill } from './standstill.ts';
import { giveBack, takeOver } from './take-over.ts';

export interface RecoveryOptions {
  readonly productionPublicIpIds: readonly string[];
  readonly recoverTo: RecoverTo;
  readonly temporaryIpTags: Readonly<Record<string, string>>;
  readonly leavesRecord: boolean;
  readonly probe: ProbeSettings;
  readonly isProbeOn: boolean;
  readonly verifyTimeoutMs: number;
}

export type RecoveryPreparation =
  | {
      readonly kind: 'nothing';
      readonly subject: Pick<ReleaseSubject, 'productionAddresses'>;
      readonly reason: string;
    }
  | {
      readonly kind: 'ready';
      readonly subject: ReleaseSubject;
      run(control: RecoveryControl): Promise<Recovered>;
    };

export type RecoveryControl = Pick<RunControl, 'signal' | 'timeoutMs'>;

export interface Recovered {
  readonly direction: ChosenDirection['direction'];
  readonly result: RunResult;
}

type RecoveryContext = Pick<StrategyContext, 'arm' | 'clock' | 'signal' | 'emit' | 'lease'>;

/**
 * Brings an interrupted swap to its end, or back to its beginning, from what its journal says and from Azure as it is. Safe to
 * run at any time, and by several people at once: one of them gets the lock.
 */
export async function prepareRecovery(
  context: RecoveryContext,
  options: RecoveryOptions,
): Promise<RecoveryPreparation> {
  const { arm, signal } = context;
  const addresses = await readProduction(arm, options.productionPublicIpIds, signal);
  const [interrupted] = addresses.flatMap((address) => {
    const { journal } = readRecord(address.tags);
    return journal === undefined ? [] : [{ address, journal }];
  });
  if (interrupted === undefined) {
    const reason = await sweep(context, addresses);
    return { kind: 'nothing', subject: { productionAddresses: addresses.map(named) }, reason };
  }
  const { address, journal } = interrupted;
  const swap = readSwapJournal(journal.entries, parseResourceId(address.id)?.subscriptionId ?? '');
  const all = await readProduction(
    arm,
    swap.moves.map(({ productionAddressId }) => productionAddressId),
    signal,
  );
  const live = { context, options, journal, swap, addresses: all };
  return {
    kind: 'ready',
    subject: subjectOf(live),
    async run(control) {
      let recovered: Recovered | undefined;
      try {
        recovered = await recover(live, control);
        return recovered;
      } finally {
        if (recovered?.result.outcome !== 'succeeded' && !control.signal.aborted) {
          await leaveJournal(live);
        }
      }
    },
  };
}

interface Recovery {
  readonly context: RecoveryContext;
  readonly options: RecoveryOptions;
  readonly journal: Journal;
  readonly swap: SwapJournal;
  readonly addresses: readonly PublicIpAddress[];
}

/** No answer to an update of a load balancer was ever recorded to take longer than nine seconds. */
export const LATE_WRITE_MS = 10_000;
/** A writer that comes between so often is at war with us. */
const MOST_PLANS = 3;

async function recover(recovery: Recovery, { signal, timeoutMs }: RecoveryControl): Promise<Recovered> {
  const { context, swap } = recovery;
  const { arm, clock, lease } = context;
  const deadline = { clock, signal, timeoutMs, subject: 'the recovery' };
  return withDeadline(deadline, async (limited) => {
    const { seen, isStill } = await awaitOwners(recovery, limited);
    const chosen = await choose(recovery, isStill ? UNDO_PATIENCE_MS : 0, limited);
    await takeOver(
      arm,
      lease,
      seen,
      { ...recovery.journal, direction: chosen.direction },
      swap,
      clock,
      limited,
    );
    const lateWritesUntilMs = clock.monotonicMs() + LATE_WRITE_MS;
    const result = await carryOut(recovery, chosen, lateWritesUntilMs, limited, signal);
    return { direction: chosen.direction, result };
  });
}

/** Whoever recovers next need not wait for a recovery that has given up. */
async function leaveJournal({ context, swap }: Recovery): Promise<void> {
  await giveBack(context, swap, context.signal).catch(() => undefined);
}

/**
 * @returns ids of the locks whose owners need not be waited for any longer: their time is up, or nothing has moved for as long
 *   as a run that is alive never pauses. `isStill`: false where an update hangs.
 */
async function awaitOwners({ context, swap, addresses }: Recovery, signal: AbortSignal) {
  const { arm, clock, lease } = context;
  const locks = addresses.flatMap(({ tags }) => readRecord(tags).lock ?? []);
  const isOwned = locks.some((lock) => !isOver(lock, lease.owner, arm.epochMs()));
  const isStill = !isOwned || (await awaitStandstill(arm, swap, clock, UNDO_PATIENCE_MS, signal));
  return { seen: locks.map(({ id }) => id), isStill };
}

async function choose(
  { context, options, journal, swap }: Recovery,
  patienceMs: number,
  signal: AbortSignal,
) {
  const live = await readLiveSwap(context.arm, swap, signal, patienceMs);
  return chooseDirection(options.recoverTo, live, journal.direction);
}

/** Plans from what is there, and plans again where a late write of the interrupted run, or anybody else, comes between. */
async function carryOut(
  recovery: Recovery,
  chosen: ChosenDirection,
  lateWritesUntilMs: number,
  limited: AbortSignal,
  signal: AbortSignal,
): Promise<RunResult> {
  for (let tries = 1; ; tries += 1) {
    const live = await readLiveSwap(recovery.context.arm, recovery.swap, limited);
    const result = await runOnce(recovery, live, chosen, lateWritesUntilMs, limited);
    const isFinal = result.outcome === 'succeeded' || limited.aborted || signal.aborted;
    if (isFinal || tries === MOST_PLANS || !(await hasMoved(recovery, live, limited))) {
      return result;
    }
  }
}

/** Whether there is anything to plan anew: the same plan once more would fail as it did. */
async function hasMoved(
  { context, swap }: Recovery,
  before: LiveSwap,
  signal: AbortSignal,
): Promise<boolean> {
  const now = await readLiveSwap(context.arm, swap, signal);
  return JSON.stringify(now.placement) !== JSON.stringify(before.placement);
}

async function runOnce(
  { context, options, journal, swap, addresses }: Recovery,
  live: LiveSwap,
  chosen: ChosenDirection,
  lateWritesUntilMs: number,
  signal: AbortSignal,
): Promise<RunResult> {
  const { arm, clock, emit, lease } = context;
  const { method } = journal;
  const { temporaryIpTags, leavesRecord } = options;
  const plan = planRecovery({
    live,
    chosen,
    method,
    productionAddresses: addresses,
    temporaryIpTags,
    leavesRecord,
  });
  const watch = await startWatch(context, options, live, chosen, addresses);
  try {
    return await runPlan({
      plan,
      performerOf: vipSwapPerformers({
        arm,
        watch,
        lease,
        journal: swap,
        lateWritesUntilMs,
      }),
      clock,
      signal,
      timeoutMs: NO_LIMIT_OF_ITS_OWN_MS,
      undoTimeoutMs: 0,
      // Half of a recovery is nearer to the end than where it began: the journal stays, and it is taken up again.
      onFailure: 'stop',
      emit,
    });
  } finally {
    await watch.stop();
  }
}

/** The recovery as a whole has a deadline, and so has each of its steps. */
const NO_LIMIT_OF_ITS_OWN_MS = 86_400_000;

async function startWatch(
  { clock, emit }: RecoveryContext,
  options: RecoveryOptions,
  live: LiveSwap,
  { direction }: ChosenDirection,
  [address]: readonly PublicIpAddress[],
): Promise<ProductionWatch> {
  if (!options.isProbeOn || address === undefined) {
    return unwatched;
  }
  const isFinish = direction === 'finish';
  const [move] = live.journal.moves;
  const target = probeTargetOn(
    address,
    (isFinish ? move?.targetFrontend : move?.productionFrontend) ?? '',
    isFinish ? live.loadBalancers.target : live.loadBalancers.production,
    options.probe.url,
  );
  return watchProduction(target, options.probe, options.verifyTimeoutMs, clock, emit);
}

/** Where no release is under way: what an older one has left. */
async function sweep(context: RecoveryContext, addresses: readonly PublicIpAddress[]): Promise<string> {
  const { arm, signal, lease } = context;
  const done: string[] = [];
  for (const address of addresses) {
    const { lock } = readRecord(address.tags);
    const isLocked = lock !== undefined && !isOver(lock, lease.owner, arm.epochMs());
    if (lock !== undefined && !isLocked) {
      await removeLock(arm, address.id, lock, signal);
      done.push(`a lock that was over is removed from ${address.name}`);
    }
    if (!isLocked) {
      done.push(...(await removeOrphans(context, address)));
    }
  }
  return ['no release of these addresses was interrupted', ...done].join('; ');
}

function removeLock(arm: Arm, id: string, { id: lockId }: Pick<Lock, 'id'>, signal: AbortSignal) {
  return changeTags(
    arm,
    id,
    ({ tags }) => (readRecord(tags).lock?.id === lockId ? withRecord(tags, { lock: null }) : undefined),
    signal,
  );
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
    await removeLock(arm, address.id, lease, signal);
  }
  return free.map(({ name }) => `the temporary address ${name}, which an older run had left, is deleted`);
}

function lockedForSweeping({ name, tags }: PublicIpAddress, { arm, clock, lease }: RecoveryContext) {
  const { lock } = readRecord(tags);
  if (lock !== undefined && lock.id !== lease.id && !isOver(lock, lease.owner, arm.epochMs())) {
    throw new LockedError(name, lock);
  }
  return withRecord(tags, { lock: lockOf(lease, clock.monotonicMs(), arm.epochMs()) });
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
