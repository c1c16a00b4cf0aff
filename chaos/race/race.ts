import type { Part } from '../part.ts';
import { type PerformedRace, performRaces } from './race-task.ts';

const COUNT = 1_000;

/** Two and ten runs at once, and recoveries among them: never two inside. */
export const race: Part = async ({ seed, count = COUNT, parallel, onProgress }) => {
  const performed: PerformedRace[] = [];
  await performRaces({
    seed,
    count,
    parallel,
    onPerformed: (each) => {
      performed.push(each);
      if (each.result.violations.length > 0) {
        onProgress(`seed ${each.seed}: ${each.result.violations[0]?.invariant}`);
      }
      return true;
    },
  });
  const results = performed.toSorted((left, right) => left.seed - right.seed);
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
    failures: [
      ...(results.length < count ? [`only ${results.length} of ${count} races were performed`] : []),
      ...results.flatMap((each) =>
        each.result.violations.length === 0
          ? []
          : [
              [
                ...new Set(
                  each.result.violations.map(({ invariant, message }) => `${invariant}: ${message}`),
                ),
                `npm run chaos -- --only race --seed ${each.seed} --count 1`,
              ].join('\n    '),
            ],
      ),
    ],
  };
};
