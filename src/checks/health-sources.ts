import type { ScaleSet } from '../azure/scale-sets/scale-sets.ts';
import type { HealthGate } from './health-gate.ts';

/** Who tells of the instances of a scale set: what its view of an instance has to say before that counts as good. */
export interface HealthSources {
  /** By the application health extension, or a health probe of the load balancer: an instance without health is not good. */
  readonly isHealthMonitored: boolean;
  /** The extensions that every instance shall have. */
  readonly extensions: readonly string[];
}

/** `health`: something tells whether an instance serves. `running`: nothing does, so it is good where it is provisioned and runs. */
export type JudgedBy = 'health' | 'running';

export function judgedBy(
  { isHealthMonitored }: HealthSources,
  { endpoint, command }: Pick<HealthGate, 'endpoint' | 'command'>,
): JudgedBy {
  return isHealthMonitored || endpoint !== undefined || command !== undefined ? 'health' : 'running';
}

const HEALTH_EXTENSIONS = ['applicationhealthlinux', 'applicationhealthwindows'];

/** As the model says. It is the model that an upgrade brings onto the instances. */
export function healthSourcesOf({ properties }: ScaleSet): HealthSources {
  const profile = properties.virtualMachineProfile;
  const extensions = profile?.extensionProfile?.extensions ?? [];
  const hasHealthExtension = extensions.some(({ properties: { type = '' } }) =>
    HEALTH_EXTENSIONS.includes(type.toLowerCase()),
  );
  return {
    isHealthMonitored: hasHealthExtension || profile?.networkProfile?.healthProbe !== undefined,
    extensions: extensions.map(({ name }) => name),
  };
}
