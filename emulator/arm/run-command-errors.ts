import { ArmError } from './arm-error.ts';

/** What Microsoft.Compute answers to commands for instances. */
export const runCommandErrors = {
  commandIdMissing: () =>
    new ArmError(400, {
      code: 'InvalidParameter',
      message: "Required parameter 'commandId' is missing (null).",
      target: 'commandId',
    }),
  commandNotFound: () =>
    new ArmError(404, { code: 'NotFound', message: 'The entity was not found in this Azure location.' }),
  extensionsOfStoppedMachine: () =>
    new ArmError(409, {
      code: 'OperationNotAllowed',
      message: 'Cannot modify extensions in the VM when the VM is not running.',
    }),
  commandInProgress: () =>
    new ArmError(409, {
      code: 'Conflict',
      message:
        'Run command extension execution is in progress. Please wait for completion before invoking a run command.',
    }),
};
