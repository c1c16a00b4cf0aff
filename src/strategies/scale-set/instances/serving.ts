import type { Instance } from './instance.ts';

/** Whether users get answers from it, as far as Azure tells. What nothing monitors is taken to serve while it runs. */
export function serves({ isRunning, health }: Instance): boolean {
  return isRunning && (health === 'healthy' || health === 'unmonitored');
}

/** Whether a release still has to reach it: by ARM's own word, or by what it really runs. */
export function isOutdated({ hasLatestModel, hasPayload }: Instance): boolean {
  return !hasLatestModel || !hasPayload;
}
