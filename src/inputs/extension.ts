import { basename } from 'node:path';
import type { JsonObject } from '../strategies/json-object.ts';
import type { ExtensionScript, RequestedSettings } from '../strategies/scale-set/goal.ts';
import type { ExtensionSettings } from '../strategies/scale-set/payload/payload.ts';
import type { InputName } from './definitions.ts';
import { InputError, misunderstood } from './input-error.ts';
import { parseJsonObject } from './json.ts';
import { parseBy, type ReadInput, readOptional } from './read.ts';
import { withoutQuery } from './secrets.ts';
import { withoutCredentials } from './url.ts';
import type { ReadWorkspaceFile } from './workspace-file.ts';

/** What the custom script extension takes its script from. One of them beside `extension-script` would be a second script. */
const ofScripts = ['commandtoexecute', 'script', 'fileuris'];

/** What would break the path of a resource. */
const noName = /[/\\?#%<>&\s]/;

export interface RequestedExtension extends RequestedSettings {
  readonly name: string;
}

/** Reads `extension` and what belongs to it. */
export function readExtension(read: ReadInput, readFile: ReadWorkspaceFile): RequestedExtension {
  const name = read('extension');
  if (noName.test(name)) {
    throw misunderstood('extension', name, "the name of an extension in the scale set's model, not its ID");
  }
  const settings = readSettings(read, 'extension-settings', 'extension-protected-settings');
  const script = readOptional(read, 'extension-script', (value) => readScript(value, readFile));
  if (settings === undefined && script === undefined) {
    throw new InputError(
      'extension',
      `'${name}' gets nothing new. Set extension-settings, extension-protected-settings or extension-script.`,
    );
  }
  if (script !== undefined) {
    refuseSecondScript('extension-settings', settings?.settings);
    refuseSecondScript('extension-protected-settings', settings?.protectedSettings);
  }
  return { name, ...settings, ...(script === undefined ? {} : { script }) };
}

/** Reads what an extension had before the release. */
export function readPreviousSettings(read: ReadInput): ExtensionSettings | undefined {
  return readSettings(read, 'previous-extension-settings', 'previous-extension-protected-settings');
}

function readSettings(read: ReadInput, open: InputName, secret: InputName): ExtensionSettings | undefined {
  const settings = readOptional(read, open, (value) => parseJsonObject(open, value));
  const protectedSettings = readOptional(read, secret, (value) => parseJsonObject(secret, value));
  if (settings === undefined && protectedSettings === undefined) return undefined;
  return {
    ...(settings === undefined ? {} : { settings }),
    ...(protectedSettings === undefined ? {} : { protectedSettings }),
  };
}

function readScript(value: string, readFile: ReadWorkspaceFile): ExtensionScript {
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(value)) return { kind: 'uri', uri: parseScriptUri(value) };
  const content = parseBy('extension-script', value, readFile);
  if (content.trim() === '') {
    throw new InputError('extension-script', `'${value}' is empty. Allowed: a file with a script.`);
  }
  return { kind: 'inline', fileName: basename(value), content };
}

function parseScriptUri(value: string): string {
  const url = URL.parse(withoutCredentials('extension-script', value));
  if (url === null || url.protocol !== 'https:') {
    throw misunderstood(
      'extension-script',
      withoutQuery(value),
      'https://HOST/PATH, or the path of a file in the workspace',
    );
  }
  return url.href;
}

function refuseSecondScript(name: InputName, settings: JsonObject = {}): void {
  const second = Object.keys(settings).find((key) => ofScripts.includes(key.toLowerCase()));
  if (second !== undefined) {
    throw new InputError(
      name,
      `"${second}" in it contradicts extension-script: both say what shall run. Leave one of them out.`,
    );
  }
}
