import { nameOf } from '../../../azure/resource-id.ts';
import { COMPUTE_API_VERSION } from '../../../azure/scale-sets/compute-api.ts';
import type { Change, PlannedCall } from '../../../engine/plan.ts';
import { tagChange } from '../../tag-change.ts';
import type { Batching } from '../record/journal-terms.ts';
import { LONGEST_WRITE_MS } from './longest-write.ts';
import type {
  Opening,
  PlannedRelease,
  ScaleSetMethod,
  ScaleSetStrategy,
  TakeLock,
  WriteRecord,
} from './steps.ts';

/** Who releases, and how. */
export interface Releasing {
  readonly release: PlannedRelease;
  readonly strategy: ScaleSetStrategy;
  readonly method: ScaleSetMethod;
  readonly batching?: Batching;
  /** Of a way forwards: whether the run can put back what the instances had. */
  readonly hasWayBack?: boolean;
  /** Whether a release that is over leaves a tag that says what it has done. */
  readonly leavesRecord: boolean;
  /** Whether the release before it, or another one, has left one. */
  readonly hasLast: boolean;
  /** The interrupted run, of which this one brings the work to its end. */
  readonly releasedBy?: string | undefined;
}

export function takeLockStep(releasing: Releasing, opening: Opening): TakeLock {
  const { scaleSetId, releaseId } = releasing.release;
  return {
    id: 'take-lock',
    kind: 'take-lock',
    title: `Lock ${nameOf(scaleSetId)}, and write release ${releaseId} into its tags`,
    release: releasing.release,
    strategy: releasing.strategy,
    method: releasing.method,
    ...(releasing.batching === undefined ? {} : { batching: releasing.batching }),
    ...(releasing.hasWayBack === undefined ? {} : { hasWayBack: releasing.hasWayBack }),
    leavesRecord: releasing.leavesRecord,
    opening,
    timeoutMs: LONGEST_WRITE_MS,
    changes: [
      tagChange(scaleSetId, 'lock', null, 'this run'),
      tagChange(scaleSetId, 'journal', null, 'what this run does'),
      ...(opening.kind === 'opens' ? [tagChange(scaleSetId, 'release', null, releaseId)] : []),
    ],
    calls: [call(scaleSetId)],
    verifiedBy: 'the ETag under which the tags are written: of two runs one gets through',
    undoneBy: 'removing the tags, once the instances are seen to be as they were',
  };
}

export function writeRecordStep(
  { release, strategy, method, releasedBy, hasLast }: Releasing,
  leaves: WriteRecord['leaves'],
): WriteRecord {
  const { scaleSetId, releaseId } = release;
  const isOpen = leaves === 'open-release';
  return {
    id: 'write-record',
    kind: 'write-record',
    title: `Unlock ${nameOf(scaleSetId)}; release ${releaseId} is ${isOpen ? 'open' : 'over'}`,
    release,
    strategy,
    method,
    leaves,
    releasedBy,
    timeoutMs: LONGEST_WRITE_MS,
    changes: [
      tagChange(scaleSetId, 'lock', 'this run', null),
      tagChange(scaleSetId, 'journal', 'what this run does', null),
      ...(isOpen ? [] : [tagChange(scaleSetId, 'release', releaseId, null)]),
      ...lastTags(scaleSetId, leaves, hasLast),
    ],
    calls: [call(scaleSetId)],
    verifiedBy: 'a fresh read of the tags, the model and the instances',
    undoneBy: 'nothing: what it says is so',
    cleanUp: true,
  };
}

function lastTags(scaleSetId: string, leaves: WriteRecord['leaves'], hasLast: boolean): Change[] {
  const before = hasLast ? 'what was done before' : null;
  switch (leaves) {
    case 'last':
      return [tagChange(scaleSetId, 'last', before, 'what was done')];
    case 'nothing':
      return hasLast ? [tagChange(scaleSetId, 'last', before, null)] : [];
    case 'open-release':
      return [];
  }
}

function call(target: string): PlannedCall {
  return { method: 'PATCH', target, apiVersion: COMPUTE_API_VERSION };
}
