import { describe, expect, it } from 'vitest';
import { askOnce } from '../../src/checks/ask-once.ts';
import type { Reasons } from '../../src/checks/reasons.ts';

const ids = Array.from({ length: 80 }, (_, id) => String(id));

describe('asking many instances once', () => {
  it('asks the first alone, which finds out where all are reached, and then 32 at a time', async () => {
    const { signal } = new AbortController();
    let inFlight = 0;
    const atOnce: number[] = [];
    const heard = new Map<string, Reasons>();
    await askOnce(
      async (id) => {
        inFlight += 1;
        atOnce.push(inFlight);
        await new Promise(setImmediate);
        inFlight -= 1;
        return id === '7' ? ['is deaf'] : [];
      },
      ids,
      { hear: (id, reasons) => heard.set(id, reasons), miss: (id) => heard.set(id, ['missed']) },
      signal,
    );
    expect(atOnce.slice(0, 2)).toEqual([1, 1]);
    expect(Math.max(...atOnce)).toBe(32);
    expect([...heard.keys()]).toHaveLength(ids.length);
    expect([...heard].filter(([, reasons]) => reasons.length > 0)).toEqual([['7', ['is deaf']]]);
  });

  it('tells who could not be asked, and asks the others', async () => {
    const { signal } = new AbortController();
    const heard = new Map<string, Reasons>();
    const refusing = async (id: string) => {
      if (id === '0') {
        throw new Error('ARM refused it');
      }
      return [];
    };
    const missed: string[] = [];
    await askOnce(
      refusing,
      ['0', '1'],
      { hear: (id, reasons) => heard.set(id, reasons), miss: (id, why) => missed.push(`${id}: ${why}`) },
      signal,
    );
    expect(heard).toEqual(new Map([['1', []]]));
    expect(missed).toEqual(['0: ARM refused it']);
  });

  it('ends with the reason of its signal, and has told by then what it knew', async () => {
    const ending = new AbortController();
    const heard: string[] = [];
    const asking = askOnce(
      async (id) => {
        if (id === '1') {
          ending.abort(new Error('the time is up'));
          await new Promise<never>(() => undefined);
        }
        return [];
      },
      ['0', '1'],
      { hear: (id) => heard.push(id), miss: (id) => heard.push(id) },
      ending.signal,
    );
    await expect(asking).rejects.toThrow('the time is up');
    expect(heard).toEqual(['0']);
  });
});
