import type { PolicyAssignment } from './arm/errors.ts';
import { atPointer } from './arm/json.ts';

/** Which requests a fault meets. */
export interface FaultMatch {
  readonly method?: string;
  /** Regular expression over the path, without case: `loadBalancers/vipswap1lb$`. */
  readonly path?: string;
  /** Only a body that has this value at this JSON pointer (RFC 6901). */
  readonly body?: { readonly pointer: string; readonly equals: unknown };
  /** The first matching request that is met, counted from 1 since the fault was set. Default 1. */
  readonly nth?: number;
  /** How many matching requests are met from there on. Default 1; `always` for all. */
  readonly times?: number | 'always';
}

/** What a fault does to the operation that a write starts. The request itself is accepted. */
export type OperationFault =
  | {
      /** Its status stays `InProgress` for ever, its resource `Updating`. */
      readonly effect: 'stuck';
      readonly model?: ModelEffect;
      readonly dataPlaneFollows?: boolean;
    }
  | {
      readonly effect: 'operation-fails' | 'operation-canceled';
      readonly code?: string;
      readonly message?: string;
      readonly model?: ModelEffect;
      readonly dataPlaneFollows?: boolean;
    }
  | {
      /** As if another writer's operation had overtaken it: the resource ends `Succeeded`, and serves as the model says. */
      readonly effect: 'operation-superseded';
      readonly model?: ModelEffect;
    };

/**
 * What the write leaves in the model. `half-changed` applies the first of several changes: one load balancer of a swap, the
 * first half of the instances of a scale set.
 */
export type ModelEffect = 'changed' | 'unchanged' | 'half-changed';

export type FaultEffect =
  | OperationFault
  | {
      /** Answered instead of being carried out. */
      readonly effect: 'answer';
      readonly status: number;
      readonly code: string;
      readonly message?: string;
      readonly headers?: Readonly<Record<string, string>>;
      /** The whole body, where `{"error": {code, message}}` is not what is wanted. */
      readonly body?: unknown;
    }
  /** Carried out, then the connection is cut. With a time, it is cut at once, and the request is carried out so much later. */
  | { readonly effect: 'answer-lost'; readonly carriedOutAfterMs?: number }
  /** The connection is cut, nothing is carried out. */
  | { readonly effect: 'connection-reset' }
  /** Nothing is carried out, and no answer ever comes: the client waits for as long as it likes. */
  | { readonly effect: 'unanswered' }
  /** 429 `SubscriptionRequestsThrottled`; without seconds there is no `Retry-After`. */
  | { readonly effect: 'throttled'; readonly retryAfterSeconds?: number }
  /** 400 `PublicIPCountLimitReached` with this limit. */
  | { readonly effect: 'quota-reached'; readonly limit?: number }
  | { readonly effect: 'policy-denied'; readonly assignment?: Partial<PolicyAssignment> }
  | { readonly effect: 'delayed'; readonly beforeMs?: number; readonly afterMs?: number }
  | {
      /** Another writer changes a resource, right before or right after this request is carried out. */
      readonly effect: 'foreign-write';
      readonly when: 'before' | 'after';
      readonly resourceId: string;
      /** RFC 7396, on the resource as a GET prints it. */
      readonly mergePatch: unknown;
      /** How long that writer's operation runs. Default: no time. */
      readonly lastsMs?: number;
    }
  | {
      /** The load on a scale set changes, right before or right after this request: autoscale does what its setting says. */
      readonly effect: 'autoscale';
      readonly when: 'before' | 'after';
      readonly scaleSetId: string;
      readonly direction: 'Increase' | 'Decrease';
    };

export type Fault = { readonly match: FaultMatch } & FaultEffect;

/** A fault in force. */
export interface ActiveFault {
  readonly id: string;
  readonly fault: Fault;
  readonly matched: number;
  readonly met: number;
}

const operationEffects: readonly string[] = [
  'stuck',
  'operation-fails',
  'operation-canceled',
  'operation-superseded',
];

const effects: readonly string[] = [
  ...operationEffects,
  'answer',
  'answer-lost',
  'connection-reset',
  'unanswered',
  'throttled',
  'quota-reached',
  'policy-denied',
  'delayed',
  'foreign-write',
  'autoscale',
];

export function isOperationFault(effect: FaultEffect): effect is OperationFault {
  return operationEffects.includes(effect.effect);
}

export function isFault(value: unknown): value is Fault {
  const effect = atPointer(value, '/effect');
  return (
    typeof atPointer(value, '/match') === 'object' && typeof effect === 'string' && effects.includes(effect)
  );
}

/** The faults in force. Several may meet one request; they apply in the order they were set. */
export class Faults {
  #active: ActiveFault[] = [];
  #count = 0;

  add(fault: Fault): ActiveFault {
    this.#count += 1;
    const active = { id: String(this.#count), fault, matched: 0, met: 0 };
    this.#active.push(active);
    return active;
  }

  list(): readonly ActiveFault[] {
    return this.#active;
  }

  /** Removes one fault, or all of them. */
  remove(id?: string): void {
    this.#active = id === undefined ? [] : this.#active.filter((active) => active.id !== id);
  }

  /** What meets this request. Counts it for every fault whose pattern it fits. */
  meet(method: string, path: string, body: unknown): readonly FaultEffect[] {
    return this.#meet((match) => fits(match, method, path, body));
  }

  /** The same for a request for a token. A fault without a path is one of ARM, and does not count it. */
  meetSignIn(method: string, path: string): readonly FaultEffect[] {
    return this.#meet((match) => match.path !== undefined && fits(match, method, path, undefined));
  }

  #meet(isMet: (match: FaultMatch) => boolean): readonly FaultEffect[] {
    const met: FaultEffect[] = [];
    this.#active = this.#active.map((active) => {
      if (!isMet(active.fault.match)) return active;
      const matched = active.matched + 1;
      const { nth = 1, times = 1 } = active.fault.match;
      const meets = matched >= nth && (times === 'always' || matched < nth + times);
      if (meets) met.push(active.fault);
      return { ...active, matched, met: active.met + (meets ? 1 : 0) };
    });
    return met;
  }
}

function fits(match: FaultMatch, method: string, path: string, body: unknown): boolean {
  if (match.method !== undefined && match.method.toUpperCase() !== method.toUpperCase()) return false;
  if (match.path !== undefined && !new RegExp(match.path, 'i').test(path)) return false;
  if (match.body === undefined) return true;
  return JSON.stringify(atPointer(body, match.body.pointer)) === JSON.stringify(match.body.equals);
}
