import { type Exchange, pathOf, queryOf } from './exchange.ts';
import { isObject, type Json, type JsonObject, objectAt, textAt } from './json.ts';
import { bodyChecker, type CheckBody, type Direction } from './schemas.ts';
import {
  type Documents,
  listOperations,
  type Operation,
  operationFinder,
  resolveReference,
} from './swagger.ts';
import { checkUndescribed } from './undescribed.ts';

/** A difference between an exchange and the document that describes it. */
export interface Finding {
  /** `LoadBalancers_CreateOrUpdate`, or `undescribed`. */
  readonly operation: string;
  readonly where: Direction;
  /** JSON pointer into the body, `?name` of the query, the name of a header, or `status`. */
  readonly at: string;
  readonly keyword: string;
  readonly message: string;
}

export type CheckExchange = (exchange: Exchange) => readonly Finding[];

/**
 * Checks exchanges against OpenAPI documents. The api-version asked for is not compared with the document's: one
 * resource shape serves them all.
 */
export function exchangeChecker(documents: Documents): CheckExchange {
  const find = operationFinder(listOperations(documents));
  const checkSent = bodyChecker(documents, 'request');
  const checkAnswered = bodyChecker(documents, 'response');
  return (exchange) => {
    // A gateway that has failed speaks for itself, in text or HTML.
    if (exchange.status >= 500 && !isObject(exchange.responseBody)) return [];
    const operation = find(exchange.method, pathOf(exchange));
    if (operation === undefined) return checkUndescribed(exchange);
    const response = checkResponse(operation, exchange, documents, checkAnswered);
    // What was refused need not have been well formed; and ARM itself may refuse, in its own words.
    if (exchange.status >= 400) return isArmError(exchange.responseBody) ? [] : response;
    return [
      ...checkRequest(operation, exchange, checkSent),
      ...response,
      ...checkLongRunning(operation, exchange),
    ];
  };
}

/** ARM's common error: a code and a message, and beside them only what it has for everybody. */
function isArmError(body: Json | undefined): boolean {
  const error = objectAt(body, 'error');
  const members = ['code', 'message', 'target', 'details', 'additionalInfo', 'innererror'];
  return (
    textAt(error, 'code') !== undefined &&
    textAt(error, 'message') !== undefined &&
    Object.keys(error).every((name) => members.includes(name))
  );
}

function checkRequest(operation: Operation, exchange: Exchange, check: CheckBody): readonly Finding[] {
  const body = operation.parameters.find((parameter) => parameter.in === 'body');
  const mayBeAbsent = body?.required !== true && exchange.requestBody === undefined;
  return [
    ...checkQuery(operation, exchange),
    ...(body === undefined || mayBeAbsent ? [] : checkBody(operation, 'request', body, exchange, check)),
  ];
}

function checkQuery(operation: Operation, exchange: Exchange): readonly Finding[] {
  const sent = [...queryOf(exchange).keys()].map((name) => name.toLowerCase());
  const described = operation.parameters
    .filter((parameter) => parameter.in === 'query')
    .map((parameter) => ({
      name: (textAt(parameter, 'name') ?? '').toLowerCase(),
      isRequired: parameter.required === true,
    }));
  const at = (name: string, keyword: string, message: string): Finding => {
    return { operation: operation.id, where: 'request', at: `?${name}`, keyword, message };
  };
  return [
    ...described
      .filter(({ name, isRequired }) => isRequired && !sent.includes(name))
      .map(({ name }) => at(name, 'required', 'is missing')),
    ...sent
      // What a nextLink says beyond the request is its author's business; ARM names it so wherever it pages.
      .filter((name) => name !== '$skiptoken')
      .filter((name) => !described.some((parameter) => parameter.name === name))
      .map((name) => at(name, 'unknown', 'is not described')),
  ];
}

function checkResponse(
  operation: Operation,
  exchange: Exchange,
  documents: Documents,
  check: CheckBody,
): readonly Finding[] {
  const { status, responseBody } = exchange;
  const isError = status >= 400;
  const described =
    operation.responses[String(status)] ?? (isError ? operation.responses.default : undefined);
  if (!isObject(described)) {
    return isError ? [] : [answerFinding(operation, 'status', 'unknown', `${status} is not described`)];
  }
  const reference = textAt(described, '$ref');
  const response =
    reference === undefined ? described : resolveReference(documents, operation.document, reference)[0];
  if (response.schema !== undefined) return checkBody(operation, 'response', response, exchange, check);
  return responseBody === undefined
    ? []
    : [answerFinding(operation, '', 'unknown', `a body with ${status}, where none is described`)];
}

function checkBody(
  operation: Operation,
  where: Direction,
  holder: JsonObject,
  exchange: Exchange,
  check: CheckBody,
): readonly Finding[] {
  if (!isObject(holder.schema)) return [];
  const body = where === 'request' ? exchange.requestBody : exchange.responseBody;
  return check(holder.schema, operation.document, body).map(({ pointer, keyword, message }) => {
    return { operation: operation.id, where, at: pointer, keyword, message };
  });
}

/** ARM's rules for long-running operations: an answer that is not the end says where the end can be seen. */
function checkLongRunning(operation: Operation, { status, responseHeaders }: Exchange): readonly Finding[] {
  if (!operation.isLongRunning) return [];
  const { 'azure-asyncoperation': operationUrl, location } = responseHeaders;
  if (status === 202 && operation.finalStateVia === 'location' && location === undefined) {
    return [answerFinding(operation, 'location', 'required', 'must say where the result will be')];
  }
  if (status === 202 && operationUrl === undefined && location === undefined) {
    return [
      answerFinding(operation, 'azure-asyncoperation', 'required', 'or location must say where to poll'),
    ];
  }
  if (status === 201 && operation.finalStateVia === 'azure-async-operation' && operationUrl === undefined) {
    return [answerFinding(operation, 'azure-asyncoperation', 'required', 'must say where to poll')];
  }
  return [];
}

function answerFinding(operation: Operation, at: string, keyword: string, message: string): Finding {
  return { operation: operation.id, where: 'response', at, keyword, message };
}
