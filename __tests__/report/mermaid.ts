import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createContext, Script } from 'node:vm';

/** A task of a gantt as Mermaid understood it. */
export interface GanttTask {
  readonly section: string;
  readonly task: string;
  readonly crit?: boolean;
  readonly startTime: Date;
  readonly endTime: Date;
}

interface Mermaid {
  parse(text: string): Promise<{ readonly diagramType: string }>;
  readonly mermaidAPI: {
    getDiagramFromText(text: string): Promise<{ readonly db: { getTasks(): readonly GanttTask[] } }>;
  };
}

const path = createRequire(import.meta.url).resolve('@mermaid-js/tiny');

/**
 * Mermaid's own parser, in a page that has just enough of a document for its sanitiser to start: text without `<` is
 * never parsed as HTML, so nothing in it is ever called.
 */
function loadMermaid(): Mermaid {
  const Nothing = class {};
  const document = {
    nodeType: 9,
    implementation: {},
    createElement: () => ({}),
    createNodeIterator: () => undefined,
    createDocumentFragment: () => undefined,
    getElementsByTagName: () => [],
  };
  const page: Record<string, unknown> = {
    document,
    Element: class {},
    DocumentFragment: Nothing,
    HTMLTemplateElement: Nothing,
    Node: Nothing,
    NodeFilter: {},
    NamedNodeMap: Nothing,
    HTMLFormElement: Nothing,
    DOMParser: Nothing,
    navigator: { userAgent: '' },
    addEventListener: () => undefined,
    console,
    structuredClone,
    setTimeout,
    clearTimeout,
    queueMicrotask,
    URL,
  };
  page.window = page;
  createContext(page);
  new Script(readFileSync(path, 'utf8')).runInContext(page);
  return page.mermaid as Mermaid;
}

const mermaid = loadMermaid();

/** @throws where Mermaid would show "Syntax error in text". */
export async function parseGantt(text: string): Promise<readonly GanttTask[]> {
  const { diagramType } = await mermaid.parse(text);
  if (diagramType !== 'gantt') {
    throw new Error(`Mermaid took it for a ${diagramType}`);
  }
  const diagram = await mermaid.mermaidAPI.getDiagramFromText(text);
  return diagram.db.getTasks();
}
