export type JsonObject = { readonly [member: string]: unknown };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function memberOf(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined;
}

export function objectOf(value: unknown, name: string): JsonObject | undefined {
  const member = memberOf(value, name);
  return isObject(member) ? member : undefined;
}

/** The objects in a list; a member that is absent or no list is an empty one, as ARM treats it. */
export function listOf(value: unknown, name: string): readonly JsonObject[] {
  const member = memberOf(value, name);
  return Array.isArray(member) ? member.filter(isObject) : [];
}

export function textOf(value: unknown, name: string): string | undefined {
  const member = memberOf(value, name);
  return typeof member === 'string' ? member : undefined;
}

export function numberOf(value: unknown, name: string): number | undefined {
  const member = memberOf(value, name);
  return typeof member === 'number' ? member : undefined;
}

/** The id inside a reference: `{"publicIPAddress": {"id": "…"}}`. */
export function referenceOf(value: unknown, name: string): string | undefined {
  return textOf(memberOf(value, name), 'id');
}

/** A copy without some members. */
export function without(value: JsonObject, ...names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}

/** A copy without members that are undefined: they would not be on the wire either. */
export function compact(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined));
}

/** RFC 6901: the value a JSON pointer names, undefined where nothing is. */
export function atPointer(value: unknown, pointer: string): unknown {
  let current: unknown = value;
  for (const token of pointer.split('/').slice(1)) {
    const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
    current = Array.isArray(current) ? current[Number(name)] : memberOf(current, name);
  }
  return current;
}

/** RFC 7396: a merge patch, where null removes. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged: Record<string, unknown> = { ...(isObject(target) ? target : {}) };
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete merged[name];
    else merged[name] = mergePatch(merged[name], value);
  }
  return merged;
}
