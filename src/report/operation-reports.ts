import type { ArmOperationEvent, ArmRequestEvent } from '../azure/arm/arm-events.ts';
import { isWrite } from './arm-write.ts';
import type { RolloutEvent } from './events.ts';
import { beforeThePlan, foldPhase } from './phase.ts';
import type { RunAxis } from './run-axis.ts';

/** A write that ARM accepted, and how it ended. */
export interface OperationReport {
  readonly stepId: string | null;
  readonly phase: 'run' | 'undo' | null;
  readonly method: ArmOperationEvent['method'];
  readonly path: string;
  readonly apiVersion: string | null;
  /** `null`: accepted, and its end was not seen. */
  readonly status: ArmOperationEvent['status'] | null;
  readonly errorCode: string | null;
  readonly sentMs: number;
  readonly acceptedMs: number;
  readonly endedMs: number | null;
  readonly polls: number | null;
  readonly requestId: string | null;
  readonly correlationId: string | null;
}

/** One request on the wire. */
export interface RequestReport {
  readonly sequence: number;
  readonly stepId: string | null;
  readonly method: ArmRequestEvent['method'];
  readonly path: string;
  readonly apiVersion: string;
  readonly reason: 'call' | 'poll' | 'retry';
  /** Which poll, or which repetition. */
  readonly number: number | null;
  readonly sentMs: number;
  readonly durationMs: number;
  /** HTTP status; `null` where no answer came. */
  readonly status: number | null;
  /** ARM's error code, or why no answer came. */
  readonly error: string | null;
  readonly requestId: string | null;
  readonly correlationId: string | null;
  readonly remaining: Readonly<Record<string, string>>;
}

export function requestReports(events: readonly RolloutEvent[], since: RunAxis): RequestReport[] {
  return placed(events).flatMap(({ event, stepId }) =>
    event.type === 'arm-request' ? [requestReport(event, stepId, since)] : [],
  );
}

function requestReport(event: ArmRequestEvent, stepId: string | null, since: RunAxis): RequestReport {
  const { sequence, method, path, apiVersion, reason, result, remaining } = event;
  return {
    sequence,
    stepId,
    method,
    path,
    apiVersion,
    reason: reason.kind,
    number: reason.kind === 'call' ? null : reason.number,
    sentMs: since(event.sentAtMs),
    durationMs: Math.round(event.atMs - event.sentAtMs),
    status: result.kind === 'answer' ? result.status : null,
    error: result.kind === 'answer' ? (result.errorCode ?? null) : result.cause,
    requestId: event.requestId ?? null,
    correlationId: event.correlationId ?? null,
    remaining,
  };
}

/** Made from the accepted writes, not from their ends: an operation that the run did not live to see end is one too. */
export function operationReports(events: readonly RolloutEvent[], since: RunAxis): OperationReport[] {
  const ends = events.filter((event) => event.type === 'arm-operation');
  return placed(events).flatMap(({ event, stepId, phase }) => {
    if (event.type !== 'arm-request' || !isAcceptedWrite(event)) {
      return [];
    }
    const end = ends.find((operation) => isEndOf(operation, event));
    return [{ stepId, phase, ...operationReport(event, end, since) }];
  });
}

type AcceptedWrite = ArmRequestEvent & { readonly method: ArmOperationEvent['method'] };

function isAcceptedWrite(event: ArmRequestEvent): event is AcceptedWrite {
  const { method, path, result } = event;
  return isWrite(method, path) && result.kind === 'answer' && result.status < 400;
}

function isEndOf(operation: ArmOperationEvent, write: AcceptedWrite): boolean {
  return (
    operation.sentAtMs === write.sentAtMs &&
    operation.method === write.method &&
    operation.path.toLowerCase() === write.path.toLowerCase()
  );
}

function operationReport(
  write: AcceptedWrite,
  end: ArmOperationEvent | undefined,
  since: RunAxis,
): Omit<OperationReport, 'stepId' | 'phase'> {
  return {
    method: write.method,
    path: write.path,
    apiVersion: write.apiVersion,
    status: end?.status ?? null,
    errorCode: end?.errorCode ?? null,
    sentMs: since(write.sentAtMs),
    acceptedMs: since(write.atMs),
    endedMs: end === undefined ? null : since(end.atMs),
    polls: end?.polls ?? null,
    requestId: write.requestId ?? null,
    correlationId: write.correlationId ?? null,
  };
}

interface Placed {
  readonly event: RolloutEvent;
  readonly stepId: string | null;
  readonly phase: 'run' | 'undo' | null;
}

/** Every event with the step that it fell into. */
function placed(events: readonly RolloutEvent[]): Placed[] {
  let state = beforeThePlan;
  return events.map((event) => {
    state = foldPhase(state, event);
    const stepId = state.phase?.step.id ?? null;
    return { event, stepId, phase: state.phase?.direction ?? null };
  });
}
