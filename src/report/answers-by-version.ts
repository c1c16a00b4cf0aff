import type { SampleRow } from './probe-report.ts';

/** Which versions production answered with, as far as its answers tell one. */
export interface AnswersByVersion {
  /** Good answers that told their version. */
  readonly count: number;
  /** 0 to 1: how many of them came from the new version. `null` where it is not known which of the versions that is. */
  readonly newShare: number | null;
  /** Old before new, and each side in the order in which its versions were first seen: batches read alike down a table. */
  readonly versions: readonly VersionAnswers[];
}

export interface VersionAnswers {
  readonly version: string;
  readonly side: VersionSide | null;
  readonly count: number;
  /** 0 to 1, of `count` of all. */
  readonly share: number;
}

export type VersionSide = 'old' | 'new';
export type Sides = (version: string) => VersionSide | null;

/** What tells old from new. */
export interface VersionEvidence {
  readonly samples: readonly SampleRow[];
  /** `take-back`: what is left in the end is the old version. */
  readonly method: string;
  /** Whether every instance that answers has the same in the end. */
  readonly isUniform: boolean;
  /** When instances were upgraded: from the start of the first batch to the end of the last. */
  readonly upgradedFromMs: number | null;
  readonly upgradedToMs: number | null;
}

/**
 * Which side each version is on. A canary brings a version that nobody has seen before it; where everything is upgraded, or
 * taken back, what answers in the end is the one side, and all else the other. In between nobody knows: the second half of a
 * release finds both.
 */
export function sidesOf(evidence: VersionEvidence): Sides {
  const { samples, method, isUniform, upgradedFromMs, upgradedToMs } = evidence;
  const marked = samples.filter((sample) => versionOf(sample) !== null);
  if (isUniform && method !== 'canary') {
    const after = marked.filter(([, sentMs]) => upgradedToMs !== null && sentMs >= upgradedToMs);
    const last = after.at(-1) ?? (method === 'take-back' ? marked.at(-1) : undefined);
    const final = last === undefined ? null : versionOf(last);
    const [ending, other] = method === 'take-back' ? (['old', 'new'] as const) : (['new', 'old'] as const);
    return (version) => (final === null ? null : version === final ? ending : other);
  }
  const before = new Set(
    marked
      .filter(([, , completedMs]) => upgradedFromMs !== null && completedMs < upgradedFromMs)
      .map(versionOf),
  );
  // With two versions there already, neither is known to be the new one.
  return (version) => (before.size === 1 ? (before.has(version) ? 'old' : 'new') : null);
}

/** @returns null where no answer has told its version. */
export function answersByVersion(
  samples: readonly SampleRow[],
  sides: Sides,
  [fromMs, toMs]: readonly [number, number] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
): AnswersByVersion | null {
  const versions = samples
    .filter(([, sentMs]) => sentMs >= fromMs && sentMs <= toMs)
    .flatMap((sample) => versionOf(sample) ?? []);
  if (versions.length === 0) {
    return null;
  }
  const answers = [...Map.groupBy(versions, (version) => version)]
    .map(([version, { length }]) => ({
      version,
      side: sides(version),
      count: length,
      share: length / versions.length,
    }))
    .sort((one, other) => Number(one.side === 'new') - Number(other.side === 'new'));
  const isKnown = answers.every(({ side }) => side !== null);
  const fromNew = answers.reduce((sum, { side, count }) => sum + (side === 'new' ? count : 0), 0);
  return {
    count: versions.length,
    newShare: isKnown ? fromNew / versions.length : null,
    versions: answers,
  };
}

function versionOf([, , , result, , version]: SampleRow): string | null {
  return result === 'good' ? version : null;
}
