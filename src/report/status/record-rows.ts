import { begunBy } from '../../record/journal.ts';
import { describeLock } from '../../record/lock.ts';
import type { RecordStatus } from '../../strategies/release-status.ts';
import type { AddressStatus } from '../../strategies/vip-swap/status.ts';

export type StatusRow = [string, string | null];

export function isLocked({ lock }: Pick<RecordStatus, 'lock'>): boolean {
  return lock !== null && !lock.isOver;
}

/** What the record says of the last release, beside when it was. */
export function lastRows({ last }: Pick<RecordStatus, 'last'>): StatusRow[] {
  return [
    ['Before', last === null ? null : last.previousTarget],
    [
      'Downtime of that',
      last === null
        ? null
        : last.downtime === null
          ? 'not measured'
          : `${last.downtime.seconds.toFixed(3)} s${last.downtime.source === 'probe' ? '' : ', by the control plane; nobody probed what users saw'}`,
    ],
  ];
}

/** `2026-11-21T03:14:15.123Z, by run of vip-swap (temporary-ip), https://...` */
export function lastText({ last, lastProblem }: Pick<RecordStatus, 'last' | 'lastProblem'>): string {
  if (last === null) {
    return `not known: ${lastProblem ?? 'no release has left its tag'}`;
  }
  const { finishedAtEpochMs, kind, strategy, method, releaseId, run } = last;
  const release = releaseId === undefined ? '' : `release ${releaseId}, `;
  const by = kind === 'undoing' ? 'which has taken itself back:' : `by ${kind} of`;
  return `${timeText(finishedAtEpochMs)}, ${release}${by} ${strategy} (${method}), ${run}`;
}

/** Who works on it, and what is under way or was interrupted. */
export function workRows({
  lock,
  interrupted,
  problem,
  undertaking,
}: RecordStatus & Partial<Pick<AddressStatus, 'undertaking'>>): StatusRow[] {
  return [
    ['Locked', lock === null ? null : `${describeLock(lock)}${lock.isOver ? ', which is over' : ''}`],
    [
      isLocked({ lock }) ? 'Under way' : 'Interrupted',
      interrupted === null
        ? problem
        : `${undertaking === 'rollback' ? 'rollback: ' : ''}${interrupted.strategy} by ${interrupted.method}, begun at ${timeText(interrupted.startedAtEpochMs)} by ${begunBy(interrupted)}` +
          (interrupted.direction === undefined
            ? ''
            : `; a recovery had begun to ${interrupted.direction} it`),
    ],
  ];
}

export function timeText(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
