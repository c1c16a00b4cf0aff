import type { RequestedPayload } from '../strategies/scale-set/goal.ts';
import { imageOfPackerManifest } from '../strategies/scale-set/payload/packer-manifest.ts';
import type { InputName } from './definitions.ts';
import { readExtension } from './extension.ts';
import { parseImage } from './image.ts';
import { InputError } from './input-error.ts';
import { parseBy, type ReadInput } from './read.ts';
import type { ReadWorkspaceFile } from './workspace-file.ts';

const payloads = ['image', 'packer-manifest', 'extension'] as const;

const ofExtension = ['extension-settings', 'extension-protected-settings', 'extension-script'] as const;
const ofFormerExtension = ['previous-extension-settings', 'previous-extension-protected-settings'] as const;

/** Reads what the machines shall get; undefined where nothing says so. */
export function readPayload(read: ReadInput, readFile: ReadWorkspaceFile): RequestedPayload | undefined {
  const given = payloads.filter((name) => read(name) !== '');
  const [name, second] = given;
  if (second !== undefined && name !== undefined) {
    throw new InputError(
      second,
      `'${read(second)}' contradicts ${name} '${read(name)}': a release has one payload. Leave one of them out.`,
    );
  }
  if (name !== 'extension') {
    refuseWithoutExtension(read, ofExtension);
  }
  if (name !== undefined && name !== 'extension') {
    refuseWithoutExtension(read, ofFormerExtension);
  }
  switch (name) {
    case undefined:
      return undefined;
    case 'image':
      return { kind: 'image', image: parseImage('image', read('image')) };
    case 'packer-manifest':
      return {
        kind: 'image',
        input: name,
        image: parseBy(name, read(name), (path) => imageOfPackerManifest(readFile(path), path)),
      };
    case 'extension':
      return { kind: 'extension', ...readExtension(read, readFile) };
  }
}

/** The payload of a release that cannot be without one. */
export function readNeededPayload(read: ReadInput, readFile: ReadWorkspaceFile): RequestedPayload {
  const payload = readPayload(read, readFile);
  if (payload === undefined) {
    throw new InputError(
      'image',
      'is missing, and a canary needs something new to try. Set image, packer-manifest or extension.',
    );
  }
  return payload;
}

function refuseWithoutExtension(read: ReadInput, names: readonly InputName[]): void {
  const given = names.find((name) => read(name) !== '');
  if (given !== undefined) {
    const payload = payloads.find((name) => read(name) !== '');
    throw new InputError(
      given,
      payload === undefined
        ? 'is about an extension, and none is named. Leave it out, or set extension.'
        : `contradicts ${payload} '${read(payload)}', which is no extension. Leave one of them out.`,
    );
  }
}
