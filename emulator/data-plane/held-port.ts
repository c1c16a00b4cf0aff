/**
 * A child process has every descriptor of its parent until it begins its own program. Started by any thread just while a
 * listener of this process is closed, it holds the port for that long: from who listens there next, and open to who connects.
 */
import { connect, type TcpNetConnectOpts } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/** Far above what a child process takes to begin its own program, and what this one takes to see it, on a machine that is overloaded. */
const HELD_MS = 20_000;

/** Listens as soon as the port is free. */
export async function onceFree<T>(listen: () => Promise<T>): Promise<T> {
  const endMs = performance.now() + HELD_MS;
  for (;;) {
    try {
      return await listen();
    } catch (error) {
      if (!String(error).includes('EADDRINUSE') || performance.now() > endMs) throw error;
      await setTimeout(5);
    }
  }
}

/**
 * Resolves when the port of a closed listener refuses: until then connections are accepted, and reset by the child's begin.
 *
 * @throws Error where it does not, as where somebody else listens there.
 */
export async function untilRefused(endpoint: TcpNetConnectOpts, withinMs = HELD_MS): Promise<void> {
  const signal = AbortSignal.timeout(withinMs);
  let end: NodeJS.ErrnoException | undefined;
  do {
    end = await endOfConnection(endpoint, signal);
  } while (end === undefined || end.code === 'ECONNRESET');
  if (end.code !== 'ECONNREFUSED') {
    throw new Error(
      `${endpoint.host}:${endpoint.port} does not refuse ${withinMs} ms after its listener was closed`,
      {
        cause: end,
      },
    );
  }
}

async function endOfConnection(
  endpoint: TcpNetConnectOpts,
  signal: AbortSignal,
): Promise<NodeJS.ErrnoException | undefined> {
  let error: NodeJS.ErrnoException | undefined;
  const socket = connect({ ...endpoint, signal }).on('error', (reason) => {
    error = reason;
  });
  await new Promise((resolve) => socket.resume().once('close', resolve));
  return error;
}
