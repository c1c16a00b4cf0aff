import { type Arm, createArm } from '../../src/azure/arm/arm.ts';
import { NoAnswerError } from '../../src/azure/arm/arm-error.ts';
import type { ArmEvent } from '../../src/azure/arm/arm-events.ts';
import { VirtualClock } from '../engine/virtual-clock.ts';

export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** The request reaches ARM, and its answer never comes back. */
export const LOST = 'lost';

export interface SentRequest {
  /** `PUT /subscriptions/…`, without the query. */
  readonly key: string;
  readonly body: unknown;
  readonly ifMatch: string | undefined;
  readonly atMs: number;
}

export interface ScriptedArm {
  readonly arm: Arm;
  readonly clock: VirtualClock;
  /** `GET /subscriptions/…?api-version=…`, in the order of sending. */
  readonly requests: readonly string[];
  readonly sent: readonly SentRequest[];
  readonly events: readonly ArmEvent[];
  /** All but reads. */
  writes(): readonly SentRequest[];
}

type Script =
  | readonly (ScriptedAnswer | typeof LOST)[]
  | ((request: SentRequest) => ScriptedAnswer | typeof LOST);

/**
 * The action's own ARM client over answers given in advance, by `METHOD /path`: for what the emulator does not serve. A
 * path that is asked again gets its next answer, the last one for good; or a function answers. Everything else is a type that
 * ARM does not know.
 */
export function scriptedArm(script: Readonly<Record<string, Script>>): ScriptedArm {
  const clock = new VirtualClock();
  const requests: string[] = [];
  const sent: SentRequest[] = [];
  const events: ArmEvent[] = [];
  const arm = createArm({
    clock,
    emit: (event) => events.push(event),
    transport: async ({ method, url, body, headers }) => {
      const path = url.replace(/^https:\/\/[^/]+/, '');
      const key = `${method} ${path.replace(/\?.*/, '')}`;
      const asked = sent.filter((each) => each.key === key).length;
      const atMs = clock.monotonicMs();
      const request = { key, body, ifMatch: headers?.['if-match'], atMs };
      requests.push(`${method} ${path}`);
      sent.push(request);
      const answer = answerTo(request, script[key] ?? [], asked);
      if (answer === LOST) {
        throw new NoAnswerError(`${key} got no answer from ARM: connection reset`);
      }
      return {
        status: answer.status ?? 200,
        headers: answer.headers ?? {},
        body: answer.body,
        sentAtMs: atMs,
        receivedAtMs: atMs,
      };
    },
  });
  const writes = () => sent.filter(({ key }) => !key.startsWith('GET '));
  return { arm, clock, requests, sent, events, writes };
}

function answerTo(request: SentRequest, script: Script, asked: number): ScriptedAnswer | typeof LOST {
  return typeof script === 'function' ? script(request) : (script[asked] ?? script.at(-1) ?? UNKNOWN_TYPE);
}

const UNKNOWN_TYPE: ScriptedAnswer = {
  status: 404,
  body: { error: { code: 'InvalidResourceType', message: 'The resource type could not be found.' } },
};

export function forbidden(action: string): ScriptedAnswer {
  const message = `The client does not have authorization to perform action '${action}'.`;
  return { status: 403, body: { error: { code: 'AuthorizationFailed', message } } };
}

export function refused(status: number, code: string, message = code): ScriptedAnswer {
  return { status, body: { error: { code, message } } };
}

/** As Microsoft.Compute answers a write whose ETag does not hold (recorded). */
export const PRECONDITION_FAILED = refused(412, 'PreconditionFailed', 'Etag provided does not match.');
