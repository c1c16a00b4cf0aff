import http from 'node:http';
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
  return question.protocol === 'tcp'
    ? keepTcpConnection(question, now, onFate)
    : keepHttpConnection(question, now, onFate);
}

/** Remembers the one connection that is open, and tells each fate once. */
function fateTeller(now: NowMs, onFate: (fate: ConnectionFate) => void) {
  let open: { readonly socket: Socket; readonly openedAtMs: number } | undefined;
  const tell = (socket: Socket | undefined, fate: ExistingConnectionFate) => {
    if (open === undefined || open.socket !== socket) return;
    onFate({ openedAtMs: open.openedAtMs, atMs: now(), fate });
    open = undefined;
  };
  return {
    tell,
    opened: (socket: Socket) => {
      if (open?.socket === socket) return;
      open = { socket, openedAtMs: now() };
      socket.once('close', () => tell(socket, 'reset'));
    },
    /** The server said beforehand that it closes the connection: that is no fate. */
    forget: () => {
      open = undefined;
    },
    socket: () => open?.socket,
  };
}

/** HEAD, because an answer of any status shows a connection alive, and a long body would have to be read to its end. */
function keepHttpConnection(
  question: ProbeQuestion,
  now: NowMs,
  onFate: (fate: ConnectionFate) => void,
): KeptConnection {
  const agentOptions = { keepAlive: true, maxSockets: 1 };
  const agent = question.protocol === 'https' ? new https.Agent(agentOptions) : new http.Agent(agentOptions);
  const connection = fateTeller(now, onFate);
  let underWay: Promise<void> | undefined;
  const useOnce = async () => {
    const request = openRequest(question, 'HEAD', agent);
    try {
      const { headers } = await exchange(request, question.timeoutMs);
      if (headers.connection?.toLowerCase() === 'close') connection.forget();
      else if (request.socket !== null) connection.opened(request.socket);
    } catch (error) {
      connection.tell(request.socket ?? undefined, error instanceof ProbeTimeoutError ? 'hung' : 'reset');
    }
  };
  return {
    use: () => {
      underWay ??= useOnce().finally(() => {
        underWay = undefined;
      });
    },
    end: async () => {
      await underWay;
      connection.tell(connection.socket(), 'kept');
      agent.destroy();
    },
  };
}

/**
 * Says nothing on the connection, as an unknown protocol may not be spoken to. The kernel's keep-alive asks instead, from
 * 1 s of silence on; Node lets it give up after 10 unanswered seconds.
 */
function keepTcpConnection(
  { endpoint }: ProbeQuestion,
  now: NowMs,
  onFate: (fate: ConnectionFate) => void,
): KeptConnection {
  const connection = fateTeller(now, onFate);
  let current: Socket | undefined;
  const open = () => {
    const socket = net.connect({ ...endpoint, keepAlive: true, keepAliveInitialDelay: 1000 });
    current = socket;
    socket.on('connect', () => connection.opened(socket));
    socket.on('error', (error) => {
      if ('code' in error && error.code === 'ETIMEDOUT') connection.tell(socket, 'hung');
    });
    socket.on('close', () => {
      current = undefined;
    });
    // What the server says is discarded: unread, it would hide the end of the stream.
    socket.resume();
  };
  return {
    use: () => {
      if (current === undefined) open();
    },
    end: async () => {
      connection.tell(connection.socket(), 'kept');
      current?.destroy();
    },
  };
}
