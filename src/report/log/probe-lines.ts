import type { ProbeSample } from '../../probe/probe-events.ts';
import { countOf, readableDuration } from '../readable.ts';
import type { LineReader, LogLine } from './log-line.ts';

interface Watch {
  /** Completion of the last good answer. */
  lastGoodAtMs: number | null;
  down: boolean;
  sampleCount: number;
  failedCount: number;
}

/** The prober in the log: only its changes, because it asks several times a second. */
export function probeLines(): LineReader {
  const watch: Watch = { lastGoodAtMs: null, down: false, sampleCount: 0, failedCount: 0 };
  return (event) => {
    switch (event.type) {
      case 'probe-started': {
        const { target, intervalMs, timeoutMs, atMs } = event;
        const text = `Probing ${target.url} every ${intervalMs} ms, timeout ${readableDuration(timeoutMs)} (${target.source})`;
        return [{ level: 'info', atMs, text }];
      }
      case 'probe-sample':
        return sampleLines(watch, event.sample);
      case 'probe-connection': {
        const text = `A connection opened ${readableDuration(event.atMs - event.openedAtMs)} ago was ${event.fate === 'hung' ? 'left hanging' : event.fate}`;
        return [{ level: event.fate === 'kept' ? 'debug' : 'info', atMs: event.atMs, text }];
      }
      case 'probe-failed': {
        const text = `The prober died: ${event.cause}. Downtime is not measured from here on.`;
        return [{ level: 'warning', atMs: event.atMs, text }];
      }
      case 'probe-stopped': {
        const text = `Probing stopped after ${countOf(watch.sampleCount, 'request')}, ${watch.failedCount} failed`;
        return [{ level: 'info', atMs: event.atMs, text }];
      }
      default:
        return [];
    }
  };
}

function sampleLines(watch: Watch, sample: ProbeSample): LogLine[] {
  watch.sampleCount += 1;
  return sample.result.kind === 'good'
    ? goodLines(watch, sample)
    : failedLines(watch, sample, sample.result.cause);
}

function goodLines(watch: Watch, { completedAtMs, result }: ProbeSample): LogLine[] {
  const { down, lastGoodAtMs } = watch;
  watch.down = false;
  watch.lastGoodAtMs = Math.max(completedAtMs, lastGoodAtMs ?? completedAtMs);
  if (!down) {
    return [];
  }
  const version = result.kind === 'good' && result.version !== undefined ? ` from ${result.version}` : '';
  const after =
    lastGoodAtMs === null ? '' : `: ${readableDuration(completedAtMs - lastGoodAtMs)} without a good answer`;
  return [{ level: 'info', atMs: completedAtMs, text: `First good answer again${version}${after}` }];
}

/**
 * A request swallowed during an outage times out after service is back: sent before the last good answer, it says
 * nothing about now.
 */
function failedLines(watch: Watch, { sentAtMs, completedAtMs }: ProbeSample, cause: string): LogLine[] {
  watch.failedCount += 1;
  if (watch.down || (watch.lastGoodAtMs !== null && sentAtMs < watch.lastGoodAtMs)) {
    return [];
  }
  watch.down = true;
  const since =
    watch.lastGoodAtMs === null
      ? 'none was good so far'
      : `the last good one came ${readableDuration(completedAtMs - watch.lastGoodAtMs)} ago`;
  return [{ level: 'info', atMs: completedAtMs, text: `First failed answer: ${cause}; ${since}` }];
}
