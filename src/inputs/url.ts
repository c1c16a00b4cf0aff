import type { InputName } from './definitions.ts';
import { InputError, misunderstood } from './input-error.ts';

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Reads the address of a service that is given tokens or secrets: `https://management.azure.com`. In clear text only to this
 * machine, where an emulator may listen.
 *
 * @returns the origin and path, without a slash at the end.
 */
export function parseServiceUrl(name: InputName, value: string): string {
  const url = URL.parse(withoutCredentials(name, value));
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  if (url === null || !isWeb || url.search !== '' || url.hash !== '') {
    throw misunderstood(name, value, 'https://HOST[:PORT][/PATH]');
  }
  if (url.protocol === 'http:' && !loopback.test(url.hostname)) {
    throw new InputError(
      name,
      `'${value}' would send tokens in clear text. Allowed: https://HOST[:PORT]; http:// only to this machine.`,
    );
  }
  return url.href.replace(/\/+$/, '');
}

/** Reads a URL that an answer is asked of: `http://blue.example.com/health`. */
export function parseWebUrl(name: InputName, value: string, allowed: string): string {
  const url = URL.parse(withoutCredentials(name, value));
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw misunderstood(name, value, allowed);
  }
  return url.href;
}

/** Refuses a URL with a user or password before anything else can print it: logs and reports show URLs as they are. */
export function withoutCredentials(name: InputName, value: string): string {
  const url = URL.parse(value);
  if (url !== null && (url.username !== '' || url.password !== '')) {
    throw new InputError(
      name,
      `the URL of ${url.host} has a user or password in it. Allowed: a URL without.`,
    );
  }
  return value;
}
