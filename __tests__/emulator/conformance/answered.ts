import type { AnsweredRequest } from '../../../emulator/arm/exchanges.ts';
import { withoutKnown } from './deviations.ts';
import type { Exchange } from './exchange.ts';
import type { Json } from './json.ts';
import { type CheckExchange, exchangeChecker, type Finding } from './openapi.ts';
import { readDocuments } from './swagger.ts';

/** What differs from the documents in a folder, each thing once, as lines to read. */
export function compareWithDocuments(answered: Iterable<AnsweredRequest>, folder: string): readonly string[] {
  const check = checkerOf(folder);
  const lines = [...answered].map(toExchange).flatMap((exchange) =>
    withoutKnown(check(exchange))
      .filter((finding) => !isPlanted(finding))
      .map(({ where, at, message }) => `${exchange.method} ${exchange.url}: ${where} ${at} ${message}`),
  );
  return [...new Set(lines)];
}

/** By folder: a worker reads and compiles the documents once for all the files that it runs. */
const checkers = new Map<string, CheckExchange>();

function checkerOf(folder: string): CheckExchange {
  const checker = checkers.get(folder) ?? exchangeChecker(readDocuments(folder));
  checkers.set(folder, checker);
  return checker;
}

/** Tests plant `planted` and `futureProperty`, for what a newer ARM will add and nobody may lose. */
function isPlanted({ keyword, at }: Finding): boolean {
  return keyword === 'unknown' && /\/(planted|future[A-Z]\w*)$/.test(at);
}

function toExchange({ request, response }: AnsweredRequest): Exchange {
  const { method, path, query, headers, body } = request;
  return {
    method,
    url: query === '' ? path : `${path}?${query}`,
    requestHeaders: headers,
    requestBody: body === '' ? undefined : parse(body),
    status: response.status,
    responseHeaders: response.headers,
    responseBody: response.body === '' ? undefined : parse(response.body),
  };
}

/** A body that is no JSON stays text. */
function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
