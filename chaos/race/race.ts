import type { Part } from '../part.ts';
import { raceOf } from './arbitrary-race.ts';
import { performRace, type RaceResult } from './perform-race.ts';

const COUNT = 200;

/** Two and ten runs at once: never two inside. */
export const race: Part = async ({ seed, count = COUNT, onProgress }) => {
  const results: { readonly seed: number; readonly runners: number; readonly result: RaceResult }[] = [];
  for (let index = 0; index < count; index += 1) {
    const of = raceOf(seed + index);
    const result = await performRace(of);
    results.push({ seed: seed + index, runners: of.runners.length, result });
    if (result.violations.length > 0) {
      onProgress(`seed ${seed + index}: ${result.violations[0]?.invariant}`);
    }
  }
  return {
    header: ['runs at once', 'races', 'succeeded', 'no-change', 'failed', 'broken'],
    rows: [...Map.groupBy(results, ({ runners }) => runners)].map(([runners, group]) => {
      const outcomes = group.flatMap(({ result }) => result.outcomes);
      const number = (outcome: string) => String(outcomes.filter((each) => each === outcome).length);
      return [
        String(runners),
        String(group.length),
        number('succeeded'),
        number('no-change'),
        number('failed'),
        String(group.filter(({ result }) => result.violations.length > 0).length),
      ];
    }),
    failures: results.flatMap((each) =>
      each.result.violations.length === 0
        ? []
        : [
            [
              ...new Set(each.result.violations.map(({ invariant, message }) => `${invariant}: ${message}`)),
              `npm run chaos -- --only race --seed ${each.seed} --count 1`,
            ].join('\n    '),
          ],
    ),
  };
};
