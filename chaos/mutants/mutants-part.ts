import type { Row } from '../../bench/table.ts';
import type { Part } from '../part.ts';
import { type Performed, performSchedules } from '../schedules/schedule-task.ts';
import { type MutantName, mutantNames } from './mutants.ts';

/** A safeguard that so many schedules do not miss is none, or nothing looks at it. */
const COUNT = 2_000;

/** The proof must be able to fail: with one safeguard switched off at a time it has to find a violation. */
export const mutantsPart: Part = async ({ seed, count = COUNT, parallel, onProgress }) => {
  const rows: Row[] = [];
  const failures: string[] = [];
  for (const mutant of mutantNames) {
    const found = await firstViolation(mutant, { seed, count, parallel });
    const [violation] = found?.course.violations ?? [];
    if (found === undefined || violation === undefined) {
      failures.push(`${mutant} survives ${count} schedules from seed ${seed}`);
      rows.push([mutant, 'survives', '', '']);
    } else {
      rows.push([
        mutant,
        'is found',
        String(found.seed),
        `${violation.invariant}: ${violation.message.slice(0, 90)}`,
      ]);
    }
    onProgress(rows.at(-1)?.join('  ') ?? '');
  }
  return { header: ['safeguard switched off', '', 'seed', 'what breaks'], rows, failures };
};

interface Range {
  readonly seed: number;
  readonly count: number;
  readonly parallel: number;
}

const BATCH = 50;

/** What the unchanged product breaks as well is no news of the mutant. */
async function firstViolation(
  mutant: MutantName,
  { seed, count, parallel }: Range,
): Promise<Performed | undefined> {
  for (let done = 0; done < count; done += BATCH) {
    const batch = { seed: seed + done, count: Math.min(BATCH, count - done), parallel };
    for (const broken of await brokenIn(batch, mutant)) {
      if ((await brokenIn({ seed: broken.seed, count: 1, parallel: 1 })).length === 0) {
        return broken;
      }
    }
  }
  return undefined;
}

async function brokenIn(range: Range, mutant?: MutantName): Promise<Performed[]> {
  const broken: Performed[] = [];
  await performSchedules({
    ...range,
    ...(mutant === undefined ? {} : { mutant }),
    isShrunken: false,
    onPerformed: (performed) => {
      if (performed.course.violations.length > 0) {
        broken.push(performed);
      }
      return true;
    },
  });
  return broken.toSorted((left, right) => left.seed - right.seed);
}
