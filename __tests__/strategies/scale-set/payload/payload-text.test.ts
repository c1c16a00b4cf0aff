import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ImageReference } from '../../../../src/azure/scale-sets/scale-sets.ts';
import { lastRunTags, readLastRun } from '../../../../src/record/last-run.ts';
import { imageText, readImageText } from '../../../../src/strategies/scale-set/payload/image-text.ts';
import {
  payloadText,
  type RecordedPayload,
  readPayloadText,
  recordedExtension,
} from '../../../../src/strategies/scale-set/payload/payload-text.ts';
import { compute, jammy, subscriptionId } from '../scale-set-of.ts';

const elsewhere = compute.replace(subscriptionId, '11111111-5b1d-4c39-9a06-d2e7f1b3c845');

const name = fc.stringMatching(/^[A-Za-z0-9][\w.-]{0,30}$/);
const scope = fc
  .tuple(fc.constantFrom(compute, elsewhere), name)
  .map(([base, group]) => base.replace('resourceGroups/shop', `resourceGroups/${group}`));
const anyImage: fc.Arbitrary<ImageReference> = fc.oneof(
  fc
    .tuple(name, name, name, name)
    .map(([publisher, offer, sku, version]) => ({ publisher, offer, sku, version })),
  fc.tuple(scope, name).map(([base, image]) => ({ id: `${base}/images/${image}` })),
  fc
    .tuple(scope, name, name)
    .map(([base, gallery, image]) => ({ id: `${base}/galleries/${gallery}/images/${image}` })),
  fc.tuple(scope, name, name, name).map(([base, gallery, image, version]) => ({
    id: `${base}/galleries/${gallery}/images/${image}/versions/${version}`,
  })),
  name.map((gallery) => ({ sharedGalleryImageId: `/sharedGalleries/${gallery}/images/web/versions/1.0.0` })),
  name.map((gallery) => ({ communityGalleryImageId: `/CommunityGalleries/${gallery}/Images/web` })),
);

describe('an image in a tag', () => {
  it.each([
    [jammy, 'Canonical:0001-com-ubuntu-server-jammy:22_04-lts-gen2:22.04.202601010'],
    [{ id: `${compute}/galleries/images/images/web/versions/1.2.3` }, 'shop/images/web/1.2.3'],
    [{ id: `${compute}/galleries/images/images/web` }, 'shop/images/web'],
    [{ id: `${compute}/images/web-7` }, 'shop/web-7'],
    [{ id: `${elsewhere}/images/web-7` }, `${elsewhere}/images/web-7`],
  ])('is short where a person can tell what it is: %o', (image, text) => {
    expect(imageText(image, subscriptionId)).toBe(text);
    expect(readImageText(text, subscriptionId)).toEqual(image);
  });

  it('comes back as it was, and has no blank', () => {
    fc.assert(
      fc.property(anyImage, (image) => {
        const text = imageText(image, subscriptionId);
        expect(text).toMatch(/^\S+$/);
        expect(readImageText(text, subscriptionId)).toEqual(image);
      }),
    );
  });

  it('says latest where the model does, whatever that was on a machine', () => {
    const text = imageText({ ...jammy, version: 'latest', exactVersion: '22.04.1' }, subscriptionId);
    expect(readImageText(text, subscriptionId)).toEqual({ ...jammy, version: 'latest' });
  });

  it.each(['', 'web', 'a/b/c/d/e', 'a//b', 'a:b', 'a:b:c:', 'a:b:c:d:e', 'a/b:c'])(
    'is none: "%s"',
    (text) => {
      expect(readImageText(text, subscriptionId)).toBeUndefined();
    },
  );
});

describe('a payload in a tag', () => {
  const anyPayload: fc.Arbitrary<RecordedPayload> = fc.oneof(
    anyImage.map((image) => ({ kind: 'image', image }) as const),
    fc
      .tuple(
        fc.string({ minLength: 1, maxLength: 40 }),
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.option(fc.string({ maxLength: 40 }), { nil: undefined }),
      )
      .map(([extension, settings, tag]) => recordedExtension(extension, settings, tag)),
  );

  it('comes back as it was, also from what was done last', () => {
    fc.assert(
      fc.property(anyPayload, (payload) => {
        const previousTarget = payloadText(payload, subscriptionId);
        expect(readPayloadText(previousTarget, subscriptionId)).toEqual(payload);
        const last = {
          finishedAtEpochMs: 0,
          kind: 'run',
          strategy: 'full-rollout',
          method: 'manual',
          previousTarget,
          target: previousTarget,
          downtime: { seconds: 0, source: 'probe' },
          run: 'https://github.com/contoso/shop/actions/runs/1/attempts/1',
        } as const;
        // The URL of the run is cut where one tag has no room for all of it.
        const { run, ...rest } = readLastRun(lastRunTags(last)) ?? {};
        expect(rest).toEqual({ ...last, run: undefined });
        expect(run).toMatch(/\/actions\/runs\/1\/attempts\/1$/);
      }),
    );
  });

  it('has nothing of the settings of an extension but a hash, which does not depend on their order', () => {
    const one = payloadText(
      recordedExtension('install shop', { a: 'hunter2', b: { c: [1, 2], d: 3 } }, undefined),
      subscriptionId,
    );
    const other = payloadText(
      recordedExtension('install shop', { b: { d: 3, c: [1, 2] }, a: 'hunter2' }, undefined),
      subscriptionId,
    );
    expect(one).toMatch(/^extension:install%20shop:[0-9a-f]{64}$/);
    expect(one).toBe(other);
    const swapped = payloadText(
      recordedExtension('install shop', { a: 'hunter2', b: { c: [2, 1], d: 3 } }, undefined),
      subscriptionId,
    );
    expect(swapped).not.toBe(one);
  });

  it.each(['extension:install-shop:1234', `extension:100%:${'0'.repeat(64)}`])(
    'is not read from what a hand wrote: %s',
    (text) => {
      expect(readPayloadText(text, subscriptionId)).toBeUndefined();
    },
  );
});
