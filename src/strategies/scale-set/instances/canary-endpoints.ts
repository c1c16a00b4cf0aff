import type { Arm } from '../../../azure/arm/arm.ts';
import { findEndpoints, readInboundNat } from '../../../azure/network/inbound-nat.ts';
import { instanceResourceId } from '../../../azure/scale-sets/scale-set-instances.ts';
import type { ScaleSet } from '../../../azure/scale-sets/scale-sets.ts';
import type { HealthGate } from '../../../checks/health-gate.ts';
import type { StepContext } from '../../../engine/run.ts';
import type { PlannedRelease } from '../plan/steps.ts';
import type { CanaryEndpoint, CanaryEndpointsEvent } from '../release-events.ts';

export interface Canaries {
  readonly arm: Arm;
  readonly release: Pick<PlannedRelease, 'canaryIds'>;
  /** What they are checked by tells what they speak. */
  readonly health: Pick<HealthGate, 'endpoint'>;
  readonly emit: (event: CanaryEndpointsEvent) => void;
}

/**
 * Says where each canary is reached through inbound NAT rules. It is for people who want to look: that it cannot be found out
 * is never the failure of a release.
 */
export async function tellCanaryEndpoints(
  { arm, release, health, emit }: Canaries,
  scaleSet: ScaleSet,
  { clock, signal }: StepContext,
): Promise<void> {
  if (release.canaryIds.length === 0) {
    return;
  }
  try {
    const nat = await readInboundNat(arm, scaleSet, signal);
    const sshUser = sshUserOf(scaleSet);
    const endpoints: CanaryEndpoint[] = [];
    // One after the other: of a rule with a range of ports each instance is a question of its own.
    for (const instanceId of release.canaryIds) {
      const instance = { id: instanceResourceId(scaleSet.id, instanceId) };
      for (const [port, at] of await findEndpoints(arm, nat, instance, signal)) {
        const { publicIpAddress: address, frontendPort } = at;
        const protocol = protocolAt(port, health, sshUser);
        endpoints.push({ instanceId, port, address, frontendPort, protocol });
      }
    }
    if (endpoints.length > 0) {
      emit({ type: 'canary-endpoints', atMs: clock.monotonicMs(), sshUser, endpoints });
    }
  } catch {
    // The identity may not read load balancers, or the time is up.
  }
}

const SSH_PORT = 22;

function protocolAt(
  port: number,
  { endpoint }: Canaries['health'],
  sshUser: string,
): CanaryEndpoint['protocol'] {
  if (endpoint?.protocol === 'http' && endpoint.port === port) {
    return 'http';
  }
  return port === SSH_PORT && sshUser !== '' ? 'ssh' : 'tcp';
}

function sshUserOf({ properties }: ScaleSet): string {
  const { osProfile, storageProfile } = properties.virtualMachineProfile ?? {};
  return storageProfile?.osDisk?.osType === 'Windows' ? '' : (osProfile?.adminUsername ?? '');
}
