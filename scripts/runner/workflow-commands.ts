/** What GitHub shows above the log of a run. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly message: string;
  readonly title?: string;
}

/** Colons in properties are escaped, so the first `::` after them begins the message. */
const annotationLine = /^::(?<level>error|warning|notice)(?: (?<properties>.*?))?::(?<message>.*)$/;

/** The annotations among the lines that a step printed. */
export function annotationsOf(output: string): Annotation[] {
  return output.split(/\r?\n/).flatMap((line) => {
    const { level, properties = '', message } = annotationLine.exec(line)?.groups ?? {};
    if (!isLevel(level) || message === undefined) return [];
    const title = /(?:^|,)title=([^,]*)/.exec(properties)?.[1];
    return [
      { level, message: unescaped(message), ...(title === undefined ? {} : { title: unescaped(title) }) },
    ];
  });
}

function isLevel(level: string | undefined): level is Annotation['level'] {
  return level === 'error' || level === 'warning' || level === 'notice';
}

/** The secrets that a step told its runner to hide. */
export function masksOf(output: string): string[] {
  return output.split(/\r?\n/).flatMap((line) => {
    const mask = /^::add-mask::(.*)$/.exec(line)?.[1];
    return mask === undefined ? [] : [unescaped(mask)];
  });
}

/** Percent signs last: they were escaped first. */
function unescaped(text: string): string {
  return text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%');
}
