import type { ProbeSample } from '../../src/probe/probe-events.ts';

const levels = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/**
 * Two rows of what clients saw, one character for each second since `sinceMs`: how many answers came from the new version, from
 * none to all; and below it a cross where requests failed.
 */
export function sharesBar(
  samples: readonly ProbeSample[],
  newVersion: string,
  sinceMs: number,
  untilMs: number,
): { readonly shares: string; readonly failures: string } {
  const seconds = Math.max(0, Math.ceil((untilMs - sinceMs) / 1000));
  const bySecond = Map.groupBy(samples, ({ sentAtMs }) => Math.floor((sentAtMs - sinceMs) / 1000));
  const rows = Array.from({ length: seconds }, (_, second) => {
    const asked = bySecond.get(second) ?? [];
    const { answered, share } = shareOfNew(asked, newVersion);
    return { share: answered === 0 ? ' ' : levelOf(share), cross: answered < asked.length ? '✕' : ' ' };
  });
  return {
    shares: rows.map(({ share }) => share).join(''),
    failures: rows.map(({ cross }) => cross).join(''),
  };
}

/** `share`: 0 to 1, of the good answers. */
export function shareOfNew(
  samples: readonly ProbeSample[],
  newVersion: string,
): { readonly answered: number; readonly share: number } {
  const good = samples.flatMap(({ result }) => (result.kind === 'good' ? [result] : []));
  const fromNew = good.filter(({ version }) => version === newVersion).length;
  return { answered: good.length, share: good.length === 0 ? 0 : fromNew / good.length };
}

/** The lowest and the highest level are for none and all alone. */
function levelOf(share: number): string {
  const between = 1 + Math.min(levels.length - 3, Math.floor(share * (levels.length - 2)));
  const level = share === 0 ? 0 : share === 1 ? levels.length - 1 : between;
  return levels[level] ?? '';
}
