import { describe, expect, it } from 'vitest';
import type { Fault } from '../../emulator/faults.ts';
import { runUrl, startInProcessCommands } from './in-process-commands.ts';
import { recover, status } from './swap-commands.ts';

const refused = { effect: 'answer', status: 403, code: 'AuthorizationFailed' } as const;

/** Of who may read the address and what serves it, and nothing else. */
const FAULTS: readonly Fault[] = [
  { match: { method: 'GET', path: 'publicIPAddresses$', times: 'always' }, ...refused },
  { match: { method: 'GET', path: 'publicIPAddresses/vipswap1pip-temporary', times: 'always' }, ...refused },
];

describe('who may read the production address and its load balancer only', () => {
  it('is told by status who is live, and what could not be looked at', async () => {
    const world = startInProcessCommands({ faults: FAULTS });
    const ids = world.runOptions().goal.productionPublicIpIds;
    expect(await status(world.runner(runUrl(1)).context, ids)).toMatchObject({
      kind: 'reported',
      status: {
        state: 'idle',
        addresses: [{ live: { loadBalancer: 'vipswap1lb' }, orphans: [] }],
        unchecked: [
          expect.stringMatching(/^whether a temporary address of an older run is left over: ARM refused GET/),
        ],
      },
    });
  });

  it('is told by recover that nothing was interrupted, and what could not be looked at', async () => {
    const world = startInProcessCommands({ faults: FAULTS });
    expect(await recover(world.runner(runUrl(1)).context, world.recoverOptions())).toMatchObject({
      kind: 'no-change',
      reason: expect.stringMatching(
        /no release of these addresses was interrupted; not checked: whether a temporary address of an older run is left over/,
      ),
    });
  });
});
