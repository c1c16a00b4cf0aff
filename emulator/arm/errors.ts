import { computeErrors } from './compute-errors.ts';
import { gatewayErrors } from './gateway-errors.ts';
import { imageErrors } from './image-errors.ts';
import { networkErrors } from './network-errors.ts';
import { runCommandErrors } from './run-command-errors.ts';
import { throttlingErrors } from './throttling-errors.ts';

export { ArmError, type ErrorBody, GatewayError } from './arm-error.ts';
export type { PolicyAssignment } from './gateway-errors.ts';

/**
 * Every error the emulator answers with. Codes and texts are recorded ones where a recording or a public report of the
 * real text was found; docs/emulator.md lists those whose wording is an assumption.
 */
export const errors = {
  ...gatewayErrors,
  ...networkErrors,
  ...computeErrors,
  ...imageErrors,
  ...runCommandErrors,
  ...throttlingErrors,
};
