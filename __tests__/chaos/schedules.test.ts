import { expect, it } from 'vitest';
import { performSchedule } from '../../chaos/schedules/perform-schedule.ts';
import { scheduleOf } from '../../chaos/schedules/seeds.ts';

const FIRST_SEED = 1;
const COUNT = 300;

it('production is whole after every one of some hundred schedules', async () => {
  const broken: string[] = [];
  for (let seed = FIRST_SEED; seed < FIRST_SEED + COUNT; seed += 1) {
    const { violations } = await performSchedule(scheduleOf(seed));
    broken.push(...violations.map(({ invariant, message }) => `seed ${seed}: ${invariant}: ${message}`));
  }
  expect(broken, 'npm run chaos -- --only schedules --seed N --count 1').toEqual([]);
});

it('a schedule ends in the same way whenever it is performed', async () => {
  for (const seed of [3, 5, 8]) {
    const schedule = scheduleOf(seed);
    expect(await performSchedule(schedule)).toEqual(await performSchedule(schedule));
  }
});
