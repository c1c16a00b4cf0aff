import { describeLock } from '../record/lock.ts';
import type { ReleaseStatus } from '../strategies/release-status.ts';
import type { AddressesStatus, AddressStatus } from '../strategies/vip-swap/status.ts';
import { scaleSetRows, scaleSetSentence } from './scale-set-status-text.ts';

const STATE_TEXT = {
  idle: 'nothing is under way and nothing is left over',
  open: 'a release is open, to be promoted or rejected',
  orphaned: 'something of an older run is left over',
  locked: 'a run is under way, or its runner was lost not long ago',
  interrupted: 'a release was interrupted, and neither finished nor undone',
} as const satisfies Record<ReleaseStatus['state'], string>;

/** `20.1.2.3 (vipswap1pip) is served by vipswap2lb; nothing is under way and nothing is left over.` */
export function statusSentence(status: ReleaseStatus): string {
  const subject = 'addresses' in status ? servedSentence(status) : scaleSetSentence(status);
  return `${subject}; ${STATE_TEXT[status.state]}.`;
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

function addressesRows({ addresses }: AddressesStatus): [string, string][] {
  return addresses.flatMap((status) => addressRows(status, addresses.length === 1 ? '' : `${status.name}: `));
}

function addressRows(status: AddressStatus, prefix: string): [string, string][] {
  const { live, last, lock, interrupted, problem, orphans } = status;
  const isLocked = lock !== null && !lock.isOver;
  // Whatever is not at rest may have moved production since.
  const isAsReleased = live !== null && !isLocked && interrupted === null && problem === null;
  const rows: [string, string | null][] = [
    ['Live', liveText(status)],
    [
      isAsReleased ? 'Since' : 'Last release',
      last === null
        ? 'not known: no release has left its tag'
        : isAsReleased && last.previousTarget.toLowerCase() === liveTarget(live).toLowerCase()
          ? 'not known: it is back where it was before the last release, and not by a release'
          : `${timeText(last.finishedAtEpochMs)}, by ${last.kind} of ${last.strategy} (${last.method}), ${last.run}`,
    ],
    ['Before', last === null ? null : last.previousTarget],
    [
      'Downtime of that',
      last === null
        ? null
        : last.downtime === null
          ? 'not measured'
          : `${last.downtime.seconds.toFixed(3)} s${last.downtime.source === 'probe' ? '' : ', by the control plane; nobody probed what users saw'}`,
    ],
    ['Locked', lock === null ? null : `${describeLock(lock)}${lock.isOver ? ', which is over' : ''}`],
    [
      isLocked ? 'Under way' : 'Interrupted',
      interrupted === null
        ? problem
        : `${interrupted.strategy} by ${interrupted.method}, begun at ${timeText(interrupted.startedAtEpochMs)} by ${interrupted.run}` +
          (interrupted.direction === undefined
            ? ''
            : `; a recovery had begun to ${interrupted.direction} it`),
    ],
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

function timeText(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
