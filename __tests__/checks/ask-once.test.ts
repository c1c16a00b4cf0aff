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
      (id, reasons) => heard.set(id, reasons),
      signal,
    );
    expect(atOnce.slice(0, 2)).toEqual([1, 1]);
    expect(Math.max(...atOnce)).toBe(32);
    expect([...heard.keys()]).toHaveLength(ids.length);
    expect([...heard].filter(([, reasons]) => reasons.length > 0)).toEqual([['7', ['is deaf']]]);
  });

  it('takes what cannot be asked for an answer that is not good, and asks the others', async () => {
    const { signal } = new AbortController();
    const heard = new Map<string, Reasons>();
    const refusing = async (id: string) => {
      if (id === '0') {
        throw new Error('ARM refused it');
      }
      return [];
    };
    await askOnce(refusing, ['0', '1'], (id, reasons) => heard.set(id, reasons), signal);
    expect(heard).toEqual(
      new Map([
        ['0', ['could not be asked: ARM refused it']],
        ['1', []],
      ]),
    );
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
      (id) => heard.push(id),
      ending.signal,
    );
    await expect(asking).rejects.toThrow('the time is up');
    expect(heard).toEqual(['0']);
  });
});
