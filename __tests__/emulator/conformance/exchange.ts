import type { Json } from './json.ts';

/** One request and its answer, as they were on the wire. */
export interface Exchange {
  readonly method: string;
  /** Path and query, without host. */
  readonly url: string;
  /** Names in lower case. */
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** Undefined where nothing was sent; text where it is not JSON. */
  readonly requestBody: Json | undefined;
  readonly status: number;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly responseBody: Json | undefined;
}

export function pathOf(exchange: Pick<Exchange, 'url'>): string {
  return exchange.url.split('?', 1)[0] ?? '';
}

export function queryOf(exchange: Pick<Exchange, 'url'>): URLSearchParams {
  return new URLSearchParams(exchange.url.slice(pathOf(exchange).length));
}
