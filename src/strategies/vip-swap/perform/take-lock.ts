import type { Arm } from '../../../azure/arm.ts';
import { isAsWanted } from '../../../azure/frontend-assignments.ts';
import { getSettled, UNDO_PATIENCE_MS } from '../../../azure/load-balancers.ts';
import type { PublicIpAddress } from '../../../azure/public-ip-addresses.ts';
import { changeTags } from '../../../azure/public-ip-tags.ts';
import { nameOf, sameId, topLevelId } from '../../../azure/resource-id.ts';
import type { StepPerformer } from '../../../engine/run.ts';
import { InterruptedReleaseError } from '../../../record/interrupted-release.ts';
import type { Journal } from '../../../record/journal.ts';
import { type Lease, lockOf } from '../../../record/lease.ts';
import { isOver, type Lock, LockedError } from '../../../record/lock.ts';
import { readRecord, withRecord } from '../../../record/record.ts';
import type { TakeLock } from '../steps.ts';
import { placementsOf, type SwapJournal, swapEntries } from '../swap-journal.ts';

/** Production has moved since the plan was made: another run has come between. Nothing was changed by this one. */
export class OutdatedPlanError extends Error {
  override readonly name = 'OutdatedPlanError';
  readonly code = 'OutdatedPlan';
}

/** @param lateWritesUntilMs as of `PerformerDependencies`. */
export function takeLock(arm: Arm, lease: Lease, lateWritesUntilMs: number, step: TakeLock): StepPerformer {
  const ids = lockOrder(step.journal);
  return {
    async run({ signal, clock }) {
      const journal = journalOf(step, lease, arm.epochMs());
      for (const id of ids) {
        const lock = lockOf(lease, clock.monotonicMs(), arm.epochMs());
        await changeTags(arm, id, (address) => locked(arm, address, step.journal, lock, journal), signal);
      }
    },
    // The tags were written under the ETag of an address that nobody had locked.
    verify: async () => undefined,
    async undo({ signal, clock }) {
      await clock.sleep(lateWritesUntilMs - clock.monotonicMs(), signal);
      const isWhole = await isAsBefore(arm, step.journal, signal);
      for (const id of ids.toReversed()) {
        await changeTags(arm, id, ({ tags }) => unlocked(tags, lease, isWhole), signal);
      }
      if (!isWhole) {
        throw new Error(
          `Production is not as it was before the release, so the journal stays in the tags of ${ids.map(nameOf).join(' and ')}: ` +
            '"command: recover" finishes or undoes what it tells of.',
        );
      }
    },
  };
}

/** Everybody takes several locks in one order, or two runs could each wait for what the other has. */
export function lockOrder({ moves }: SwapJournal): string[] {
  return moves.map(({ productionAddressId }) => productionAddressId).toSorted((a, b) => compare(a, b));
}

function compare(left: string, right: string): number {
  const [a, b] = [left.toLowerCase(), right.toLowerCase()];
  return a < b ? -1 : a > b ? 1 : 0;
}

function journalOf({ method, journal }: TakeLock, { owner }: Lease, startedAtEpochMs: number): Journal {
  return {
    strategy: 'vip-swap',
    method,
    startedAtEpochMs,
    run: owner,
    entries: swapEntries(journal),
  };
}

/** @throws LockedError, InterruptedReleaseError, OutdatedPlanError where the address is no longer what was planned for. */
function locked(
  arm: Arm,
  address: PublicIpAddress,
  swap: SwapJournal,
  lock: Lock,
  journal: Journal,
): Readonly<Record<string, string>> {
  const found = readRecord(address.tags);
  if (found.lock?.id === lock.id) {
    return address.tags ?? {};
  }
  if (found.lock !== undefined && !isOver(found.lock, lock.owner, arm.epochMs())) {
    throw new LockedError(address.name, found.lock);
  }
  if (found.journal !== undefined) {
    throw new InterruptedReleaseError(address.name, found.journal);
  }
  const holder = address.properties.ipConfiguration?.id;
  if (holder === undefined || !sameId(topLevelId(holder), swap.productionLoadBalancerId)) {
    throw new OutdatedPlanError(
      `"${address.name}" is no longer on ${nameOf(swap.productionLoadBalancerId)}, where it was when this run was planned: it is ` +
        `${holder === undefined ? 'held by nothing' : `on ${holder}`} now. Nothing was changed; run again.`,
    );
  }
  return withRecord(address.tags, { lock, journal });
}

function unlocked(
  tags: Readonly<Record<string, string>> | undefined,
  lease: Lease,
  isWhole: boolean,
): Readonly<Record<string, string>> {
  const { lock, journal } = readRecord(tags);
  // An undoing before this one may have taken the lock away and left the journal.
  const isOurs = lock === undefined ? journal?.run === lease.owner : lock.id === lease.id;
  return isOurs ? withRecord(tags, { lock: null, ...(isWhole ? { journal: null } : {}) }) : (tags ?? {});
}

async function isAsBefore(arm: Arm, journal: SwapJournal, signal: AbortSignal): Promise<boolean> {
  const { before } = placementsOf(journal);
  const sides = [
    { id: journal.productionLoadBalancerId, assignments: before.production },
    { id: journal.targetLoadBalancerId, assignments: before.target },
  ];
  const found = await Promise.all(
    sides.map(async ({ id, assignments }) =>
      isAsWanted(await getSettled(arm, id, signal, UNDO_PATIENCE_MS), assignments),
    ),
  );
  return !found.includes(false);
}
