import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { BlackHoles } from './black-holes.ts';
import { type EndpointState, sameState } from './ground-truth.ts';
import { onceFree, untilRefused } from './held-port.ts';
import type { ListenerDrain } from './listener-drain.ts';
import type { Binding } from './loopback-network.ts';

export interface FrontendListenerParts {
  readonly bind: () => Promise<Binding>;
  readonly blackHoles: BlackHoles;
  readonly drain: ListenerDrain;
  readonly nowMs: () => number;
  readonly onConnection: (socket: Socket) => void;
  /** The sockets do now what the state says, and have done so since an instant. */
  readonly onApplied: (state: EndpointState, sinceMs: number) => void;
  readonly onError: (error: Error) => void;
}

/**
 * The sockets of one endpoint. It follows the state that it is told, one change at a time, and says when it is there.
 * Between serving and swallowing both listeners are open for an instant, so that the kernel never refuses; where they
 * cannot share the port, the first is closed before the second opens.
 */
export class FrontendListener {
  readonly #parts: FrontendListenerParts;
  #wanted: EndpointState | undefined;
  #applied: EndpointState | undefined;
  #settling: Promise<void> = Promise.resolve();
  #idle = true;
  #server: Server | undefined;
  #acceptedCount = 0;
  #hole: Binding | undefined;

  constructor(parts: FrontendListenerParts) {
    this.#parts = parts;
  }

  follow(state: EndpointState): void {
    this.#wanted = state;
    if (!this.#idle) return;
    this.#idle = false;
    this.#settling = this.#settle();
  }

  /** Resolves when the sockets do what was last told. */
  async settled(): Promise<void> {
    await this.#settling;
  }

  /** The endpoint is gone; whatever connects afterwards is refused. */
  async close(): Promise<void> {
    this.#wanted = undefined;
    await this.#settling;
    await this.#refuse().catch((error) => this.#fail(error));
  }

  async #settle(): Promise<void> {
    while (this.#wanted !== undefined && !sameState(this.#applied, this.#wanted)) {
      const state: EndpointState = this.#wanted;
      const begunMs = this.#parts.nowMs();
      try {
        await this.#apply(state.state);
        // Whoever is accepted while an address begins to swallow is swallowed by who accepts it.
        const sinceMs = state.state === 'swallowed' ? begunMs : this.#parts.nowMs();
        if (this.#wanted !== undefined) this.#parts.onApplied(state, sinceMs);
      } catch (error) {
        this.#fail(error);
      }
      this.#applied = state;
    }
    this.#idle = true;
  }

  #fail(error: unknown): void {
    this.#parts.onError(error instanceof Error ? error : new Error(String(error)));
  }

  async #apply(state: EndpointState['state']): Promise<void> {
    switch (state) {
      case 'served':
      case 'mixed':
        await this.#openServer();
        return this.#closeHole();
      case 'swallowed':
        return this.#swallow();
      case 'refused':
        return this.#refuse();
    }
  }

  async #openServer(): Promise<void> {
    if (this.#server !== undefined) return;
    const { host, port, shared } = await this.#parts.bind();
    if (!shared) await this.#closeHole();
    const listen = async () => {
      const server = createServer({ allowHalfOpen: true }, (socket) => {
        this.#acceptedCount++;
        this.#parts.onConnection(socket);
      });
      await once(server.listen({ host, port, reusePort: shared }), 'listening');
      return server;
    };
    this.#server = shared ? await listen() : await onceFree(listen);
  }

  async #swallow(): Promise<void> {
    if (this.#hole !== undefined) return;
    const hole = await this.#parts.bind();
    if (hole.shared) await this.#parts.blackHoles.open(hole);
    else {
      this.#closeServer();
      await onceFree(() => this.#parts.blackHoles.open(hole));
    }
    this.#hole = hole;
    await this.#drainServer();
    await this.#parts.blackHoles.fill(hole);
  }

  async #refuse(): Promise<void> {
    if (this.#server === undefined && this.#hole === undefined) return;
    this.#closeServer();
    await this.#closeHole();
    await untilRefused(await this.#parts.bind());
  }

  async #drainServer(): Promise<void> {
    if (this.#server === undefined) return;
    await this.#parts.drain.close({
      acceptedCount: () => this.#acceptedCount,
      close: () => this.#closeServer(),
    });
  }

  /** The listening socket is closed within this call; connections that it has accepted live on. */
  #closeServer(): void {
    this.#server?.close();
    this.#server = undefined;
  }

  async #closeHole(): Promise<void> {
    const hole = this.#hole;
    this.#hole = undefined;
    if (hole !== undefined) await this.#parts.blackHoles.close(hole);
  }
}
