import { rewriteCommand } from '../../azure/network/frontend-commands.ts';
import { getSettled, type LoadBalancer } from '../../azure/network/load-balancers.ts';
import { findPublicIpAddress, type PublicIpAddress } from '../../azure/network/public-ip-addresses.ts';
import { RefusedError } from '../refused-error.ts';
import type { Preparation, StrategyContext } from '../strategy.ts';
import { namedAddress } from './companions/named-address.ts';
import type { Observation } from './environment.ts';
import { LONGEST_UPDATE_MS } from './methods/assign-step.ts';
import { temporaryAddressFor } from './methods/temporary-address.ts';
import { checkProduction } from './probe-target.ts';
import { lastUpdateText } from './served-by.ts';
import type { VipSwapOptions } from './swap.ts';

/**
 * The goal seems reached: that is believed only of a load balancer that has come to rest, is `Succeeded`, and answers.
 * A run that was killed may have left an update running, which would look the same.
 */
export async function confirmAlreadyThere(
  { arm, signal }: StrategyContext,
  options: VipSwapOptions,
  { productionAddresses, targetLoadBalancer }: Extract<Observation, { kind: 'on-target' }>,
): Promise<Preparation> {
  const loadBalancer = await getSettled(arm, targetLoadBalancer.id, signal, LONGEST_UPDATE_MS);
  requireSucceeded(loadBalancer);
  if (options.isProbeOn) {
    await Promise.all(productionAddresses.map((each) => requireAnswer(each, loadBalancer, options)));
  }
  const leftOver = await Promise.all(
    productionAddresses.map((each) =>
      findPublicIpAddress(arm, temporaryAddressFor(each, options.goal.temporaryIpTags).id, signal),
    ),
  );
  return {
    kind: 'no-change',
    subject: {
      productionAddresses: productionAddresses.map(namedAddress),
      newLoadBalancer: loadBalancer.name,
    },
    reason: [
      `${productionAddresses.map(({ name }) => name).join(' and ')} ${productionAddresses.length === 1 ? 'is' : 'are'} on ${loadBalancer.name} already`,
      ...productionAddresses.flatMap(unsettledNote),
      ...leftOver.flatMap((address) => (address === undefined ? [] : [leftOverNote(address)])),
    ].join('; '),
  };
}

function requireSucceeded(loadBalancer: LoadBalancer): void {
  if (loadBalancer.properties.provisioningState !== 'Succeeded') {
    throw new RefusedError(
      `The production address is on ${loadBalancer.name} already, and ${lastUpdateText(loadBalancer)}: whether it serves is not known. ` +
        `"command: recover" writes it once more; by hand: ${rewriteCommand(loadBalancer.id)}. Then run again.`,
    );
  }
}

async function requireAnswer(
  address: PublicIpAddress,
  loadBalancer: LoadBalancer,
  { probe }: VipSwapOptions,
): Promise<void> {
  const answer = await checkProduction(address, loadBalancer, probe);
  if (answer.kind === 'failed') {
    throw new RefusedError(
      `"${address.name}" is on ${loadBalancer.name} already, and does not answer at ${answer.url}: ${answer.cause}. ` +
        'There is nothing to move: look at what stands behind it. Set probe: off to call this done all the same.',
    );
  }
}

/** It serves, but the next release would be refused for it. */
function unsettledNote({ name, properties }: PublicIpAddress): string[] {
  return properties.provisioningState === 'Succeeded'
    ? []
    : [
        `the last update of ${name} ended as ${properties.provisioningState}: "command: recover" writes it once more`,
      ];
}

function leftOverNote({ name, properties }: PublicIpAddress): string {
  const holder = properties.ipConfiguration?.id;
  return holder === undefined
    ? `the temporary address ${name} of an older run is left over: "command: recover" deletes it`
    : `the temporary address ${name} of an older run is still on ${holder}: give that frontend another one, then delete it`;
}
