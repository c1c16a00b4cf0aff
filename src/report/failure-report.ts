import type { Failure } from '../engine/events.ts';

export interface FailureReport {
  readonly message: string;
  /** The failing side's own code, where it gave one. */
  readonly code: string | null;
}

export function toFailureReport(failure: Failure): FailureReport {
  return { message: failure.message, code: failure.code ?? null };
}
