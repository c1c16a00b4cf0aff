import { MOST_TAGS, type Tags } from '../../record/numbered-tags.ts';
import { excessTags, type RecordChange, withRecord } from '../../record/record.ts';
import { type Finding, refusal } from './finding.ts';

/** The URL of a run can be as long as that on github.com: its owner has up to 39 characters, its repository up to 100. */
export const LONGEST_RUN = 'x'.repeat(200);

export const ANY_LOCK_ID = '00000000-0000-0000-0000-000000000000';

export interface Tagged {
  /** `production address "shop"` */
  readonly label: string;
  /** `address` */
  readonly kind: string;
  readonly tags: Tags | undefined;
  /** The most that a release writes into the tags at one time. */
  readonly fullRecord: RecordChange;
}

/** What has no room for the record of a release is found here, and not by ARM when the release is under way. */
export function refuseFullTags({ label, kind, tags, fullRecord }: Tagged): Finding[] {
  const excess = excessTags(withRecord(tags, fullRecord));
  if (excess <= 0) {
    return [];
  }
  const own = countOf(withRecord(tags, { lock: null, journal: null, release: null, last: null }));
  const needed = countOf(withRecord({}, fullRecord));
  return [
    refusal(
      `The ${label} has ${own} tags, and a release needs room for ${needed} more, in which it says ` +
        `who works on the ${kind} and what is under way; Azure allows ${MOST_TAGS}. Remove ${excess} of its tags.`,
    ),
  ];
}

function countOf(tags: Tags): number {
  return Object.keys(tags).length;
}
