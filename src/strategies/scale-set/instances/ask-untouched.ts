import { reachedPortsOf, sharedPoolOf } from '../../../azure/network/inbound-nat.ts';
import { seekAnswer } from '../../../checks/endpoint-check.ts';
import type { StrategyContext } from '../../strategy.ts';
import type { CarriersToAsk } from './ask-carriers.ts';
import { askInTime } from './ask-in-time.ts';
import { serves } from './serving.ts';

export interface UntouchedFindings {
  readonly refusals: readonly string[];
  readonly hazards: readonly string[];
  /** Who does not answer, where others do: not well before the release, whatever Azure says. */
  readonly silentIds: readonly string[];
}

const nothing: UntouchedFindings = { refusals: [], hazards: [], silentIds: [] };

/**
 * Before a release has reached anybody, whom it is about to upgrade is asked once by `check-http` or `check-tcp`. Where none of them
 * answers the runner is kept away from their ports, and a good release would be blamed for it, at the price of three disks each. With which
 * words they answer is no matter: the old version may not know what the new one is asked for.
 *
 * @param upgradedIds Whom the plan upgrades.
 */
export async function askUntouched(
  context: Pick<StrategyContext, 'clock' | 'signal'>,
  { goal, scaleSet, instances, natLoadBalancers, access, endpointCheck }: CarriersToAsk,
  upgradedIds: readonly string[],
): Promise<UntouchedFindings> {
  const { endpoint } = goal.health;
  if (
    endpoint === undefined ||
    instances.some(({ hasPayload }) => hasPayload) ||
    // Refused, or told as not checked, by the preflight.
    !reachedPortsOf(scaleSet, natLoadBalancers).includes(endpoint.port) ||
    // ARM would have to be asked of each instance, whose port that is.
    sharedPoolOf(scaleSet, natLoadBalancers, endpoint.port) !== undefined
  ) {
    return nothing;
  }
  const ids = instances
    .filter((each) => serves(each) && upgradedIds.includes(each.instanceId))
    .map(({ instanceId }) => instanceId);
  const { answers } = await askInTime(
    async (id, signal) => {
      const found = await access.natEndpointOf(id, endpoint.port, signal);
      if (found === undefined) {
        throw new Error(`no inbound NAT rule leads to port ${endpoint.port} of instance ${id}`);
      }
      return seekAnswer(endpoint, found, endpointCheck);
    },
    ids,
    context,
  );
  const silent = [...answers].filter(([, reasons]) => reasons.length > 0);
  const input = `check-${endpoint.protocol}`;
  const [first] = silent;
  if (first !== undefined && silent.length === ids.length) {
    return { ...nothing, refusals: [unreached(input, endpoint.port, first, ids.length)] };
  }
  return {
    refusals: [],
    hazards: silent.map(
      ([id, reasons]) =>
        `Instance ${id} ${reasons.join(' and ')}, and others do. It counts as not well before the release: what becomes of it is told, and does not ` +
        'count against max-unhealthy.',
    ),
    silentIds: silent.map(([id]) => id),
  };
}

function unreached(
  input: string,
  port: number,
  [id, reasons]: readonly [id: string, reasons: readonly string[]],
  count: number,
): string {
  const who = count === 1 ? 'The instance' : `None of the ${count} instances`;
  return (
    `${input}: ${who} that this release would upgrade, and that ${count === 1 ? 'is' : 'are'} well by all that Azure tells, ` +
    `${count === 1 ? 'does not answer' : 'answers'} at port ${port}: instance ${id} ${reasons.join(' and ')}. Either the runner is kept away from ` +
    'the ports of the inbound NAT rules, by a network security group or a firewall, or nothing listens there before the release. Let the ' +
    'runner in, name a port at which they answer, or use check-command, which needs none.'
  );
}
