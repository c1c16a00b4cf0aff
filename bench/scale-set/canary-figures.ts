import type { Row } from '../table.ts';
import { type BucketUse, mostUsed, refusedBy, usedShare } from './bucket-use.ts';
import { type CanaryRound, canaryCaseNames } from './canary-rounds.ts';
import { minutes, percent } from './figure-texts.ts';

export const canaryHeader: Row = ['canary of 100 instances', ...canaryCaseNames, 'target', 'met'];

const mostShare = 0.5;

export function canaryFigures(rounds: readonly CanaryRound[]): Row[] {
  return [
    row(rounds, 'instances upgraded', ({ upgraded }) => String(upgraded)),
    row(rounds, 'time', ({ tookMs }) => minutes(tookMs)),
    row(rounds, 'calls to ARM', ({ calls }) => String(calls)),
    row(rounds, 'full listings after the upgrade', ({ listings }) => String(listings)),
    row(rounds, 'refused by a rate limit', ({ buckets }) => String(refusedBy(buckets)), [
      'none',
      rounds.every(({ buckets }) => refusedBy(buckets) === 0) ? 'yes' : 'NO',
    ]),
    ...mostUsed(rounds.flatMap(({ buckets }) => buckets)).map((most) => bucketRow(rounds, most)),
  ];
}

function bucketRow(rounds: readonly CanaryRound[], { name, capacity, ...most }: BucketUse): Row {
  const isMet = usedShare({ name, capacity, ...most }) <= mostShare;
  return row(
    rounds,
    `in use of ${capacity} ${name}, most`,
    ({ buckets }) => {
      const own = buckets.find((bucket) => bucket.name === name);
      return own === undefined ? '' : percent(usedShare(own));
    },
    [`<= ${mostShare * 100} %`, isMet ? 'yes' : 'NO'],
  );
}

function row(
  rounds: readonly CanaryRound[],
  figure: string,
  describe: (round: CanaryRound) => string,
  target: readonly [string, string] = ['', ''],
): Row {
  const cells = canaryCaseNames.map((name) => {
    const round = rounds.find((each) => each.name === name);
    return round === undefined ? '' : describe(round);
  });
  return [figure, ...cells, ...target];
}
