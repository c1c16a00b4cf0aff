import { describe, expect, it } from 'vitest';
import { sharedRead } from '../../../../src/strategies/scale-set/instances/shared-read.ts';

/** A read whose nth answer comes when it is let go. */
function startReads() {
  const begun: { readonly signal: AbortSignal; answer(text: string): void; fail(error: Error): void }[] = [];
  const read = sharedRead((signal) => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    signal.addEventListener('abort', () => reject(signal.reason));
    begun.push({ signal, answer: resolve, fail: reject });
    return promise;
  });
  return {
    begun,
    ask: (signal = new AbortController().signal) => read(signal),
    nth: async (n: number) => {
      await expect.poll(() => begun.length).toBe(n);
      const found = begun[n - 1];
      expect.assert(found !== undefined);
      return found;
    },
  };
}

describe('a shared read', () => {
  it('is one for all who ask for it at the same moment', async () => {
    const { ask, nth, begun } = startReads();
    const asked = Promise.all([ask(), ask(), ask()]);
    (await nth(1)).answer('first');
    expect(await asked).toEqual(['first', 'first', 'first']);
    expect(begun).toHaveLength(1);
  });

  it('is never older than the question: who comes while one is under way shares the next', async () => {
    const { ask, nth, begun } = startReads();
    const early = ask();
    const first = await nth(1);
    const late = Promise.all([ask(), ask()]);
    first.answer('first');
    (await nth(2)).answer('second');
    expect(await early).toBe('first');
    expect(await late).toEqual(['second', 'second']);
    expect(begun).toHaveLength(2);
  });

  it('is begun anew after one that has failed, which is told to all who shared it', async () => {
    const { ask, nth } = startReads();
    const asked = Promise.allSettled([ask(), ask()]);
    (await nth(1)).fail(new Error('forbidden'));
    expect(await asked).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
    const again = ask();
    (await nth(2)).answer('allowed');
    expect(await again).toBe('allowed');
  });

  it('goes on for the others where one does not wait any longer, and ends with the last', async () => {
    const { ask, nth } = startReads();
    const [one, other] = [new AbortController(), new AbortController()];
    const asked = Promise.allSettled([ask(one.signal), ask(other.signal)]);
    const { signal } = await nth(1);
    one.abort(new Error('its time is up'));
    await Promise.resolve();
    expect(signal.aborted).toBe(false);
    other.abort(new Error('cancelled'));
    expect(await asked).toMatchObject([
      { reason: { message: 'its time is up' } },
      { reason: { message: 'cancelled' } },
    ]);
    expect(signal.aborted).toBe(true);
    const again = ask();
    (await nth(2)).answer('there');
    expect(await again).toBe('there');
  });

  it('is not begun where nobody waits for it any longer', async () => {
    const { ask, nth, begun } = startReads();
    const early = ask();
    const first = await nth(1);
    const leaving = new AbortController();
    const left = ask(leaving.signal);
    leaving.abort(new Error('its time is up'));
    await expect(left).rejects.toThrow('its time is up');
    const stays = ask();
    first.answer('first');
    (await nth(2)).answer('second');
    expect([await early, await stays]).toEqual(['first', 'second']);
    expect(begun).toHaveLength(2);
  });
});
