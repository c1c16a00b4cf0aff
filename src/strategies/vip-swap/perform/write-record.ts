import type { Arm } from '../../../azure/arm.ts';
import { getPublicIpAddress } from '../../../azure/public-ip-addresses.ts';
import { changeTags } from '../../../azure/public-ip-tags.ts';
import type { StepPerformer } from '../../../engine/run.ts';
import type { LastRun } from '../../../record/last-run.ts';
import type { Lease } from '../../../record/lease.ts';
import { type RecordChange, readRecord, withRecord } from '../../../record/record.ts';
import type { ProductionWatch } from '../../production-watch.ts';
import type { WriteRecord } from '../steps.ts';
import { previousTargetOf } from '../swap-journal.ts';
import { isOwn, lockOrder } from './take-lock.ts';

export function writeRecord(
  arm: Arm,
  lease: Lease,
  watch: ProductionWatch,
  step: WriteRecord,
): StepPerformer {
  return {
    async run({ signal }) {
      // Last to first: whoever waits for all of them finds all of them free once the first one is.
      for (const id of lockOrder(step.journal).toReversed()) {
        const last = lastChange(step, id, lease, watch, arm.epochMs());
        await changeTags(
          arm,
          id,
          ({ tags }) =>
            isOwn(readRecord(tags), lease)
              ? withRecord(tags, { lock: null, journal: null, ...last })
              : undefined,
          signal,
        );
      }
    },
    async verify({ signal }) {
      for (const id of lockOrder(step.journal)) {
        const { name, tags } = await getPublicIpAddress(arm, id, signal);
        if (isOwn(readRecord(tags), lease)) {
          throw new Error(
            `"${name}" still has the lock or the journal of this run, although ARM says that they are gone.`,
          );
        }
      }
    },
    undo: async () => undefined,
  };
}

function lastChange(
  { last, method, journal }: WriteRecord,
  addressId: string,
  { owner }: Lease,
  watch: ProductionWatch,
  finishedAtEpochMs: number,
): Pick<RecordChange, 'last'> {
  switch (last) {
    case 'kept':
      return {};
    case 'removed':
      return { last: null };
    case 'written': {
      const written: LastRun = {
        finishedAtEpochMs,
        kind: journal.release,
        strategy: 'vip-swap',
        method,
        previousTarget: previousTargetOf(journal, addressId),
        downtimeSeconds: watch.downtimeSeconds(),
        run: owner,
      };
      return { last: written };
    }
  }
}
