import { matrixOf, stepsThrough } from '../../matrix/matrix.ts';
import type { Part } from '../../part.ts';
import { releaseVictims } from './victims.ts';

/**
 * SIGKILL of the bundled canary, rollout, rejection and recovery before, after, and in the middle of everything that they do, and one
 * recovery, which the seed decides.
 */
export const scaleSetMatrix: Part = matrixOf('scale-set-matrix', releaseVictims);

/** As many seeds in a row have all of them. */
const STEP = 40;

export const fortiethOfScaleSetMatrix: Part = stepsThrough('scale-set-matrix', releaseVictims, STEP);
