import type { Row } from '../../bench/table.ts';
import type { Part } from '../part.ts';
import type { Act } from './perform-act.ts';
import type { Course } from './perform-schedule.ts';
import { type Performed, performSchedules } from './schedule-task.ts';
import { scheduleOf } from './seeds.ts';

const COUNT = 10_000;
/** Shrinking takes time, and many violations mostly have one cause. */
const MOST_FAILURES_TOLD = 50;

/** Random sequences of faults, crashes and cancellations, in process on the virtual clock. */
export const schedules: Part = async ({ seed, count = COUNT, parallel, onProgress }) => {
  const courses: Course[] = [];
  const failures: string[] = [];
  let rollbacks = 0;
  await performSchedules({
    seed,
    count,
    parallel,
    isShrunken: true,
    onPerformed: (performed) => {
      const { course } = performed;
      courses.push(course);
      rollbacks += scheduleOf(performed.seed).command === 'rollback' ? 1 : 0;
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
  return { header: ['schedules', 'count'], rows: rowsOf(courses, rollbacks), failures };
};

function rowsOf(courses: readonly Course[], rollbacks: number): Row[] {
  const number = (isCounted: (course: Course) => boolean) => String(courses.filter(isCounted).length);
  const mainEnds = ['succeeded', 'rolled-back', 'failed', 'no-change', undefined] as const;
  const mainOf = ({ acts }: Course): Act | undefined => acts.find(({ name }) => name === 'main');
  const has = (name: string) => (course: Course) => course.acts.some((act) => act.name.startsWith(name));
  return [
    ['performed', String(courses.length)],
    ...mainEnds.map((end) => [
      `main ${end ?? 'was killed'}`,
      number((course) => mainOf(course)?.told?.outcome === end),
    ]),
    ['of a rollback', String(rollbacks)],
    ['post had to go on', number(has('post'))],
    ['recovered', number(has('recover'))],
    ['run once more', number(has('main of attempt'))],
    ['run again', number(has('run again'))],
    ['with a violation', number(({ violations }) => violations.length > 0)],
  ];
}

function describe({ seed, course, smallest }: Performed): string {
  const violations = course.violations.map(({ invariant, message }) => `${invariant}: ${message}`);
  const acts = course.acts.map(({ name, told }) => `${name} ${told?.outcome ?? 'was killed'}`).join(', ');
  return [
    ...new Set(violations),
    acts,
    ...(smallest === undefined ? [] : [JSON.stringify(smallest)]),
    `npm run chaos -- --only schedules --seed ${seed} --count 1`,
  ].join('\n    ');
}
