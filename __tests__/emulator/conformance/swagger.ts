import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isObject, type Json, type JsonObject, listAt, objectAt, textAt } from './json.ts';

/** Swagger 2.0 documents by the address that their relative references resolve against. */
export type Documents = ReadonlyMap<string, JsonObject>;

export interface Operation {
  readonly id: string;
  readonly method: string;
  readonly template: string;
  readonly parameters: readonly JsonObject[];
  /** Status, or `default` for any other that tells of an error -> response object. */
  readonly responses: JsonObject;
  readonly isLongRunning: boolean;
  readonly finalStateVia: string | undefined;
  /** Address of the document it stands in. */
  readonly document: string;
}

/** Every document of the reference folder `openapi/`, examples left out. */
export function readDocuments(folder: string): Documents {
  const paths = globSync('specification/**/*.json', { cwd: folder, exclude: ['**/examples/**'] });
  return new Map(
    paths
      .sort()
      .map((path) => join(folder, path))
      .map((path) => [pathToFileURL(path).href, JSON.parse(readFileSync(path, 'utf8'))]),
  );
}

/** What a reference names, and the address of the document it stands in. */
export function resolveReference(
  documents: Documents,
  base: string,
  reference: string,
): [JsonObject, string] {
  const url = new URL(reference, base);
  const pointer = decodeURIComponent(url.hash.slice(1));
  url.hash = '';
  let target: Json | undefined = documents.get(url.href);
  for (const token of pointer.split('/').slice(1)) {
    target = isObject(target) ? target[token.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined;
  }
  if (!isObject(target)) throw new Error(`${base} refers to ${reference}, which is nowhere.`);
  return [target, url.href];
}

export function listOperations(documents: Documents): readonly Operation[] {
  return [...documents].flatMap(([document, content]) =>
    Object.entries({ ...objectAt(content, 'paths'), ...objectAt(content, 'x-ms-paths') }).flatMap(
      ([template, path]) =>
        Object.entries(isObject(path) ? path : {})
          .filter(([method]) => ['get', 'put', 'patch', 'post', 'delete', 'head'].includes(method))
          .map(([method, operation]) =>
            describeOperation(documents, document, { template, path, method, operation }),
          ),
    ),
  );
}

function describeOperation(
  documents: Documents,
  document: string,
  { template, path, method, operation }: { template: string; path: Json; method: string; operation: Json },
): Operation {
  return {
    id: textAt(operation, 'operationId') ?? `${method} ${template}`,
    method: method.toUpperCase(),
    template,
    parameters: [...listAt(path, 'parameters'), ...listAt(operation, 'parameters')]
      .filter(isObject)
      .map((parameter) => {
        const reference = textAt(parameter, '$ref');
        return reference === undefined ? parameter : resolveReference(documents, document, reference)[0];
      }),
    responses: objectAt(operation, 'responses'),
    isLongRunning: isObject(operation) && operation['x-ms-long-running-operation'] === true,
    finalStateVia: textAt(objectAt(operation, 'x-ms-long-running-operation-options'), 'final-state-via'),
    document,
  };
}

/** Finds the operation that describes a request. Of several templates that fit, the one with the most fixed text wins. */
export function operationFinder(
  operations: readonly Operation[],
): (method: string, path: string) => Operation | undefined {
  const candidates = operations
    // `/{roleId}` stands for any path at all.
    .filter(({ template }) => fixedLength(template) > 1)
    .map((operation) => ({ operation, pattern: patternOf(operation) }))
    .sort((left, right) => fixedLength(right.operation.template) - fixedLength(left.operation.template));
  return (method, path) =>
    candidates.find(({ operation, pattern }) => operation.method === method && pattern.test(path))?.operation;
}

function fixedLength(template: string): number {
  return template.replaceAll(/\{[^}]+\}/g, '').length;
}

/** ARM compares paths without case. A parameter that is not percent-encoded may hold slashes, as a scope always does. */
function patternOf({ template, parameters }: Operation): RegExp {
  const mayHoldSlashes = (name: string) =>
    name === 'scope' ||
    parameters.some((it) => textAt(it, 'name') === name && it['x-ms-skip-url-encoding'] === true);
  const pattern = template
    .split(/(\/\{[^}]+\})/)
    .map((part) => {
      if (!part.startsWith('/{')) return part.replaceAll('.', '\\.');
      // The path of a parent is empty where there is no parent.
      return mayHoldSlashes(part.slice(2, -1)) ? '(?:/.+)?' : '/[^/]+';
    })
    .join('');
  return new RegExp(`^${pattern}/?$`, 'i');
}
