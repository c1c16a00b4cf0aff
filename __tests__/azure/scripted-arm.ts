import { type Arm, createArm } from '../../src/azure/arm.ts';
import { VirtualClock } from '../engine/virtual-clock.ts';

export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface ScriptedArm {
  readonly arm: Arm;
  /** `GET /subscriptions/…?api-version=…`, in the order of sending. */
  readonly requests: readonly string[];
}

/**
 * The action's own ARM client over answers given in advance, by `METHOD /path`: for what the emulator does not serve. A
 * path that is asked again gets its next answer, the last one for good. Everything else is a type that ARM does not know.
 */
export function scriptedArm(script: Readonly<Record<string, readonly ScriptedAnswer[]>>): ScriptedArm {
  const clock = new VirtualClock();
  const requests: string[] = [];
  const arm = createArm({
    clock,
    emit: () => undefined,
    transport: async ({ method, url }) => {
      const path = url.replace(/^https:\/\/[^/]+/, '');
      const key = `${method} ${path.replace(/\?.*/, '')}`;
      const asked = requests.filter((each) => each.replace(/\?.*/, '') === key).length;
      requests.push(`${method} ${path}`);
      const answer = script[key]?.[asked] ?? script[key]?.at(-1) ?? UNKNOWN_TYPE;
      const atMs = clock.monotonicMs();
      return {
        status: answer.status ?? 200,
        headers: answer.headers ?? {},
        body: answer.body,
        sentAtMs: atMs,
        receivedAtMs: atMs,
      };
    },
  });
  return { arm, requests };
}

const UNKNOWN_TYPE: ScriptedAnswer = {
  status: 404,
  body: { error: { code: 'InvalidResourceType', message: 'The resource type could not be found.' } },
};

export function forbidden(action: string): ScriptedAnswer {
  const message = `The client does not have authorization to perform action '${action}'.`;
  return { status: 403, body: { error: { code: 'AuthorizationFailed', message } } };
}
