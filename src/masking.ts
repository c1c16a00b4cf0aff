import { setSecret } from '@actions/core';
import type { ArmListener } from './azure-session.ts';
import type { Recorder } from './report/recorder.ts';

/** The runner hides a secret in the log, and the recorder in all that is written to files, which no runner looks at. */
export function maskFor({ hide }: Recorder): (secret: string) => void {
  return (secret) => {
    setSecret(secret);
    hide(secret);
  };
}

export function listenerOf(recorder: Recorder): ArmListener {
  return { emit: recorder.emit, mask: maskFor(recorder), conceal: recorder.concealed };
}
