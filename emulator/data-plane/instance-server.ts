import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as timeout } from 'node:timers/promises';
import { type Instance, type Instances, statusOf } from './instances.ts';

/**
 * Answers HTTP for every instance. One server that listens nowhere: connections are handed to it, so that a thousand
 * instances cost no more than their names.
 */
export class InstanceServer {
  readonly #instances: Instances;
  readonly #instanceOf = new WeakMap<object, string>();
  readonly #server: Server;

  constructor(instances: Instances) {
    this.#instances = instances;
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  accept(connection: Duplex, instance: string): void {
    this.#instanceOf.set(connection, instance);
    this.#server.emit('connection', connection);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const instance = this.#instances.named(this.#instanceOf.get(request.socket) ?? '');
    if (instance === undefined) {
      request.socket.destroy();
      return;
    }
    const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
    const delayMs = path === '/slow' ? Number(new URLSearchParams(query).get('ms')) : 0;
    if (delayMs > 0) await timeout(delayMs, undefined, { ref: false });
    const json = request.headers.accept?.includes('application/json') ?? false;
    response.writeHead(statusOf(instance, path), {
      'content-type': json ? 'application/json' : 'text/plain',
      'x-app-version': instance.workload.version,
      'x-instance': instance.workload.instance,
    });
    response.end(json ? JSON.stringify(identityOf(instance)) : textOf(instance));
  }
}

function identityOf({ workload }: Instance) {
  return { version: workload.version, instance: workload.instance };
}

function textOf({ workload }: Instance): string {
  return `version ${workload.version} on ${workload.instance}\n`;
}
