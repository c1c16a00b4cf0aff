import { Buffer } from 'node:buffer';

/**
 * What the last line of a script prints of how the lines before it ended. Run Command, the action, tells nobody how a script
 * ended, so scripts print that themselves, in a last line: `printf` or `echo` of `$?` in a shell, a string or `Write-Output` with
 * `$LASTEXITCODE` in PowerShell. Such a line is carried out; it succeeds, whatever ran before it.
 *
 * @returns undefined where the last line is none of the kind, or nothing ran before it.
 */
export function printedStatus(script: string, exitCode: number): string | undefined {
  const lines = script.split('\n').filter((line) => line.trim() !== '');
  const last = lines.length < 2 ? undefined : lines.at(-1)?.trim();
  return last === undefined ? undefined : (ofShell(last, exitCode) ?? ofPowerShell(last, exitCode));
}

function ofShell(line: string, exitCode: number): string | undefined {
  const words = wordsOf(line);
  const [command, ...given] = words.map(({ text, isLiteral }) =>
    isLiteral ? text : text.replaceAll('$?', String(exitCode)),
  );
  if (!words.some(({ text, isLiteral }) => !isLiteral && text.includes('$?'))) return undefined;
  if (command === 'echo') return `${given.join(' ')}\n`;
  const [format, ...values] = given;
  return command === 'printf' && format !== undefined ? formatted(format, values) : undefined;
}

interface Word {
  readonly text: string;
  /** In single quotes, where the shell replaces nothing. */
  readonly isLiteral: boolean;
}

function wordsOf(line: string): Word[] {
  return [...line.matchAll(/'(?<single>[^']*)'|"(?<double>[^"]*)"|(?<bare>[^\s'"]+)/g)].map(({ groups }) => ({
    text: groups?.single ?? groups?.double ?? groups?.bare ?? '',
    isLiteral: groups?.single !== undefined,
  }));
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', '\\': '\\' };

function formatted(format: string, values: readonly string[]): string {
  const left = [...values];
  return format.replace(/\\(?<escape>[nt\\])|%(?<kind>[sd%])/g, (_, escaped?: string, kind?: string) => {
    if (escaped !== undefined) return escapes[escaped] ?? escaped;
    return kind === '%' ? '%' : (left.shift() ?? '');
  });
}

function ofPowerShell(line: string, exitCode: number): string | undefined {
  const text = /^(?:Write-Output\s+)?"(?<text>[^"]*\$LASTEXITCODE[^"]*)"$/i.exec(line)?.groups?.text;
  return text === undefined ? undefined : `${text.replace(/\$LASTEXITCODE/gi, String(exitCode))}\n`;
}

/** A script as a person would read it: PowerShell takes commands in base64 of UTF-16, too. */
export function readableScript(script: string): string {
  return script.replace(/(?<=-EncodedCommand\s+)[A-Za-z0-9+/]+=*/gi, (encoded) =>
    Buffer.from(encoded, 'base64').toString('utf16le'),
  );
}
