import type { Exchange } from './exchange.ts';
import { isObject, type Json, type JsonObject, textAt } from './json.ts';

/** An answer without what differs between any two runs against the same ARM. */
export interface NormalisedAnswer {
  readonly status: number;
  /** Those that clients act upon; undefined where absent. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Json | undefined;
}

const headersThatMatter = [
  'azure-asyncnotification',
  'azure-asyncoperation',
  'etag',
  'location',
  'retry-after',
  'x-ms-failure-cause',
];

export function normaliseAnswer(exchange: Exchange): NormalisedAnswer {
  const headers = headersThatMatter.map((name) => {
    const value = exchange.responseHeaders[name];
    return [name, value === undefined ? undefined : normaliseText(value)] as const;
  });
  return {
    status: exchange.status,
    headers: Object.fromEntries(headers),
    body: exchange.responseBody === undefined ? undefined : normaliseBody(exchange.responseBody),
  };
}

export function normaliseBody(body: Json): Json {
  if (typeof body === 'string') return normaliseText(body);
  if (Array.isArray(body)) return body.map(normaliseBody);
  if (!isObject(body)) return body;
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, normaliseBody(value)]));
}

/**
 * The order counts: the URL of an operation first, because its id and query are no ids of the text around it. Its
 * signature goes (ARM has it since the end of 2023), its api-version too (recordings mix those of several runs).
 */
export function normaliseText(text: string): string {
  return text
    .replaceAll(/https?:\/\/[^/\s"]+(?=\/(?:subscriptions|providers)\/)/g, '<arm>')
    .replaceAll(/(\/operation(?:s|results))\/[^/?\s"']+(?:\?[^\s"']*)?/gi, '$1/<operation>')
    .replaceAll(/\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi, '<guid>')
    .replaceAll(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g, '<date>')
    .replaceAll(/\b(?:\d{1,3}\.){3}\d{1,3}\b/g, (address) => (isPrivate(address) ? address : '<address>'))
    .replaceAll(/\/resourcegroups\//gi, '/resourceGroups/');
}

/** Private addresses are asked for, public ones are given out. */
function isPrivate(address: string): boolean {
  return /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/.test(address);
}

export interface Difference {
  /** `status`, `header etag`, or a JSON pointer into the body. */
  readonly at: string;
  readonly recorded: Json | undefined;
  readonly emulated: Json | undefined;
}

export function compareAnswers(
  recorded: NormalisedAnswer,
  emulated: NormalisedAnswer,
): readonly Difference[] {
  const headers = headersThatMatter.map((name) =>
    compareValues(recorded.headers[name], emulated.headers[name], `header ${name}`),
  );
  return [
    ...compareValues(recorded.status, emulated.status, 'status'),
    ...headers.flat(),
    ...compareValues(recorded.body, emulated.body, ''),
  ];
}

function compareValues(
  recorded: Json | undefined,
  emulated: Json | undefined,
  at: string,
): readonly Difference[] {
  if (isObject(recorded) && isObject(emulated)) return compareMembers(recorded, emulated, at);
  if (Array.isArray(recorded) && Array.isArray(emulated)) {
    return compareMembers(
      Object.fromEntries(Object.entries(recorded)),
      Object.fromEntries(Object.entries(emulated)),
      at,
    );
  }
  return recorded === emulated ? [] : [{ at, recorded, emulated }];
}

function compareMembers(recorded: JsonObject, emulated: JsonObject, at: string): readonly Difference[] {
  const names = new Set([...Object.keys(recorded), ...Object.keys(emulated)]);
  return [...names].flatMap((name) => compareValues(recorded[name], emulated[name], `${at}/${name}`));
}

/**
 * Tells for each answer whether its etag is the one of the former answer about the same resource. The value of an etag
 * means nothing; that a read shows the etag of the write before it, or another one, is what If-Match lives on.
 */
export function etagReader(): (exchange: Exchange) => 'first' | 'same' | 'new' | undefined {
  const last = new Map<string, string>();
  return ({ responseBody }) => {
    const [id, etag] = [textAt(responseBody, 'id')?.toLowerCase(), textAt(responseBody, 'etag')];
    if (id === undefined || etag === undefined) return undefined;
    const former = last.get(id);
    last.set(id, etag);
    if (former === undefined) return 'first';
    return former === etag ? 'same' : 'new';
  };
}
