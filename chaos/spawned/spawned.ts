import fc from 'fast-check';
import { inParallel } from '../../bench/in-parallel.ts';
import type { Row } from '../../bench/table.ts';
import type { Part } from '../part.ts';
import { performSpawned, type SpawnedResult } from './perform-spawned.ts';
import { arbitraryCancelledRun, arbitraryDisturbedRun, type SpawnedSchedule } from './spawned-schedule.ts';

/** A run mostly waits. */
const LANES_PER_CORE = 6;

/** The bundled action as a process, with faults and real signals at random moments. */
export const spawned: Part = partOf('spawned', 300, arbitraryDisturbedRun);

/** The same without faults: it is stopped in every phase of a run in which all is well. */
export const cancel: Part = partOf('cancel', 100, arbitraryCancelledRun);

function partOf(name: string, usualCount: number, arbitrary: fc.Arbitrary<SpawnedSchedule>): Part {
  return async ({ seed, count = usualCount, parallel, onProgress }) => {
    const seeds = Array.from({ length: count }, (_, index) => seed + index);
    let done = 0;
    const results = await inParallel(seeds, parallel * LANES_PER_CORE, async (each) => {
      const schedule = spawnedScheduleOf(arbitrary, each);
      const result = await performSpawned(schedule, each);
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

export function spawnedScheduleOf(arbitrary: fc.Arbitrary<SpawnedSchedule>, seed: number): SpawnedSchedule {
  const [schedule] = fc.sample(arbitrary, { seed: Math.imul(seed, 0x9e3779b1), numRuns: 1 });
  if (schedule === undefined) {
    throw new Error(`There is no schedule of seed ${seed}.`);
  }
  return schedule;
}

function rowsOf(results: readonly SpawnedResult[]): Row[] {
  return [...Map.groupBy(results, ({ end }) => end)].map(([end, group]) => [
    `says ${end}`,
    String(group.length),
    String(group.filter(({ isRecovered }) => isRecovered).length),
    String(group.filter(({ violations }) => violations.length > 0).length),
  ]);
}

function describe(schedule: SpawnedSchedule, { end, violations }: SpawnedResult, command: string): string {
  return [
    ...violations.map(({ invariant, message }) => `${invariant}: ${message}`),
    `it says ${end}`,
    JSON.stringify(schedule),
    command,
  ].join('\n    ');
}
