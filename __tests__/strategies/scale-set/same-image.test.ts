import { describe, expect, it } from 'vitest';
import { describeImage, hasImage, isFloating } from '../../../src/strategies/scale-set/same-image.ts';
import { compute, jammy } from './scale-set-of.ts';

const gallery = `${compute}/galleries/shop_images/images/web`;
const version = (name: string) => ({ id: `${gallery}/versions/${name}` });
const managed = { id: `${compute}/images/web-7` };
const latest = { ...jammy, version: 'latest' };

describe('a machine has the image that is wanted', () => {
  it.each([
    ['the same marketplace version', jammy, jammy, true],
    ['that version, taken as latest', jammy, { ...latest, exactVersion: '22.04.202601010' }, true],
    ['another version, taken as latest', jammy, { ...latest, exactVersion: '22.04.202602020' }, false],
    ['latest of which ARM does not say what it was', jammy, latest, false],
    ['any version where latest is wanted', latest, { ...latest, exactVersion: '22.04.202601010' }, true],
    ['another sku', jammy, { ...jammy, sku: '24_04-lts' }, false],
    ['another offer where latest is wanted', latest, { ...latest, offer: 'ubuntu' }, false],
    ['a marketplace image in another case', jammy, { ...jammy, publisher: 'canonical' }, true],
    [
      'the same gallery version in another case',
      version('1.2.3'),
      { id: `${gallery.toUpperCase()}/Versions/1.2.3` },
      true,
    ],
    ['another gallery version', version('1.2.3'), version('1.2.4'), false],
    [
      'that version, taken as the newest of the gallery image',
      version('1.2.3'),
      { id: gallery, exactVersion: '1.2.3' },
      true,
    ],
    ['another one, taken as the newest', version('1.2.3'), { id: gallery, exactVersion: '1.2.4' }, false],
    ['any version where a gallery image is wanted', { id: gallery }, version('1.2.3'), true],
    ['a version of another image', { id: gallery }, { id: `${gallery}2/versions/1.2.3` }, false],
    ['the same managed image', managed, { id: managed.id.toLowerCase() }, true],
    ['another managed image', managed, { id: `${compute}/images/web-8` }, false],
    ['a managed image instead of a gallery image', version('1.2.3'), managed, false],
    [
      'a version of the community',
      { communityGalleryImageId: '/CommunityGalleries/x/Images/web/Versions/1.0.0' },
      { communityGalleryImageId: '/communityGalleries/x/images/web/versions/1.0.0' },
      true,
    ],
  ])('%s', (_, wanted, real, isExpected) => {
    expect(hasImage(wanted, real)).toBe(isExpected);
  });
});

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
