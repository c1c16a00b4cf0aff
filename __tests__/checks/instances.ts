import type {
  InstanceView,
  InstanceViewStatus,
  ScaleSetInstance,
} from '../../src/azure/scale-sets/scale-set-instances.ts';

const SCALE_SET = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachineScaleSets/web';

export const status = (code: string, words: Partial<InstanceViewStatus> = {}): InstanceViewStatus => ({
  code,
  ...words,
});

export const goodView: InstanceView = {
  statuses: [status('ProvisioningState/succeeded'), status('PowerState/running')],
  vmHealth: { status: status('HealthState/healthy') },
  extensions: [{ name: 'app', statuses: [status('ProvisioningState/succeeded')] }],
};

/** An instance with nothing to complain of, but for what is given. */
export function instanceOf(
  instanceId: string,
  view: InstanceView = {},
  more: Partial<ScaleSetInstance> = {},
): ScaleSetInstance {
  return {
    id: `${SCALE_SET}/virtualMachines/${instanceId}`,
    name: `web_${instanceId}`,
    instanceId,
    ...more,
    properties: more.properties ?? {
      provisioningState: 'Succeeded',
      instanceView: { ...goodView, ...view },
    },
  };
}
