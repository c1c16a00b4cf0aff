import { describeLock } from '../record/lock.ts';
import type { LineReader } from './log-line.ts';

/** A run that waits for another one says for whom. */
export function lockLines(): LineReader {
  return (event) =>
    event.type === 'lock-wait'
      ? [
          {
            level: 'info',
            atMs: event.atMs,
            text: `Waiting: "${event.address}" is locked ${describeLock(event.lock)}`,
          },
        ]
      : [];
}
