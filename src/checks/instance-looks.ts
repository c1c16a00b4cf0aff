import { toFailure } from '../engine/failure.ts';
import { oneClause } from './one-line.ts';
import { orAborted } from './or-aborted.ts';
import type { Reasons } from './reasons.ts';

/** The ways to look at instances that are configured. */
export interface InstanceLooks {
  /** All of them in one listing. One that is missing in the answer is not among the instances of the scale set. */
  readonly list: (
    instanceIds: readonly string[],
    signal: AbortSignal,
  ) => Promise<ReadonlyMap<string, Reasons>>;
  readonly askEndpoint?: LookAtInstance;
  /** Slow, and may change the machine: run when all else is good, and again after a while where it failed. */
  readonly runCommand?: (instanceId: string, signal: AbortSignal) => Promise<CommandLook>;
}

export type LookAtInstance = (instanceId: string, signal: AbortSignal) => Promise<Reasons>;

/** What came of having a command run on an instance. */
export type CommandLook =
  | { readonly kind: 'ended'; readonly reasons: Reasons }
  /** ARM did not let it be run, because of something else than the instance, so nothing is known of that. */
  | { readonly kind: 'held-up'; readonly why: string; readonly retryAfterMs: number };

/** A look that fails has seen nothing good, and its error tells why. Rejects with the signal's reason as soon as it aborts. */
export async function lookOrTell<T>(
  look: () => Promise<T>,
  tell: (error: string) => T,
  signal: AbortSignal,
): Promise<T> {
  signal.throwIfAborted();
  try {
    return await orAborted(look(), signal);
  } catch (error) {
    signal.throwIfAborted();
    return tell(oneClause(toFailure(error).message));
  }
}
