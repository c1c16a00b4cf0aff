import { listOf, objectOf } from '../../../emulator/arm/json.ts';
import type { ArmResource } from '../../../emulator/data-plane/contract.ts';
import { EXTENSION, isImage, type PayloadKind } from '../../scale-set/scenario.ts';

/** What a release has no business with: all but its payload, by which it is the same before and after. */
export interface RestOfModel {
  readonly profile: unknown;
  readonly others: unknown;
}

/** Without what other writers change in the course of a schedule: that has an invariant of its own. */
export function restOfModel(scaleSet: ArmResource, payload: PayloadKind): RestOfModel {
  const { sku, properties, tags: _tags, etag: _etag, ...members } = scaleSet;
  const { virtualMachineProfile, provisioningState: _state, scaleInPolicy: _policy, ...others } = properties;
  const { capacity: _capacity, ...size } = (sku ?? {}) as Members;
  return { profile: restOfProfile(virtualMachineProfile, payload), others: { ...members, size, others } };
}

/** Of a scale set, or of what an instance was last brought to. */
export function restOfProfile(profile: unknown, payload: PayloadKind): unknown {
  const {
    storageProfile,
    extensionProfile,
    licenseType: _licence,
    timeCreated: _time,
    ...others
  } = membersOf(profile);
  return {
    ...others,
    storageProfile: isImage(payload) ? without(storageProfile, ['imageReference']) : storageProfile,
    extensions: listOf(objectOf({ extensionProfile }, 'extensionProfile'), 'extensions').map((extension) =>
      !isImage(payload) && extension.name === EXTENSION
        ? { ...extension, properties: without(extension.properties, CONFIGURATION) }
        : extension,
    ),
  };
}

type Members = Readonly<Record<string, unknown>>;

const CONFIGURATION = ['settings', 'protectedSettings', 'forceUpdateTag'];

function membersOf(value: unknown): Members {
  return (value ?? {}) as Members;
}

function without(value: unknown, names: readonly string[]): Members {
  return Object.fromEntries(Object.entries(membersOf(value)).filter(([name]) => !names.includes(name)));
}
