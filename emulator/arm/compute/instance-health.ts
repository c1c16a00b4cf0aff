import type { ApplicationHealthProbe, ArmResource } from '../../data-plane/contract.ts';
import type { ControlPlane } from '../control-plane.ts';
import { numberOf, objectOf, referenceOf, textOf } from '../json.ts';
import { childrenOf } from '../network/load-balancer-model.ts';
import { sameId } from '../resource-id.ts';
import type { InstanceState } from './compute-state.ts';
import { stateOfInstance } from './instances.ts';
import { extensionsOf } from './protected-settings.ts';

export type VmHealth = 'healthy' | 'unhealthy' | 'unknown';

/** What watches over an instance says of it now, undefined where nothing does. */
export function healthOf(
  plane: ControlPlane,
  instance: ArmResource,
  state = stateOfInstance(plane, instance),
): VmHealth | undefined {
  const extension = healthExtensionOf(state);
  if (extension !== undefined) return healthByExtension(plane, state, extension);
  const probeId = referenceOf(objectOf(state.applied.profile, 'networkProfile'), 'healthProbe');
  return probeId === undefined ? undefined : healthByProbe(plane, state, probeId);
}

/** A machine that is down says nothing. */
function healthByExtension(
  plane: ControlPlane,
  { guest, workload }: InstanceState,
  probe: ApplicationHealthProbe,
): VmHealth {
  if (guest === 'away' || workload === undefined) return 'unknown';
  return plane.dataPlane.answersLocally(workload.instance, probe) ? 'healthy' : 'unhealthy';
}

/** The application health extension of what an instance runs, undefined where it has none. */
function healthExtensionOf(state: InstanceState): ApplicationHealthProbe | undefined {
  const extension = extensionsOf(state.applied.profile).find((one) =>
    /^ApplicationHealth(Linux|Windows)$/i.test(textOf(objectOf(one, 'properties'), 'type') ?? ''),
  );
  if (extension === undefined) return undefined;
  const settings = objectOf(objectOf(extension, 'properties'), 'settings') ?? {};
  const protocol = /^tcp$/i.test(textOf(settings, 'protocol') ?? '') ? 'tcp' : 'http';
  const port = numberOf(settings, 'port') ?? Number(settings.port ?? 80);
  const path = textOf(settings, 'requestPath') ?? '/';
  return { protocol, port, path: protocol === 'tcp' ? '' : path.startsWith('/') ? path : `/${path}` };
}

/** A health probe of a load balancer looks from outside, for the rule that it belongs to: one without a rule asks nobody. */
function healthByProbe(plane: ControlPlane, { workload }: InstanceState, probeId: string): VmHealth {
  const [loadBalancerId = ''] = probeId.split(/\/probes\//i);
  const rule = childrenOf(plane.store.get(loadBalancerId), 'loadBalancingRules').find(({ properties }) =>
    sameId(referenceOf(properties, 'probe'), probeId),
  );
  if (rule === undefined || workload === undefined) return 'unknown';
  const backend = plane.dataPlane
    .ruleHealth(loadBalancerId, textOf(rule, 'name') ?? '')
    .find((one) => workload.backends.some((id) => sameId(id, one.backend)));
  return backend === undefined ? 'unknown' : healthByState[backend.state];
}

const healthByState = { Up: 'healthy', Down: 'unhealthy', Unknown: 'unknown' } as const;
