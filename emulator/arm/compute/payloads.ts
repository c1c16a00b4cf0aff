import type { InstanceCondition, Workload } from '../../data-plane/contract.ts';
import type { ControlPlane } from '../control-plane.ts';
import type { Payload } from '../scenario.ts';
import type { InstanceModel } from './compute-state.ts';
import { scriptText } from './custom-scripts.ts';
import { imageName, imageReferenceOf } from './images.ts';

/** An instance, as far as a scenario speaks of it. */
export interface PayloadBearer {
  /** `web_3`, by which the data plane knows it too. */
  readonly name: string;
  readonly instanceId: string;
  /** How load balancers refer to it. */
  readonly backends: readonly string[];
  readonly applied: InstanceModel;
  readonly exactVersion: string | undefined;
}

export interface Service {
  readonly workload: Workload;
  readonly condition: InstanceCondition;
  /** How its custom scripts end. */
  readonly script: 'succeeds' | 'fails';
}

/** What an instance serves by what it runs. Undefined where the scenario has no payload that fits. */
export function serviceOf(plane: ControlPlane, bearer: PayloadBearer): Service | undefined {
  const image = imageName(imageReferenceOf(bearer.applied.profile), bearer.exactVersion);
  const script = scriptText(bearer.applied.profile);
  const payload = plane.scenario.payloads?.findLast(
    (candidate) => fits(candidate.image, image) && fits(candidate.extensionSettings, script),
  );
  if (payload === undefined) return undefined;
  const { version, ports = [22, 80], healthPath = '/health' } = payload;
  return {
    workload: { instance: bearer.name, backends: bearer.backends, version, ports, healthPath },
    ...endOf(payload, bearer),
  };
}

function fits(pattern: string | undefined, text: string): boolean {
  return pattern === undefined || new RegExp(pattern, 'i').test(text);
}

function endOf(payload: Payload, { name, instanceId }: PayloadBearer): Omit<Service, 'workload'> {
  const { condition = 'healthy', script = 'succeeds', instances } = payload;
  const concerns = instances === undefined || [name, instanceId].some((one) => instances.includes(one));
  return concerns ? { condition, script } : { condition: 'healthy', script: 'succeeds' };
}
