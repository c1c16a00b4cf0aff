import { randomUUID } from 'node:crypto';

/** A refusal of the token endpoint, in the shape that MSAL reads. */
export interface EntraError {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export function entraError(status: number, error: string, code: number, message: string): EntraError {
  const traceId = randomUUID();
  const correlationId = randomUUID();
  const timestamp = `${new Date().toISOString().slice(0, 19).replace('T', ' ')}Z`;
  return {
    status,
    body: {
      error,
      error_description: `AADSTS${code}: ${message} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
      error_codes: [code],
      timestamp,
      trace_id: traceId,
      correlation_id: correlationId,
      error_uri: `https://login.microsoftonline.com/error?code=${code}`,
    },
  };
}
