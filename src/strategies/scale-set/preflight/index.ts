import { loadBalancerIdsOf, READ_LOAD_BALANCER, sharesPorts } from '../../../azure/network/inbound-nat.ts';
import { getLoadBalancer, type LoadBalancer } from '../../../azure/network/load-balancers.ts';
import { resourceGroupScope, subscriptionScope } from '../../../azure/scopes.ts';
import { notChecked, readScopes } from '../../preflight/arm-reads.ts';
import { type Finding, messagesOf } from '../../preflight/finding.ts';
import { readLocks, refuseReadOnly, type Written } from '../../preflight/locks.ts';
import { type OwnedWork, refuseManagedGroups, refuseOwned, refuseStacked } from '../../preflight/owners.ts';
import { findMissing, refuseMissing } from '../../preflight/permissions.ts';
import type { StrategyContext } from '../../strategy.ts';
import { subscriptionOf } from '../record/open-release.ts';
import { refuseUnreachedPort } from './asked-port.ts';
import { neededPermissions } from './needed-permissions.ts';
import {
  asksInstances,
  type CheckedRelease,
  type ProposedRelease,
  tellsCanaries,
} from './proposed-release.ts';
import { checkTagRoom } from './tag-room.ts';

export { neededPermissions } from './needed-permissions.ts';
export type { CheckedRelease, ProposedRelease } from './proposed-release.ts';

const RELEASE: OwnedWork = { name: 'release', resources: 'a scale set' };

type Context = Pick<StrategyContext, 'arm' | 'signal' | 'lease'>;

export interface AccessFindings {
  readonly refusals: readonly string[];
  /** What ARM does not let us read. */
  readonly unchecked: readonly string[];
  /** Those of the scale set, as far as they could be read; none where nobody is asked or told of through them. */
  readonly natLoadBalancers: readonly LoadBalancer[];
}

/**
 * Whether the identity may do all that a release takes, whether anything forbids it or would undo it, and whether its record
 * has room: everything that is found, not the first problem only. Only reads.
 *
 * @throws when cancelled, or when signing in fails.
 */
export async function checkAccess(context: Context, proposed: ProposedRelease): Promise<AccessFindings> {
  const { scaleSet } = proposed.observation;
  const participants = [{ label: `scale set "${scaleSet.name}"`, resource: scaleSet }];
  const { arm, signal } = context;
  const [nat, groups, stacks] = await Promise.all([
    readNatLoadBalancers(proposed, context),
    refuseManagedGroups(participants, RELEASE, arm, signal),
    refuseStacked(participants, RELEASE, subscriptionScope(subscriptionOf(scaleSet.id)), arm, signal),
  ]);
  const checked = { ...proposed, natLoadBalancers: nat.loadBalancers };
  const [permissions, locks] = await Promise.all([
    checkPermissions(checked, context),
    checkLocks(checked, context),
  ]);
  const findings = [
    ...refuseOwned(participants, RELEASE),
    ...checkTagRoom(proposed, context),
    ...permissions,
    ...locks,
    ...groups,
    ...stacks,
    ...nat.unchecked,
    ...(nat.unchecked.length === 0 ? refuseUnreachedPort(checked) : []),
  ];
  return {
    refusals: messagesOf(findings, 'refusal'),
    unchecked: messagesOf(findings, 'unchecked'),
    natLoadBalancers: nat.loadBalancers,
  };
}

async function readNatLoadBalancers(
  proposed: ProposedRelease,
  { arm, signal }: Context,
): Promise<{ readonly loadBalancers: readonly LoadBalancer[]; readonly unchecked: readonly Finding[] }> {
  const isNeeded = proposed.health.endpoint !== undefined && asksInstances(proposed);
  const ids = isNeeded || tellsCanaries(proposed) ? loadBalancerIdsOf(proposed.observation.scaleSet) : [];
  const { read, unread } = await readScopes(ids, (id) => getLoadBalancer(arm, id, signal));
  return {
    loadBalancers: read.map(({ value }) => value),
    // That nobody can be told where canaries answer is in no release's way.
    unchecked: isNeeded ? notChecked('Inbound NAT rules', READ_LOAD_BALANCER, unread) : [],
  };
}

/** A release that runs into 403 half-way cannot go on, and perhaps not go back either. */
async function checkPermissions(checked: CheckedRelease, { arm, signal }: Context): Promise<Finding[]> {
  const { missing, unchecked } = await findMissing(neededPermissions(checked), arm, signal);
  return [...refuseMissing(missing, 'release'), ...unchecked];
}

/** `CanNotDelete` is in nobody's way: a release deletes nothing. */
async function checkLocks(checked: CheckedRelease, { arm, signal }: Context): Promise<Finding[]> {
  const written = writtenBy(checked);
  const groups = written.map(({ id }) => resourceGroupScope(id));
  const { locks, unchecked } = await readLocks(groups, arm, signal);
  return [...locks.flatMap((lock) => refuseReadOnly(lock, written, 'release')), ...unchecked];
}

/** Which port leads to an instance is asked by POST, which a lock of a load balancer forbids. */
function writtenBy({ observation, health, natLoadBalancers }: CheckedRelease): Written[] {
  const { id, name } = observation.scaleSet;
  const { endpoint } = health;
  const asked = natLoadBalancers.filter((each) => endpoint !== undefined && sharesPorts(each, endpoint.port));
  return [
    { label: `scale set "${name}"`, id },
    ...asked.map((each) => ({ label: `load balancer "${each.name}"`, id: each.id })),
  ];
}
