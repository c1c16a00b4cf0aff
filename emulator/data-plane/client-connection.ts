import type { Socket } from 'node:net';
import { type Duplex, duplexPair } from 'node:stream';
import type { ExistingConnections } from './contract.ts';

/**
 * A client's connection through a load balancer to an instance. The instance sees one end of a pair of streams, never
 * the client's socket: so the path between them can be cut while the socket stays open, as a network does it.
 */
export class ClientConnection {
  readonly loadBalancerId: string;
  readonly instance: string;
  /** What the instance talks to. */
  readonly instanceEnd: Duplex;
  readonly #client: Socket;
  readonly #path: Duplex;

  constructor(client: Socket, to: { loadBalancerId: string; instance: string }) {
    const [nearEnd, farEnd] = duplexPair();
    this.loadBalancerId = to.loadBalancerId;
    this.instance = to.instance;
    this.#client = client;
    this.#path = nearEnd;
    this.instanceEnd = farEnd;
    client.on('error', () => farEnd.destroy());
    client.on('close', () => farEnd.destroy());
    nearEnd.on('error', () => client.destroy());
    nearEnd.on('close', () => client.destroySoon());
    client.pipe(nearEnd).pipe(client);
  }

  /** The address has moved away, or the instance is gone. */
  suffer(fate: ExistingConnections): void {
    if (fate === 'kept') return;
    this.#client.unpipe(this.#path);
    this.#path.unpipe(this.#client).removeAllListeners('close');
    if (fate === 'reset') this.#client.resetAndDestroy();
    else swallow(this.#client);
    this.instanceEnd.destroy();
  }
}

/** Leaves a connection open and lets no byte through; read on, so that the client's own end of it is noticed. */
export function swallow(client: Socket): void {
  client.resume();
  client.on('end', () => client.destroy());
}
