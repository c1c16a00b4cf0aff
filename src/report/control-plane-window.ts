import type { ArmOperationEvent, ArmRequestEvent } from '../azure/arm/arm-events.ts';
import type { OperationTimes } from '../probe/offsets.ts';
import { mayHaveChanged } from './arm-write.ts';
import type { RolloutEvent } from './events.ts';
import { beforeThePlan, concerns, foldPhase, type Phase, type PhaseState } from './phase.ts';

/**
 * From sending the first write that takes the production address away, or from the last look that found it served all the same, to
 * the moment ARM said that the operation that gave it back was done, on `Clock.monotonicMs`.
 */
export interface ControlPlaneWindow {
  readonly openedAtMs: number;
  /** `null`: never seen to close. */
  readonly closedAtMs: number | null;
  /** The operation that took the address away, once ended. */
  readonly detach: OperationTimes | null;
  /** The operation that gave it back. */
  readonly attach: OperationTimes | null;
}

export interface WindowState extends PhaseState {
  /** Only the last one can be open. */
  readonly windows: readonly ControlPlaneWindow[];
  /** The last operation that succeeded in the current phase. */
  readonly succeeded: OperationTimes | null;
  /** The last operation that ended, in whatever way, since the open window opened. */
  readonly ended: OperationTimes | null;
}

export const noWindow: WindowState = { ...beforeThePlan, windows: [], succeeded: null, ended: null };

/** @param awaySinceMs where production was away already when the events begin. */
export function findWindows(
  events: readonly RolloutEvent[],
  awaySinceMs?: number,
): readonly ControlPlaneWindow[] {
  const begin = awaySinceMs === undefined ? noWindow : open(noWindow, awaySinceMs);
  return settle(events.reduce(foldWindow, begin)).windows;
}

/** Milliseconds of all windows together. `null` where there was none, or one was never seen to close. */
export function totalWindowMs(windows: readonly ControlPlaneWindow[]): number | null {
  if (windows.length === 0) {
    return null;
  }
  return windows.reduce<number | null>(
    (total, { openedAtMs, closedAtMs }) =>
      total === null || closedAtMs === null ? null : total + closedAtMs - openedAtMs,
    0,
  );
}

/**
 * Follows the windows event by event. A window is closed when the step that closes it ends, because a step of several
 * addresses has several operations, and the last one counts.
 */
export function foldWindow(state: WindowState, event: RolloutEvent): WindowState {
  switch (event.type) {
    case 'arm-request':
      return opensWindow(state, event) ? open(state, event.sentAtMs) : state;
    case 'arm-operation':
      return noteOperation(state, event);
    case 'production-still-served':
      return putOff(state, event.atMs);
    case 'plan-started':
      // Another plan begins only where the one before it has left production as it was.
      return { ...close(state, state.ended), ...foldPhase(state, event), succeeded: null };
    default: {
      const next = foldPhase(state, event);
      if (next === state) {
        return state;
      }
      const settled = event.type === 'undo-succeeded' ? settleUndo(state) : settle(state);
      return { ...settled, plan: next.plan, phase: next.phase, succeeded: null };
    }
  }
}

function opensWindow(state: WindowState, { method, path, result }: ArmRequestEvent): boolean {
  const status = result.kind === 'answer' ? result.status : null;
  return (
    openWindow(state) === undefined &&
    opens(state.phase) &&
    isOfThePhase(state, path) &&
    mayHaveChanged(method, path, status)
  );
}

function isOfThePhase({ phase }: WindowState, path: string): boolean {
  return phase !== null && concerns(phase.step, path);
}

/** Undoing the step that gave the address back takes it away again. */
function opens(phase: Phase | null): boolean {
  const edge = phase?.step.window;
  return edge === 'opens-and-closes' || edge === (phase?.direction === 'undo' ? 'closes' : 'opens');
}

function closes(phase: Phase | null): boolean {
  const edge = phase?.step.window;
  return edge === 'opens-and-closes' || edge === (phase?.direction === 'undo' ? 'opens' : 'closes');
}

function open(state: WindowState, openedAtMs: number): WindowState {
  const opened = { openedAtMs, closedAtMs: null, detach: null, attach: null };
  return { ...state, windows: [...state.windows, opened], ended: null };
}

/** A write that takes the address away, and was not carried out by then, has cost nobody anything until then. */
function putOff(state: WindowState, servedAtMs: number): WindowState {
  const current = openWindow(state);
  return current === undefined || !opens(state.phase)
    ? state
    : { ...state, windows: [...state.windows.slice(0, -1), { ...current, openedAtMs: servedAtMs }] };
}

function noteOperation(state: WindowState, event: ArmOperationEvent): WindowState {
  if (!isOfThePhase(state, event.path)) {
    return state;
  }
  const times = { acceptedAtMs: event.acceptedAtMs, endedAtMs: event.atMs };
  const current = openWindow(state);
  const detaches = current?.detach === null && opens(state.phase);
  return {
    ...state,
    windows: detaches ? [...state.windows.slice(0, -1), { ...current, detach: times }] : state.windows,
    succeeded: event.status === 'Succeeded' ? times : state.succeeded,
    ended: times,
  };
}

function settle(state: WindowState): WindowState {
  return closes(state.phase) ? close(state, state.succeeded) : state;
}

/** An undo that had nothing to write found production whole: then it has been so since the last operation ended. */
function settleUndo(state: WindowState): WindowState {
  return closes(state.phase) ? close(state, state.succeeded ?? state.ended) : state;
}

function close(state: WindowState, attach: OperationTimes | null): WindowState {
  const current = openWindow(state);
  if (current === undefined || attach === null) {
    return state;
  }
  const closed = { ...current, closedAtMs: attach.endedAtMs, attach };
  return { ...state, windows: [...state.windows.slice(0, -1), closed] };
}

export function openWindow({ windows }: Pick<WindowState, 'windows'>): ControlPlaneWindow | undefined {
  const last = windows.at(-1);
  return last?.closedAtMs === null ? last : undefined;
}
