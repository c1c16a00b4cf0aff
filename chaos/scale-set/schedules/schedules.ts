import type { Row } from '../../../bench/table.ts';
import type { Part } from '../../part.ts';
import type { Course } from '../../schedules/perform-schedule.ts';
import { type PerformedRelease, performReleaseSchedules } from './schedule-task.ts';

const COUNT = 10_000;
/** Shrinking takes time, and many violations mostly have one cause. */
const MOST_FAILURES_TOLD = 50;

/** Random sequences of canaries, promotions and rejections, by separate jobs, with faults, crashes and cancellations. */
export const scaleSetSchedules: Part = async ({ seed, count = COUNT, parallel, onProgress }) => {
  const courses: Course[] = [];
  const failures: string[] = [];
  await performReleaseSchedules({
    seed,
    count,
    parallel,
    isShrunken: true,
    onPerformed: (performed) => {
      const { course } = performed;
      courses.push(course);
      if (course.violations.length > 0) {
        failures.push(describe(performed));
        onProgress(`seed ${performed.seed}: ${course.violations[0]?.invariant}`);
      } else if (count === 1) {
        onProgress(JSON.stringify(course, null, 2));
      }
      if (courses.length % 500 === 0) {
        onProgress(`${courses.length}/${count} schedules, ${failures.length} of them broken`);
      }
      return failures.length < MOST_FAILURES_TOLD;
    },
  });
  if (courses.length < count && failures.length === 0) {
    failures.push(`only ${courses.length} of ${count} schedules were performed`);
  }
  return { header: ['schedules of scale sets', 'count'], rows: rowsOf(courses), failures };
};

const ENDS = ['succeeded', 'rolled-back', 'failed', 'no-change', undefined] as const;

function rowsOf(courses: readonly Course[]): Row[] {
  const number = (isCounted: (course: Course) => boolean) => String(courses.filter(isCounted).length);
  const has = (pattern: RegExp) => (course: Course) => course.acts.some(({ name }) => pattern.test(name));
  return [
    ['performed', String(courses.length)],
    ...ENDS.map((end) => [
      `the first job ${end ?? 'was killed'}`,
      number(({ acts }) => acts[0]?.told?.outcome === end),
    ]),
    ['post had to go on', number(has(/^post/))],
    ['promoted, or for all at once', number(has(/\(rollout\)/))],
    ['rejected', number(has(/\(rollback\)/))],
    ['recovered', number(has(/^recover/))],
    ['run once more', number(has(/of attempt/))],
    ['with a violation', number(({ violations }) => violations.length > 0)],
  ];
}

function describe({ seed, course, smallest }: PerformedRelease): string {
  const violations = course.violations.map(({ invariant, message }) => `${invariant}: ${message}`);
  const acts = course.acts.map(({ name, told }) => `${name} ${told?.outcome ?? 'was killed'}`).join(', ');
  return [
    ...new Set(violations),
    acts,
    ...(smallest === undefined ? [] : [JSON.stringify(smallest)]),
    `npm run chaos -- --only scale-set-schedules --seed ${seed} --count 1`,
  ].join('\n    ');
}
