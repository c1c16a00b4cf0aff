import type { ScaleSetStatus } from '../strategies/scale-set/status.ts';

export function scaleSetSentence({ scaleSet }: ScaleSetStatus): string {
  return scaleSet;
}

export function scaleSetRows(_status: ScaleSetStatus): [string, string][] {
  return [];
}
