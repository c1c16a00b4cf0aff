import { type InputDefinition, type InputName, inputDefinitions } from './definitions.ts';
import { textsOf } from './json.ts';
import type { ReadInput } from './read.ts';

/**
 * Tells `mask` every secret that was given, before anything else can print it. Of a JSON object each string or number by itself: what
 * prints it later prints a part of it, and the runner masks a text of several lines line by line, which would hide every `{`.
 */
export function maskSecrets(read: ReadInput, mask: (secret: string) => void): void {
  for (const name of Object.keys(inputDefinitions) as InputName[]) {
    for (const secret of secretsIn(name, read(name))) {
      if (secret.trim() !== '') mask(secret);
    }
  }
}

/** The value as errors quote it, with a space after it; nothing of what is secret. */
export function quoted(name: InputName, value: string): string {
  const { secret }: InputDefinition = inputDefinitions[name];
  switch (secret) {
    case undefined:
      return `'${value}' `;
    case 'query':
      return `'${withoutQuery(value)}' `;
    default:
      return '';
  }
}

/** `https://store.example/install.sh?sig=...`: a signature lets anybody read what the URI names. */
export function withoutQuery(uri: string): string {
  return uri.replace(/\?.*$/s, '?...');
}

function secretsIn(name: InputName, value: string): string[] {
  const { secret }: InputDefinition = inputDefinitions[name];
  if (secret === undefined) return [];
  switch (secret) {
    case 'text':
      return [value];
    case 'json':
      return textsOf(value);
    case 'query':
      return secretsInQuery(value);
  }
}

/** The signature by itself as well: what reads a URI and writes it again may order its parts anew. */
function secretsInQuery(uri: string): string[] {
  const query = /\?(.*)$/s.exec(uri)?.[1] ?? '';
  const signature = /(?:^|&)sig=([^&]*)/.exec(query)?.[1] ?? '';
  return [query, signature, new URLSearchParams(query).get('sig') ?? ''];
}
