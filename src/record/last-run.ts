import { attemptOf } from './attempt.ts';
import { fromTags, LONGEST_VALUE, type Tags, toTags } from './numbered-tags.ts';

/** What the last release that came to its end has done: the one tag that it leaves. */
export interface LastRun {
  readonly finishedAtEpochMs: number;
  /**
   * `undoing`: a release of a scale set that has taken itself back. Neither that nor a rollback is rolled back in its turn: what
   * was before it is there already.
   */
  readonly kind: 'run' | 'rollback' | 'undoing';
  readonly strategy: string;
  readonly method: string;
  /** Of a scale set: the release that was finished, or taken back. */
  readonly releaseId?: string;
  /**
   * What there was before, as the strategy writes it: where production was served (`group/loadBalancer/frontend`), or what
   * the instances had (`group/gallery/image/1.2.3`, `extension:name:hash`). No blanks in it.
   */
  readonly previousTarget: string;
  /**
   * What moved together with this, `group/name`; none: it moved alone. Absent: the strategy moves one thing at a time, or the version
   * that wrote it did not say.
   */
  readonly companions?: readonly string[];
  /**
   * What it has brought, or where it has brought production, in the same words. Absent: the version that wrote it did not say, or
   * the strategy finds it by itself, or somebody else has changed the model of a scale set before a release could take itself back.
   */
  readonly target?: string;
  /** How long production was away; null where nobody has seen all of it. */
  readonly downtime: RecordedDowntime | null;
  /** URL of the run that began it; only its end, `.../runs/4711/attempts/1`, where one tag has no room for more. */
  readonly run: string;
}

/** `probe`: it did not answer. `control-plane`: nobody asked, and by ARM's word it was away. */
export interface RecordedDowntime {
  readonly seconds: number;
  readonly source: 'probe' | 'control-plane';
}

export const LAST = 'azure-rollout-last';

const FORM =
  /^v1 (?<time>\S+Z) (?<kind>run|rollback|undoing) of (?<strategy>\S+) by (?<method>\S+?)(?:, release (?<release>[^\s,]+),)? from (?<from>\S+?)(?: to (?<to>\S+))?(?: with (?<companions>\S+)| (?<alone>alone))?, (?:(?<seconds>[\d.]+) s down(?<arm> \(ARM\))?|unmeasured), (?<run>.*)$/;

export function lastRunTags(last: LastRun): Tags {
  const {
    finishedAtEpochMs,
    kind,
    strategy,
    method,
    releaseId,
    previousTarget,
    target,
    companions,
    downtime,
    run,
  } = last;
  const time = new Date(finishedAtEpochMs).toISOString();
  const release = releaseId === undefined ? '' : `, release ${releaseId},`;
  const to = target === undefined ? '' : ` to ${target}`;
  const head = `v1 ${time} ${kind} of ${strategy} by ${method}${release} from ${previousTarget}${to}${companionsText(companions)}, ${downtimeText(downtime)}, `;
  return toTags(LAST, `${head}${shortened(run, LONGEST_VALUE - head.length)}`);
}

function companionsText(companions: LastRun['companions']): string {
  if (companions === undefined) {
    return '';
  }
  return companions.length === 0 ? ' alone' : ` with ${companions.join(',')}`;
}

function downtimeText(downtime: RecordedDowntime | null): string {
  if (downtime === null) {
    return 'unmeasured';
  }
  return `${downtime.seconds.toFixed(3)} s down${downtime.source === 'control-plane' ? ' (ARM)' : ''}`;
}

const CUT = '...';

/** Room for `.../runs/12345678901/attempts/1`. */
const LEAST_ROOM = 32;

/**
 * So that one tag is enough: the way back needs all of the previous target, and the end of a URL tells one run from another.
 * Where names leave no room even for that, all of it goes on in a second tag.
 */
function shortened(run: string, room: number): string {
  if (run.length <= room || room < LEAST_ROOM) {
    return run;
  }
  const end = run.slice(CUT.length - room);
  return `${CUT}${end.slice(Math.max(0, end.indexOf('/')))}`;
}

/** Whether it is this run that did it, whose URL may have been too long. */
export function namesRun(last: Pick<LastRun, 'run'>, run: string): boolean {
  return last.run.startsWith(CUT) ? run.endsWith(last.run.slice(CUT.length)) : last.run === run;
}

/** Whether one run has left both, each with its own room for the URL. */
export function isOneRun(left: Pick<LastRun, 'run'>, right: Pick<LastRun, 'run'>): boolean {
  return namesRun(left, right.run) || namesRun(right, left.run);
}

/** Whether an earlier attempt of this workflow run did it. */
export function namesEarlierAttempt(last: Pick<LastRun, 'run'>, run: string): boolean {
  const [theirs, ours] = [attemptOf(last.run), attemptOf(run)];
  return (
    theirs !== undefined &&
    ours !== undefined &&
    theirs.attempt < ours.attempt &&
    namesRun({ run: theirs.run }, ours.run)
  );
}

/** Also one that this version cannot read. */
export function hasLast(tags: Tags): boolean {
  return fromTags(tags, LAST) !== undefined;
}

/** What there is to say of a tag that is there, and that this version cannot read; null: it can, or there is none. */
export function unreadableLast(tags: Tags): string | null {
  const text = fromTags(tags, LAST);
  return text === undefined || readLastRun(tags) !== undefined
    ? null
    : `the tag ${LAST} is "${text}", which this version cannot read`;
}

/** Undefined also for what a newer version wrote, or a hand: nothing depends on it but the way back. See `unreadableLast`. */
export function readLastRun(tags: Tags): LastRun | undefined {
  const parts = FORM.exec(fromTags(tags, LAST) ?? '')?.groups;
  if (parts === undefined) {
    return undefined;
  }
  const {
    time = '',
    kind,
    strategy = '',
    method = '',
    release,
    from = '',
    to,
    companions,
    alone,
    seconds,
    arm,
    run = '',
  } = parts;
  const source = arm === undefined ? 'probe' : 'control-plane';
  return {
    finishedAtEpochMs: Date.parse(time),
    kind: kind === 'rollback' || kind === 'undoing' ? kind : 'run',
    strategy,
    method,
    ...(release === undefined ? {} : { releaseId: release }),
    previousTarget: from,
    ...(to === undefined ? {} : { target: to }),
    ...(companions === undefined ? {} : { companions: companions.split(',') }),
    ...(alone === undefined ? {} : { companions: [] }),
    downtime: seconds === undefined ? null : { seconds: Number(seconds), source },
    run,
  };
}
