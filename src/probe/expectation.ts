import { type HttpAnswer, headerOf } from './answer.ts';
import { parsePattern } from './pattern.ts';

/** What makes an answer good. It crosses into the worker thread as it is: patterns survive the structured clone. */
export type ProbeExpectation =
  | { readonly kind: 'status'; readonly from: number; readonly to: number }
  | { readonly kind: 'body'; readonly pattern: RegExp }
  | { readonly kind: 'header'; readonly name: string; readonly pattern: RegExp };

/** Any 2xx or 3xx: a redirect, which is never followed, shows that somebody serves. */
export const anySuccess = { kind: 'status', from: 200, to: 399 } as const satisfies ProbeExpectation;

/**
 * Reads the input `probe-expect`.
 *
 * @throws Error naming the value and the allowed forms.
 */
export function parseProbeExpectation(value: string): ProbeExpectation {
  const expectation = parseStatus(value) ?? parseHeader(value) ?? parseBody(value);
  if (expectation !== undefined) return expectation;
  throw new Error(
    `probe-expect: '${value}' is not understood. Allowed: a status (200), a range of them (200-399), ` +
      'a pattern on the body (/ready/i), or a pattern on a header (header:content-type=/json/).',
  );
}

function parseStatus(value: string): ProbeExpectation | undefined {
  const match = /^([1-5]\d\d)(?:-([1-5]\d\d))?$/.exec(value);
  if (match === null) return undefined;
  const from = Number(match[1]);
  const to = Number(match[2] ?? match[1]);
  return from <= to ? { kind: 'status', from, to } : undefined;
}

function parseHeader(value: string): ProbeExpectation | undefined {
  const { name, written } = /^header:(?<name>[\w-]+)=(?<written>.+)$/s.exec(value)?.groups ?? {};
  const pattern = written === undefined ? undefined : parsePattern(written);
  return name === undefined || pattern === undefined ? undefined : { kind: 'header', name, pattern };
}

function parseBody(value: string): ProbeExpectation | undefined {
  const pattern = parsePattern(value);
  return pattern === undefined ? undefined : { kind: 'body', pattern };
}

/** Why the answer is not the expected one; undefined where it is. A pattern is asked of a 2xx or 3xx only. */
export function unmetBecause(answer: HttpAnswer, expectation: ProbeExpectation): string | undefined {
  const { from, to } = expectation.kind === 'status' ? expectation : anySuccess;
  if (answer.status < from || answer.status > to) return `status ${answer.status}`;
  switch (expectation.kind) {
    case 'status':
      return undefined;
    case 'body':
      return expectation.pattern.test(answer.body) ? undefined : `body does not match ${expectation.pattern}`;
    case 'header':
      return expectation.pattern.test(headerOf(answer, expectation.name) ?? '')
        ? undefined
        : `header ${expectation.name} does not match ${expectation.pattern}`;
  }
}
