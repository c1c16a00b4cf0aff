import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

/** Values by context: `{ vars: { AZURE_CLIENT_ID: '...' } }`. A context that is not here may not be named. */
export type Contexts = Readonly<Record<string, unknown>>;

/** What `success()` and its siblings answer, of a job's needs or of a step's predecessors. */
export type Status = 'success' | 'failure';

const statusFunctions: Readonly<Record<string, (status: Status) => boolean>> = {
  always: () => true,
  cancelled: () => false,
  failure: (status) => status === 'failure',
  success: (status) => status === 'success',
};

/** Replaces every `${{ }}` of a text by its value. */
export function interpolate(text: string, contexts: Contexts): string {
  return text.replaceAll(/\$\{\{(.*?)\}\}/gs, (_, expression: string) =>
    evaluate(expression, contexts, 'success').coerceString(),
  );
}

/** Whether `if:` lets a job or step run. Without a status function it means `success() && (...)`, as on GitHub. */
export function holds(condition: string | undefined, contexts: Contexts, status: Status): boolean {
  const expression = (condition ?? 'success()').replace(/^\s*\$\{\{(.*)\}\}\s*$/s, '$1');
  const asksStatus = /\b(always|cancelled|failure|success)\s*\(/.test(expression);
  if (!asksStatus && status !== 'success') return false;
  return isTruthy(evaluate(expression, contexts, status));
}

function evaluate(expression: string, contexts: Contexts, status: Status): data.ExpressionData {
  const functions = Object.entries(statusFunctions).map(([name, answer]) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(answer(status)),
  }));
  const { tokens } = new Lexer(expression.trim()).lex();
  const parsed = new Parser(tokens, Object.keys(contexts), functions).parse();
  const values: data.Dictionary = JSON.parse(JSON.stringify(contexts), data.reviver);
  return new Evaluator(parsed, values, new Map(functions.map((each) => [each.name, each]))).evaluate();
}

function isTruthy(value: data.ExpressionData): boolean {
  switch (value.kind) {
    case data.Kind.Null:
      return false;
    case data.Kind.Boolean:
    case data.Kind.Number:
    case data.Kind.String:
      return Boolean(value.value);
    default:
      return true;
  }
}
