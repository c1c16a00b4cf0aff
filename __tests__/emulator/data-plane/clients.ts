import { type Agent, type IncomingHttpHeaders, request } from 'node:http';
import { connect, type Socket } from 'node:net';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Question {
  readonly port?: number;
  readonly path?: string;
  readonly accept?: string;
  readonly agent?: Agent;
  readonly timeoutMs?: number;
}

/** One HTTP request; on a connection of its own unless an agent is given. Rejects with the socket's error code. */
export function ask(
  host: string,
  { port = 9000, path = '/', accept, agent, timeoutMs = 5000 }: Question = {},
) {
  return new Promise<Answer>((resolve, reject) => {
    const headers = accept === undefined ? {} : { accept };
    const sent = request({ host, port, path, headers, agent: agent ?? false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
      response.on('error', reject);
    });
    const timer = setTimeout(() => sent.destroy(new Error('TIMEOUT')), timeoutMs);
    sent.on('close', () => clearTimeout(timer));
    sent.on('error', (error: NodeJS.ErrnoException) => reject(new Error(error.code ?? error.message)));
    sent.end();
  });
}

export type Attempt = 'accepted' | 'refused' | 'swallowed';

/** What becomes of a connection attempt. Half a second is before the kernel sends a dropped SYN again. */
export function attempt(host: string, port = 9000, withinMs = 500): Promise<Attempt> {
  return new Promise((resolve) => {
    const socket: Socket = connect({ host, port });
    const end = (result: Attempt) => {
      socket.destroy();
      clearTimeout(timer);
      resolve(result);
    };
    const timer = setTimeout(() => end('swallowed'), withinMs);
    socket.on('connect', () => end('accepted'));
    socket.on('error', () => end('refused'));
  });
}

export async function until(condition: () => boolean | Promise<boolean>, deadlineMs = 10_000): Promise<void> {
  const endMs = performance.now() + deadlineMs;
  while (!(await condition())) {
    if (performance.now() > endMs) throw new Error(`Not within ${deadlineMs} ms: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
