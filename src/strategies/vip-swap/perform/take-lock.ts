import { type Arm, inWindow, outsideWindow } from '../../../azure/arm/arm.ts';
import { getPublicIpAddress, type PublicIpAddress } from '../../../azure/network/public-ip-addresses.ts';
import { changeTags } from '../../../azure/network/public-ip-tags.ts';
import { nameOf, sameId, topLevelId } from '../../../azure/resource-id.ts';
import type { StepPerformer } from '../../../engine/run.ts';
import { InterruptedReleaseError } from '../../../record/interrupted-release.ts';
import { type Journal, readJournal } from '../../../record/journal.ts';
import { type Lease, lockOf } from '../../../record/lease.ts';
import { isOver, type Lock, LockedError, readLock } from '../../../record/lock.ts';
import { withRecord } from '../../../record/record.ts';
import { OutdatedPlanError } from '../../come-too-late.ts';
import { isPlaced } from '../live-placement.ts';
import { holderOf } from '../record/record-holder.ts';
import { isOwn, lockOrder, withoutOwnRecord } from '../record/release-lock.ts';
import {
  besideLock,
  placementsOf,
  type SwapJournal,
  swapEntries,
  undertakingOf,
} from '../record/swap-journal.ts';
import type { TakeLock } from '../steps.ts';
import { lockGivingWay } from './give-way.ts';

export interface LockDependencies {
  readonly arm: Arm;
  readonly lease: Lease;
  /** As of `PerformerDependencies`. */
  readonly lateWritesUntilMs: number;
  /** Whether any other step of the plan was begun: nothing but tags was written where none was. */
  readonly hasBegun: () => boolean;
}

export function takeLock(
  { arm, lease, lateWritesUntilMs, hasBegun }: LockDependencies,
  step: TakeLock,
): StepPerformer {
  const ids = lockOrder(step.journal);
  return {
    async run({ signal, clock }) {
      const write = async () => {
        // Anew each time: whoever recovers tells by it that what came to its end before has nothing to do with this release.
        const journal = journalOf(step, lease, arm.epochMs());
        for (const id of ids) {
          const lock = lockOf(lease, clock.monotonicMs(), arm.epochMs());
          await changeTags(arm, id, (address) => locked(arm, address, step.journal, lock, journal), signal);
        }
      };
      await lockGivingWay({ arm, clock, lease, journal: step.journal, write }, signal);
    },
    // The tags were written under the ETag of an address on which nobody had a lock that binds.
    verify: async () => undefined,
    async undo({ signal, clock }) {
      const tight = inWindow(arm);
      await clock.sleep(lateWritesUntilMs - clock.monotonicMs(), signal);
      const own = await ownRecords(tight, lease, ids, signal);
      // Another run had the lock, or has brought this release to its end: what there is to see is its doing then. So it is where this
      // one has locked and no more: the opposite release may be at work.
      const mayBeOwnDoing = own.length > 0 && hasBegun();
      if (
        mayBeOwnDoing &&
        !(await isPlaced(tight, step.journal, placementsOf(step.journal).before, signal))
      ) {
        throw new Error(
          `Production is not as it was before the release, so the journal stays in the tags of ${own.map(nameOf).join(' and ')}: ` +
            '"command: recover" finishes or undoes what the journal tells of.',
        );
      }
      for (const id of ids.toReversed()) {
        await changeTags(outsideWindow(arm), id, ({ tags }) => withoutOwnRecord(tags, lease), signal);
      }
    },
  };
}

async function ownRecords(
  arm: Arm,
  lease: Lease,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<string[]> {
  const own: string[] = [];
  for (const id of ids) {
    const { tags } = await getPublicIpAddress(arm, id, signal);
    own.push(...(isOwn(tags, lease) ? [id] : []));
  }
  return own;
}

function journalOf({ method, journal }: TakeLock, { id, owner }: Lease, startedAtEpochMs: number): Journal {
  return {
    strategy: 'vip-swap',
    method,
    startedAtEpochMs,
    run: owner,
    lockId: id,
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
  const { tags = {} } = address;
  const found = readLock(tags);
  if (found !== undefined && found.id !== lock.id && !isOver(found, lock.owner, arm.epochMs())) {
    throw new LockedError(holderOf(address), found, undertakingOf(swap), besideLock(address));
  }
  const interrupted = readJournal(tags);
  if (interrupted !== undefined && interrupted.lockId !== lock.id) {
    throw new InterruptedReleaseError(holderOf(address), interrupted, undertakingOf(swap));
  }
  if (found?.id === lock.id && interrupted !== undefined) {
    return tags;
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
