import type { Clock } from '../../src/engine/clock.ts';

/**
 * Runs `work` with the wall clock of a machine: the SDK decides by `Date.now()` whether its token is still good. One
 * machine at a time has it, so machines that run side by side have to agree on the time.
 */
export async function onWallClock<T>(clock: Pick<Clock, 'epochMs'>, work: () => Promise<T>): Promise<T> {
  const { now } = Date;
  Date.now = () => clock.epochMs();
  try {
    return await work();
  } finally {
    Date.now = now;
  }
}
