import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/engine/clock.ts';

describe('the clock of the machine', () => {
  it('does not take a month for an instant, which ARM may ask for by Retry-After', async () => {
    const cancel = new AbortController();
    const slept = systemClock.sleep(30 * 86_400_000, cancel.signal).then(
      () => 'slept',
      () => 'cancelled',
    );
    // Node fires a timer that is too long for it after 1 ms: before one that was set later, and for longer.
    await systemClock.sleep(2);
    cancel.abort();
    expect(await slept).toBe('cancelled');
  });
});
