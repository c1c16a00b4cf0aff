import { ArmError } from './arm-error.ts';
import type { BucketLimit } from './throttling/token-bucket.ts';

/** A request that found a bucket empty. */
export interface ThrottledRequest {
  readonly limit: BucketLimit;
  readonly measured: number;
  readonly nowEpochMs: number;
  readonly retryAfterSeconds: number;
}

/** What Microsoft.Compute answers to one request too many. */
export const throttlingErrors = {
  computeThrottled: ({ limit, measured, nowEpochMs, retryAfterSeconds }: ThrottledRequest) =>
    new ArmError(
      429,
      {
        code: 'OperationNotAllowed',
        message:
          'The server rejected the request because too many requests have been received for this subscription.',
        details: [
          {
            code: 'TooManyRequests',
            target: limit.name,
            message: JSON.stringify({
              operationGroup: limit.name,
              startTime: new Date(
                nowEpochMs - (limit.capacity / limit.refillPerMinute) * 60_000,
              ).toISOString(),
              endTime: new Date(nowEpochMs).toISOString(),
              allowedRequestCount: limit.capacity,
              measuredRequestCount: measured,
            }),
          },
        ],
        innererror: { internalErrorCode: 'TooManyRequestsReceived' },
      },
      { 'retry-after': String(retryAfterSeconds) },
    ),
};
