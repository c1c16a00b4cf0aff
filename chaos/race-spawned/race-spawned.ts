import { inParallel } from '../../bench/in-parallel.ts';
import type { Part } from '../part.ts';
import { performSpawnedRace } from './perform-spawned-race.ts';
import { spawnedRaceOf } from './spawned-race.ts';

const COUNT = 60;
/** Ten processes each. */
const LANES_PER_CORE = 2;

/** Two and ten runs of the bundled action at once: never two inside. */
export const raceSpawned: Part = async ({ seed, count = COUNT, parallel, onProgress }) => {
  const seeds = Array.from({ length: count }, (_, index) => seed + index);
  const settled = await inParallel(seeds, parallel * LANES_PER_CORE, async (each) => {
    const race = spawnedRaceOf(each);
    const result = await performSpawnedRace(race, each);
    onProgress(
      `race ${each}: ${result.outcomes.join(', ')}${result.violations.length > 0 ? '; broken' : ''}`,
    );
    return { race, result };
  });
  const performed = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  return {
    header: ['runs at once', 'races', 'succeeded', 'no-change', 'rolled-back', 'failed', 'broken'],
    rows: [...Map.groupBy(performed, ({ race }) => race.runners.length)].map(([runners, group]) => {
      const outcomes = group.flatMap(({ result }) => result.outcomes);
      const number = (outcome: string) => String(outcomes.filter((each) => each === outcome).length);
      return [
        String(runners),
        String(group.length),
        number('succeeded'),
        number('no-change'),
        number('rolled-back'),
        number('failed'),
        String(group.filter(({ result }) => result.violations.length > 0).length),
      ];
    }),
    failures: settled.flatMap((each, index) => {
      const command = `npm run chaos -- --only race-spawned --seed ${seed + index} --count 1`;
      if (each.status === 'rejected') {
        return [`${String(each.reason)}\n    ${command}`];
      }
      const { race, result } = each.value;
      return result.violations.length === 0
        ? []
        : [
            [
              ...new Set(result.violations.map(({ invariant, message }) => `${invariant}: ${message}`)),
              JSON.stringify(race),
              command,
            ].join('\n    '),
          ];
    }),
  };
};
