import { describe, expect, it } from 'vitest';
import { describeImage, isFloating } from '../../../../src/strategies/scale-set/payload/describe-image.ts';
import { compute, jammy } from '../scale-set-of.ts';

const gallery = `${compute}/galleries/shop_images/images/web`;
const version = (name: string) => ({ id: `${gallery}/versions/${name}` });
const managed = { id: `${compute}/images/web-7` };
const latest = { ...jammy, version: 'latest' };

describe('a model without a pinned version', () => {
  it.each([
    ['latest', latest, true],
    ['latest that was resolved once', { ...latest, exactVersion: '22.04.202601010' }, true],
    ['a version', jammy, false],
    ['a gallery image', { id: gallery }, true],
    ['its version latest', version('latest'), true],
    ['one of its versions', version('1.2.3'), false],
    ['a managed image', managed, false],
    ['a shared gallery image', { sharedGalleryImageId: '/sharedGalleries/x/images/web' }, true],
  ])('%s', (_, image, isExpected) => {
    expect(isFloating(image)).toBe(isExpected);
  });
});

describe('an image in words', () => {
  it.each([
    [jammy, 'Canonical:0001-com-ubuntu-server-jammy:22_04-lts-gen2:22.04.202601010'],
    [{ ...latest, exactVersion: '22.04.1' }, 'Canonical:0001-com-ubuntu-server-jammy:22_04-lts-gen2:22.04.1'],
    [latest, 'Canonical:0001-com-ubuntu-server-jammy:22_04-lts-gen2:latest'],
    [version('1.2.3'), 'shop_images/web/1.2.3'],
    [{ id: gallery }, 'shop_images/web/latest'],
    [managed, 'web-7'],
    [{ communityGalleryImageId: '/CommunityGalleries/x-1/Images/web/Versions/1.0.0' }, 'x-1/web/1.0.0'],
  ])('%o', (image, text) => {
    expect(describeImage(image)).toBe(text);
  });
});
