import type { InputName } from './definitions.ts';
import { misunderstood } from './input-error.ts';
import { type ReadInput, readOptional } from './read.ts';

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function isGuid(text: string): boolean {
  return guid.test(text);
}

export function readGuid(read: ReadInput, name: InputName): string | undefined {
  return readOptional(read, name, (value) => {
    if (!isGuid(value)) {
      throw misunderstood(name, value, 'a GUID (00000000-0000-0000-0000-000000000000)');
    }
    return value;
  });
}
