import http, { type Agent } from 'node:http';
import https from 'node:https';
import net, { type Socket } from 'node:net';
import type { ExistingConnectionFate } from './probe-events.ts';
import { exchange, openRequest, type ProbeQuestion, ProbeTimeoutError } from './request.ts';
import type { NowMs } from './schedule.ts';

export interface ConnectionFate {
  readonly openedAtMs: number;
  readonly atMs: number;
  readonly fate: ExistingConnectionFate;
}

/** One connection that is kept open to learn what a switch does to the connections that exist. */
export interface KeptConnection {
  /** Uses the connection once, or opens one where there is none. */
  use(): void;
  /** Lets the use under way come to its end, tells the fate of what is still open, and closes it. */
  end(): Promise<void>;
}

export function keepConnection(
  question: ProbeQuestion,
  now: NowMs,
  onFate: (fate: ConnectionFate) => void,
): KeptConnection {
  const ledger = openLedger(now, onFate);
  return question.protocol === 'tcp'
    ? keepTcpConnection(question, ledger)
    : keepHttpConnection(question, ledger);
}

interface Ledger {
  opened(socket: Socket): void;
  /** Tells the fate of the open connection; says nothing where `socket` is not it, or no longer. */
  close(socket: Socket | null, fate: ExistingConnectionFate): void;
  /** The connection ends by agreement, which is no fate. */
  forget(): void;
  readonly socket: Socket | null;
}

/** Remembers the one connection that is open, and tells its fate once. */
function openLedger(now: NowMs, onFate: (fate: ConnectionFate) => void): Ledger {
  let open: { readonly socket: Socket; readonly openedAtMs: number } | undefined;
  return {
    opened: (socket) => {
      if (open?.socket !== socket) open = { socket, openedAtMs: now() };
    },
    close: (socket, fate) => {
      if (open === undefined || open.socket !== socket) return;
      onFate({ openedAtMs: open.openedAtMs, atMs: now(), fate });
      open = undefined;
    },
    forget: () => {
      open = undefined;
    },
    get socket() {
      return open?.socket ?? null;
    },
  };
}

function keepHttpConnection(question: ProbeQuestion, ledger: Ledger): KeptConnection {
  const agentOptions = { keepAlive: true, maxSockets: 1 };
  const agent = question.protocol === 'https' ? new https.Agent(agentOptions) : new http.Agent(agentOptions);
  let underWay: Promise<void> | undefined;
  const onNewSocket = (socket: Socket) => {
    // While an exchange is under way its outcome tells more than the closing of the socket does.
    socket.once('close', () => underWay ?? ledger.close(socket, 'reset'));
  };
  return {
    use: () => {
      underWay ??= useHttp(question, agent, ledger, onNewSocket).finally(() => {
        underWay = undefined;
      });
    },
    end: async () => {
      await underWay;
      ledger.close(ledger.socket, 'kept');
      agent.destroy();
    },
  };
}

/**
 * An answer of any status shows the connection alive. Where the server does not keep connections, or the body is longer
 * than the prober reads, the connection ends by agreement, and the next use opens another.
 */
async function useHttp(
  question: ProbeQuestion,
  agent: Agent,
  ledger: Ledger,
  onNewSocket: (socket: Socket) => void,
): Promise<void> {
  const request = openRequest(question, agent);
  request.once('socket', (socket) => socket === ledger.socket || onNewSocket(socket));
  try {
    const { isTruncated } = await exchange(request, question.timeoutMs);
    if (isTruncated || !request.shouldKeepAlive) ledger.forget();
    else if (request.socket?.destroyed) ledger.close(request.socket, 'reset');
    else if (request.socket !== null) ledger.opened(request.socket);
  } catch (error) {
    ledger.close(request.socket, error instanceof ProbeTimeoutError ? 'hung' : 'reset');
  }
}

/**
 * Says nothing on the connection, as an unknown protocol may not be spoken to. The kernel's keep-alive asks instead, from
 * 1 s of silence on; Node lets it give up after 10 unanswered seconds.
 */
function keepTcpConnection({ endpoint, timeoutMs }: ProbeQuestion, ledger: Ledger): KeptConnection {
  let current: Socket | undefined;
  const open = () => {
    const socket = net.connect({ ...endpoint, keepAlive: true, keepAliveInitialDelay: 1000 });
    // A swallowed attempt would occupy the kernel for minutes, and the next connection be opened long after service is back.
    socket.setTimeout(timeoutMs, () => socket.destroy());
    socket.on('connect', () => {
      socket.setTimeout(0);
      ledger.opened(socket);
    });
    socket.on('error', (error) => {
      if ('code' in error && error.code === 'ETIMEDOUT') ledger.close(socket, 'hung');
    });
    socket.on('close', () => {
      ledger.close(socket, 'reset');
      current = undefined;
    });
    // What the server says is discarded; unread, it would hide the end of the stream.
    return socket.resume();
  };
  return {
    use: () => {
      current ??= open();
    },
    end: async () => {
      ledger.close(ledger.socket, 'kept');
      current?.destroy();
    },
  };
}
