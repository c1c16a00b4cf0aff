import { nameOf, topLevelId } from '../../azure/resource-id.ts';
import type { ReleaseStatus } from '../../strategies/release-status.ts';
import { setAsideSentence } from '../../strategies/scale-set/record/set-aside-text.ts';
import { asReleased } from '../../strategies/vip-swap/as-released.ts';
import type { AddressesStatus, AddressStatus } from '../../strategies/vip-swap/status.ts';
import { offIds } from '../listed-instances.ts';
import { isLocked, lastRows, lastText, type StatusRow, workRows } from './record-rows.ts';
import { scaleSetRows, scaleSetSentence } from './scale-set-status-text.ts';

const STATE_TEXT = {
  idle: 'nothing is under way and nothing is left over',
  open: 'a release is open, to be promoted or rejected',
  orphaned: 'something of an older run is left over',
  split: 'production is split between load balancers',
  uncertain: 'production may be down',
  unserved: 'nothing has a production address, and no release says why',
  locked: 'a run is under way, or its runner was lost not long ago',
  interrupted: 'a release was interrupted, and neither finished nor undone',
} as const satisfies Record<ReleaseStatus['state'], string>;

/** `20.1.2.3 (vipswap1pip) is served by vipswap2lb; nothing is under way and nothing is left over.` */
export function statusSentence(status: ReleaseStatus): string {
  const subject = 'addresses' in status ? servedSentence(status) : scaleSetSentence(status);
  return `${subject}; ${stateText(status)}.`;
}

/** What an older run may have left, and no run does anything about, is not nothing: a machine that is off, or what no release explains. */
function stateText(status: ReleaseStatus): string {
  if (!('instances' in status)) {
    return STATE_TEXT[status.state];
  }
  const { state, unexplained, unchecked } = status;
  const untold = setAsideSentence(unexplained);
  const isTidy = untold === '' && unchecked.length === 0 && offIds(status).length === 0;
  // What keeps it from being promoted or rejected was said already.
  const isBlocked = state === 'open' && status.release?.model === 'foreign';
  const text = isBlocked
    ? 'a release is open'
    : state === 'idle' && !isTidy
      ? 'nothing is under way'
      : STATE_TEXT[state];
  return untold === '' ? text : `${text}; ${untold}, and no release says why`;
}

function servedSentence({ addresses }: AddressesStatus): string {
  return addresses.map(addressSentence).join(' and ');
}

function addressSentence({ name, address, live, heldBy, doubt }: AddressStatus): string {
  return doubt === null
    ? `${address} (${name}) is served by ${live?.loadBalancer ?? 'no load balancer'}`
    : `${address} (${name}) is on ${holderName(heldBy)}, and whether that serves it is not known, because ${doubt.text}`;
}

function holderName(heldBy: string | null): string {
  return nameOf(topLevelId(heldBy ?? ''));
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
  const { orphans } = status;
  const rows: StatusRow[] = [
    ['Live', liveText(status)],
    ...sinceRows(status),
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

/** A release is named as what has put production where it is only where its tag says so. */
function sinceRows(status: AddressStatus): StatusRow[] {
  const { live, last, interrupted, problem } = status;
  // Whatever is not at rest may have moved production since.
  const isAtRest = live !== null && !isLocked(status) && interrupted === null && problem === null;
  const release: StatusRow = ['Last release', lastText(status)];
  if (!isAtRest) {
    return [release];
  }
  if (last === null) {
    return [['Since', lastText(status)]];
  }
  switch (asReleased(last, liveTarget(live))) {
    case 'released':
      return [['Since', lastText(status)]];
    case 'before':
      return [
        ['Since', 'not known: it is back where it was before the last release, and not by a release'],
        release,
      ];
    case 'elsewhere':
      return [
        [
          'Since',
          `not known: the last release has brought it to ${last.target}, and no release has moved it since`,
        ],
        release,
      ];
    case 'untold':
      return [
        [
          'Since',
          'not known for certain: the tag of the last release does not say where that has brought it',
        ],
        release,
      ];
  }
}

function liveText({ live, heldBy, doubt }: AddressStatus): string {
  if (doubt !== null) {
    return `not known: frontend ${nameOf(heldBy ?? '')} of ${holderName(heldBy)} has the address, and ${doubt.text}`;
  }
  if (live !== null) {
    return `${live.loadBalancer} in ${live.resourceGroup}, frontend ${live.frontend}`;
  }
  return heldBy === null ? 'nobody has the address' : `no load balancer: ${heldBy} has the address`;
}

/** As the last tag names it. */
function liveTarget({ resourceGroup, loadBalancer, frontend }: NonNullable<AddressStatus['live']>): string {
  return `${resourceGroup}/${loadBalancer}/${frontend}`;
}
