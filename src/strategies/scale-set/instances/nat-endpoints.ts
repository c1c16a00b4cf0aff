import type { Arm } from '../../../azure/arm/arm.ts';
import { findEndpoint, type InboundNat, readInboundNat } from '../../../azure/network/inbound-nat.ts';
import { instanceResourceId } from '../../../azure/scale-sets/scale-set-instances.ts';
import type { ScaleSet } from '../../../azure/scale-sets/scale-sets.ts';
import type { InstanceAccess } from '../../../checks/instance-health.ts';
import type { Endpoint } from '../../../probe/connect-to.ts';
import { sharedRead } from './shared-read.ts';

/**
 * Where the instances of a scale set are reached one by one. A rule that was found stays with its instance, and ARM has a limit
 * for the question: it is not looked for again. Rules of an instance that autoscale has added are not among those read before
 * it was there, so where none is found they are read once more; once for all instances that are looked at together.
 */
export function natEndpointsOf(arm: Arm, scaleSet: ScaleSet): InstanceAccess['natEndpointOf'] {
  const known = new Map<string, Endpoint>();
  const readNat = sharedRead((signal) => readInboundNat(arm, scaleSet, signal));
  let nat: InboundNat | undefined;
  return async (instanceId, port, signal) => {
    const key = `${instanceId} ${port}`;
    const instance = { id: instanceResourceId(scaleSet.id, instanceId) };
    const find = async (read: InboundNat) => {
      const found = await findEndpoint(arm, read, instance, port, signal);
      return found && { host: found.publicIpAddress, port: found.frontendPort };
    };
    const endpoint = known.get(key) ?? (nat && (await find(nat)));
    if (endpoint !== undefined) {
      known.set(key, endpoint);
      return endpoint;
    }
    nat = await readNat(signal);
    const found = await find(nat);
    if (found !== undefined) {
      known.set(key, found);
    }
    return found;
  };
}
