import { join, resolve } from 'node:path';

/** Where Azure's documents and recordings lie, which are not part of the project. */
export interface Reference {
  readonly openapi: string;
  readonly recordings: string;
}

const folder = process.env.AZURE_REFERENCE;

/** Undefined where there is none: the tests that need it are left out. */
export const reference: Reference | undefined = folder
  ? { openapi: join(resolve(folder), 'openapi'), recordings: join(resolve(folder), 'recordings') }
  : undefined;

export const howToRun =
  'Left out: conformance with Azure. To run it: AZURE_REFERENCE=<folder with openapi/ and recordings/> npm test';
