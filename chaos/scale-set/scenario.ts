import {
  canaryScenario,
  customScript,
  group,
  healthExtension,
  newImage,
  oldImage,
  scaleSetId,
} from '../../__tests__/emulator/arm/compute/scale-set-world.ts';
import type { Payload, Scenario } from '../../emulator/arm/scenario.ts';
import type { ArmResource } from '../../emulator/data-plane/contract.ts';

export { newImage, oldImage, scaleSetId };

/** The scale set that releases are broken on, and what has a hand in it. */
export interface Shape {
  readonly capacity: 3 | 5;
  readonly isZonal: boolean;
  readonly repairs: 'none' | 'running' | 'suspended';
  readonly isScaled: boolean;
  /** Somebody has given every instance a protection policy, as the CLI does: with both members, and neither protects. */
  readonly hasPolicies: boolean;
  /** The instance that may not be upgraded by anybody. */
  readonly protectedId?: string;
  /** The instance that never gets healthy with the new payload. */
  readonly sickId?: string;
}

/**
 * What a release brings: an image, also where the model names its image without a version, or settings of the extension that installs
 * what is served, or the run of it once more.
 */
export type PayloadKind = 'image' | 'image-over-unpinned' | 'extension' | 'forced-run';

export function isImage(payload: PayloadKind): payload is 'image' | 'image-over-unpinned' {
  return payload === 'image' || payload === 'image-over-unpinned';
}

export const EXTENSION = 'install';
export const OLD_SETTINGS = { commandToExecute: 'install one' };
export const NEW_SETTINGS = { commandToExecute: 'install two' };
/** What nobody may tell, in whole or in part: secrets of the extension, and how each begins. */
export const SECRET = 'never-to-be-told';
export const OLD_SECRETS = { storageAccountKey: `${SECRET}-one` };
export const NEW_SECRETS = {
  storageAccountKey: `${SECRET}-two`,
  environment: { DATABASE: `${SECRET}-three` },
};
/** A colleague's. */
export const FOREIGN_IMAGE = { id: `${group}/providers/Microsoft.Compute/images/web-3` };
export const FOREIGN_SETTINGS = { commandToExecute: 'install three' };

const gallery = `${group}/providers/Microsoft.Compute/galleries/shop`;
/** Its newest version is what the release brings, and the instances were made before there was one. */
export const UNPINNED_IMAGE = { id: `${gallery}/images/web` };
export const OLD_VERSION = '1.0.0';
export const NEW_VERSION = '2.0.0';

export function scenarioOf(shape: Shape, payload: PayloadKind = 'image'): Scenario {
  const isUnpinned = payload === 'image-over-unpinned';
  const sick: Pick<Payload, 'condition' | 'instances'> =
    shape.sickId === undefined ? {} : { condition: 'unhealthy', instances: [shape.sickId] };
  return canaryScenario({
    capacity: shape.capacity,
    ...(isUnpinned ? { image: UNPINNED_IMAGE } : {}),
    ...(shape.isZonal ? { zones: ['1', '2', '3'] } : {}),
    extensions: [healthExtension, customScript(OLD_SETTINGS)],
    properties:
      shape.repairs === 'none'
        ? {}
        : { automaticRepairsPolicy: { enabled: true, gracePeriod: 'PT30M', repairAction: 'Replace' } },
    payloads: [
      { version: 'one' },
      { image: '/(web-2|versions/2\\.0\\.0)$', version: 'two', ...sick },
      { extensionSettings: 'install two', version: 'two', ...sick },
      { image: '/web-3$', version: 'three' },
      { extensionSettings: 'install three', version: 'three' },
    ],
    resources: [
      foreignImage(),
      ...(shape.isScaled ? [autoscaleSetting()] : []),
      ...(isUnpinned ? [...galleryImage(), ...oldInstances(shape)] : []),
    ],
  });
}

function galleryImage(): ArmResource[] {
  const resource = (id: string, type: string, properties: ArmResource['properties']): ArmResource => ({
    id,
    name: id.split('/').at(-1) ?? '',
    type: `Microsoft.Compute/${type}`,
    location: 'westus2',
    properties,
  });
  return [
    resource(gallery, 'galleries', {}),
    resource(UNPINNED_IMAGE.id, 'galleries/images', {
      osType: 'Linux',
      osState: 'Generalized',
      hyperVGeneration: 'V2',
      identifier: { publisher: 'contoso', offer: 'shop', sku: 'web' },
    }),
    ...[OLD_VERSION, NEW_VERSION].map((name) =>
      resource(`${UNPINNED_IMAGE.id}/versions/${name}`, 'galleries/images/versions', {
        publishingProfile: { targetRegions: [{ name: 'West US 2' }], excludeFromLatest: false },
        storageProfile: {},
        provisioningState: 'Succeeded',
      }),
    ),
  ];
}

function oldInstances({ capacity, isZonal }: Shape): ArmResource[] {
  return Array.from({ length: capacity }, (_, index) => ({
    id: `${scaleSetId}/virtualMachines/${index}`,
    name: `web_${index}`,
    type: 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines',
    location: 'westus2',
    instanceId: String(index),
    ...(isZonal ? { zones: [String((index % 3) + 1)] } : {}),
    properties: { storageProfile: { imageReference: { ...UNPINNED_IMAGE, exactVersion: OLD_VERSION } } },
  }));
}

function foreignImage(): ArmResource {
  return {
    ...FOREIGN_IMAGE,
    name: 'web-3',
    type: 'Microsoft.Compute/images',
    location: 'westus2',
    properties: {
      hyperVGeneration: 'V2',
      storageProfile: { osDisk: { osType: 'Linux', osState: 'Generalized' } },
    },
  };
}

function autoscaleSetting(): ArmResource {
  return {
    id: `${group}/providers/Microsoft.Insights/autoscalesettings/webscale`,
    name: 'webscale',
    type: 'Microsoft.Insights/autoscaleSettings',
    location: 'westus2',
    properties: {
      name: 'webscale',
      enabled: true,
      targetResourceUri: scaleSetId,
      profiles: [{ name: 'by load', capacity: { minimum: '2', maximum: '10', default: '3' }, rules: [] }],
      notifications: [],
    },
  };
}
