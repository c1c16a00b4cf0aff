import { Ajv2019, type ErrorObject } from 'ajv/dist/2019.js';
import { isObject, type Json, type JsonObject, listAt, objectAt, textAt } from './json.ts';
import { type Documents, resolveReference } from './swagger.ts';

export type Direction = 'request' | 'response';

export interface SchemaError {
  /** JSON pointer into the body. */
  readonly pointer: string;
  readonly keyword: string;
  readonly message: string;
}

export type CheckBody = (schema: JsonObject, document: string, body: unknown) => readonly SchemaError[];

/**
 * Swagger's schemas, read as JSON Schema 2019-09 with what Azure means by its extensions:
 * what is `readOnly` need not be sent and may be echoed; what is secret or write-only need not come back; a type that a
 * discriminator names is the one that is checked; and an object has no members but those described, which no other
 * version of JSON Schema can say of objects that inherit (`unevaluatedProperties`).
 */
export function bodyChecker(documents: Documents, direction: Direction): CheckBody {
  const ajv = new Ajv2019({
    strict: false,
    allErrors: true,
    logger: false,
    unicodeRegExp: false,
    validateSchema: false,
    formats: { 'date-time': (text: string) => !Number.isNaN(Date.parse(text)), int32: isInt32 },
  });
  const translate = translator(documents, direction);
  for (const [address, document] of documents) {
    ajv.addSchema({ $id: address, definitions: translate.definitions(document, address) });
  }
  const cache = new Map<JsonObject, ReturnType<typeof ajv.compile>>();
  return (schema, document, body) => {
    const validate = cache.get(schema) ?? ajv.compile(translate.use(schema, document));
    cache.set(schema, validate);
    return validate(body) ? [] : (validate.errors ?? []).map(describeError);
  };
}

const isInt32 = {
  type: 'number',
  validate: (value: number) => Number.isInteger(value) && value === (value | 0),
} as const;

function describeError(error: ErrorObject): SchemaError {
  const { instancePath, keyword, params, message = '' } = error;
  if (keyword === 'unevaluatedProperties') {
    const name = String(params.unevaluatedProperty);
    return { pointer: `${instancePath}/${name}`, keyword: 'unknown', message: 'is not described' };
  }
  const allowed = keyword === 'enum' ? `: ${JSON.stringify(params.allowedValues)}` : '';
  return { pointer: instancePath, keyword, message: `${message}${allowed}` };
}

/** The suffix under which a base type keeps its own members, apart from the choice among its subtypes. */
const own = '~own';

function translator(documents: Documents, direction: Direction) {
  const subtypes = findSubtypes(documents);

  function target(schema: JsonObject, document: string): [JsonObject, string] {
    const reference = textAt(schema, '$ref');
    return reference === undefined
      ? [schema, document]
      : target(...resolveReference(documents, document, reference));
  }

  /** Whether a schema tells which members an object has. One that does not (`properties: object`) is left open. */
  function describesMembers(schema: JsonObject, document: string): boolean {
    const [actual, where] = target(schema, document);
    if (actual.additionalProperties !== undefined) return false;
    return (
      actual.properties !== undefined ||
      listAt(actual, 'allOf').some((part) => isObject(part) && describesMembers(part, where))
    );
  }

  function isExpected(name: string, properties: JsonObject): boolean {
    const property = properties[name];
    if (!isObject(property)) return true;
    if (direction === 'request') return property.readOnly !== true;
    const mutability = property['x-ms-mutability'];
    return property['x-ms-secret'] !== true && !(Array.isArray(mutability) && !mutability.includes('read'));
  }

  /** A schema where a value is described: closed, and nullable where Azure says so. */
  function use(schema: JsonObject, document: string): JsonObject {
    const translated = translate(schema, document);
    const closed = describesMembers(schema, document)
      ? { ...translated, unevaluatedProperties: false }
      : translated;
    return schema['x-nullable'] === true ? { anyOf: [closed, { type: 'null' }] } : closed;
  }

  /** A schema as a part of another: open, because the whole is closed. */
  function translate(schema: JsonObject, document: string): JsonObject {
    const reference = textAt(schema, '$ref');
    if (reference !== undefined) return { $ref: new URL(reference, document).href };
    // Azure's documents leave `type: object` out where there are properties.
    const result: Record<string, Json> = schema.properties === undefined ? {} : { type: 'object' };
    for (const [keyword, value] of Object.entries(schema)) {
      if (keyword === 'properties' && isObject(value))
        result[keyword] = mapValues(value, (it) => use(it, document));
      else if (keyword === 'required' && Array.isArray(value)) {
        const properties = objectAt(schema, 'properties');
        result[keyword] = value.filter((name) => typeof name === 'string' && isExpected(name, properties));
      } else if (keyword === 'items' && isObject(value)) result[keyword] = use(value, document);
      else if (keyword === 'additionalProperties' && isObject(value)) result[keyword] = use(value, document);
      else if (keyword === 'allOf')
        result[keyword] = listAt(schema, 'allOf').map((it) => inherit(it, document));
      else if (passedOn.has(keyword)) result[keyword] = value;
    }
    return result;
  }

  function inherit(part: Json, document: string): Json {
    if (!isObject(part)) return part;
    const reference = textAt(part, '$ref');
    if (reference === undefined) return translate(part, document);
    const address = new URL(reference, document).href;
    return { $ref: subtypes.has(address) ? `${address}${own}` : address };
  }

  function definitions(document: JsonObject, address: string): JsonObject {
    const result: Record<string, Json> = {};
    const described = document.definitions;
    for (const [name, schema] of Object.entries(isObject(described) ? described : {})) {
      if (!isObject(schema)) continue;
      const choices = subtypes.get(`${address}#/definitions/${name}`);
      const translated = translate(schema, address);
      if (choices === undefined) result[name] = translated;
      else {
        result[`${name}${own}`] = translated;
        result[name] = { allOf: [{ $ref: `#/definitions/${name}${own}` }, ...choices.map(chooseSubtype)] };
      }
    }
    return result;
  }

  return { use, definitions };
}

const passedOn = new Set(
  [
    'type',
    'enum',
    'format',
    'pattern',
    'minimum',
    'maximum',
    'multipleOf',
    'minLength',
    'maxLength',
    'additionalProperties',
  ].concat('minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties'),
);

function mapValues(object: JsonObject, map: (value: JsonObject) => Json): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [name, isObject(value) ? map(value) : value]),
  );
}

interface Subtype {
  readonly address: string;
  readonly discriminator: string;
  readonly value: string;
}

function chooseSubtype({ address, discriminator, value }: Subtype): Json {
  return {
    if: { properties: { [discriminator]: { const: value } }, required: [discriminator] },
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema's word.
    then: { $ref: address },
  };
}

/** Base types with a discriminator, by address -> the types that extend them. */
function findSubtypes(documents: Documents): ReadonlyMap<string, readonly Subtype[]> {
  const found = new Map<string, Subtype[]>();
  const all = [...documents].flatMap(([address, document]) =>
    Object.entries(objectAt(document, 'definitions')).flatMap(([name, schema]) =>
      isObject(schema)
        ? [{ address: `${address}#/definitions/${name}`, document: address, name, schema }]
        : [],
    ),
  );
  for (const { address, schema } of all)
    if (textAt(schema, 'discriminator') !== undefined) found.set(address, []);
  for (const { address, document, name, schema } of all) {
    for (const base of listAt(schema, 'allOf')) {
      const reference = textAt(base, '$ref');
      if (reference === undefined) continue;
      const baseAddress = new URL(reference, document).href;
      const [baseSchema] = resolveReference(documents, document, reference);
      const discriminator = textAt(baseSchema, 'discriminator');
      if (discriminator === undefined) continue;
      found
        .get(baseAddress)
        ?.push({ address, discriminator, value: textAt(schema, 'x-ms-discriminator-value') ?? name });
    }
  }
  return found;
}
