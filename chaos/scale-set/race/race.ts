import type { Part } from '../../part.ts';
import { type PerformedReleaseRace, performReleaseRaces } from './race-task.ts';

const COUNT = 300;

/** Two and ten canaries, rollouts and rejections at once, and a recovery among them: who works on instances has the lock. */
export const scaleSetRace: Part = async ({ seed, count = COUNT, parallel, onProgress }) => {
  const performed: PerformedReleaseRace[] = [];
  await performReleaseRaces({
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
  const ends = ['succeeded', 'rolled-back', 'no-change', 'failed'] as const;
  return {
    header: ['jobs at once', 'races', ...ends, 'broken'],
    rows: [...Map.groupBy(results, ({ runners }) => runners)].map(([runners, group]) => {
      const outcomes = group.flatMap(({ result }) => result.outcomes);
      return [
        String(runners),
        String(group.length),
        ...ends.map((end) => String(outcomes.filter((each) => each === end).length)),
        String(group.filter(({ result }) => result.violations.length > 0).length),
      ];
    }),
    failures: [
      ...(results.length < count ? [`only ${results.length} of ${count} races were performed`] : []),
      ...results.filter(({ result }) => result.violations.length > 0).map(describe),
    ],
  };
};

function describe({ seed, result }: PerformedReleaseRace): string {
  return [
    ...new Set(result.violations.map(({ invariant, message }) => `${invariant}: ${message}`)),
    `npm run chaos -- --only scale-set-race --seed ${seed} --count 1`,
  ].join('\n    ');
}
