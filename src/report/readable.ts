import { nameOf } from '../azure/resource-id.ts';

/** A duration as a person reads it: `0.61 s`, `61.25 s`, `12 min 05 s`. */
export function readableDuration(durationMs: number): string {
  if (durationMs < 120_000) {
    return `${(durationMs / 1000).toFixed(2)} s`;
  }
  const seconds = Math.round(durationMs / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/** Of a figure in seconds that may not have been measured. */
export function readableSeconds(seconds: number | null): string {
  return seconds === null ? 'not measured' : readableDuration(seconds * 1000);
}

/** The end of an ARM path, which is what tells resources apart: `loadBalancers/vipswap1lb`. */
export function readableResource(path: string): string {
  return path.split('/').filter(Boolean).slice(-2).join('/');
}

/** A value of a field: a resource id by its name, as the field says what it is; anything else as it is. */
export function readableValue(value: string | null): string {
  if (value === null) {
    return 'absent';
  }
  return value.startsWith('/subscriptions/') ? nameOf(value) : value;
}

/** `1 request`, `2 requests`. */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

export function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

export function them(ids: readonly string[]): string {
  return ids.length === 1 ? 'it' : 'them';
}

/** Cut to `length` characters, and it shows. */
export function clip(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
