/** The time for what is done under a signal. */
export interface TimeLimit {
  leftMs(): number;
  /** What the signal would abort with at the end of it, for who knows before that it will come to that. @param why a clause. */
  reasonBefore(why: string): Error;
}

const limits = new WeakMap<AbortSignal, TimeLimit>();

/** Of nested limits the nearest one holds. @param outer the signal that the limited one goes by as well. */
export function setTimeLimit(limited: AbortSignal, outer: AbortSignal, own: TimeLimit): void {
  const around = limits.get(outer);
  limits.set(limited, around !== undefined && around.leftMs() < own.leftMs() ? around : own);
}

/** Undefined: none is known. */
export function timeLimitOf(signal: AbortSignal): TimeLimit | undefined {
  return limits.get(signal);
}
