import type { Journal } from '../../src/record/journal.ts';
import type { LastRun } from '../../src/record/last-run.ts';
import type { Lock } from '../../src/record/lock.ts';
import type { ReleaseState } from '../../src/strategies/release-status.ts';
import type { AddressStatus } from '../../src/strategies/vip-swap/status.ts';
import { addressId } from './rollouts.ts';

export const RUN = 'https://github.com/octo/shop/actions/runs/41/attempts/1';

export const last: LastRun = {
  finishedAtEpochMs: Date.UTC(2026, 10, 21, 3, 14, 15, 123),
  kind: 'run',
  strategy: 'vip-swap',
  method: 'temporary-ip',
  previousTarget: 'vipswap/vipswap2lb/web',
  target: 'vipswap/vipswap1lb/web',
  downtime: { seconds: 61, source: 'probe' },
  run: RUN,
};

export const lock: Lock = {
  id: 'somebody',
  owner: RUN,
  purpose: 'vip-swap to vipswap2lb',
  expiresAtEpochMs: Date.UTC(2026, 10, 22, 4, 10, 0),
};

export const journal: Omit<Journal, 'entries'> = {
  strategy: 'vip-swap',
  method: 'temporary-ip',
  startedAtEpochMs: Date.UTC(2026, 10, 22, 2, 59, 0),
  run: RUN,
  lockId: lock.id,
};

function frontendId(loadBalancer: string, frontend: string): string {
  return `/subscriptions/0000/resourceGroups/vipswap/providers/Microsoft.Network/loadBalancers/${loadBalancer}/frontendIPConfigurations/${frontend}`;
}

const idle: AddressStatus = {
  id: addressId('vipswap1pip'),
  name: 'vipswap1pip',
  address: '20.1.2.3',
  live: { loadBalancer: 'vipswap1lb', resourceGroup: 'vipswap', frontend: 'web' },
  heldBy: frontendId('vipswap1lb', 'web'),
  doubt: null,
  last,
  lastProblem: null,
  lock: null,
  interrupted: null,
  undertaking: null,
  problem: null,
  orphans: [],
};

/** As a version has left it that did not write down where the release went. */
const { target, ...untold } = last;

const underWay: AddressStatus = {
  ...idle,
  lock: { ...lock, isOver: false },
  interrupted: journal,
  undertaking: 'release',
};

/** What `command: status` finds, each in the words of its own state. */
export const statuses = {
  idle: [idle],
  'never released': [{ ...idle, last: null }],
  'released by a newer version': [
    {
      ...idle,
      last: null,
      lastProblem: 'the tag azure-rollout-last is "v2", which this version cannot read',
    },
  ],
  'not measured': [{ ...idle, last: { ...last, downtime: null } }],
  'left over': [
    {
      ...idle,
      lock: { ...lock, isOver: true },
      orphans: [
        { name: 'vipswap1pip-temporary-1', heldBy: null },
        { name: 'vipswap1pip-temporary-2', heldBy: '/lb/front' },
      ],
    },
  ],
  'under way': [underWay],
  'locked and unreadable': [
    {
      ...underWay,
      interrupted: null,
      problem: 'The tag azure-rollout-journal is "v9", which this version cannot read.',
    },
  ],
  'locked by hand': [
    {
      ...underWay,
      interrupted: null,
      lock: { ...lock, isOver: false, expiresAtEpochMs: Number.POSITIVE_INFINITY },
    },
  ],
  interrupted: [{ ...idle, live: null, heldBy: null, interrupted: { ...journal, direction: 'undo' } }],
  'interrupted by nobody knows whom': [{ ...idle, interrupted: { ...journal, run: '' } }],
  unserved: [{ ...idle, live: null, heldBy: null }],
  'moved back by hand': [
    {
      ...idle,
      last: { ...last, previousTarget: 'vipswap/vipswap1lb/web', target: 'vipswap/vipswap2lb/web' },
    },
  ],
  'moved on by hand': [{ ...idle, last: { ...last, target: 'vipswap/vipswap3lb/web' } }],
  'released by an older version': [{ ...idle, last: untold }],
  'on a machine': [{ ...idle, live: null, heldBy: '/subscriptions/0000/nic1/ipConfigurations/ip' }],
  unreadable: [
    { ...idle, problem: 'The tag azure-rollout-journal is "v9", which this version cannot read.' },
  ],
  'under an update': [
    {
      ...idle,
      live: null,
      doubt: { because: 'updating', text: 'an update of vipswap1lb is under way' },
    },
  ],
  contradicted: [
    {
      ...idle,
      live: null,
      doubt: {
        because: 'contradicted',
        text: 'vipswap1lb does not say itself that it has vipswap1pip',
      },
    },
  ],
  'on two sides': [
    idle,
    {
      ...idle,
      id: addressId('vipswap1pip6'),
      name: 'vipswap1pip6',
      address: '2603::1',
      live: { loadBalancer: 'vipswap2lb', resourceGroup: 'vipswap', frontend: 'web6' },
      heldBy: frontendId('vipswap2lb', 'web6'),
    },
  ],
} as const satisfies Record<string, readonly AddressStatus[]>;

export const stateOf: Readonly<Record<keyof typeof statuses, ReleaseState>> = {
  idle: 'idle',
  'never released': 'idle',
  'released by a newer version': 'idle',
  'not measured': 'idle',
  'left over': 'orphaned',
  'under way': 'locked',
  'locked and unreadable': 'locked',
  'locked by hand': 'locked',
  interrupted: 'interrupted',
  'interrupted by nobody knows whom': 'interrupted',
  unreadable: 'interrupted',
  unserved: 'unserved',
  'moved back by hand': 'idle',
  'moved on by hand': 'idle',
  'released by an older version': 'idle',
  'on a machine': 'idle',
  'under an update': 'uncertain',
  contradicted: 'uncertain',
  'on two sides': 'split',
};
