import { styleText } from 'node:util';
import { monotonicMs } from '../../bench/contenders/contender.ts';

/** The column in which something is told. */
export type SideName = 'left' | 'right';

export type Mood = 'plain' | 'down' | 'up';

/** Where the timeline is printed: `process.stdout`, or what a test gives. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const timeWidth = 8;
const separator = ' | ';

/**
 * Two columns that grow downwards, one event a line. On a terminal there is a footer below them that is drawn again and
 * again; anywhere else only lines are printed, so that a log of it reads the same.
 */
export class Timeline {
  readonly startedMs = monotonicMs();
  readonly #screen: Screen;
  readonly #columnWidth: number;
  #footer: readonly string[] = [];

  constructor(screen: Screen) {
    this.#screen = screen;
    // A terminal that does not know its width says 0.
    const width = Math.min(Math.max(screen.columns || 120, 60), 140);
    this.#columnWidth = Math.floor((width - timeWidth) / 2) - separator.length;
  }

  header(left: string, right: string): void {
    this.#columns('', left, right, 'plain');
    const rule = '-'.repeat(this.#columnWidth);
    this.#columns('', rule, rule, 'plain');
  }

  tell(side: SideName, sentence: string, mood: Mood = 'plain'): void {
    const seconds = ((monotonicMs() - this.startedMs) / 1000).toFixed(1);
    const [left, right] = side === 'left' ? [sentence, ''] : ['', sentence];
    this.#above(() => this.#columns(`${seconds} s`, left, right, mood));
  }

  /** Draws the footer, on a terminal. An empty one removes it. */
  footer(lines: readonly string[]): void {
    if (this.#screen.isTTY !== true) return;
    const columns = this.#screen.columns || 120;
    this.#erase();
    this.#footer = lines.map((line) => line.slice(0, columns - 1));
    this.#draw();
  }

  #above(print: () => void): void {
    this.#erase();
    print();
    this.#draw();
  }

  #erase(): void {
    if (this.#footer.length > 0) this.#screen.write(`\x1b[${this.#footer.length}A\x1b[0J`);
  }

  #draw(): void {
    for (const line of this.#footer) this.#screen.write(`${line}\n`);
  }

  #columns(time: string, left: string, right: string, mood: Mood): void {
    const [lefts, rights] = [wrap(left, this.#columnWidth), wrap(right, this.#columnWidth)];
    for (let row = 0; row < Math.max(lefts.length, rights.length); row++) {
      const cells = [lefts[row] ?? '', rights[row] ?? ''].map((cell) => cell.padEnd(this.#columnWidth));
      const line = [(row === 0 ? time : '').padStart(timeWidth), ...cells].join(separator).trimEnd();
      this.#screen.write(`${this.#coloured(line, mood)}\n`);
    }
  }

  #coloured(line: string, mood: Mood): string {
    if (mood === 'plain' || this.#screen.isTTY !== true) return line;
    return styleText(mood === 'down' ? 'red' : 'green', line);
  }
}

/** Breaks a sentence between words. A word that is longer than a line has a line of its own. */
export function wrap(sentence: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of sentence.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
