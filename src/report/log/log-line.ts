import type { RolloutEvent } from '../events.ts';

/** One line of the live log. */
export interface LogLine {
  readonly level: 'info' | 'debug' | 'warning';
  /** The moment it speaks of, on `Clock.monotonicMs`. */
  readonly atMs: number;
  readonly text: string;
}

/** Reads the stream in order, and says what one event adds to the log. Remembers what it needs to. */
export type LineReader = (event: RolloutEvent) => readonly LogLine[];
