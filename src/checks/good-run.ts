import type { Reasons } from './reasons.ts';

/** One look at an instance. What it saw was so at some moment between the two. */
export interface Look {
  readonly askedAtMs: number;
  readonly answeredAtMs: number;
  readonly reasons: Reasons;
  /** It could not be asked at all, because of something else than the instance: nothing good was seen, and nothing bad. */
  readonly isUnseen?: boolean;
}

/** What the looks of one kind have come to: good since and until when, as far as that was seen; or why not. */
export type Heard =
  | { readonly kind: 'good'; readonly sinceMs: number; readonly untilMs: number }
  | { readonly kind: 'bad'; readonly reasons: Reasons };

/** A time in which everything was good whenever it was looked at. */
export interface GoodRun {
  readonly sinceMs: number;
  readonly forMs: number;
}

/** A run counts from the answer of its first look to the asking of its last: it was good at least so long. */
export function hear(before: Heard | undefined, { askedAtMs, answeredAtMs, reasons }: Look): Heard {
  if (reasons.length > 0) {
    return { kind: 'bad', reasons };
  }
  return {
    kind: 'good',
    sinceMs: before?.kind === 'good' ? before.sinceMs : answeredAtMs,
    untilMs: askedAtMs,
  };
}

/** The time that all kinds of looks have in common. @returns undefined where one of them is bad, or is yet to come. */
export function commonRun(kinds: readonly (Heard | undefined)[], notBeforeMs: number): GoodRun | undefined {
  const good = kinds.filter((heard) => heard?.kind === 'good');
  if (good.length < kinds.length) {
    return undefined;
  }
  const sinceMs = Math.max(notBeforeMs, ...good.map((heard) => heard.sinceMs));
  const untilMs = Math.min(...good.map((heard) => heard.untilMs));
  return { sinceMs, forMs: Math.max(0, untilMs - sinceMs) };
}
