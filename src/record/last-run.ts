import { fromTags, type Tags, toTags } from './numbered-tags.ts';

/** What the last release that came to its end has done: the one tag that it leaves. */
export interface LastRun {
  readonly finishedAtEpochMs: number;
  /** A rollback is not rolled back in its turn: that would be a release forwards. */
  readonly kind: 'run' | 'rollback';
  readonly strategy: string;
  readonly method: string;
  /**
   * What there was before, as the strategy writes it: where production was served (`group/loadBalancer/frontend`), or what
   * the instances had (`group/gallery/image/1.2.3`, `extension:name:hash`). No blanks in it.
   */
  readonly previousTarget: string;
  /** Seconds that production did not answer, `2.750`; null where nobody measured. */
  readonly downtimeSeconds: number | null;
  /** URL of the run. */
  readonly run: string;
}

export const LAST = 'azure-rollout-last';

const FORM =
  /^v1 (?<time>\S+Z) (?<kind>run|rollback) of (?<strategy>\S+) by (?<method>\S+) from (?<target>\S+), (?:(?<seconds>[\d.]+) s down|unmeasured), (?<run>.*)$/;

export function lastRunTags(last: LastRun): Tags {
  const { finishedAtEpochMs, kind, strategy, method, previousTarget, downtimeSeconds, run } = last;
  const time = new Date(finishedAtEpochMs).toISOString();
  const downtime = downtimeSeconds === null ? 'unmeasured' : `${downtimeSeconds.toFixed(3)} s down`;
  return toTags(
    LAST,
    `v1 ${time} ${kind} of ${strategy} by ${method} from ${previousTarget}, ${downtime}, ${run}`,
  );
}

/** Undefined also for what a newer version wrote, or a hand: nothing depends on it but the way back. */
export function readLastRun(tags: Tags): LastRun | undefined {
  const parts = FORM.exec(fromTags(tags, LAST) ?? '')?.groups;
  if (parts === undefined) {
    return undefined;
  }
  const { time = '', kind, strategy = '', method = '', target = '', seconds, run = '' } = parts;
  return {
    finishedAtEpochMs: Date.parse(time),
    kind: kind === 'rollback' ? 'rollback' : 'run',
    strategy,
    method,
    previousTarget: target,
    downtimeSeconds: seconds === undefined ? null : Number(seconds),
    run,
  };
}
