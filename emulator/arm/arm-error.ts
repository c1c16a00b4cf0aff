/** The body of an ARM error: what stands under `error`. */
export interface ErrorBody {
  readonly code: string;
  readonly message: string;
  readonly target?: string;
  readonly details?: readonly ErrorBody[];
  readonly additionalInfo?: readonly unknown[];
  readonly innererror?: unknown;
}

/** An answer that refuses a request. */
export class ArmError extends Error {
  readonly status: number;
  readonly body: ErrorBody;
  readonly headers: Readonly<Record<string, string>>;
  override readonly name: string = 'ArmError';

  constructor(status: number, body: ErrorBody, headers: Readonly<Record<string, string>> = {}) {
    super(`${body.code}: ${body.message}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** Refused by ARM's gateway, before any resource provider saw the request: such an answer tells of no bucket (recorded). */
export class GatewayError extends ArmError {
  override readonly name = 'GatewayError';
}
