import type { PlannedCall } from '../../engine/plan.ts';

/** A call that a step sends once, or several times in a row: once for each batch. */
export interface CallGroup extends PlannedCall {
  readonly times: number;
}

export function groupCalls(calls: readonly PlannedCall[]): CallGroup[] {
  const groups: CallGroup[] = [];
  for (const call of calls) {
    const last = groups.at(-1);
    if (
      last?.method === call.method &&
      last.target === call.target &&
      last.explanation === call.explanation
    ) {
      groups[groups.length - 1] = { ...last, times: last.times + 1 };
    } else {
      groups.push({ ...call, times: 1 });
    }
  }
  return groups;
}

/** What is to be said of a call beside itself: `, 3 times`. */
export function sentText({ times, explanation }: CallGroup): string {
  return `${times === 1 ? '' : `, ${times} times`}${explanation === undefined ? '' : `, ${explanation}`}`;
}
