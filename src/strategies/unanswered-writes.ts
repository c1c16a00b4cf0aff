import type { Arm } from '../azure/arm/arm.ts';
import { ArmError, ArmOperationError } from '../azure/arm/arm-error.ts';
import type { Clock } from '../engine/clock.ts';

/** Remembers until when a write that got no answer may still be carried out: it is sent under no ETag that would refuse it then. */
export class UnansweredWrites {
  #untilMs: number;
  readonly #transitMs: number;

  /** @param transitMs how long a write may be on its way. @param untilMs as of `PerformerDependencies`. */
  constructor(transitMs: number, untilMs = Number.NEGATIVE_INFINITY) {
    this.#transitMs = transitMs;
    this.#untilMs = untilMs;
  }

  /** `Clock.monotonicMs` from which on none can arrive any more. */
  get untilMs(): number {
    return this.#untilMs;
  }

  /** The same ARM, whose unanswered writes are remembered. */
  through(arm: Arm, clock: Clock): Arm {
    return {
      ...arm,
      write: async (write, signal) => {
        try {
          return await arm.write(write, signal);
        } catch (error) {
          if (!isAnswered(error)) {
            this.#untilMs = Math.max(this.#untilMs, clock.monotonicMs() + this.#transitMs);
          }
          throw error;
        }
      },
    };
  }
}

/** ARM has said what has become of it, so it cannot begin later. */
function isAnswered(error: unknown): boolean {
  return error instanceof ArmError || error instanceof ArmOperationError;
}
