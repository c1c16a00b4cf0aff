import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { type BlackHoleCommand, backlog, isBlackHoleData, signals } from './black-hole-protocol.ts';
import type { Binding } from './loopback-network.ts';

/**
 * Listeners that never accept. This thread's event loop must never poll again: a poll would accept what waits in a
 * listener's queue and make room in it. So it waits in Atomics.wait, takes its commands from there, and awaits only
 * what nextTick and promises can give, which run before the loop would go on.
 */
interface BlackHole {
  readonly server: Server;
  readonly fillers: Socket[];
}

const holes = new Map<string, BlackHole>();

async function open({ host, port, shared }: Binding): Promise<void> {
  const server = createServer();
  await once(server.listen({ host, port, backlog, reusePort: shared }), 'listening');
  holes.set(`${host}:${port}`, { server, fillers: [] });
}

/** Linux completes a connection on loopback inside connect(): when this returns, the queue is full. */
async function fill({ host, port }: Binding): Promise<void> {
  const fillers = holes.get(`${host}:${port}`)?.fillers;
  // The kernel lets one more in than the backlog says.
  for (let count = 0; count <= backlog; count++) {
    fillers?.push(connect({ host, port }).on('error', () => {}));
    // connect() is called in the next tick.
    await new Promise<void>((resolve) => process.nextTick(resolve));
  }
}

/** The descriptors are closed in these calls; only the events about it would wait for the loop. */
function close({ host, port }: Binding): void {
  const hole = holes.get(`${host}:${port}`);
  holes.delete(`${host}:${port}`);
  for (const filler of hole?.fillers ?? []) filler.destroy();
  hole?.server.close();
}

async function obey({ action, ...binding }: BlackHoleCommand): Promise<string | undefined> {
  try {
    await { open, fill, close }[action](binding);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function serve(data: unknown): Promise<never> {
  if (!isBlackHoleData(data)) throw new Error('The black hole worker was started without its channel.');
  const { flags, channel } = data;
  parentPort?.postMessage('ready');
  for (let seen = 0; ; ) {
    Atomics.wait(flags, signals.commands, seen);
    seen = Atomics.load(flags, signals.commands);
    for (let next = receiveMessageOnPort(channel); next; next = receiveMessageOnPort(channel)) {
      channel.postMessage({ error: await obey(next.message) });
    }
  }
}

await serve(workerData);
