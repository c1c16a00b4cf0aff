/** Whether a run has begun nothing but its lock: where production is when that is undone, others have decided. */
export function hasOnlyLocked(begunStepIds: Iterable<string>): boolean {
  return [...begunStepIds].every((id) => id === 'take-lock');
}
