import { gzipSync } from 'node:zlib';
import type { ScaleSetExtension } from '../../../azure/scale-sets/scale-sets.ts';
import { RefusedError } from '../../refused-error.ts';
import type { ExtensionScript, RequestedSettings } from '../goal.ts';
import { customScriptOf, handlerOf } from './custom-script.ts';
import type { ExtensionSettings } from './payload.ts';
import type { Settings } from './same-settings.ts';

/** Of the text in `script`, as the Linux custom script extension 2.1 has it: encoded, and compressed where it is. */
const LONGEST_SCRIPT = 256 * 1024;

/** Settings that say what is run: a script beside them would be a second answer to one question. */
const RIVALS = ['script', 'commandToExecute', 'fileUris'];

/**
 * The settings that make a custom script extension run what was asked for.
 *
 * @throws RefusedError
 */
export function settingsWithScript(
  { settings, protectedSettings, script }: RequestedSettings,
  extension: ScaleSetExtension,
): ExtensionSettings {
  const given = {
    ...(settings === undefined ? {} : { settings }),
    ...(protectedSettings === undefined ? {} : { protectedSettings }),
  };
  if (script === undefined) {
    requireOneCommand(given, extension);
    return given;
  }
  refuseOthers(extension);
  refuseRivals(given, extension);
  return script.kind === 'inline'
    ? { ...given, settings: { ...settings, script: encodeScript(script) } }
    : withUri(given, script.uri);
}

/** Where a custom script extension looks for what to run, in the public settings or in the protected ones. */
const COMMANDS = ['script', 'commandtoexecute'];

/** The extension would refuse it on every machine, one after the other. */
function requireOneCommand(
  { settings = {}, protectedSettings = {} }: ExtensionSettings,
  extension: ScaleSetExtension,
): void {
  const given = [...Object.keys(settings), ...Object.keys(protectedSettings)];
  const commands = given.filter((key) => COMMANDS.includes(key.toLowerCase()));
  if (customScriptOf(extension) === undefined || commands.length === 1) {
    return;
  }
  throw new RefusedError(
    commands.length === 0
      ? `The settings for the extension "${extension.name}" do not say what to run. Put commandToExecute into extension-settings or ` +
          'extension-protected-settings, which replace what it has as a whole, or give extension-script.'
      : `The settings for the extension "${extension.name}" say more than once what to run (${commands.join(', ')}, in extension-settings and ` +
          'extension-protected-settings together). Keep one of them.',
  );
}

function refuseOthers(extension: ScaleSetExtension): void {
  const kind = customScriptOf(extension);
  if (kind === 'linux') {
    return;
  }
  const what = `extension-script cannot be run by the extension "${extension.name}" (${handlerOf(extension.properties)})`;
  throw new RefusedError(
    kind === 'windows'
      ? `${what}: on Windows there is no setting for a script. Put it where the machines can download it, and set fileUris and ` +
          'commandToExecute (powershell -ExecutionPolicy Unrestricted -File name.ps1) with extension-settings.'
      : `${what}, only by Microsoft.Azure.Extensions/CustomScript. Say what shall run with extension-settings, in the ` +
          'words of that extension, or name the custom script extension with extension.',
  );
}

function refuseRivals({ settings, protectedSettings }: ExtensionSettings, { name }: ScaleSetExtension): void {
  const given = Object.keys({ ...settings, ...protectedSettings });
  const rivals = RIVALS.filter((rival) => given.includes(rival));
  if (rivals.length > 0) {
    throw new RefusedError(
      `The settings for the extension "${name}" have ${rivals.join(' and ')}, and extension-script says what to run as well. Keep ` +
        'one of them: a command with arguments goes into extension-settings, with fileUris beside it.',
    );
  }
}

/** In base64, compressed where that is shorter: the extension looks at the content and unpacks it. */
function encodeScript({ fileName, content }: Extract<ExtensionScript, { kind: 'inline' }>): string {
  const plain = Buffer.from(content, 'utf8');
  const packed = gzipSync(plain, { level: 9 });
  // Byte 9 names the system that packed it. The same script has to be the same setting from every runner.
  packed[9] = 255;
  const script = (packed.length < plain.length ? packed : plain).toString('base64');
  if (plain.length === 0) {
    throw new RefusedError(`extension-script ${fileName} is empty: there is nothing to run.`);
  }
  if (script.length > LONGEST_SCRIPT) {
    throw new RefusedError(
      `extension-script ${fileName} has ${script.length} characters as it would be sent (base64, compressed where that is ` +
        `shorter), and the custom script extension takes ${LONGEST_SCRIPT}. Put it where the machines can download it, and give its URI.`,
    );
  }
  return script;
}

/** A URI with a query carries a signature as a rule, which lets anybody read what it names: that is no public setting. */
function withUri(given: ExtensionSettings, uri: string): ExtensionSettings {
  const isSigned = new URL(uri).search !== '';
  const { settings, protectedSettings } = given;
  const run = { commandToExecute: commandFor(uri) };
  return isSigned
    ? {
        settings: { ...settings, ...run },
        protectedSettings: { ...protectedSettings, fileUris: [uri] } satisfies Settings,
      }
    : { ...given, settings: { ...settings, fileUris: [uri], ...run } };
}

/** The extension downloads a file under the last part of its path, makes it executable, and runs commands beside it. */
function commandFor(uri: string): string {
  const { origin, pathname } = new URL(uri);
  const name = decode(pathname.slice(pathname.lastIndexOf('/') + 1));
  if (name === undefined || name === '') {
    throw new RefusedError(
      `extension-script ${origin}${pathname} names no file: its path has to end in the name of the script.`,
    );
  }
  return /^[\w.@%+=:-]+$/.test(name) ? `./${name}` : `'./${name.replaceAll("'", "'\\''")}'`;
}

/** Undefined for a `%` that is no escape, which the extension would not download either. */
function decode(name: string): string | undefined {
  try {
    return decodeURIComponent(name);
  } catch {
    return undefined;
  }
}
