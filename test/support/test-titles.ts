import ts from 'typescript';

/** `it.skipIf(a)('title', ...)`: what is called in the end, and what was said on the way there. */
interface Chain {
  readonly root: string;
  readonly links: readonly { readonly name: string; readonly given: readonly ts.Expression[] }[];
}

/** What leaves a test out, or wants it to fail. */
const LEFT_OUT: readonly string[] = ['skip', 'todo', 'fails'];
/** A test may be for some systems only; any other reason could be one that holds everywhere. */
const OF_A_SYSTEM = /^process\.platform [!=]== '\w+'$/;

/**
 * The whole titles of a file's tests that are run: what is skipped, a group of tests, and whatever else stands in the file is
 * none. Of a table (`it.each`) that is written out each row is one, with its own words in the place of %s or $name.
 */
export function testTitles(text: string): ReadonlySet<string> {
  const file = ts.createSourceFile('a.test.ts', text, ts.ScriptTarget.Latest, true);
  const titles = new Set<string>();
  const look = (node: ts.Node, isLeftOut: boolean): void => {
    const chain = ts.isCallExpression(node) ? chainOf(node.expression) : null;
    if (chain === null || !ts.isCallExpression(node)) {
      ts.forEachChild(node, (child) => look(child, isLeftOut));
      return;
    }
    const [title, ...rest] = node.arguments;
    const isOut = isLeftOut || rest.length === 0 || chain.links.some(leavesOut) || rest.some(isOptionToLeaveOut);
    if (chain.root !== 'describe' && title !== undefined && ts.isStringLiteralLike(title) && !isOut) {
      const table = chain.links.find(({ name }) => name === 'each');
      const rows = table === undefined ? null : rowsOf(table.given[0], file);
      for (const one of rows?.map((row) => titleOf(title.text, row)) ?? [title.text]) titles.add(one);
    }
    for (const argument of node.arguments) look(argument, isOut);
  };
  look(file, false);
  return titles;
}

function chainOf(called: ts.Expression): Chain | null {
  if (ts.isIdentifier(called))
    return ['it', 'test', 'describe'].includes(called.text) ? { root: called.text, links: [] } : null;
  if (ts.isPropertyAccessExpression(called)) {
    const before = chainOf(called.expression);
    return before && { ...before, links: [...before.links, { name: called.name.text, given: [] }] };
  }
  if (!ts.isCallExpression(called)) return null;
  const before = chainOf(called.expression);
  const last = before?.links.at(-1);
  if (before === null || last === undefined) return null;
  return { ...before, links: [...before.links.slice(0, -1), { ...last, given: called.arguments }] };
}

function leavesOut({ name, given }: Chain['links'][number]): boolean {
  if (name === 'skipIf' || name === 'runIf') return !OF_A_SYSTEM.test(given[0]?.getText() ?? '');
  return LEFT_OUT.includes(name);
}

/** `{ skip: true }` behind a title. */
function isOptionToLeaveOut(given: ts.Expression): boolean {
  if (!ts.isObjectLiteralExpression(given)) return false;
  return given.properties.some(({ name }) => name !== undefined && LEFT_OUT.includes(name.getText()));
}

/** Rows that are written out in the call, or in a constant of the file; null: they come from somewhere else. */
function rowsOf(given: ts.Expression | undefined, file: ts.SourceFile): readonly ts.Expression[] | null {
  const table = given === undefined ? null : bare(given);
  if (table === null) return null;
  if (ts.isArrayLiteralExpression(table)) return table.elements.map(bare);
  if (!ts.isIdentifier(table)) return null;
  const constants = file.statements.filter(ts.isVariableStatement).flatMap((all) => all.declarationList.declarations);
  const written = constants.find(({ name }) => name.getText() === table.text)?.initializer;
  return written === undefined || ts.isIdentifier(written) ? null : rowsOf(written, file);
}

/** A row's title as the run prints it; as it is written where a word of the row is not. */
function titleOf(title: string, row: ts.Expression): string {
  const words = ts.isArrayLiteralExpression(row) ? row.elements.map(wordOf) : [wordOf(row)];
  const properties = ts.isObjectLiteralExpression(row) ? [...row.properties] : [];
  const named = new Map(
    properties.flatMap((one) =>
      ts.isPropertyAssignment(one) ? [[one.name.getText(), wordOf(one.initializer)] as const] : [],
    ),
  );
  const missing: string[] = [];
  let next = 0;
  const whole = title.replace(/%[sdi]|\$(\w+)/g, (place, name: string | undefined) => {
    const word = name === undefined ? words[next++] : named.get(name);
    if (typeof word !== 'string') missing.push(place);
    return word ?? place;
  });
  return missing.length === 0 ? whole : title;
}

function wordOf(given: ts.Expression): string | null {
  const value = bare(given);
  return ts.isStringLiteralLike(value) || ts.isNumericLiteral(value) ? value.text : null;
}

/** Without `as const` and brackets around it. */
function bare(given: ts.Expression): ts.Expression {
  const isDressed = ts.isAsExpression(given) || ts.isParenthesizedExpression(given) || ts.isSatisfiesExpression(given);
  return isDressed ? bare(given.expression) : given;
}
