import { once } from 'node:events';
import http, { type RequestListener } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import net from 'node:net';
import { Worker } from 'node:worker_threads';
import { untilRefused } from '../../emulator/data-plane/held-port.ts';

/** A real HTTP server on loopback whose behaviour a test changes as it goes. */
export class Service implements AsyncDisposable {
  /** What it does with a request of the prober's schedule. */
  answer: RequestListener = (_, response) => response.end('ready');
  /** What it does with a request on the connection that the prober keeps. */
  answerKept: RequestListener = (_, response) => response.end('ready');
  readonly server = http.createServer((request, response) =>
    request.headers.connection === 'keep-alive'
      ? this.answerKept(request, response)
      : this.answer(request, response),
  );
  readonly #sockets = new Set<Socket>();

  constructor() {
    this.server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  static async start(host = '127.0.0.1'): Promise<Service> {
    const service = new Service();
    await service.listen(0, host);
    return service;
  }

  async listen(port: number, host = '127.0.0.1'): Promise<void> {
    this.server.listen(port, host);
    await once(this.server, 'listening');
  }

  get port(): number {
    return portOf(this.server);
  }

  /** From here on connections are refused. */
  async stopListening(): Promise<void> {
    const { address: host, port } = this.server.address() as AddressInfo;
    const closed = once(this.server, 'close');
    this.server.close();
    this.resetConnections();
    await closed;
    await untilRefused({ host, port });
  }

  resetConnections(): void {
    for (const socket of this.#sockets) {
      // Node 24 leaves the handle of a socket that is reset while it is ending open for ever, and its thread cannot end.
      if (socket.writableEnded) socket.destroy();
      else socket.resetAndDestroy();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.server.listening) await this.stopListening();
  }
}

export function portOf(server: net.Server): number {
  return (server.address() as AddressInfo).port;
}

/** A port whose queue of connections is full and never emptied: the kernel swallows attempts, as Azure does. */
export async function startBlackHole(): Promise<AsyncDisposable & { readonly port: number }> {
  const worker = new Worker(
    `const { parentPort } = require('node:worker_threads');
     const server = require('node:net').createServer();
     server.listen({ host: '127.0.0.1', port: 0, backlog: 1 }, () => {
       parentPort.postMessage(server.address().port);
       Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
     });`,
    { eval: true },
  );
  const [port]: [number] = (await once(worker, 'message')) as [number];
  const fillers = [1, 2].map(() => net.connect({ host: '127.0.0.1', port }).on('error', () => {}));
  await Promise.all(fillers.map((filler) => once(filler, 'connect')));
  return {
    port,
    [Symbol.asyncDispose]: async () => {
      for (const filler of fillers) filler.destroy();
      await worker.terminate();
    },
  };
}
