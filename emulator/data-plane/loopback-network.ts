import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import type { DataPlaneOptions, PortMapping } from './contract.ts';
import type { Endpoint } from './endpoint.ts';

/** Where an endpoint's listener is bound. */
export interface Binding {
  readonly host: string;
  readonly port: number;
  /** Two listeners of ours may have it at once (SO_REUSEPORT), so that a hand-over never leaves it to nobody. */
  readonly shared: boolean;
}

/** The part of 127.0.0.0/8 that belongs to one emulator. */
export interface LoopbackNetwork extends AsyncDisposable {
  /** The first three parts of its addresses. */
  readonly network: string;
  bind(endpoint: Endpoint): Promise<Binding>;
  portMap(): readonly PortMapping[];
}

/** Bound for as long as an emulator has the network, so that no other one takes it. */
const claim = { host: 254, port: 4666 };
const attempts = 64;
/** Below what kernels take the ports of outgoing connections from: 32,768 and up on Linux, 49,152 on macOS. */
const mappedPorts = { first: 10_240, last: 32_767 } as const;
/** TEST-NET-3: addresses that nobody has, for a machine whose only loopback address is 127.0.0.1. */
const documentationNetwork = '203.0.113';

export async function claimLoopbackNetwork(
  publicAddresses: DataPlaneOptions['publicAddresses'],
): Promise<LoopbackNetwork> {
  if (publicAddresses === 'port-map') return new MappedNetwork();
  for (let attempt = 0; attempt < attempts; attempt++) {
    const network = `127.${randomInt(1, 255)}.${randomInt(0, 256)}`;
    const claimed = await listen(`${network}.${claim.host}`, claim.port);
    if (claimed === 'unavailable') return new MappedNetwork();
    if (claimed !== 'in-use') return new ClaimedNetwork(network, claimed);
  }
  return new MappedNetwork();
}

class ClaimedNetwork implements LoopbackNetwork {
  readonly network: string;
  readonly #claim: Server;

  constructor(network: string, claim: Server) {
    this.network = network;
    this.#claim = claim;
  }

  async bind({ address, port }: Endpoint): Promise<Binding> {
    return { host: address.replace('::ffff:', ''), port, shared: true };
  }

  portMap(): readonly PortMapping[] {
    return [];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await close(this.#claim);
  }
}

/** Every endpoint on a port of 127.0.0.1. Machines without 127.0.0.0/8 (macOS) have no SO_REUSEPORT in Node either. */
class MappedNetwork implements LoopbackNetwork {
  readonly network = documentationNetwork;
  readonly #bindings = new Map<Endpoint, Binding>();

  async bind(endpoint: Endpoint): Promise<Binding> {
    const known = this.#bindings.get(endpoint);
    if (known !== undefined) return known;
    const binding = await freePort();
    this.#bindings.set(endpoint, binding);
    return binding;
  }

  portMap(): readonly PortMapping[] {
    return Array.from(this.#bindings, ([{ address, port }, binding]) => ({
      address,
      port,
      connectHost: binding.host,
      connectPort: binding.port,
    }));
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

async function listen(host: string, port: number): Promise<Server | 'in-use' | 'unavailable'> {
  const server = createServer((socket) => socket.destroy());
  try {
    await once(server.listen({ host, port }), 'listening');
    server.unref();
    return server;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
      ? 'in-use'
      : 'unavailable';
  }
}

/** A port that nobody has now, and that no outgoing connection is given while a hand-over leaves it to nobody. */
async function freePort(): Promise<Binding> {
  const host = '127.0.0.1';
  for (let attempt = 0; attempt < attempts; attempt++) {
    const port = randomInt(mappedPorts.first, mappedPorts.last + 1);
    const server = await listen(host, port);
    if (typeof server === 'string') continue;
    await close(server);
    return { host, port, shared: false };
  }
  throw new Error(`No port was free on ${host} in ${attempts} attempts.`);
}

async function close(server: Server): Promise<void> {
  server.close();
  await once(server, 'close');
}
