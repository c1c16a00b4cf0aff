import type { Clock } from '../../engine/clock.ts';
import { DeadlineError } from '../../engine/deadline.ts';
import { NoAnswerError, readErrorBody } from './arm-error.ts';
import type { ArmMethod, ArmTransport } from './arm-transport.ts';

/**
 * Whoever sets a deadline knows what all of it is for, and not on which request it has run out: an ARM that is silent about
 * one resource would look like one that is slow about all of them.
 *
 * @param awaited completes the sentence `Last it waited for ...`.
 * @returns the error with that sentence, where `signal` was aborted by a deadline; any other as it is.
 */
export function namingAwaited(error: unknown, signal: AbortSignal, awaited: () => string): unknown {
  return error instanceof DeadlineError && error === signal.reason
    ? error.adding(`Last it waited for ${awaited()}.`)
    : error;
}

interface Call {
  readonly method: ArmMethod;
  readonly path: string;
  readonly signal: AbortSignal;
  readonly transport: ArmTransport;
  readonly clock: Clock;
}

/** Makes a call of one request or many; where a deadline ends it, the error says how far it had come. */
export async function namingCall<T>(call: Call, make: (transport: ArmTransport) => Promise<T>): Promise<T> {
  const { method, path, signal, transport, clock } = call;
  if (signal.aborted) {
    // The time was up before: it is not this call that has used it.
    return make(transport);
  }
  const startedAtMs = clock.monotonicMs();
  let trouble: string | undefined;
  let acceptedAtMs: number | undefined;
  const watched: ArmTransport = async (request) => {
    const answer = await transport(request).catch((error: unknown) => {
      trouble = error instanceof NoAnswerError ? 'no answer' : trouble;
      throw error;
    });
    if (answer.status >= 400) {
      trouble = `${answer.status} ${readErrorBody(answer.body, answer.status).code}`;
    } else if (request.method !== 'GET') {
      acceptedAtMs = answer.receivedAtMs;
    }
    return answer;
  };
  try {
    return await make(watched);
  } catch (error) {
    throw namingAwaited(error, signal, () => {
      const sinceMs = clock.monotonicMs() - (acceptedAtMs ?? startedAtMs);
      const seconds = `${Math.round(sinceMs / 100) / 10} s`;
      const what =
        acceptedAtMs === undefined
          ? `an answer of ARM to ${method} ${path}, for ${seconds}`
          : `the end of ${method} ${path}, which ARM had accepted ${seconds} before`;
      return trouble === undefined ? what : `${what} (meanwhile: ${trouble})`;
    });
  }
}
