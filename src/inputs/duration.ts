import type { InputName } from './definitions.ts';
import { InputError, misunderstood } from './input-error.ts';
import type { ReadInput } from './read.ts';

/** Largest first: the order in which they are written. Milliseconds each. */
const units = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const;

const written = /^(?:(?<h>\d+)h)?(?:(?<m>\d+)m(?!s))?(?:(?<s>\d+)s)?(?:(?<ms>\d+)ms)?$/;

export const durationGrammar =
  'whole hours, minutes, seconds and milliseconds, largest first (10m, 1m30s, 2s, 250ms)';

/** Reads `1m30s` as 90000. A bare number is refused: of what? Undefined where the text is not written so. */
export function parseDurationMs(text: string): number | undefined {
  const groups = written.exec(text)?.groups;
  if (text === '' || groups === undefined) return undefined;
  return Object.entries(units).reduce(
    (sumMs, [unit, unitMs]) => sumMs + Number(groups[unit] ?? 0) * unitMs,
    0,
  );
}

/** Writes a whole number of milliseconds as `parseDurationMs` reads it: `1m30s`. */
export function formatDuration(durationMs: number): string {
  let restMs = durationMs;
  let text = '';
  for (const [unit, unitMs] of Object.entries(units)) {
    const count = Math.floor(restMs / unitMs);
    restMs -= count * unitMs;
    text += count === 0 ? '' : `${count}${unit}`;
  }
  return text === '' ? '0s' : text;
}

export interface DurationRange {
  readonly leastMs: number;
  readonly mostMs: number;
}

export function readDurationMs(read: ReadInput, name: InputName, { leastMs, mostMs }: DurationRange): number {
  const value = read(name);
  const durationMs = parseDurationMs(value);
  const range = `from ${formatDuration(leastMs)} to ${formatDuration(mostMs)}`;
  if (durationMs === undefined) {
    throw misunderstood(name, value, `${durationGrammar}, ${range}`);
  }
  if (durationMs < leastMs || durationMs > mostMs) {
    throw new InputError(name, `'${value}' is out of range. Allowed: ${range}.`);
  }
  return durationMs;
}
