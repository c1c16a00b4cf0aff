import type { RunningScript } from '../../scripts/runner/run-script.ts';

/**
 * - `cancel`: as a runner cancels: SIGINT, SIGTERM 7.5 s later, SIGKILL after another 2.5 s.
 * - `cancel-twice`: somebody presses the button again a second later.
 * - `terminate`, `kill`: the machine is shut down, or has no memory left.
 */
export type SignalKind = 'cancel' | 'cancel-twice' | 'terminate' | 'kill';

const AGAIN_AFTER_MS = 1_000;

/** @returns ends what is still to be sent; a process that has ended gets no signal. */
export function sendAfter(
  main: RunningScript,
  kind: SignalKind,
  afterMs: number,
  onSent: () => void,
): () => void {
  const timers = [
    setTimeout(() => {
      onSent();
      send(main, kind);
    }, afterMs),
  ];
  if (kind === 'cancel-twice') {
    timers.push(setTimeout(() => main.send('SIGINT'), afterMs + AGAIN_AFTER_MS));
  }
  return () => timers.forEach(clearTimeout);
}

function send(main: RunningScript, kind: SignalKind): void {
  switch (kind) {
    case 'cancel':
    case 'cancel-twice':
      main.cancel();
      return;
    case 'terminate':
      main.send('SIGTERM');
      return;
    case 'kill':
      main.send('SIGKILL');
  }
}
