import { readLastRun } from '../../../src/record/last-run.ts';
import type { Violation } from '../violation.ts';
import type { ScaleSetAsItIs } from './scale-set-as-it-is.ts';

/** What was begun at any time, and whether a tag was to tell how it ended. */
export interface Begun {
  /** The release that was open last; absent: none ever was. */
  readonly releaseId?: string | undefined;
  readonly leavesRecord: boolean;
}

/**
 * When a release is over, the one tag that is left tells whether the instances have what it was to bring, or what they had: by that
 * the next `rollback` knows what there is to take back, and whether there is anything.
 */
export function lastReleaseIsTrue(
  { tags, model }: Pick<ScaleSetAsItIs, 'tags' | 'model'>,
  { releaseId, leavesRecord }: Begun,
): Violation[] {
  const last = readLastRun(tags);
  const found = last === undefined ? 'nothing' : `a ${last.kind} of release ${last.releaseId}`;
  const untrue = (wanted: string): Violation[] => [
    {
      invariant: 'record-is-true',
      message: `azure-rollout-last tells of ${found}, where it is to tell of ${wanted}`,
    },
  ];
  if (releaseId === undefined || !leavesRecord) {
    return last === undefined ? [] : untrue('nothing');
  }
  // To take itself back or to be taken back: neither is taken back in its turn.
  const isOver = (last?.kind === 'run') === (model === 'new');
  return last !== undefined && isOver
    ? []
    : untrue(`${model === 'new' ? 'a run' : 'a rollback, or an undoing'} of release ${releaseId}`);
}
