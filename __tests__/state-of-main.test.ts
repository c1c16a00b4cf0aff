import { describe, expect, it } from 'vitest';
import type { State } from '../src/state.ts';
import { stateOfMain } from '../src/state-of-main.ts';

const lease = { id: 'l', owner: 'somebody', purpose: 'recover', validUntilMs: 0 };
const holders = {
  input: 'production-public-ip',
  ids: ['/subscriptions/s/resourceGroups/g/providers/n/publicIPAddresses/pip'],
} as const;
const hold = { lease, holders };
const running = new AbortController().signal;

function savedBy(act: (state: ReturnType<typeof stateOfMain>) => void): State | undefined {
  const saved: State[] = [];
  act(stateOfMain((state) => saved.push(state)));
  return saved.at(-1);
}

describe('what main leaves for a post that comes during its recovery', () => {
  it('is that production may be down, and whose lock there may be', () => {
    expect(savedBy((state) => state.settling('recovery', hold))).toEqual({ kind: 'recovering', hold });
  });

  it('is that a release was found interrupted, before anything is changed of it', () => {
    expect(savedBy((state) => state.settling('look', hold))).toEqual({ kind: 'looking', holders });
  });

  it.each(['finish', 'undo', 'swept'] as const)(
    'is how that has ended, before a release of its own: %s',
    (end) => {
      const state = savedBy((each) => {
        each.settling('recovery', hold);
        each.recovered(end);
      });
      expect(state).toEqual({ kind: 'recovered', end });
    },
  );

  it('is that nothing was changed where others were faster', () => {
    const state = savedBy((each) => {
      each.settling('recovery', hold);
      each.recovered('nothing');
    });
    expect(state).toEqual({ kind: 'begun' });
  });

  it('stays how another one before it has ended where others were faster with the rest', () => {
    const state = savedBy((each) => {
      each.settling('recovery', hold);
      each.recovered('finish');
      each.settling('recovery', hold);
      each.recovered('nothing');
    });
    expect(state).toEqual({ kind: 'recovered', end: 'finish' });
  });

  it.each(['recovery', 'sweep'] as const)(
    'is a lock to give up where a %s was cancelled, and nothing where it ended',
    (what) => {
      const ended = (signal: AbortSignal) =>
        savedBy((each) => {
          each.settling(what, hold);
          each.told(signal);
        });
      expect(ended(AbortSignal.abort())).toEqual({ kind: 'recovery-cancelled', hold });
      expect(ended(running)).toEqual({ kind: 'idle' });
    },
  );

  it('is no production that is down where only the left-overs of an older run are swept up', () => {
    expect(savedBy((state) => state.settling('sweep', hold))).toEqual({ kind: 'sweeping', hold });
  });

  it('is no production that is down where a lock was to be taken away', () => {
    expect(savedBy((state) => state.settling('unlock', hold))).toEqual({ kind: 'unlocking', holders });
  });
});
