import { changeTags } from '../../../azure/scale-set-tags.ts';
import { readRecord, withRecord } from '../../../record/record.ts';
import { compareIds } from '../instance-order.ts';
import type { ScaleSetWork } from '../performers.ts';
import { hasRecorded } from '../recorded-payload.ts';
import { isOwn } from '../scale-set-record.ts';

/**
 * Between the last look at the model and the request that upgrades, somebody else may write to it: those instances have
 * neither what the release brings nor what there was. They go into the record, beside the canaries, because nothing else
 * tells them from instances that had something else all along, which nobody may touch.
 */
export async function noteStrays(
  { arm, access, lease, release }: Pick<ScaleSetWork, 'arm' | 'access' | 'lease' | 'release'>,
  instanceIds: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const { scaleSetId, payload, previous } = release;
  const reads = await access.read(instanceIds, signal);
  const strays = reads
    .filter((read) => !hasRecorded(read, payload))
    .filter((read) => previous === undefined || !hasRecorded(read, previous))
    .map(({ instanceId }) => instanceId);
  if (strays.length === 0) {
    return;
  }
  await changeTags(
    arm,
    scaleSetId,
    ({ tags }) => {
      const record = readRecord(tags);
      if (record.release === undefined || !isOwn(record, lease)) {
        return undefined;
      }
      const canaryIds = [...new Set([...record.release.canaryIds, ...strays])].sort(compareIds);
      return withRecord(tags, { release: { ...record.release, canaryIds } });
    },
    signal,
  );
}
