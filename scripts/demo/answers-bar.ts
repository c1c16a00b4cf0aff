import type { ProbeSample } from '../../src/probe/probe-events.ts';

/**
 * What a client saw, one character for each second since `sinceMs`: the first letter of the version that answered last in it,
 * `.` where at least half of the requests failed, a space where nothing was asked.
 */
export function answersBar(samples: readonly ProbeSample[], sinceMs: number, untilMs: number): string {
  const seconds = Math.max(0, Math.ceil((untilMs - sinceMs) / 1000));
  return Array.from({ length: seconds }, (_, second) => {
    const asked = samples.filter(({ sentAtMs }) => Math.floor((sentAtMs - sinceMs) / 1000) === second);
    const good = asked.flatMap(({ result }) => (result.kind === 'good' ? [result] : []));
    if (asked.length === 0) return ' ';
    return good.length <= asked.length / 2 ? '.' : (good.at(-1)?.version?.charAt(0) ?? '+');
  }).join('');
}
