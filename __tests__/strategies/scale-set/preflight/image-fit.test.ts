import { describe, expect, test } from 'vitest';
import type { ResolvedImage } from '../../../../src/azure/images/resolved-image.ts';
import { checkImageFit } from '../../../../src/strategies/scale-set/preflight/image-fit.ts';
import { scriptedArm } from '../../../azure/scripted-arm.ts';
import { compute, scaleSetOf, subscriptionId } from '../scale-set-of.ts';

const { signal } = new AbortController();

interface Case {
  readonly securityType?: string;
  readonly hasOsProfile?: boolean;
  readonly image: Partial<ResolvedImage>;
}

/** What an image is refused for on a scale set whose model has none to compare it with. */
async function refusalsOf({ securityType, hasOsProfile = true, image }: Case): Promise<readonly string[]> {
  const scaleSet = scaleSetOf({
    virtualMachineProfile: {
      ...(hasOsProfile ? { osProfile: { adminUsername: 'azureuser' } } : {}),
      ...(securityType === undefined ? {} : { securityProfile: { securityType } }),
    },
  });
  const wanted: ResolvedImage = {
    image: { id: `${compute}/images/gold` },
    osType: 'Linux',
    generation: 'V2',
    regions: ['southcentralus'],
    source: 'gallery',
    ...image,
  };
  return (await checkImageFit({ arm: scriptedArm({}).arm, signal }, scaleSet, wanted)).refusals;
}

describe('an image fits the security type of the scale set', () => {
  test.each([
    [undefined, undefined],
    ['Standard', undefined],
    [undefined, 'Standard'],
    [undefined, 'TrustedLaunchSupported'],
    [undefined, 'ConfidentialVmSupported'],
    ['TrustedLaunch', 'TrustedLaunchSupported'],
    ['TrustedLaunch', 'trustedLaunch'],
    ['TrustedLaunch', 'TrustedLaunchAndConfidentialVmSupported'],
    ['ConfidentialVM', 'TrustedLaunchAndConfidentialVmSupported'],
    ['ConfidentialVM', 'ConfidentialVM'],
  ])('%s, where it is for %s', async (present, offered) => {
    const image = offered === undefined ? {} : { securityType: offered };
    expect(await refusalsOf({ ...(present === undefined ? {} : { securityType: present }), image })).toEqual(
      [],
    );
  });

  test.each([
    [undefined, 'TrustedLaunch'],
    [undefined, 'ConfidentialVM'],
    ['Standard', 'TrustedLaunch'],
    ['TrustedLaunch', undefined],
    ['TrustedLaunch', 'Standard'],
    ['TrustedLaunch', 'ConfidentialVmSupported'],
    ['TrustedLaunch', 'ConfidentialVM'],
    ['ConfidentialVM', 'TrustedLaunchSupported'],
  ])('and is refused for %s, where it is for %s', async (present, offered) => {
    const image = offered === undefined ? {} : { securityType: offered };
    expect(await refusalsOf({ ...(present === undefined ? {} : { securityType: present }), image })).toEqual([
      expect.stringContaining(
        `The scale set "web" has the security type ${present ?? 'Standard'}, for which the image gold is not made (it is for ` +
          `${offered ?? 'Standard'}): ARM refuses it.`,
      ),
    ]);
  });
});

describe('an image fits the OS profile of the scale set', () => {
  test('where it is generalized and there is one, or specialized and there is none, or ARM does not say', async () => {
    expect(await refusalsOf({ image: { osState: 'Generalized' } })).toEqual([]);
    expect(await refusalsOf({ hasOsProfile: false, image: { osState: 'Specialized' } })).toEqual([]);
    expect(await refusalsOf({ image: {} })).toEqual([]);
    expect(await refusalsOf({ hasOsProfile: false, image: {} })).toEqual([]);
  });

  test.each([
    [
      true,
      'Specialized',
      'is specialized, and the scale set "web" has an OS profile, which goes with generalized images only',
    ],
    [
      false,
      'Generalized',
      'is generalized, and the scale set "web" has no OS profile, which goes with specialized images only',
    ],
  ] as const)('and is refused otherwise: %s, %s', async (hasOsProfile, osState, words) => {
    expect(await refusalsOf({ hasOsProfile, image: { osState } })).toEqual([expect.stringContaining(words)]);
  });
});

describe('a purchase plan', () => {
  const plan = { publisher: 'contoso', product: 'web', name: 'standard' };
  const version = (name: string) =>
    `/subscriptions/${subscriptionId}/providers/Microsoft.Compute/locations/southcentralus/publishers/contoso/artifacttypes/vmimage/offers/web/skus/standard/versions/${name}`;

  /** The model has version 1.0.0, sold with `sold`. */
  async function refusalsOf(sold: typeof plan | undefined, wanted: typeof plan | undefined) {
    const present = { publisher: 'contoso', offer: 'web', sku: 'standard', version: '1.0.0' };
    const scaleSet = scaleSetOf({
      virtualMachineProfile: { osProfile: {}, storageProfile: { imageReference: present } },
    });
    const properties = { osDiskImage: { operatingSystem: 'Linux' }, hyperVGeneration: 'V2', plan: sold };
    const { arm } = scriptedArm({ [`GET ${version('1.0.0')}`]: [{ body: { name: '1.0.0', properties } }] });
    const image: ResolvedImage = {
      image: { ...present, version: '2.0.0' },
      osType: 'Linux',
      generation: 'V2',
      regions: ['southcentralus'],
      source: 'marketplace',
      ...(wanted === undefined ? {} : { plan: wanted }),
    };
    return (await checkImageFit({ arm, signal }, scaleSet, image)).refusals;
  }

  test('that is the same fits, and so does none where there was none', async () => {
    expect(await refusalsOf(plan, { ...plan, publisher: 'Contoso' })).toEqual([]);
    expect(await refusalsOf(undefined, undefined)).toEqual([]);
  });

  test.each([
    [plan, undefined, 'is sold with no plan, and the scale set was made with contoso/web/standard'],
    [undefined, plan, 'is sold with contoso/web/standard, and the scale set was made with no plan'],
  ])('that is another one is refused: %j, and %j', async (sold, wanted, words) => {
    expect(await refusalsOf(sold, wanted)).toEqual([expect.stringContaining(words)]);
  });
});
