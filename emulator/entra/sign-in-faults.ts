import { ConnectionCut } from '../arm/http.ts';
import type { Clock } from '../clock.ts';
import type { FaultEffect, Faults } from '../faults.ts';

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface SignInRequest {
  readonly method: string;
  readonly path: string;
}

/**
 * Answers a request for a token as the faults that it meets would have it. What they say of resources and operations means
 * nothing here.
 *
 * @throws ConnectionCut
 */
export async function answerUnderFaults(
  faults: Faults,
  clock: Pick<Clock, 'sleep'>,
  { method, path }: SignInRequest,
  answer: () => Answer | Promise<Answer>,
): Promise<Answer> {
  const effects = faults.meetSignIn(method, path);
  await pause(clock, effects, 'beforeMs');
  if (effects.some(({ effect }) => effect === 'connection-reset')) throw new ConnectionCut(method, path);
  if (effects.some(({ effect }) => effect === 'unanswered')) return new Promise(() => undefined);
  const answered = effects.map(answerOf).find((each) => each !== undefined) ?? (await answer());
  if (effects.some(({ effect }) => effect === 'answer-lost')) throw new ConnectionCut(method, path);
  await pause(clock, effects, 'afterMs');
  return answered;
}

async function pause(
  clock: Pick<Clock, 'sleep'>,
  effects: readonly FaultEffect[],
  when: 'beforeMs' | 'afterMs',
): Promise<void> {
  const durationMs = effects.reduce(
    (total, effect) => total + (effect.effect === 'delayed' ? (effect[when] ?? 0) : 0),
    0,
  );
  if (durationMs > 0) await clock.sleep(durationMs);
}

/** In the shape of OAuth 2.0 (RFC 6749, 5.2), unless the fault has a body of its own. */
function answerOf(effect: FaultEffect): Answer | undefined {
  switch (effect.effect) {
    case 'answer':
      return {
        status: effect.status,
        headers: effect.headers ?? {},
        body: effect.body ?? {
          error: effect.code,
          error_description: effect.message ?? `A fault answers ${effect.code}.`,
        },
      };
    case 'throttled':
      return {
        status: 429,
        headers:
          effect.retryAfterSeconds === undefined ? {} : { 'retry-after': String(effect.retryAfterSeconds) },
        body: { error: 'temporarily_unavailable', error_description: 'A fault throttles signing in.' },
      };
    default:
      return undefined;
  }
}
