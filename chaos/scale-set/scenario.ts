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

/** What a release brings: an image, or settings of the extension that installs what is served, or the run of it once more. */
export type PayloadKind = 'image' | 'extension' | 'forced-run';

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

export function scenarioOf(shape: Shape): Scenario {
  const sick: Pick<Payload, 'condition' | 'instances'> =
    shape.sickId === undefined ? {} : { condition: 'unhealthy', instances: [shape.sickId] };
  return canaryScenario({
    capacity: shape.capacity,
    ...(shape.isZonal ? { zones: ['1', '2', '3'] } : {}),
    extensions: [healthExtension, customScript(OLD_SETTINGS)],
    properties:
      shape.repairs === 'none'
        ? {}
        : { automaticRepairsPolicy: { enabled: true, gracePeriod: 'PT30M', repairAction: 'Replace' } },
    payloads: [
      { version: 'one' },
      { image: '/web-2$', version: 'two', ...sick },
      { extensionSettings: 'install two', version: 'two', ...sick },
      { image: '/web-3$', version: 'three' },
      { extensionSettings: 'install three', version: 'three' },
    ],
    resources: [foreignImage(), ...(shape.isScaled ? [autoscaleSetting()] : [])],
  });
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
