import type { Arm } from '../../../azure/arm/arm.ts';
import type { Clock } from '../../../engine/clock.ts';

/** An answer of ARM is on its way for longer: one that came within this is hardly older than another one would be on its arrival. */
const SAME_MOMENT_MS = 50;

/**
 * The same ARM for work of many small parts, each of which begins by a look at the scale set: what they ask within the same moment
 * is asked once, because others have the same quota. After any other request, and after any time, it is asked anew.
 */
export function sharingLooks({ arm, clock }: { readonly arm: Arm; readonly clock: Clock }, id: string): Arm {
  let last: { readonly answer: unknown; readonly atMs: number } | undefined;
  let requests = 0;
  const alone = async <T>(ask: () => Promise<T>): Promise<T> => {
    forget();
    try {
      return await ask();
    } finally {
      forget();
    }
  };
  const forget = () => {
    requests += 1;
    last = undefined;
  };
  return {
    ...arm,
    async get(path, apiVersion, signal, ...how) {
      const ask = () => arm.get(path, apiVersion, signal, ...how);
      if (path !== id) {
        return alone(ask);
      }
      signal.throwIfAborted();
      if (last !== undefined && clock.monotonicMs() - last.atMs <= SAME_MOMENT_MS) {
        return last.answer;
      }
      forget();
      const asked = requests;
      const answer = await ask();
      if (requests === asked) {
        last = { answer, atMs: clock.monotonicMs() };
      }
      return answer;
    },
    list: (...what) => alone(() => arm.list(...what)),
    write: (...what) => alone(() => arm.write(...what)),
    pause: (...howLong) => alone(() => arm.pause(...howLong)),
  };
}
