import type { RecordStatus, ReleaseState } from '../release-status.ts';

/** What is to be known of one scale set, by its tags, its model and its instances. */
export interface ScaleSetStatus extends RecordStatus {
  readonly state: ReleaseState;
  readonly scaleSet: string;
}
