import type { PublicIpAddress } from '../../azure/public-ip-addresses.ts';
import { isOneRun, type LastRun, readLastRun } from '../../record/last-run.ts';
import type { Neighbours } from './neighbours.ts';

/** Neighbours that have moved with one of the releases that are at their ends. */
export function movedCompanions(
  { addresses }: Neighbours,
  lasts: readonly LastRun[],
): readonly PublicIpAddress[] {
  return addresses.filter(({ tags = {} }) => {
    const last = readLastRun(tags);
    return last !== undefined && lasts.some((each) => haveMovedTogether(each, last));
  });
}

/** Not told by the time: a recovery may have closed the record of one address, long after the run closed that of the other. */
function haveMovedTogether(left: LastRun, right: LastRun): boolean {
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
