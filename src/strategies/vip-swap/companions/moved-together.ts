import type { PublicIpAddress } from '../../../azure/network/public-ip-addresses.ts';
import { resourceGroupOf } from '../../../azure/resource-id.ts';
import { isOneRun, type LastRun, readLastRun } from '../../../record/last-run.ts';

/** An address, and the last release that came to its end with it. */
export interface Finished {
  readonly address: PublicIpAddress;
  readonly last: LastRun;
}

/**
 * What an address has to do with the last release of another one. `moved`: it moved with it, by the tags of both. `untold`: the
 * other one says so, and its own tag is gone, or of an older release: somebody has removed its tags, or put older ones back.
 */
export type Companionship = 'moved' | 'untold' | 'none';

export function companionshipOf(neighbour: PublicIpAddress, { address, last }: Finished): Companionship {
  const theirs = readLastRun(neighbour.tags ?? {});
  if (last.companions === undefined) {
    return theirs !== undefined && isOneRelease(last, theirs) && mayName(theirs, address) ? 'moved' : 'none';
  }
  if (!mayName(last, neighbour)) {
    return 'none';
  }
  if (theirs === undefined) {
    return 'untold';
  }
  if (isOneRelease(last, theirs)) {
    return 'moved';
  }
  // Another release has moved it since: it is free of this one.
  return theirs.finishedAtEpochMs > last.finishedAtEpochMs ? 'none' : 'untold';
}

/** Also where the version that wrote the tag did not say. */
export function mayName({ companions }: LastRun, { id, name }: PublicIpAddress): boolean {
  const text = `${resourceGroupOf(id)}/${name}`.toLowerCase();
  return companions === undefined || companions.some((each) => each.toLowerCase() === text);
}

/** Not told by the time: a recovery may have closed the record of one address, long after the run closed that of the other. */
function isOneRelease(left: LastRun, right: LastRun): boolean {
  return (
    left.kind === right.kind &&
    isOneRun(left, right) &&
    loadBalancerIn(left).toLowerCase() === loadBalancerIn(right).toLowerCase()
  );
}

/** `group/loadBalancer` of `group/loadBalancer/frontend`. */
function loadBalancerIn({ previousTarget }: LastRun): string {
  return previousTarget.split('/').slice(0, 2).join('/');
}
