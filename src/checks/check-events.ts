import type { Reasons } from './reasons.ts';

/** What is seen of upgraded instances until each is healthy or given up. Every `atMs` is `Clock.monotonicMs`. */
export type CheckEvent =
  | {
      /** Said when it differs from what was said of the instance before. */
      readonly type: 'instance-check';
      readonly atMs: number;
      readonly instanceId: string;
      /** Empty: all that is configured is good at the moment. */
      readonly reasons: Reasons;
    }
  | {
      readonly type: 'instance-healthy';
      readonly atMs: number;
      readonly instanceId: string;
      /** From here on everything was good without a break. */
      readonly sinceMs: number;
      /** From the beginning of its check, which follows its upgrade, to the verdict. */
      readonly tookMs: number;
    }
  | {
      readonly type: 'instance-unhealthy';
      readonly atMs: number;
      readonly instanceId: string;
      /** As last seen. */
      readonly reasons: Reasons;
      readonly tookMs: number;
    };
