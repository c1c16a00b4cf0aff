import net from 'node:net';

/**
 * Resolves when connections are refused where a listener of this process was closed: a child process has every
 * descriptor of its parent until it begins its own program. Started by any thread just then, it keeps the listener open
 * for that long, and its end resets who has connected.
 */
export async function untilRefused(endpoint: net.TcpNetConnectOpts): Promise<void> {
  let end: NodeJS.ErrnoException | undefined;
  do {
    const socket = net.connect(endpoint).on('error', (error) => {
      end = error;
    });
    await new Promise((resolve) => socket.resume().once('close', resolve));
  } while (end?.code !== 'ECONNREFUSED');
}
