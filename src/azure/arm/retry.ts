import { codesOf, readErrorBody } from './arm-error.ts';
import type { ArmAnswer } from './arm-transport.ts';

/** What an answer that is no success means for whoever asked. */
export type Meaning =
  | { readonly kind: 'refused' }
  /** Not carried out, and will be when the quota has refilled. */
  | { readonly kind: 'throttled'; readonly afterMs: number }
  /** Not carried out, and will be when another operation, on this resource or on one that it refers to, has ended. */
  | { readonly kind: 'held'; readonly afterMs: number }
  /** ARM failed half-way: a read may be repeated, of a write it is not known whether it happened. */
  | { readonly kind: 'uncertain'; readonly afterMs: number };

/** Codes that mean "another operation holds this resource": seconds, not a quota. Source: Microsoft.Network errors. */
const HELD_BY_ANOTHER_OPERATION = [
  'RetryableError',
  'RetryableErrorDueToAnotherOperation',
  'AnotherOperationInProgress',
  'ReferencedResourceNotProvisioned',
];
const ANOTHER_OPERATION_MS = 1_000;
/** Whatever is waited for longer, ARM has asked for. */
export const LONGEST_BACKOFF_MS = 10_000;

/**
 * `Retry-After` says how long to wait at least. One of 0, or a date that is past, obeyed to the letter would be hundreds of
 * requests a second, and ARM would throttle us and our neighbours for them.
 */
export const LEAST_TOLD_MS = 1_000;

/** How long ARM is left alone at most. */
export interface Restraint {
  /** Where it does not say when to come back. */
  readonly longestBackoffMs: number;
  /** Where it does. */
  readonly longestToldMs: number;
}

const PATIENT: Restraint = {
  longestBackoffMs: LONGEST_BACKOFF_MS,
  longestToldMs: Number.POSITIVE_INFINITY,
};

/** Inside the downtime window a request every ten seconds is no flood: ARM's own limits have refilled by half or more by then. */
export const LONGEST_TOLD_IN_WINDOW_MS = 10_000;

/** @param attempt 1 for the answer to the first try; backoff doubles with it. */
export function meaningOf(answer: ArmAnswer, attempt: number, restraint: Partial<Restraint> = {}): Meaning {
  const { status } = answer;
  const { longestBackoffMs, longestToldMs } = { ...PATIENT, ...restraint };
  const codes = codesOf(readErrorBody(answer.body, status));
  if (codes.some((code) => HELD_BY_ANOTHER_OPERATION.includes(code))) {
    return { kind: 'held', afterMs: Math.min(ANOTHER_OPERATION_MS, longestBackoffMs) };
  }
  const untoldMs = Math.min(backoffMs(attempt), longestBackoffMs);
  const afterMs = Math.min(waitMs(answer, untoldMs), Math.max(untoldMs, longestToldMs));
  if (status === 429) {
    return { kind: 'throttled', afterMs };
  }
  return status === 408 || status >= 500 ? { kind: 'uncertain', afterMs } : { kind: 'refused' };
}

/**
 * What speaks of the request alone: its token, its quota, and the way to whoever would know. 404: the result is not there any
 * more, or not yet.
 */
const OF_THE_REQUEST: readonly number[] = [401, 404, 408, 429, 502, 503, 504];

/**
 * Whether an error at the `Location` of an operation may be how that operation ended: ARM tells of a failed one there by its
 * status and code. What ARM's own front end says, it says of the poll.
 */
export function mayBeEndOfOperation({ status, headers }: ArmAnswer): boolean {
  return !OF_THE_REQUEST.includes(status) && headers['x-ms-failure-cause'] !== 'gateway';
}

/** 0.5 s, doubling, up to 10 s. */
export function backoffMs(attempt: number): number {
  return Math.min(LONGEST_BACKOFF_MS, 500 * 2 ** (attempt - 1));
}

function waitMs(answer: ArmAnswer, untoldMs: number): number {
  const toldMs = retryAfterMs(answer);
  return toldMs === undefined ? untoldMs : Math.max(toldMs, Math.min(untoldMs, LEAST_TOLD_MS));
}

/** `Retry-After` in seconds or as an HTTP date (RFC 9110, 10.2.3). A date is measured against the answer's own `date`. */
export function retryAfterMs(answer: ArmAnswer): number | undefined {
  const value = answer.headers['retry-after']?.trim();
  if (value === undefined || value === '') {
    return undefined;
  }
  const seconds = Number(value);
  if (Number.isFinite(seconds)) {
    return Math.max(0, seconds * 1000);
  }
  const wait = Date.parse(value) - Date.parse(answer.headers.date ?? '');
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}
