import { foldWindow, noWindow, openWindow } from '../control-plane-window.ts';
import { readableDuration } from '../readable.ts';
import type { LineReader } from './log-line.ts';

/** When the control-plane window opens and closes. */
export function windowLines(): LineReader {
  let state = noWindow;
  return (event) => {
    const before = openWindow(state);
    state = foldWindow(state, event);
    const after = openWindow(state);
    if (before === undefined && after !== undefined) {
      const ago = readableDuration(event.atMs - after.openedAtMs);
      const text = `The downtime window opened ${ago} ago: ARM is taking the production address away`;
      return [{ level: 'info', atMs: event.atMs, text }];
    }
    if (after !== undefined && event.type === 'production-still-served') {
      const text = 'The downtime window has not opened yet: ARM has not taken the production address away';
      return [{ level: 'info', atMs: event.atMs, text }];
    }
    const closed = state.windows.at(-1);
    if (before !== undefined && after === undefined && closed?.closedAtMs != null) {
      const text = `The downtime window closed after ${readableDuration(closed.closedAtMs - closed.openedAtMs)}: ARM has given the production address back`;
      return [{ level: 'info', atMs: event.atMs, text }];
    }
    return [];
  };
}
