import { describeLock } from '../../record/lock.ts';
import type { LineReader, LogLine } from './log-line.ts';

/** What a run has to do with other runs: whom it waits for, and what it has brought to an end in their place. */
export function recordLines(): LineReader {
  return (event) => {
    switch (event.type) {
      case 'lock-wait':
        return [info(event.atMs, `"${event.resource}" is locked ${describeLock(event.lock)}`)];
      case 'recovered':
        return [info(event.atMs, `The interrupted release is ${END[event.direction]}`)];
      case 'production-seen':
        return [info(event.atMs, `Azure says that production is on ${event.loadBalancer}`)];
      case 'not-as-left':
        return [
          {
            level: 'warning',
            atMs: event.atMs,
            text: `Not as this run has left it: ${event.failure.message}`,
          },
        ];
      case 'last-look-failed':
        return [
          {
            level: 'warning',
            atMs: event.atMs,
            text: `Azure could not be read once more after the last write, so where production is was seen before that: ${event.failure.message}`,
          },
        ];
      default:
        return [];
    }
  };
}

const END = { finish: 'finished', undo: 'undone' } as const;

function info(atMs: number, text: string): LogLine {
  return { level: 'info', atMs, text };
}
