import { ArmError, ArmOperationError, UncertainWriteError } from './arm/arm-error.ts';

/**
 * Why a write of something that may be written again did not end well. Each of them is answered by another look at the live
 * state, and the last one only so often.
 *
 * - `uncertain`: ARM did not say what became of it.
 * - `raced`: another writer came between, and nothing was carried out, or its update has taken the place of ours.
 * - `failed`: ARM accepted it, and it ended as `Failed` or `Canceled`: the model may have it all the same.
 */
export type Setback = 'uncertain' | 'raced' | 'failed';

/** @returns undefined for what no other look can help against: a refusal, a time that is up, a run that is cancelled. */
export function setbackOf(error: unknown): Setback | undefined {
  if (error instanceof UncertainWriteError) {
    return 'uncertain';
  }
  if (error instanceof ArmOperationError) {
    return error.isSuperseded ? 'raced' : 'failed';
  }
  return error instanceof ArmError && (error.status === 412 || isConflict(error)) ? 'raced' : undefined;
}

/** "The request failed due to conflict with a concurrent request", as Microsoft.Compute answers while another operation runs. */
export function isConflict(error: ArmError): boolean {
  const isOfCompute = /\/providers\/Microsoft\.Compute\//i.test(error.facts.path);
  return isOfCompute && error.status === 409 && error.code === 'Conflict';
}
