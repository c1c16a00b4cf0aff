import type { Arm } from '../../../azure/arm.ts';
import { changeTags } from '../../../azure/public-ip-tags.ts';
import type { Clock } from '../../../engine/clock.ts';
import type { StepPerformer } from '../../../engine/run.ts';
import type { LastRun } from '../../../record/last-run.ts';
import type { Lock } from '../../../record/lock.ts';
import { type RecordChange, readRecord, withRecord } from '../../../record/record.ts';
import type { ProductionWatch } from '../../production-watch.ts';
import type { WriteRecord } from '../steps.ts';
import { previousTargetOf } from '../swap-journal.ts';
import { lockOrder } from './take-lock.ts';

export function writeRecord(arm: Arm, lease: Lock, watch: ProductionWatch, step: WriteRecord): StepPerformer {
  return {
    async run({ signal, clock }) {
      // Last to first: whoever waits for all of them finds all of them free once the first one is.
      for (const id of lockOrder(step.journal).toReversed()) {
        const last = lastChange(step, id, lease, watch, clock);
        await changeTags(
          arm,
          id,
          ({ tags }) =>
            readRecord(tags).lock?.id === lease.id
              ? withRecord(tags, { lock: null, journal: null, ...last })
              : (tags ?? {}),
          signal,
        );
      }
    },
    verify: async () => undefined,
    undo: async () => undefined,
  };
}

function lastChange(
  { last, method, journal }: WriteRecord,
  addressId: string,
  { owner }: Lock,
  watch: ProductionWatch,
  clock: Clock,
): Pick<RecordChange, 'last'> {
  switch (last) {
    case 'kept':
      return {};
    case 'removed':
      return { last: null };
    case 'written': {
      const written: LastRun = {
        finishedAtEpochMs: clock.epochMs(),
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
