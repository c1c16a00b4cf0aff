/** A PATCH of a scale set never took longer than 296 s in any recording. */
export const LONGEST_WRITE_MS = 400_000;

/** Of the model, or of a service of the scale set, and of the tags that say so. */
export const LONGEST_CHANGE_MS = 2 * LONGEST_WRITE_MS;

/** Of instances, whose protection is written one after the other. Nobody has recorded how long one takes: two minutes are a guess. */
export function longestProtectionMs(instanceCount: number): number {
  return LONGEST_WRITE_MS + instanceCount * 120_000;
}
