import {
  type FrontendIpConfiguration,
  frontendsOf,
  type LoadBalancer,
} from '../../azure/network/load-balancers.ts';
import type { PublicIpAddress } from '../../azure/network/public-ip-addresses.ts';
import { sameId } from '../../azure/resource-id.ts';
import { endpointOf } from '../../probe/connect-to.ts';
import type { ProbeTarget } from '../../probe/probe-events.ts';
import { ask } from '../../probe/request.ts';
import { chooseProbeTarget, parseProbeUrl } from '../../probe/target.ts';
import type { ProbeSettings } from '../production-watch.ts';
import { RefusedError } from '../refused-error.ts';
import type { AddressMove, SwapEnvironment } from './environment.ts';
import type { TargetCheck } from './goal.ts';

/** What the prober asks throughout the swap: the first production address, by the rules that serve it now. */
export function productionProbeTarget(
  { productionLoadBalancer, moves }: SwapEnvironment,
  settings: ProbeSettings,
): ProbeTarget {
  const move = firstOf(moves);
  return probeTarget(move.productionAddress, move.productionFrontend, productionLoadBalancer, settings.url);
}

/** What the prober asks where the production address is, or shall be, on a frontend that is known by name. */
export function probeTargetOn(
  address: PublicIpAddress,
  frontendName: string,
  loadBalancer: LoadBalancer,
  probeUrl: URL | undefined,
): ProbeTarget {
  const frontend = frontendsOf(loadBalancer).find(({ name }) => name === frontendName);
  if (frontend === undefined) {
    throw new RefusedError(
      `${loadBalancer.name} has no frontend "${frontendName}" any more, which the interrupted swap was to use.`,
    );
  }
  return probeTarget(address, frontend, loadBalancer, probeUrl);
}

/** @throws RefusedError where nothing of the frontend can be asked. */
function probeTarget(
  address: PublicIpAddress,
  frontend: FrontendIpConfiguration,
  loadBalancer: LoadBalancer,
  probeUrl: URL | undefined,
): ProbeTarget {
  const { ipAddress } = address.properties;
  if (ipAddress === undefined) {
    throw new RefusedError(`"${address.name}" has no IP address yet, so nobody can ask it; set probe: off.`);
  }
  const choice = chooseProbeTarget({
    address: ipAddress,
    frontendId: frontend.id,
    loadBalancer,
    ...(probeUrl === undefined ? {} : { probeUrl }),
  });
  if (choice.kind === 'none') {
    throw new RefusedError(
      `Nothing on frontend "${frontend.name}" of ${loadBalancer.name} can be asked (${choice.skipped.join('; ') || 'it has no rules'}). ` +
        'Name an address with probe-url, or set probe: off.',
    );
  }
  return choice.target;
}

export type TargetAnswer =
  | { readonly kind: 'answered' }
  | { readonly kind: 'failed'; readonly url: string; readonly cause: string }
  | { readonly kind: 'not-checked'; readonly reason: string };

/** One lost packet is no sick target. */
const TRIES = 3;

/** Asks the target by its own address, as production will be asked once it is there. */
export async function checkTarget(
  { targetLoadBalancer, moves }: SwapEnvironment,
  check: TargetCheck,
  settings: ProbeSettings,
): Promise<TargetAnswer> {
  if (check.kind === 'off') {
    return { kind: 'not-checked', reason: 'target-check is off' };
  }
  const move = firstOf(moves);
  const target =
    check.kind === 'url'
      ? givenTarget(check.url)
      : probeTarget(move.targetAddress, move.targetFrontend, targetLoadBalancer, settings.url);
  return askAFewTimes(target, settings);
}

/** Asks a production address that is on its load balancer already, by the rules that serve it there. */
export async function checkProduction(
  address: PublicIpAddress,
  loadBalancer: LoadBalancer,
  settings: ProbeSettings,
): Promise<TargetAnswer> {
  const frontend = frontendsOf(loadBalancer).find((each) =>
    sameId(each.properties.publicIPAddress?.id, address.id),
  );
  return frontend === undefined
    ? { kind: 'failed', url: address.name, cause: `${loadBalancer.name} has it no longer` }
    : askAFewTimes(probeTarget(address, frontend, loadBalancer, settings.url), settings);
}

async function askAFewTimes(target: ProbeTarget, settings: ProbeSettings): Promise<TargetAnswer> {
  const question = {
    protocol: target.protocol,
    url: target.url,
    endpoint: endpointOf(target, settings.connectTo),
    timeoutMs: settings.timeoutMs,
    expect: settings.expectation,
  };
  let cause = '';
  for (let tried = 0; tried < TRIES; tried += 1) {
    const answer = await ask(question);
    if (answer.kind === 'good') {
      return { kind: 'answered' };
    }
    cause = answer.cause;
  }
  return { kind: 'failed', url: target.url, cause };
}

/** A URL of the user's own is asked where it leads; `probe-url` goes to the address of the side that is asked. */
function givenTarget(given: string): ProbeTarget {
  const url = parseProbeUrl(given);
  const protocol = url.protocol === 'tcp:' ? 'tcp' : url.protocol === 'https:' ? 'https' : 'http';
  return { protocol, url: url.href, source: 'input target-check' };
}

function firstOf(moves: readonly AddressMove[]): AddressMove {
  const [first] = moves;
  if (first === undefined) {
    throw new Error('A swap environment without a move was made.');
  }
  return first;
}
