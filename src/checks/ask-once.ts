import { type LookAtInstance, lookOrTell } from './instance-looks.ts';
import type { Reasons } from './reasons.ts';

/** So many are asked at once. */
const QUESTIONS_AT_ONCE = 32;

/**
 * Asks each instance once. The first one alone: where it is reached says where all are, and that is read once then.
 *
 * @param hear is told as soon as one has answered; no reasons: it has answered well. One bad answer may be nobody's fault.
 * @throws the signal's reason when it aborts, and nothing else.
 */
export async function askOnce(
  askEndpoint: LookAtInstance,
  instanceIds: readonly string[],
  hear: (instanceId: string, reasons: Reasons) => void,
  signal: AbortSignal,
): Promise<void> {
  const ask = async (id: string) =>
    hear(
      id,
      await lookOrTell(
        () => askEndpoint(id, signal),
        (error) => [`could not be asked: ${error}`],
        signal,
      ),
    );
  const [first, ...others] = instanceIds;
  if (first !== undefined) {
    await ask(first);
  }
  for (let next = 0; next < others.length; next += QUESTIONS_AT_ONCE) {
    await Promise.all(others.slice(next, next + QUESTIONS_AT_ONCE).map(ask));
  }
}
