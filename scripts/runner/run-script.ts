import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

export type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGKILL';

/** A script while it runs. Signals to one that has ended are ignored. */
export interface RunningScript {
  send(signal: StopSignal): void;
  /** Cancels as GitHub's runner does: SIGINT, SIGTERM 7.5 s later, SIGKILL after another 2.5 s. */
  cancel(): void;
}

export interface ScriptOptions {
  readonly script: string;
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly onLine?: ((line: string, stream: 'stdout' | 'stderr') => void) | undefined;
  readonly onStart?: ((running: RunningScript) => void) | undefined;
}

export interface ScriptEnd {
  /** `null` where a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

type PipedChild = ChildProcessByStdio<null, Readable, Readable>;

/** GitHub's grace periods of a cancelled step. */
const cancellation = { terminateAfterMs: 7500, killAfterMs: 10_000 } as const;

/** Runs a script with the Node that runs this, and nothing of its environment. */
export async function runScript(options: ScriptOptions): Promise<ScriptEnd> {
  const child = spawn(process.execPath, [options.script], {
    cwd: options.workingDirectory,
    env: { ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const timers: NodeJS.Timeout[] = [];
  const end = collectEnd(child, options.onLine);
  options.onStart?.(running(child, timers));
  try {
    return await end;
  } finally {
    timers.forEach(clearTimeout);
  }
}

function running(child: PipedChild, timers: NodeJS.Timeout[]): RunningScript {
  return {
    send: (signal) => {
      child.kill(signal);
    },
    cancel: () => {
      child.kill('SIGINT');
      timers.push(
        setTimeout(() => child.kill('SIGTERM'), cancellation.terminateAfterMs),
        setTimeout(() => child.kill('SIGKILL'), cancellation.killAfterMs),
      );
    },
  };
}

async function collectEnd(child: PipedChild, onLine: ScriptOptions['onLine']): Promise<ScriptEnd> {
  const exit = new Promise<Pick<ScriptEnd, 'exitCode' | 'signal'>>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, signal) => resolve({ exitCode, signal }));
  });
  const [stdout, stderr, { exitCode, signal }] = await Promise.all([
    readLines(child.stdout, (line) => onLine?.(line, 'stdout')),
    readLines(child.stderr, (line) => onLine?.(line, 'stderr')),
    exit,
  ]);
  return { exitCode, signal, stdout, stderr };
}

async function readLines(stream: Readable, onLine: (line: string) => void): Promise<string> {
  let text = '';
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
    text += `${line}\n`;
    onLine(line);
  }
  return text;
}
