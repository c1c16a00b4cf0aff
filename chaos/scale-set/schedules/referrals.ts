import type { ReleaseWay } from './schedule.ts';

/** A way to go on that is refused, and names the one that is open: whoever reads that takes it. In no other case may a second one come. */
interface Referral {
  readonly from: readonly ReleaseWay[];
  readonly says: RegExp;
  readonly to: ReleaseWay;
}

const referrals: readonly Referral[] = [
  // A lock that is not over, of another run: neither takes it away (docs/recovery.md, "Who meets a lock").
  { from: ['re-run'], says: /is locked by \S+\/runs\/(?!own\/)/, to: 'auto' },
  { from: ['rollback'], says: /is locked by .*"command: recover" with recover-to: undo/, to: 'undo' },
  // A journal that nobody has locked: it is not what the last finished run has recorded.
  { from: ['rollback'], says: /interrupted, and neither finished nor undone.*recover-to: undo/, to: 'undo' },
  // Nothing was begun, or it has taken itself back; with record: none, or by the run itself before it was killed.
  {
    from: ['rollback', 're-run'],
    says: /^No release is open on scale set .* what it had before is not known/,
    to: 'auto',
  },
  // A promotion recovers first, and may find then that the release was taken back.
  { from: ['re-run'], says: /is not open on .*; no release is open/, to: 'auto' },
  // Half of a rejection is not put forwards again.
  { from: ['finish'], says: /^What was interrupted is a rollback.*recover-to: undo or auto/, to: 'undo' },
  // Settings may be secret, and stand in no record: who was killed before they were in the model has lost them.
  { from: ['auto', 'finish'], says: /are in no record|in no record, because they may be secret/, to: 'undo' },
  // There is no way back that is known.
  { from: ['undo'], says: /cannot be taken back: .*recover-to: finish goes on with it/, to: 'finish' },
  // A scale set that has been scaled in meanwhile has no canary any more that is not everybody.
  { from: ['re-run'], says: /Ask for percent: 100/, to: 'finish' },
];

/** @param ownRun the number of the run that was interrupted. */
export function referralOf(way: ReleaseWay, message: string, ownRun: number): ReleaseWay | undefined {
  const told = message.replaceAll(`/runs/${ownRun}/`, '/runs/own/');
  return referrals.find(({ from, says }) => from.includes(way) && says.test(told))?.to;
}
