import type { IncomingHttpHeaders } from 'node:http';

/** What is kept of an HTTP answer: enough to judge it, never more than the first 64 KiB of its body. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The body was longer; the rest was not read, and the connection given up. */
  readonly isTruncated: boolean;
}

/** A header's value by any spelling of its name; values of a repeated header are joined as on the wire. */
export function headerOf(answer: HttpAnswer, name: string): string | undefined {
  const value = answer.headers[name.toLowerCase()];
  return typeof value === 'object' ? value.join(', ') : value;
}
