import type { LastRun } from '../../record/last-run.ts';

/**
 * Where production is, by what its last release has left in its tag. `released`: where that has brought it. `before`: back where it was
 * before that. `elsewhere`: at a third place. `untold`: a version has written the tag that did not say where it has brought it.
 */
export type AsReleased = 'released' | 'before' | 'elsewhere' | 'untold';

/** @param live the frontend that serves, as the tag names one. */
export function asReleased({ previousTarget, target }: LastRun, live: string): AsReleased {
  const isLive = (name: string) => name.toLowerCase() === live.toLowerCase();
  if (target !== undefined && isLive(target)) {
    return 'released';
  }
  if (isLive(previousTarget)) {
    return 'before';
  }
  return target === undefined ? 'untold' : 'elsewhere';
}
