import { ArmError } from './arm-error.ts';

/** What Microsoft.Compute answers about images. */
export const imageErrors = {
  vmImageNotFound: () => new ArmError(404, { code: 'NotFound', message: 'Artifact: VMImage was not found.' }),
};
