import type { Arm } from '../../azure/arm.ts';
import { findEndpoint, type InboundNat, natPortsOf, readInboundNat } from '../../azure/inbound-nat.ts';
import { instanceResourceId } from '../../azure/scale-set-instances.ts';
import type { ScaleSet } from '../../azure/scale-sets.ts';
import type { StepContext } from '../../engine/run.ts';
import type { ScaleSetWork } from './performers.ts';
import type { CanaryEndpoint } from './release-events.ts';

/**
 * Says where each canary is reached through inbound NAT rules. It is for people who want to look: that it cannot be found out
 * is never the failure of a release.
 */
export async function tellCanaryEndpoints(
  { arm, release, emit }: Pick<ScaleSetWork, 'arm' | 'release' | 'emit'>,
  scaleSet: ScaleSet,
  { clock, signal }: StepContext,
): Promise<void> {
  try {
    const nat = await readInboundNat(arm, scaleSet, signal);
    const endpoints: CanaryEndpoint[] = [];
    // One after the other: of a rule with a range of ports each instance is a question of its own.
    for (const instanceId of release.canaryIds) {
      endpoints.push(...(await endpointsOf(arm, nat, scaleSet.id, instanceId, signal)));
    }
    if (endpoints.length > 0) {
      emit({ type: 'canary-endpoints', atMs: clock.monotonicMs(), sshUser: sshUserOf(scaleSet), endpoints });
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
): Promise<CanaryEndpoint[]> {
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

function sshUserOf({ properties }: ScaleSet): string {
  const { osProfile, storageProfile } = properties.virtualMachineProfile ?? {};
  return storageProfile?.osDisk?.osType === 'Windows' ? '' : (osProfile?.adminUsername ?? '');
}
