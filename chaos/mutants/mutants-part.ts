import type { Row } from '../../bench/table.ts';
import type { Violation } from '../invariants/violation.ts';
import type { Part } from '../part.ts';
import { performRaces } from '../race/race-task.ts';
import { performSchedules } from '../schedules/schedule-task.ts';
import { type MutantName, mutantNames, proofOf } from './mutants.ts';

/** A safeguard that so many are not missed by is none, or nothing looks at it. As many as the parts of that name have, or fewer. */
const COUNTS = { schedules: 2_000, race: 1_000 } as const;

/** The proof must be able to fail: with one safeguard switched off at a time it has to find a violation. */
export const mutantsPart: Part = async ({ seed, count, parallel, match, onProgress }) => {
  const rows: Row[] = [];
  const failures: string[] = [];
  for (const mutant of mutantNames.filter((name) => name.includes(match))) {
    const proof = proofOf(mutant);
    const range = { seed, count: count ?? COUNTS[proof], parallel };
    const found = await firstViolation(mutant, range);
    if (found === undefined) {
      failures.push(`${mutant} survives ${range.count} of ${proof} from seed ${seed}`);
      rows.push([mutant, 'survives', proof, '', '']);
    } else {
      const [{ invariant, message }] = found.violations;
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
  readonly violations: readonly [Violation, ...Violation[]];
}

const BATCH = 50;

/** What the unchanged product breaks as well is no news of the mutant. */
async function firstViolation(
  mutant: MutantName,
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
type Proof = (range: Range, mutant?: MutantName) => Promise<Broken[]>;

const PROOFS: Readonly<Record<ReturnType<typeof proofOf>, Proof>> = {
  schedules: (range, mutant) =>
    collected((onBroken) =>
      performSchedules({
        ...range,
        ...(mutant === undefined ? {} : { mutant }),
        isShrunken: false,
        onPerformed: ({ seed, course }) => onBroken(seed, course.violations),
      }),
    ),
  race: (range, mutant) =>
    collected((onBroken) =>
      performRaces({
        ...range,
        ...(mutant === undefined ? {} : { mutant }),
        onPerformed: ({ seed, result }) => onBroken(seed, result.violations),
      }),
    ),
};

async function collected(
  perform: (onPerformed: (seed: number, violations: readonly Violation[]) => boolean) => Promise<void>,
): Promise<Broken[]> {
  const broken: Broken[] = [];
  await perform((seed, [first, ...more]) => {
    if (first !== undefined) {
      broken.push({ seed, violations: [first, ...more] });
    }
    return true;
  });
  return broken.toSorted((left, right) => left.seed - right.seed);
}
