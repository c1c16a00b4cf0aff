import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RequestedSettings } from '../../../../src/strategies/scale-set/goal.ts';
import { settingsWithScript } from '../../../../src/strategies/scale-set/payload/inline-script.ts';
import { customScript } from '../scale-set-of.ts';

const inline = (content: string) => ({ kind: 'inline', fileName: 'install.sh', content }) as const;
const uri = (text: string) => ({ kind: 'uri', uri: text }) as const;

const settingsFor = (requested: RequestedSettings) => settingsWithScript(requested, customScript());

/** What the extension makes of the setting: decoded, and unpacked where it is packed. */
function received(requested: RequestedSettings): string {
  const script = Buffer.from(String(settingsFor(requested).settings?.script), 'base64');
  return (script[0] === 0x1f && script[1] === 0x8b ? gunzipSync(script) : script).toString('utf8');
}

describe('a local script', () => {
  it('reaches the machine as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 2_000 }), (content) => {
        expect(received({ script: inline(content) })).toBe(content);
      }),
    );
  });

  it('is compressed only where that is shorter', () => {
    expect(settingsFor({ script: inline('echo hi\n') }).settings).toEqual({ script: 'ZWNobyBoaQo=' });
    const long = '#!/bin/sh\n'.concat('echo hello\n'.repeat(1_000));
    expect(String(settingsFor({ script: inline(long) }).settings?.script).length).toBeLessThan(1_000);
    expect(received({ script: inline(long) })).toBe(long);
  });

  it('says nothing of the system that packed it, so that it is the same setting from every runner', () => {
    const script = settingsFor({ script: inline('echo hello\n'.repeat(1_000)) }).settings?.script;
    const packed = Buffer.from(String(script), 'base64');
    expect([...packed.subarray(4, 8), packed[9]]).toEqual([0, 0, 0, 0, 255]);
  });

  it('stands beside other settings', () => {
    const settings = { skipDos2Unix: true };
    const protectedSettings = { managedIdentity: {} };
    expect(settingsFor({ settings, protectedSettings, script: inline('x') })).toEqual({
      settings: { skipDos2Unix: true, script: 'eA==' },
      protectedSettings,
    });
  });

  it('may have 262,144 characters as it is sent, and no more', () => {
    const noise = randomBytes(262_144).toString('base64');
    const longest = noise.slice(0, 190_000);
    expect(received({ script: inline(longest) })).toBe(longest);
    expect(() => settingsFor({ script: inline(noise) })).toThrow(
      /install\.sh has \d+ characters .* takes 262144\. .* give its URI/,
    );
  });

  it('is refused where it is empty', () => {
    expect(() => settingsFor({ script: inline('') })).toThrow(/install\.sh is empty/);
  });
});

describe('a script at a URI', () => {
  it.each([
    ['https://example.com/v2/install.sh', './install.sh'],
    ['https://example.com/a%20b.sh', "'./a b.sh'"],
    ["https://example.com/it's.sh", "'./it'\\''s.sh'"],
    ['https://example.com/$(reboot).sh', "'./$(reboot).sh'"],
  ])('is downloaded and run: %s', (text, commandToExecute) => {
    expect(settingsFor({ script: uri(text) })).toEqual({ settings: { fileUris: [text], commandToExecute } });
  });

  it('is protected where it carries a signature', () => {
    const signed = 'https://shop.blob.core.windows.net/scripts/install.sh?sv=2024&sig=hunter2';
    expect(
      settingsFor({ settings: { timestamp: 1 }, protectedSettings: { a: 1 }, script: uri(signed) }),
    ).toEqual({
      settings: { timestamp: 1, commandToExecute: './install.sh' },
      protectedSettings: { a: 1, fileUris: [signed] },
    });
  });

  it('is refused where its name cannot be read', () => {
    expect(() => settingsFor({ script: uri('https://example.com/100%.sh') })).toThrow(
      /100%\.sh names no file/,
    );
  });

  it('is refused where it names no file, without giving a signature away', () => {
    expect(() => settingsFor({ script: uri('https://example.com/scripts/?sig=hunter2') })).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(
          /^extension-script https:\/\/example\.com\/scripts\/ names no file(?!.*hunter2)/,
        ),
      }),
    );
  });
});

describe('a script is refused', () => {
  it.each(['script', 'commandToExecute', 'fileUris'])(
    'beside a setting that says what to run as well: %s',
    (name) => {
      expect(() => settingsFor({ protectedSettings: { [name]: 'x' }, script: inline('x') })).toThrow(
        new RegExp(`"install-shop" have ${name}, and extension-script`),
      );
    },
  );

  it.each([
    [
      'Windows',
      { publisher: 'Microsoft.Compute', type: 'CustomScriptExtension' },
      /on Windows there is no setting.*fileUris/,
    ],
    [
      'version 1',
      { publisher: 'Microsoft.OSTCExtensions', type: 'CustomScriptForLinux' },
      /only by Microsoft\.Azure\.Extensions\/CustomScript/,
    ],
    [
      'another kind',
      { publisher: 'Microsoft.Azure.Monitor', type: 'AzureMonitorLinuxAgent' },
      /AzureMonitorLinuxAgent\), only by/,
    ],
  ])('for an extension of %s', (_, handler, message) => {
    expect(() => settingsWithScript({ script: inline('x') }, customScript(handler))).toThrow(message);
  });

  it('for no extension where none was given', () => {
    const settings = { version: 2 };
    const handler = { publisher: 'Microsoft.Azure.Monitor', type: 'AzureMonitorLinuxAgent' };
    expect(settingsWithScript({ settings }, customScript(handler))).toEqual({ settings });
  });
});

describe('settings without a script', () => {
  const once = [
    { settings: { commandToExecute: 'x' } },
    { settings: { timestamp: 1 }, protectedSettings: { CommandToExecute: 'x' } },
    { protectedSettings: { script: 'eA==' } },
  ];

  it.each(once)('that say once what to run are taken as they are: %j', (given) => {
    expect(settingsFor(given)).toEqual(given);
  });

  it('that do not say what to run are refused, because every machine would fail', () => {
    for (const given of [{ settings: {} }, { settings: { timestamp: 1 }, protectedSettings: {} }]) {
      expect(() => settingsFor(given)).toThrow(
        /do not say what to run\. Put commandToExecute into extension-settings/,
      );
    }
  });

  it('that say it twice are refused, without the commands', () => {
    const given = {
      settings: { commandToExecute: 'hush' },
      protectedSettings: { commandToExecute: 'hush' },
    };
    expect(() => settingsFor(given)).toThrow(
      /^The settings for the extension "[^"]+" say more than once what to run \(commandToExecute, commandToExecute, in /,
    );
    expect(() => settingsFor(given)).not.toThrow(/hush/);
  });
});
