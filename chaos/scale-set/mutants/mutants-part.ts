import type { Row } from '../../../bench/table.ts';
import type { Violation } from '../../invariants/violation.ts';
import type { Part } from '../../part.ts';
import { performReleaseRaces } from '../race/race-task.ts';
import { performReleaseSchedules } from '../schedules/schedule-task.ts';
import { proofOf, type ReleaseMutant, releaseMutantNames } from './mutants.ts';

/** A safeguard that so many do not miss is none, or nothing looks at it. */
const COUNTS = { schedules: 2_000, races: 300 } as const;

/** The proof must be able to fail: with one safeguard of scale sets switched off at a time it has to find a violation. */
export const scaleSetMutants: Part = async ({ seed, count, parallel, match, onProgress }) => {
  const rows: Row[] = [];
  const failures: string[] = [];
  for (const mutant of releaseMutantNames.filter((name) => name.includes(match))) {
    const proof = proofOf(mutant);
    const range = { seed, count: count ?? COUNTS[proof], parallel };
    const found = await firstViolation(mutant, range);
    if (found === undefined) {
      failures.push(`${mutant} survives ${range.count} ${proof} from seed ${seed}`);
      rows.push([mutant, 'survives', proof, '', '']);
    } else {
      const { invariant, message } = found.violation;
      rows.push([mutant, 'is found', proof, String(found.seed), `${invariant}: ${message.slice(0, 90)}`]);
    }
    onProgress(rows.at(-1)?.join('  ') ?? '');
  }
  return { header: ['safeguard switched off', '', 'by', 'seed', 'what breaks'], rows, failures };
};

interface Range {
  readonly seed: number;
  readonly count: number;
  readonly parallel: number;
}

interface Broken {
  readonly seed: number;
  readonly violation: Violation;
}

const BATCH = 50;

/** What the unchanged product breaks as well is no news of the mutant. */
async function firstViolation(
  mutant: ReleaseMutant,
  { seed, count, parallel }: Range,
): Promise<Broken | undefined> {
  const brokenIn = PROOFS[proofOf(mutant)];
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

/** What is broken of a range, the lowest seed first. */
type Proof = (range: Range, mutant?: ReleaseMutant) => Promise<Broken[]>;

const PROOFS: Readonly<Record<ReturnType<typeof proofOf>, Proof>> = {
  schedules: (range, mutant) =>
    collected((onPerformed) =>
      performReleaseSchedules({
        ...range,
        ...(mutant === undefined ? {} : { mutant }),
        isShrunken: false,
        onPerformed: ({ seed, course }) => onPerformed(seed, course.violations),
      }),
    ),
  races: (range, mutant) =>
    collected((onPerformed) =>
      performReleaseRaces({
        ...range,
        ...(mutant === undefined ? {} : { mutant }),
        onPerformed: ({ seed, result }) => onPerformed(seed, result.violations),
      }),
    ),
};

async function collected(
  perform: (onPerformed: (seed: number, violations: readonly Violation[]) => boolean) => Promise<void>,
): Promise<Broken[]> {
  const broken: Broken[] = [];
  await perform((seed, [violation]) => {
    if (violation !== undefined) {
      broken.push({ seed, violation });
    }
    return true;
  });
  return broken.toSorted((left, right) => left.seed - right.seed);
}
