import type { LastRun } from '../../../record/last-run.ts';
import { payloadText, type RecordedPayload } from '../payload/payload-text.ts';
import type { ScaleSetWork } from '../performers.ts';
import type { ScaleSetMethod, ScaleSetStrategy } from '../plan/steps.ts';
import { subscriptionOf } from './open-release.ts';

/** How a release has come to its end. */
export interface Ending {
  readonly kind: LastRun['kind'];
  readonly strategy: ScaleSetStrategy;
  readonly method: ScaleSetMethod;
  /** The run whose work it is, where another one has brought it to its end. Absent: this one. */
  readonly releasedBy?: string | undefined;
  /** Nothing of it is left, and somebody else has put another payload into the model: what it has is no doing of this release. */
  readonly isModelForeign?: boolean;
}

/** What a release that is over leaves in the tags. */
export function lastReleaseOf(
  {
    arm,
    lease,
    release,
    watch,
    traces,
  }: Pick<ScaleSetWork, 'arm' | 'lease' | 'release' | 'watch' | 'traces'>,
  { kind, strategy, method, releasedBy, isModelForeign = false }: Ending,
): LastRun {
  const text = (payload: RecordedPayload | undefined) =>
    payload === undefined ? 'unknown' : payloadText(payload, subscriptionOf(release.scaleSetId));
  // Where the way back came from is what was taken back.
  const [from, to] =
    kind === 'run' ? [release.previous, release.payload] : [release.payload, release.previous];
  return {
    finishedAtEpochMs: arm.epochMs(),
    kind,
    strategy,
    method,
    releaseId: release.releaseId,
    previousTarget: text(from),
    ...(isModelForeign ? {} : { target: text(to) }),
    downtime: watch.downtime(traces.sharesAway),
    run: releasedBy ?? lease.owner,
  };
}
