import type { Random } from '../random.ts';
import type { DataPlanePreset, DataPlaneTiming } from './contract.ts';

/** Gives each accepted write its timing, in the order of acceptance. */
export type DrawTiming = () => Required<DataPlaneTiming>;

const presets: Record<Exclude<DataPlanePreset, 'random'>, DataPlaneTiming> = {
  pessimistic: { detachFraction: 0, attachFraction: 1, lagMs: 0 },
  optimistic: { detachFraction: 1, attachFraction: 0, lagMs: 0 },
  late: { detachFraction: 0, attachFraction: 1, lagMs: 15_000 },
};

const longestMixedMs = 2_000;

export function timingOf(choice: DataPlanePreset | DataPlaneTiming, random: Random): DrawTiming {
  if (choice === 'random') {
    return () => ({
      detachFraction: random.uniform('data-plane-detach'),
      attachFraction: random.uniform('data-plane-attach'),
      lagMs: 0,
      mixedMs: random.uniform('data-plane-mixed') * longestMixedMs,
    });
  }
  const timing = { mixedMs: 0, ...(typeof choice === 'string' ? presets[choice] : choice) };
  return () => timing;
}
