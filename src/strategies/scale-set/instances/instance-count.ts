import type { InstanceCount } from '../goal.ts';

export type Rounding = 'up' | 'down';

export interface ResolvedCount {
  readonly count: number;
  /** How the number came about: `10 % of 25 instances are 2.5: 3 (rounded up)`. */
  readonly explanation: string;
}

/** A count as it is, a percentage of `total` rounded to whole instances. */
export function resolveCount(wanted: InstanceCount, total: number, rounding: Rounding): ResolvedCount {
  return wanted.kind === 'count'
    ? { count: wanted.count, explanation: countOf(wanted.count) }
    : resolvePercent(wanted.percent, total, rounding);
}

function resolvePercent(percent: number, total: number, rounding: Rounding): ResolvedCount {
  const exact = Number(((percent * total) / 100).toFixed(6));
  const count = rounding === 'up' ? Math.ceil(exact) : Math.floor(exact);
  const share = `${percent} % of ${countOf(total)} ${total === 1 ? 'is' : 'are'}`;
  const explanation =
    count === exact ? `${share} ${count}` : `${share} ${readable(exact)}: ${count} (rounded ${rounding})`;
  return { count, explanation };
}

export function countOf(count: number, noun = 'instance'): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** To two decimals, unless that would hide that it is no whole number. */
function readable(exact: number): string {
  const short = Number(exact.toFixed(2));
  return String(Number.isInteger(short) ? exact : short);
}
