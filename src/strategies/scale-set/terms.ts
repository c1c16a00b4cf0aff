import type { WatchOptions } from '../production-watch.ts';

/** What every command that writes is given beside its goal. */
export interface ScaleSetTerms extends WatchOptions {
  /** Whether a finished release leaves a tag that says what it has done. */
  readonly leavesRecord: boolean;
}
