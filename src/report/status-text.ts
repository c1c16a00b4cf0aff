import type { ReleaseStatus } from '../strategies/release-status.ts';
import type { AddressesStatus, AddressStatus } from '../strategies/vip-swap/status.ts';
import { offIds } from './listed-instances.ts';
import { isLocked, lastRows, lastText, type StatusRow, workRows } from './record-rows.ts';
import { scaleSetRows, scaleSetSentence } from './scale-set-status-text.ts';

const STATE_TEXT = {
  idle: 'nothing is under way and nothing is left over',
  open: 'a release is open, to be promoted or rejected',
  orphaned: 'something of an older run is left over',
  split: 'production is split between load balancers',
  unserved: 'nothing has a production address, and no release says why',
  locked: 'a run is under way, or its runner was lost not long ago',
  interrupted: 'a release was interrupted, and neither finished nor undone',
} as const satisfies Record<ReleaseStatus['state'], string>;

/** `20.1.2.3 (vipswap1pip) is served by vipswap2lb; nothing is under way and nothing is left over.` */
export function statusSentence(status: ReleaseStatus): string {
  const subject = 'addresses' in status ? servedSentence(status) : scaleSetSentence(status);
  return `${subject}; ${stateText(status)}.`;
}

/** A machine that is off is what an older run may have left, and no run does anything about it. */
function stateText(status: ReleaseStatus): string {
  return status.state === 'idle' && 'instances' in status && offIds(status).length > 0
    ? 'nothing is under way'
    : STATE_TEXT[status.state];
}

function servedSentence({ addresses }: AddressesStatus): string {
  const served = addresses.map(
    ({ name, address, live }) =>
      `${address} (${name}) is served by ${live === null ? 'no load balancer' : live.loadBalancer}`,
  );
  return served.join(' and ');
}

/** What there is to know of each address, as property and value. */
export function statusRows(status: ReleaseStatus): [string, string][] {
  return 'addresses' in status ? addressesRows(status) : scaleSetRows(status);
}

function addressesRows({ addresses, unchecked }: AddressesStatus): [string, string][] {
  return [
    ...addresses.flatMap((status) => addressRows(status, addresses.length === 1 ? '' : `${status.name}: `)),
    ...unchecked.map((text): [string, string] => ['Not checked', text]),
  ];
}

function addressRows(status: AddressStatus, prefix: string): [string, string][] {
  const { live, last, interrupted, problem, orphans } = status;
  // Whatever is not at rest may have moved production since.
  const isAsReleased = live !== null && !isLocked(status) && interrupted === null && problem === null;
  const isMovedBack =
    isAsReleased && last !== null && last.previousTarget.toLowerCase() === liveTarget(live).toLowerCase();
  const rows: StatusRow[] = [
    ['Live', liveText(status)],
    [
      isAsReleased ? 'Since' : 'Last release',
      isMovedBack
        ? 'not known: it is back where it was before the last release, and not by a release'
        : lastText(status),
    ],
    ...lastRows(status),
    ...workRows(status),
    [
      'Left over',
      orphans.length === 0
        ? null
        : orphans
            .map(
              ({ name, heldBy }) =>
                `temporary address ${name}${heldBy === null ? '' : `, held by ${heldBy}`}`,
            )
            .join('; '),
    ],
  ];
  return rows.flatMap(([name, text]) => (text === null ? [] : [[`${prefix}${name}`, text]]));
}

function liveText({ live, heldBy }: AddressStatus): string {
  if (live !== null) {
    return `${live.loadBalancer} in ${live.resourceGroup}, frontend ${live.frontend}`;
  }
  return heldBy === null ? 'nobody has the address' : `no load balancer: ${heldBy} has the address`;
}

/** As the last tag names it. */
function liveTarget(live: AddressStatus['live']): string {
  return live === null ? '' : `${live.resourceGroup}/${live.loadBalancer}/${live.frontend}`;
}
