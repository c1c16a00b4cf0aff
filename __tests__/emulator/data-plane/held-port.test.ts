import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { untilRefused } from '../../../emulator/data-plane/held-port.ts';

async function listening(onConnection: (socket: Socket) => void): Promise<Server> {
  const server = createServer(onConnection).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

const endpointOf = (server: Server) => ({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });

describe('a port whose listener is closed', () => {
  it.each([
    ['reset', (socket: Socket) => socket.resetAndDestroy()],
    ['ended', (socket: Socket) => socket.end()],
  ] as const)('is not called refusing as long as connections are accepted and %s', async (_, end) => {
    let left = 3;
    const server = await listening((socket) => {
      left--;
      if (left === 0) {
        server.close();
      }
      end(socket);
    });
    await untilRefused(endpointOf(server));
    expect(left).toBe(0);
  });

  it('is not waited for for ever where somebody else listens there', async () => {
    const server = await listening(() => {});
    const endpoint = endpointOf(server);
    await expect(untilRefused(endpoint, 50)).rejects.toThrow(
      `127.0.0.1:${endpoint.port} does not refuse 50 ms after its listener was closed`,
    );
    server.close();
  });
});
