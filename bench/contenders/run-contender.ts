import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { SwapTask, SwapWindow } from './contender.ts';

export type ContenderName = 'algorithm-2017' | 'sdk-poll-until-done';

/** What a contender's process says. */
export type ContenderReport =
  | { readonly kind: 'told'; readonly sentence: string }
  | { readonly kind: 'finished'; readonly window: SwapWindow };

export interface RunContender {
  readonly name: ContenderName;
  readonly task: SwapTask;
  /** Of the authority that signed Resource Manager's certificate. */
  readonly caCertificatePath: string;
  readonly tell?: (sentence: string) => void;
  /** Ends the process at once. */
  readonly signal?: AbortSignal;
}

/**
 * Runs a contender in a process of its own, as its user would: nothing that its parent does delays it.
 *
 * @throws Error with what the process printed where it ends without having finished.
 */
export function runContender({
  name,
  task,
  caCertificatePath,
  tell,
  signal,
}: RunContender): Promise<SwapWindow> {
  const child = fork(join(import.meta.dirname, 'contender-process.ts'), {
    env: { ...process.env, NODE_EXTRA_CA_CERTS: caCertificatePath },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    ...(signal === undefined ? {} : { signal }),
  });
  let printed = '';
  let window: SwapWindow | undefined;
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  const { promise, resolve, reject } = Promise.withResolvers<SwapWindow>();
  child.on('message', (report: ContenderReport) => {
    if (report.kind === 'told') tell?.(report.sentence);
    else window = report.window;
  });
  child.once('error', reject);
  child.once('close', (status) => {
    if (window === undefined) reject(new Error(`${name} ended with status ${status}.\n${printed}`));
    else resolve(window);
  });
  child.send({ name, task });
  return promise;
}
