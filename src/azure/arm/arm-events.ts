/** One request on the wire to Azure Resource Manager, whatever sent it and however it ended. */
export interface ArmRequestEvent {
  readonly type: 'arm-request';
  /** `Clock.monotonicMs` when the answer, or the failure to get one, was known. */
  readonly atMs: number;
  readonly sentAtMs: number;
  /** 1 for the first request of the run. */
  readonly sequence: number;
  readonly method: 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE';
  /** Path of the URL, without host and query: never a signature, never a token. */
  readonly path: string;
  readonly apiVersion: string;
  /** Why it was sent: a call of its own, the nth poll of a long-running operation, or the nth repetition of a call. */
  readonly reason: { readonly kind: 'call' } | { readonly kind: 'poll' | 'retry'; readonly number: number };
  readonly result:
    | { readonly kind: 'answer'; readonly status: number; readonly errorCode?: string }
    | { readonly kind: 'no-answer'; readonly cause: string };
  /** `x-ms-request-id` and `x-ms-correlation-request-id` of the answer. */
  readonly requestId?: string;
  readonly correlationId?: string;
  /** `x-ms-ratelimit-remaining-*`, header name without that prefix -> value. */
  readonly remaining: Readonly<Record<string, string>>;
}

/** A long-running operation, or a write that was complete when it was answered. */
export interface ArmOperationEvent {
  readonly type: 'arm-operation';
  /** When its end was known. */
  readonly atMs: number;
  readonly sentAtMs: number;
  readonly acceptedAtMs: number;
  readonly method: 'PUT' | 'PATCH' | 'POST' | 'DELETE';
  readonly path: string;
  readonly status: 'Succeeded' | 'Failed' | 'Canceled';
  readonly errorCode?: string;
  readonly polls: number;
}

/** ARM wants to be left alone for long: nothing is sent meanwhile. */
export interface ArmWaitEvent {
  readonly type: 'arm-wait';
  readonly atMs: number;
  readonly method: 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE';
  readonly path: string;
  /** `429 TooManyRequests`; of an operation that runs, the status of the answer that said so. */
  readonly because: string;
  readonly waitMs: number;
  /** Of the time for what is waited for. Absent: none is known. */
  readonly leftMs?: number;
  /** It would go past the end of that time, so it is given up at once. */
  readonly isInVain: boolean;
}

export type ArmEvent = ArmRequestEvent | ArmOperationEvent | ArmWaitEvent;
