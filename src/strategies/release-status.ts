import type { Journal } from '../record/journal.ts';
import type { LastRun } from '../record/last-run.ts';
import type { Lock } from '../record/lock.ts';
import type { ScaleSetStatus } from './scale-set/status.ts';
import type { AddressesStatus } from './vip-swap/status.ts';

/** What `command: status` has found. */
export type ReleaseStatus = AddressesStatus | ScaleSetStatus;

/**
 * The worst of what was found. `idle`: nothing is under way and nothing is left over. `open`: a canary waits to be promoted or
 * rejected. `split`: the production addresses that were named are on several load balancers. `unserved`: nothing has one of them, and no release
 * tells why. `uncertain`: what has one of them may not serve it.
 */
export type ReleaseState =
  | 'idle'
  | 'open'
  | 'orphaned'
  | 'split'
  | 'uncertain'
  | 'unserved'
  | 'locked'
  | 'interrupted';

/** What the record of a resource says of releases. */
export interface RecordStatus {
  /** The last release that came to its end, if it left its tag. */
  readonly last: LastRun | null;
  /** It has left a tag that this version cannot read, in a sentence. */
  readonly lastProblem: string | null;
  readonly lock: (Lock & { readonly isOver: boolean }) | null;
  readonly interrupted: Omit<Journal, 'entries'> | null;
  /** The journal cannot be read by this version. */
  readonly problem: string | null;
}
