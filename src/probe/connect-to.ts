import type { ProbeTarget } from './probe-events.ts';

/** Where a TCP connection goes. IPv6 addresses stand without brackets. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** One mapping of curl's `--connect-to`: an absent part matches anything, or leaves it as it is. */
export interface ConnectTo {
  readonly fromHost?: string;
  readonly fromPort?: number;
  readonly toHost?: string;
  readonly toPort?: number;
}

const mapping =
  /^(?<fromHost>\[[^\]]+\]|[^:[\]]*):(?<fromPort>\d*):(?<toHost>\[[^\]]+\]|[^:[\]]*):(?<toPort>\d*)$/;

/**
 * Reads the input `probe-connect-to`: one `HOST1:PORT1:HOST2:PORT2` a line, in the meaning of curl's `--connect-to`.
 *
 * @throws Error naming the value and the allowed form.
 */
export function parseConnectTo(value: string): ConnectTo[] {
  return value
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(parseMapping);
}

function parseMapping(text: string): ConnectTo {
  const groups = mapping.exec(text)?.groups;
  const ports = [groups?.fromPort, groups?.toPort].filter((port) => port !== undefined && port !== '');
  if (groups === undefined || ports.some((port) => Number(port) < 1 || Number(port) > 65_535)) {
    throw new Error(
      `probe-connect-to: '${text}' is not understood. Allowed: HOST1:PORT1:HOST2:PORT2, any part of which may be ` +
        'empty, an IPv6 address in brackets (203.0.113.7:80:127.0.0.1:18080).',
    );
  }
  return {
    ...(groups.fromHost ? { fromHost: withoutBrackets(groups.fromHost) } : {}),
    ...(groups.fromPort ? { fromPort: Number(groups.fromPort) } : {}),
    ...(groups.toHost ? { toHost: withoutBrackets(groups.toHost) } : {}),
    ...(groups.toPort ? { toPort: Number(groups.toPort) } : {}),
  };
}

/** Where requests to the target connect: by the first mapping that matches its URL, else to the production address. */
export function endpointOf(target: ProbeTarget, mappings: readonly ConnectTo[]): Endpoint {
  const asked = askedEndpoint(target);
  const matching = mappings.find(
    ({ fromHost, fromPort }) =>
      (fromHost === undefined || fromHost.toLowerCase() === asked.host.toLowerCase()) &&
      (fromPort === undefined || fromPort === asked.port),
  );
  return {
    host: matching?.toHost ?? target.connectHost ?? asked.host,
    port: matching?.toPort ?? asked.port,
  };
}

/** Host and port that the target's URL names. */
export function askedEndpoint(target: ProbeTarget): Endpoint {
  const url = new URL(target.url);
  const defaultPort = target.protocol === 'https' ? 443 : 80;
  return { host: withoutBrackets(url.hostname), port: url.port === '' ? defaultPort : Number(url.port) };
}

export function withoutBrackets(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}
