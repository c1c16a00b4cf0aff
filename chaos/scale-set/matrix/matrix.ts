import { matrixOf, stepsThrough } from '../../matrix/matrix.ts';
import type { Part } from '../../part.ts';
import { briefVictims, releaseVictims } from './victims.ts';

/**
 * SIGKILL of the bundled canary, rollout, rejection and recovery before, after, and in the middle of everything that they do, and one
 * recovery, which the seed decides.
 */
export const scaleSetMatrix: Part = matrixOf('scale-set-matrix', releaseVictims);

/** Of those that do not wait for long, for who waits for the test suite; so many seeds in a row have all of them. */
const STEP = 20;

export const partOfScaleSetMatrix: Part = stepsThrough('scale-set-matrix', briefVictims, STEP);
