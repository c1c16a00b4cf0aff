import { describe, expect, it } from 'vitest';
import type { Inputs } from '../src/inputs.ts';
import type { State } from '../src/state.ts';
import { stateOfMain } from '../src/state-of-main.ts';

const lease = { id: 'l', owner: 'somebody', purpose: 'recover', validUntilMs: 0 };
const productionPublicIpIds = ['/subscriptions/s/resourceGroups/g/providers/n/publicIPAddresses/pip'];
const terms = { subscriptionId: 's', productionPublicIpIds, temporaryIpTags: {} };
const recover: Inputs['task'] = { strategy: 'vip-swap', command: 'recover', recoverTo: 'auto', ...terms };
const holders = { input: 'production-public-ip', ids: productionPublicIpIds } as const;
const hold = { lease, holders };
const running = new AbortController().signal;

function savedBy(act: (state: ReturnType<typeof stateOfMain>) => void): State | undefined {
  const saved: State[] = [];
  act(stateOfMain((state) => saved.push(state)));
  return saved.at(-1);
}

describe('what main leaves for a post that comes during its recovery', () => {
  it('is that production may be down, and whose lock there may be', () => {
    expect(savedBy((state) => state.recovering(recover, lease))).toEqual({ kind: 'recovering', hold });
  });

  it.each(['finish', 'undo', 'swept'] as const)(
    'is how that has ended, before a release of its own: %s',
    (end) => {
      const state = savedBy((each) => {
        each.recovering(recover, lease);
        each.recovered(end);
      });
      expect(state).toEqual({ kind: 'recovered', end });
    },
  );

  it('is that nothing was changed where others were faster', () => {
    const state = savedBy((each) => {
      each.recovering(recover, lease);
      each.recovered('nothing');
    });
    expect(state).toEqual({ kind: 'begun' });
  });

  it('stays how another one before it has ended where others were faster with the rest', () => {
    const state = savedBy((each) => {
      each.recovering(recover, lease);
      each.recovered('finish');
      each.recovering(recover, lease);
      each.recovered('nothing');
    });
    expect(state).toEqual({ kind: 'recovered', end: 'finish' });
  });

  it('is a lock to give up where the recovery was cancelled, and nothing where it ended', () => {
    const ended = (signal: AbortSignal) =>
      savedBy((each) => {
        each.recovering(recover, lease);
        each.told(signal);
      });
    expect(ended(AbortSignal.abort())).toEqual({ kind: 'recovery-cancelled', hold });
    expect(ended(running)).toEqual({ kind: 'idle' });
  });

  it('is no production that is down where a lock was to be taken away', () => {
    const unlock: Inputs['task'] = {
      strategy: 'vip-swap',
      command: 'unlock',
      reason: 'its runner is lost',
      ...terms,
    };
    expect(savedBy((state) => state.recovering(unlock, lease))).toEqual({
      kind: 'unlocking',
      holders,
    });
  });
});
