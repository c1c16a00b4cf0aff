import type { ScaleSetInstance } from '../../../src/azure/scale-sets/scale-set-instances.ts';
import type {
  ImageReference,
  ScaleSet,
  ScaleSetExtension,
} from '../../../src/azure/scale-sets/scale-sets.ts';

export const subscriptionId = '8f4e2c7a-5b1d-4c39-9a06-d2e7f1b3c845';

export const compute = `/subscriptions/${subscriptionId}/resourceGroups/shop/providers/Microsoft.Compute`;

const scaleSetId = `${compute}/virtualMachineScaleSets/web`;

export const jammy: ImageReference = {
  publisher: 'Canonical',
  offer: '0001-com-ubuntu-server-jammy',
  sku: '22_04-lts-gen2',
  version: '22.04.202601010',
};

/** A uniform scale set as ARM's defaults make it, but for what is said of it. */
export function scaleSetOf(
  properties: ScaleSet['properties'] = {},
  image: ImageReference = jammy,
  extensions: readonly ScaleSetExtension[] = [],
): ScaleSet {
  return {
    id: scaleSetId,
    name: 'web',
    location: 'southcentralus',
    properties: {
      orchestrationMode: 'Uniform',
      upgradePolicy: { mode: 'Manual' },
      overprovision: false,
      virtualMachineProfile: {
        storageProfile: { imageReference: image },
        extensionProfile: { extensions },
      },
      ...properties,
    },
  };
}

/** The Linux custom script extension in a model. */
export function customScript(more: Partial<ScaleSetExtension['properties']> = {}): ScaleSetExtension {
  return {
    name: 'install-shop',
    properties: {
      publisher: 'Microsoft.Azure.Extensions',
      type: 'CustomScript',
      typeHandlerVersion: '2.1',
      ...more,
    },
  };
}

/** What ARM says of a running, up to date instance, but for what is said of it. */
export function readInstance(
  properties: ScaleSetInstance['properties'] = {},
  more: Partial<ScaleSetInstance> = {},
): ScaleSetInstance {
  return {
    id: `${scaleSetId}/virtualMachines/3`,
    name: 'web_3',
    instanceId: '3',
    ...more,
    properties: {
      latestModelApplied: true,
      provisioningState: 'Succeeded',
      storageProfile: { imageReference: { ...jammy, exactVersion: '22.04.202601010' } },
      instanceView: {
        platformFaultDomain: 2,
        statuses: [{ code: 'ProvisioningState/succeeded' }, { code: 'PowerState/running' }],
      },
      ...properties,
    },
  };
}
