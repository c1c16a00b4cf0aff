import type { Row } from '../table.ts';
import { type BucketUse, refusedBy, usedShare } from './bucket-use.ts';
import { minutes, percent } from './figure-texts.ts';
import { type RolloutEntrant, type RolloutRound, rolloutEntrants } from './rollout-rounds.ts';

export const rolloutHeader: Row = [
  '100 instances, 3 zones',
  'full-rollout, 20 %',
  'manualupgrade ["*"]',
  'one by one',
  'target',
  'met',
];

type Target = readonly [string, string];

const NO_TARGET: Target = ['', ''];

const shownBuckets = 4;

export function rolloutFigures(rounds: readonly RolloutRound[]): Row[] {
  const ours = rounds.find(({ entrant }) => entrant === 'full-rollout');
  return [
    row(rounds, 'instances upgraded', ({ upgraded }) => String(upgraded)),
    row(rounds, 'time', ({ tookMs }) => minutes(tookMs)),
    row(rounds, 'time for 100, at that pace', ({ tookMs, upgraded }) => minutes((tookMs / upgraded) * 100)),
    row(rounds, 'requests of clients', ({ requests }) => String(requests)),
    row(rounds, 'failed', ({ failed, requests }) => `${failed} (${percent(failed / requests)})`),
    [
      'failed, in all draws',
      ...rolloutEntrants.map((entrant) => drawsOf(rounds.filter((round) => round.entrant === entrant))),
      ...NO_TARGET,
    ],
    row(rounds, 'failed for 100, at that pace', ({ failed, upgraded }) =>
      String(Math.round((failed / upgraded) * 100)),
    ),
    row(
      rounds,
      'failed, and not by ground truth',
      (round) => String(round.unexplained.length),
      judged('none of ours', ours, ({ unexplained }) => unexplained.length === 0),
    ),
    row(rounds, 'sent to a machine that did not answer', ({ unanswered }) => String(unanswered)),
    row(rounds, 'nobody served, by ground truth', ({ outageMs }) => `${(outageMs / 1000).toFixed(1)} s`),
    row(
      rounds,
      'full listings from batch to batch, most',
      ({ listingsByBatch }) => (listingsByBatch.length < 2 ? '' : String(mostBetween(listingsByBatch))),
      judged('ours <= 1', ours, ({ listingsByBatch }) => mostBetween(listingsByBatch) <= 1),
    ),
    row(
      rounds,
      'full listings after the last, to the end',
      ({ listingsByBatch }) => String(listingsByBatch.at(-1) ?? ''),
      judged('ours <= 3', ours, ({ listingsByBatch }) => (listingsByBatch.at(-1) ?? 0) <= 3),
    ),
    row(rounds, 'refused by a rate limit', ({ buckets }) => String(refusedBy(buckets))),
    ...bucketRows(rounds, ours),
  ];
}

/** After the last batch there is one for it, as after any, and one that confirms the release as a whole. */
function mostBetween(listingsByBatch: readonly number[]): number {
  return Math.max(...listingsByBatch.slice(0, -1));
}

/** `6 to 13, of 4`; nothing where there is one, which has a line of its own. */
function drawsOf(rounds: readonly RolloutRound[]): string {
  const failed = rounds.map((round) => round.failed);
  return failed.length < 2 ? '' : `${Math.min(...failed)} to ${Math.max(...failed)}, of ${failed.length}`;
}

/** The buckets of which we use most, and what the others use of them. */
function bucketRows(rounds: readonly RolloutRound[], ours: RolloutRound | undefined): Row[] {
  return (ours?.buckets ?? []).slice(0, shownBuckets).map(({ name, capacity }) => {
    const own = (round: RolloutRound) => round.buckets.find((bucket) => bucket.name === name);
    return row(
      rounds,
      `in use of ${capacity} ${name}, most`,
      (round) => shareOf(own(round)),
      judged('ours <= 50 %', ours, (round) => usedShare(own(round) ?? NONE) <= 0.5),
    );
  });
}

const NONE: BucketUse = { name: '', scope: '', capacity: 1, lowest: 1, refused: 0 };

function shareOf(bucket: BucketUse | undefined): string {
  return bucket === undefined ? '' : percent(usedShare(bucket));
}

function row(
  rounds: readonly RolloutRound[],
  figure: string,
  describe: (round: RolloutRound) => string,
  target: Target = NO_TARGET,
): Row {
  const cells = rolloutEntrants.map((entrant: RolloutEntrant) => {
    const round = rounds.find((each) => each.entrant === entrant);
    return round === undefined ? '' : describe(round);
  });
  return [figure, ...cells, ...target];
}

function judged(
  target: string,
  ours: RolloutRound | undefined,
  isMet: (round: RolloutRound) => boolean,
): Target {
  return ours === undefined ? NO_TARGET : [target, isMet(ours) ? 'yes' : 'NO'];
}
