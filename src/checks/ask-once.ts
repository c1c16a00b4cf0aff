import { type LookAtInstance, lookOrTell } from './instance-looks.ts';
import type { Reasons } from './reasons.ts';

/** So many are asked at once. */
const QUESTIONS_AT_ONCE = 32;

export interface Hearing {
  readonly hear: (instanceId: string, reasons: Reasons) => void;
  readonly miss: (instanceId: string, why: string) => void;
}

/**
 * Asks each instance once. The first one alone: where it is reached says where all are, and that is read once then.
 *
 * @param hear is told as soon as one has answered; no reasons: it has answered well. One bad answer may be nobody's fault.
 * @param miss is told of one that could not be asked, because ARM does not say where, for instance.
 * @throws the signal's reason when it aborts, and nothing else.
 */
export async function askOnce(
  askEndpoint: LookAtInstance,
  instanceIds: readonly string[],
  { hear, miss }: Hearing,
  signal: AbortSignal,
): Promise<void> {
  const ask = async (id: string) => {
    const answer = await lookOrTell<Reasons | string>(
      () => askEndpoint(id, signal),
      (error) => error,
      signal,
    );
    if (typeof answer === 'string') {
      miss(id, answer);
    } else {
      hear(id, answer);
    }
  };
  const [first, ...others] = instanceIds;
  if (first !== undefined) {
    await ask(first);
  }
  for (let next = 0; next < others.length; next += QUESTIONS_AT_ONCE) {
    await Promise.all(others.slice(next, next + QUESTIONS_AT_ONCE).map(ask));
  }
}
