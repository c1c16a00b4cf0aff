import { describe, expect, it } from 'vitest';
import { imageOfPackerManifest } from '../../../../src/strategies/scale-set/payload/packer-manifest.ts';
import { compute } from '../scale-set-of.ts';

const managed = `${compute}/images/web-7`;
const galleryVersion = `${compute}/galleries/shop/images/web/versions/1.2.3`;

const build = (artifactId: string, more: Record<string, unknown> = {}) => ({
  name: 'web',
  builder_type: 'azure-arm',
  build_time: 1_790_000_000,
  files: null,
  artifact_id: artifactId,
  packer_run_uuid: 'run-2',
  custom_data: null,
  ...more,
});

const manifest = (...builds: unknown[]) => JSON.stringify({ builds, last_run_uuid: 'run-2' });

const imageOf = (content: string) => imageOfPackerManifest(content, 'packer-manifest.json');

describe('the image in a Packer manifest', () => {
  it.each([
    ['a managed image', managed],
    ['a version in a gallery', galleryVersion],
  ])('is %s', (_, id) => {
    expect(imageOf(manifest(build(id)))).toEqual({ id });
  });

  it('is that of the last run, for a file keeps earlier ones', () => {
    const earlier = build(`${compute}/images/web-6`, { packer_run_uuid: 'run-1' });
    expect(imageOf(manifest(earlier, build(managed)))).toEqual({ id: managed });
    expect(imageOf(manifest(build(managed), earlier))).toEqual({ id: managed });
  });

  it('is that of the last build where the file does not say which run was the last', () => {
    const earlier = build(`${compute}/images/web-6`, { packer_run_uuid: 'run-1' });
    expect(imageOf(JSON.stringify({ builds: [earlier, build(managed)] }))).toEqual({ id: managed });
  });

  it('is that of Azure where the run built for others too', () => {
    const amazon = build('us-east-1:ami-08cf8a3e', { builder_type: 'amazon-ebs' });
    expect(imageOf(manifest(build(managed), amazon))).toEqual({ id: managed });
  });

  it('is the version in the gallery where the template passes it on', () => {
    const data = { custom_data: { ManagedImageSharedImageGalleryId: galleryVersion, team: 'shop' } };
    expect(imageOf(manifest(build(managed, data)))).toEqual({ id: galleryVersion });
  });

  it('is read behind a byte order mark', () => {
    expect(imageOf(`\uFEFF${manifest(build(managed))}`)).toEqual({ id: managed });
  });

  it('is one image, also where two builds tell of it', () => {
    expect(imageOf(manifest(build(managed), build(managed.toUpperCase())))).toEqual({ id: managed });
  });

  it.each([
    ['no JSON', '{', /packer-manifest.json is no JSON: /],
    ['another file', '{"variables":{}}', /packer-manifest.json is not a Packer manifest.*"builds"/],
    ['a list', '[]', /is not a Packer manifest/],
    [
      'nothing built',
      manifest(),
      /no build by azure-arm of its last run \(run-2\); it lists none of that run/,
    ],
    [
      'nothing of Azure',
      manifest(build('ami', { builder_type: 'amazon-ebs' }), build(managed, { packer_run_uuid: 'run-1' })),
      /no build by azure-arm of its last run \(run-2\); those of that run are by amazon-ebs/,
    ],
    [
      'two images',
      manifest(build(managed), build(galleryVersion, { name: 'api' })),
      /has made 2 Azure images \(builds web, api\)/,
    ],
    [
      'an artifact without an id',
      manifest(build('UNKNOWN ID')),
      /build "web" .* names the artifact "UNKNOWN ID"/,
    ],
    [
      'a disk',
      manifest(build('https://x.blob.core.windows.net/d.vhd?sig=hunter2')),
      /made a disk \(https:.*d\.vhd\), .*managed_image_name/,
    ],
  ])('is refused where there is %s', (_, content, message) => {
    expect(() => imageOf(content)).toThrow(message);
  });

  it('does not give the signature of a disk away', () => {
    expect(() => imageOf(manifest(build('https://x.blob.core.windows.net/d.vhd?sig=hunter2')))).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    );
  });
});
