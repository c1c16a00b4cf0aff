import { drawnFrom, shrunkenOf } from '../../schedules/seeds.ts';
import { arbitraryReleaseSchedule } from './arbitrary-schedule.ts';
import type { ReleaseSchedule } from './schedule.ts';

/** The schedule of a seed, the same on every machine as long as the arbitrary is the same. */
export function releaseScheduleOf(seed: number): ReleaseSchedule {
  return drawnFrom(arbitraryReleaseSchedule, seed);
}

/** The smallest schedule that is found to break as the one of this seed does. */
export function shrunkenRelease(
  seed: number,
  breaks: (schedule: ReleaseSchedule) => Promise<boolean>,
): Promise<ReleaseSchedule> {
  return shrunkenOf(arbitraryReleaseSchedule, seed, breaks);
}
