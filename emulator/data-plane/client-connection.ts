import type { Socket } from 'node:net';
import { type Duplex, duplexPair } from 'node:stream';
import type { ExistingConnections } from './contract.ts';

/** Where a connection leads, and who is told what becomes of its requests. */
export interface ConnectionParts {
  readonly loadBalancerId: string;
  readonly instance: string;
  readonly nowMs: () => number;
  readonly onUnanswered: (atMs: number, fate: 'swallowed' | 'cut') => void;
}

/**
 * A client's connection through a load balancer to an instance. The instance sees one end of a pair of streams, never
 * the client's socket: so the path between them can be cut while the socket stays open, as a network does it.
 */
export class ClientConnection {
  readonly loadBalancerId: string;
  readonly instance: string;
  /** What the instance talks to. */
  readonly instanceEnd: Duplex;
  readonly #parts: ConnectionParts;
  readonly #client: Socket;
  readonly #path: Duplex;
  /** Since when the client waits for an answer. Whoever opens a connection wants one: so from the beginning. */
  #waitingSinceMs: number | undefined;

  constructor(client: Socket, parts: ConnectionParts) {
    const [nearEnd, farEnd] = duplexPair();
    this.loadBalancerId = parts.loadBalancerId;
    this.instance = parts.instance;
    this.#parts = parts;
    this.#client = client;
    this.#path = nearEnd;
    this.#waitingSinceMs = parts.nowMs();
    this.instanceEnd = farEnd;
    client.on('error', () => farEnd.destroy());
    client.on('close', () => farEnd.destroy());
    client.on('data', () => {
      this.#waitingSinceMs ??= parts.nowMs();
    });
    nearEnd.on('error', () => client.destroy());
    nearEnd.on('close', () => client.destroySoon());
    nearEnd.on('data', () => {
      this.#waitingSinceMs = undefined;
    });
    client.pipe(nearEnd).pipe(client);
  }

  /** The process or the machine at the other end is gone. What is sent to a machine from now on is lost as well. */
  loseInstance(fate: 'reset' | 'hung'): void {
    const { nowMs, onUnanswered } = this.#parts;
    if (this.#waitingSinceMs !== undefined) {
      onUnanswered(this.#waitingSinceMs, fate === 'reset' ? 'cut' : 'swallowed');
    } else if (fate === 'hung') {
      this.#client.once('data', () => onUnanswered(nowMs(), 'swallowed'));
    }
    this.suffer(fate);
  }

  /** The path is cut: the address has moved away, or the instance is gone. */
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
