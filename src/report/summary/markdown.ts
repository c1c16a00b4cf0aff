import { clip } from '../readable.ts';

/** A message of a policy can be pages long; beyond this it is for the log and `report.json`. */
const LONGEST_TEXT = 1_000;

/**
 * Text that came from outside (a resource's name, an error of ARM) as Markdown that shows exactly it. Character
 * references work in paragraphs, in table cells and inside HTML alike, where a backslash would not.
 */
export function escapeMarkdown(text: string): string {
  return clip(text, LONGEST_TEXT)
    .replace(/[&<>|`*_~[\]\\$#@]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/\s+/g, ' ');
}

/** A name or path in fixed width. Never a code span: nothing can be escaped inside one. */
export function code(text: string): string {
  return `<code>${escapeMarkdown(text)}</code>`;
}

/** Short text that a narrow column must not break: `in 30.50 s`. */
export function unbroken(text: string): string {
  return text.replaceAll(' ', '&nbsp;');
}

/** Rows of cells that are Markdown already. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

export function bullets(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

/** Lines to copy. The fence is longer than any run of backticks in them, so that nothing in them can end it. */
export function codeBlock(language: 'sh' | 'yaml', lines: readonly string[]): string {
  const text = lines.join('\n');
  const runs = text.match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(3, ...runs.map(({ length }) => length + 1)));
  return `${fence}${language}\n${text}\n${fence}`;
}

/** As a part of the list item before it. */
export function indented(text: string, columns: number): string {
  return text.replace(/^/gm, ' '.repeat(columns));
}

/** Folded away until somebody wants it. Markdown inside needs the empty lines. */
export function details(title: string, content: string): string {
  return `<details><summary>${title}</summary>\n\n${content}\n\n</details>`;
}

/** `null` where there is nothing to put under the heading. */
export function section(title: string, content: string): string | null {
  return content === '' ? null : `#### ${title}\n\n${content}`;
}
