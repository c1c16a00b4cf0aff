import { describe, expect, it } from 'vitest';
import { releaseRaceOf } from '../../chaos/scale-set/race/arbitrary-race.ts';
import { performReleaseRace } from '../../chaos/scale-set/race/perform-race.ts';
import { performReleaseSchedule } from '../../chaos/scale-set/schedules/perform-schedule.ts';
import { referralOf } from '../../chaos/scale-set/schedules/referrals.ts';
import { releaseScheduleOf } from '../../chaos/scale-set/schedules/seeds.ts';

const SCHEDULES = 200;
const RACES = 10;

it('a release is whole after every one of some hundred schedules', async () => {
  const broken: string[] = [];
  const ends = new Set<string>();
  for (let seed = 1; seed <= SCHEDULES; seed += 1) {
    const { acts, violations } = await performReleaseSchedule(releaseScheduleOf(seed));
    broken.push(...violations.map(({ invariant, message }) => `seed ${seed}: ${invariant}: ${message}`));
    for (const { name, told } of acts) {
      ends.add(`${name.replace(/ .*/, '')} ${told?.outcome ?? 'was killed'}`);
    }
  }
  expect(broken, 'npm run chaos -- --only scale-set-schedules --seed N --count 1').toEqual([]);
  // A proof in which nobody is ever killed, or nothing ever fails, proves nothing of that.
  expect([...ends]).toEqual(
    expect.arrayContaining([
      ...['main succeeded', 'main rolled-back', 'main failed', 'main was killed'],
      ...['post rolled-back', 'post failed', 'post was killed', 'recover succeeded', 'recover was killed'],
    ]),
  );
});

describe('a second recovery', () => {
  const locked = (run: number) =>
    `"web" is locked by https://github.com/contoso/shop/actions/runs/${run}/attempts/1 (canary of web). If its runner is lost, run ` +
    '"command: recover" with recover-to: undo and scale-set: web.';

  it.each([
    ['rollback', locked(1), 'undo'],
    ['re-run', locked(2), 'auto'],
    [
      'finish',
      'What was interrupted is a rollback, which is brought to its end by recover-to: undo or auto.',
      'undo',
    ],
  ] as const)('follows a %s that is refused by another run, or for good', (way, message, to) => {
    expect(referralOf(way, message, 1)).toBe(to);
  });

  it.each([
    ['re-run', locked(1)],
    ['auto', locked(1)],
    ['auto', 'It is not done: "command: recover" goes on from there.'],
    ['re-run', 'The record stays: "command: recover" gives that back.'],
  ] as const)('is a violation where a %s could have gone on, whatever it says', (way, message) => {
    expect(referralOf(way, message, 1)).toBeUndefined();
  });
});

it('a schedule of a release ends in the same way whenever it is performed', async () => {
  for (const seed of [3, 5, 8]) {
    const schedule = releaseScheduleOf(seed);
    const [once, again] = [await performReleaseSchedule(schedule), await performReleaseSchedule(schedule)];
    expect(again.writes).toEqual(once.writes);
    expect(again.violations).toEqual(once.violations);
  }
});

it('who works on instances has the lock, however many start together', async () => {
  const broken: string[] = [];
  for (let seed = 1; seed <= RACES; seed += 1) {
    const { violations } = await performReleaseRace(releaseRaceOf(seed));
    broken.push(...violations.map(({ invariant, message }) => `seed ${seed}: ${invariant}: ${message}`));
  }
  expect(broken, 'npm run chaos -- --only scale-set-race --seed N --count 1').toEqual([]);
});
