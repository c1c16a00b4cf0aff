import type { Arm } from '../../azure/arm.ts';
import { findEndpoint, type InboundNat, natPortsOf, readInboundNat } from '../../azure/inbound-nat.ts';
import { instanceResourceId } from '../../azure/scale-set-instances.ts';
import type { ScaleSet } from '../../azure/scale-sets.ts';
import type { HealthGate } from '../../checks/health-gate.ts';
import type { StepContext } from '../../engine/run.ts';
import type { CanaryEndpoint, CanaryEndpointsEvent } from './release-events.ts';
import type { PlannedRelease } from './steps.ts';

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
      const found = await endpointsOf(arm, nat, scaleSet.id, instanceId, signal);
      endpoints.push(...found.map((each) => ({ ...each, protocol: protocolAt(each.port, health, sshUser) })));
    }
    if (endpoints.length > 0) {
      emit({ type: 'canary-endpoints', atMs: clock.monotonicMs(), sshUser, endpoints });
    }
  } catch {
    // The identity may not read load balancers, or the time is up.
  }
}

async function endpointsOf(
  arm: Arm,
  nat: InboundNat,
  scaleSetId: string,
  instanceId: string,
  signal: AbortSignal,
): Promise<Omit<CanaryEndpoint, 'protocol'>[]> {
  const instance = { id: instanceResourceId(scaleSetId, instanceId) };
  const found = await Promise.all(
    natPortsOf(nat).map(async (port) => ({ port, at: await findEndpoint(arm, nat, instance, port, signal) })),
  );
  return found.flatMap(({ port, at }) =>
    at === undefined
      ? []
      : [{ instanceId, port, address: at.publicIpAddress, frontendPort: at.frontendPort }],
  );
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
