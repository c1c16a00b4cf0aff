import type fc from 'fast-check';
import { inParallel } from '../../bench/in-parallel.ts';
import type { Row } from '../../bench/table.ts';
import type { Violation } from '../invariants/violation.ts';
import type { Part } from '../part.ts';
import { drawnFrom } from '../schedules/seeds.ts';

/** How the processes of one draw have ended. */
export interface SpawnedResult {
  /** By their own last word; `nothing` where they could not say any. */
  readonly end: string;
  readonly isRecovered: boolean;
  readonly violations: readonly Violation[];
}

/** A run mostly waits. */
const LANES_PER_CORE = 6;

/** The bundled action as processes, each time as drawn from a seed of its own. */
export function spawnedPart<S>(
  name: string,
  usualCount: number,
  arbitrary: fc.Arbitrary<S>,
  perform: (schedule: S, seed: number) => Promise<SpawnedResult>,
): Part {
  return async ({ seed, count = usualCount, parallel, onProgress }) => {
    const seeds = Array.from({ length: count }, (_, index) => seed + index);
    let done = 0;
    const results = await inParallel(seeds, parallel * LANES_PER_CORE, async (each) => {
      const schedule = drawnFrom(arbitrary, each);
      const result = await perform(schedule, each);
      done += 1;
      if (result.violations.length > 0 || done % 20 === 0) {
        onProgress(`${done}/${count} runs${result.violations.length > 0 ? `; seed ${each} breaks` : ''}`);
      }
      return { schedule, result };
    });
    const performed = results.flatMap((each) => (each.status === 'fulfilled' ? [each.value.result] : []));
    return {
      header: [name, 'runs', 'recovered', 'broken'],
      rows: rowsOf(performed),
      failures: results.flatMap((each, index) => {
        const command = `npm run chaos -- --only ${name} --seed ${seed + index} --count 1`;
        if (each.status === 'rejected') {
          return [`${String(each.reason)}\n    ${command}`];
        }
        const { schedule, result } = each.value;
        return result.violations.length === 0 ? [] : [describe(schedule, result, command)];
      }),
    };
  };
}

function rowsOf(results: readonly SpawnedResult[]): Row[] {
  return [...Map.groupBy(results, ({ end }) => end)].map(([end, group]) => [
    `says ${end}`,
    String(group.length),
    String(group.filter(({ isRecovered }) => isRecovered).length),
    String(group.filter(({ violations }) => violations.length > 0).length),
  ]);
}

function describe(schedule: unknown, { end, violations }: SpawnedResult, command: string): string {
  return [
    ...violations.map(({ invariant, message }) => `${invariant}: ${message}`),
    `it says ${end}`,
    JSON.stringify(schedule),
    command,
  ].join('\n    ');
}
