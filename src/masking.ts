import { setSecret } from '@actions/core';
import type { ArmListener } from './azure-session.ts';
import type { Recorder } from './report/recorder.ts';

/** The runner hides a secret in the log, and the recorder in all that is written to files, which no runner looks at. */
export function maskFor({ hide }: Recorder): (secret: string) => void {
  return (secret) => {
    maskInLog(secret);
    hide(secret);
  };
}

/**
 * A shorter one is a part of many words and numbers, the id of a release among them, and GitHub drops an output of a job in which anything
 * occurs that it masks: the jobs that need it would be skipped, under a green run.
 */
const SHORTEST = 4;

/** Line by line, as the runner takes it apart: a line of its own may be as short as any secret. */
export function maskInLog(secret: string): void {
  for (const line of secret.split(/[\r\n]+/).filter((each) => each.trim().length >= SHORTEST)) {
    setSecret(line);
  }
}

export function listenerOf(recorder: Recorder): ArmListener {
  return { emit: recorder.emit, mask: maskFor(recorder), conceal: recorder.concealed };
}
