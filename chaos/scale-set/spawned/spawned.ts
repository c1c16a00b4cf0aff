import type fc from 'fast-check';
import { inParallel } from '../../../bench/in-parallel.ts';
import type { Part } from '../../part.ts';
import { drawnFrom } from '../../schedules/seeds.ts';
import { performSpawnedRelease } from './perform-spawned.ts';
import {
  arbitraryCancelledRelease,
  arbitraryDisturbedRelease,
  type SpawnedReleaseSchedule,
} from './spawned-schedule.ts';

/** A run mostly waits. */
const LANES_PER_CORE = 6;

/** The bundled canary, rollout and rejection, with faults and real signals at random moments. */
export const scaleSetSpawned: Part = partOf('scale-set-spawned', 300, arbitraryDisturbedRelease);

/** The same without faults: they are stopped by SIGINT and SIGTERM in every phase of a run in which all is well. */
export const scaleSetCancel: Part = partOf('scale-set-cancel', 60, arbitraryCancelledRelease);

function partOf(name: string, usualCount: number, arbitrary: fc.Arbitrary<SpawnedReleaseSchedule>): Part {
  return async ({ seed, count = usualCount, parallel, onProgress }) => {
    const seeds = Array.from({ length: count }, (_, index) => seed + index);
    let done = 0;
    const results = await inParallel(seeds, parallel * LANES_PER_CORE, async (each) => {
      const schedule = drawnFrom(arbitrary, each);
      const result = await performSpawnedRelease(schedule, each);
      done += 1;
      if (result.violations.length > 0 || done % 20 === 0) {
        onProgress(`${done}/${count} runs${result.violations.length > 0 ? `; seed ${each} breaks` : ''}`);
      }
      return { schedule, result };
    });
    const performed = results.flatMap((each) => (each.status === 'fulfilled' ? [each.value.result] : []));
    return {
      header: [name, 'runs', 'recovered', 'broken'],
      rows: [...Map.groupBy(performed, ({ end }) => end)].map(([end, group]) => [
        `says ${end}`,
        String(group.length),
        String(group.filter(({ isRecovered }) => isRecovered).length),
        String(group.filter(({ violations }) => violations.length > 0).length),
      ]),
      failures: results.flatMap((each, index) => {
        const command = `npm run chaos -- --only ${name} --seed ${seed + index} --count 1`;
        if (each.status === 'rejected') {
          return [`${String(each.reason)}\n    ${command}`];
        }
        const { schedule, result } = each.value;
        const violations = result.violations.map(({ invariant, message }) => `${invariant}: ${message}`);
        return violations.length === 0
          ? []
          : [[...violations, JSON.stringify(schedule), command].join('\n    ')];
      }),
    };
  };
}
