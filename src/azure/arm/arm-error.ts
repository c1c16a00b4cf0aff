/** ARM's error body, `{"error": {...}}` taken out. Microsoft.Network adds `details`, policy adds `additionalInfo`. */
export interface ArmErrorBody {
  readonly code: string;
  readonly message: string;
  readonly details?: readonly { readonly code?: string; readonly message?: string }[];
  readonly additionalInfo?: readonly { readonly type?: string; readonly info?: unknown }[];
}

export interface ArmErrorFacts {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly body: ArmErrorBody;
  readonly requestId?: string | undefined;
  readonly correlationId?: string | undefined;
  /** How long ARM wants to be left alone with it. Absent: it does not say. */
  readonly retryAfterMs?: number | undefined;
}

/** ARM refused a request: nothing was changed by it. */
export class ArmError extends Error {
  override readonly name: string = 'ArmError';
  readonly code: string;
  readonly status: number;
  readonly facts: ArmErrorFacts;

  constructor(facts: ArmErrorFacts) {
    super(`ARM refused ${facts.method} ${facts.path}: ${facts.status} ${describe(facts)}`);
    this.code = facts.body.code;
    this.status = facts.status;
    this.facts = facts;
  }
}

/** A long-running operation that ARM had accepted ended otherwise than `Succeeded`: it may have changed something. */
export class ArmOperationError extends Error {
  override readonly name = 'ArmOperationError';
  readonly code: string;
  readonly status: 'Failed' | 'Canceled';
  readonly #body: ArmErrorBody;

  constructor(status: 'Failed' | 'Canceled', facts: Omit<ArmErrorFacts, 'status'>) {
    super(
      `ARM accepted ${facts.method} ${facts.path}, and the operation ended as ${status}: ${describe(facts)}`,
    );
    this.code = facts.body.code;
    this.status = status;
    this.#body = facts.body;
  }

  /** Another writer's update of the same resource has taken the place of ours. ARM says so in a detail of `Canceled`. */
  get isSuperseded(): boolean {
    return codesOf(this.#body).includes('CanceledAndSupersededDueToAnotherOperation');
  }
}

/** A long-running operation that ARM had accepted did not end in its time: what becomes of it is not known. */
export class ArmOperationTimeoutError extends Error {
  override readonly name = 'ArmOperationTimeoutError';
  readonly code = 'OperationTimeout';
}

/** A request got no answer: whether ARM has seen it is not known. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
  readonly code = 'NoAnswer';
}

/**
 * A write was sent and whether ARM has carried it out is not known: no answer came, or ARM failed while answering. Never
 * repeated blindly: the caller compares the live state first.
 */
export class UncertainWriteError extends Error {
  override readonly name = 'UncertainWriteError';
}

function describe(facts: Omit<ArmErrorFacts, 'status'>): string {
  const { body, correlationId, requestId } = facts;
  const details = (body.details ?? [])
    .filter((detail) => detail.message !== undefined && detail.message !== body.message)
    .map((detail) => ` [${detail.code ?? 'detail'}: ${detail.message}]`)
    .join('');
  const ids = [
    correlationId === undefined ? undefined : `correlation id ${correlationId}`,
    requestId === undefined ? undefined : `request id ${requestId}`,
  ].filter((id) => id !== undefined);
  return (
    `${body.code}: ${body.message}${details}${policyAssignments(body)}` +
    (ids.length === 0 ? '' : ` (${ids.join(', ')})`)
  );
}

/** `RequestDisallowedByPolicy` names its assignment only in `additionalInfo`; without it nobody knows whom to ask. */
function policyAssignments(body: ArmErrorBody): string {
  const names = (body.additionalInfo ?? []).flatMap((entry) => {
    const info = entry.info;
    if (entry.type !== 'PolicyViolation' || typeof info !== 'object' || info === null) {
      return [];
    }
    const facts: { policyAssignmentDisplayName?: unknown; policyAssignmentName?: unknown } = info;
    const name = facts.policyAssignmentDisplayName ?? facts.policyAssignmentName;
    return typeof name === 'string' ? [name] : [];
  });
  return names.length === 0 ? '' : ` Policy assignment: ${names.join(', ')}.`;
}

/** The code of an error and those of its details: which of them says what matters differs from service to service. */
export function codesOf({ code, details = [] }: ArmErrorBody): string[] {
  return [code, ...details.flatMap((detail) => (detail.code === undefined ? [] : [detail.code]))];
}

/** Of an answer that is no error body: a page of a gateway says in its beginning whose it is. */
const LONGEST = 300;

/** Reads an error body in any of ARM's shapes; what is not one becomes an error that shows the start of the answer. */
export function readErrorBody(body: unknown, status: number): ArmErrorBody {
  const error = typeof body === 'object' && body !== null && 'error' in body ? body.error : body;
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') {
    const { code } = error;
    const message = 'message' in error && typeof error.message === 'string' ? error.message : '';
    const details = 'details' in error && Array.isArray(error.details) ? { details: error.details } : {};
    const additionalInfo =
      'additionalInfo' in error && Array.isArray(error.additionalInfo)
        ? { additionalInfo: error.additionalInfo }
        : {};
    return { code, message, ...details, ...additionalInfo };
  }
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? '');
  return { code: `Http${status}`, message: text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…` };
}
