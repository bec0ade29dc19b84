// @ts-check
//
// node tools/api_reference.mjs
//
// Writes docs/api.md from the declarations in js/dist/types and their doc comments. What a comment
// tags as @internal, and what is protected, is left out.
import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { SyntaxKind } from 'typescript/unstable/ast';
import { API } from 'typescript/unstable/sync';
import { root } from './project.mjs';

/** @typedef {import('typescript/unstable/sync').Symbol} Symbol */
/** @typedef {import('typescript/unstable/sync').Project} Project */

const types = join(root, 'js/dist/types');

/** The entries in the order of the page; what an earlier one has is not told again. */
const entries = [
  { name: 'pancake-flags', title: '`pancake-flags` in a page', file: 'entry.browser.d.ts' },
  { name: 'pancake-flags', title: '`pancake-flags` in Node.js, Deno and Bun', file: 'entry.node.d.ts' },
  { name: 'pancake-flags/edge', title: '`pancake-flags/edge`', file: 'entry.edge.d.ts' },
  { name: 'pancake-flags/json', title: '`pancake-flags/json`', file: 'json.d.ts' },
  { name: 'pancake-flags/react', title: '`pancake-flags/react`', file: 'react.d.ts' },
  { name: 'pancake-flags/openfeature', title: '`pancake-flags/openfeature`', file: 'openfeature.d.ts' },
  { name: 'pancake-flags/admin', title: '`pancake-flags/admin`', file: 'admin.d.ts' },
  { name: 'pancake-flags/testing', title: '`pancake-flags/testing`', file: 'testing.d.ts' },
];

/** The text of docs/api.md. */
export function apiReference() {
  const api = new API({ cwd: root });
  try {
    const config = join(root, 'tools/api_reference.tsconfig.json');
    const project = api.updateSnapshot({ openProjects: [config] }).getProject(config);
    if (project === undefined) throw new Error(`${config} was not opened`);
    const reader = new Reader(project);
    const text = page(reader);
    if (reader.undocumented.length > 0) throw new Error(`without a doc comment: ${reader.undocumented.join(', ')}`);
    return text;
  } finally {
    api.close();
  }
}

/** @param {Reader} reader */
function page(reader) {
  const lines = [
    '# API reference',
    '',
    'Made by `npm run docs` from the declarations of the package: change the comments there. How things belong',
    'together is in [reference.md](reference.md).',
    '',
    ...entries.map(({ title }) => `- [${title.replaceAll('`', '')}](#${anchor(title)})`),
    '',
  ];
  for (const { title, file } of entries) {
    lines.push(`## ${title}`, '');
    for (const declared of reader.exportsOf(join(types, file))) lines.push(...reader.section(declared));
  }
  return `${lines.join('\n').replace(/\n{3,}/g, '\n\n').trimEnd()}\n`;
}

/** As renderers of Markdown name headings. @param {string} title */
function anchor(title) {
  return title.toLowerCase().replace(/[^\w\- ]/g, '').replaceAll(' ', '-');
}

class Reader {
  /** @type {Project} */
  #project;
  /** Of the declarations that have a section. @type {Set<string>} */
  #told = new Set();
  /** Names of exported classes, whose members are not told again by those that extend them. @type {Set<string>} */
  #exported = new Set();

  /** What is public and has no doc comment. @type {string[]} */
  undocumented = [];

  /** @param {Project} project */
  constructor(project) {
    this.#project = project;
    for (const { file } of entries) for (const { name } of this.#symbolsOf(join(types, file))) this.#exported.add(name);
  }

  /** What an entry exports and no earlier one did, functions first. @param {string} file */
  exportsOf(file) {
    const declared = this.#symbolsOf(file).flatMap(({ name, symbol, isType }) => {
      const node = /** @type {any} */ (symbol.declarations[0]?.resolve(this.#project));
      const key = `${node.getSourceFile().fileName}:${node.pos}`;
      if (this.#told.has(key)) return [];
      this.#told.add(key);
      return [{ name, symbol, node, isType }];
    });
    const rank = (/** @type {any} */ { node }) => [SyntaxKind.FunctionDeclaration, SyntaxKind.VariableDeclaration, SyntaxKind.ClassDeclaration].indexOf(node.kind) >>> 0;
    return declared.sort((one, other) => rank(one) - rank(other));
  }

  /** @param {{ name: string, symbol: Symbol, node: any, isType: boolean }} declared @returns {string[]} */
  section({ name, symbol, node, isType }) {
    const lines = [`### ${name}`, '', ...this.#doc(symbol, node), ''];
    if (node.kind === SyntaxKind.ClassDeclaration || node.kind === SyntaxKind.InterfaceDeclaration) {
      // What is exported as a type only cannot be made.
      const members = this.#membersOf(node).filter(({ member }) => !isType || member.kind !== SyntaxKind.Constructor);
      lines.push('```ts', this.#headOf(node), '```', '', ...members.flatMap(({ member, types }) => this.#member(member, types)));
    } else {
      lines.push('```ts', textOf(node), '```');
    }
    return [...lines, ''];
  }

  /** @param {string} file @returns {{ name: string, symbol: Symbol, isType: boolean }[]} */
  #symbolsOf(file) {
    const source = this.#project.program.getSourceFile(file);
    const module = source && this.#project.checker.getSymbolAtLocation(source);
    if (!module) throw new Error(`${relative(root, file)} is no module: node js/build.mjs`);
    return this.#project.checker.getExportsOfModule(module).map((exported) => {
      const specifier = /** @type {any} */ (exported.declarations[0]?.resolve(this.#project));
      if (specifier.kind !== SyntaxKind.ExportSpecifier) return { name: exported.name, symbol: exported, isType: false };
      const isType = specifier.isTypeOnly || specifier.parent.parent.isTypeOnly === true || specifier.parent.parent.getText().startsWith('export type');
      return { name: exported.name, symbol: this.#project.checker.getAliasedSymbol(exported), isType };
    });
  }

  /**
   * Its own members, and those of a base that has no section, with what stands there for the base's type
   * parameters.
   * @param {any} node @param {Map<string, string>} [types] @returns {{ member: any, types: Map<string, string> }[]}
   */
  #membersOf(node, types = new Map()) {
    const members = [...node.members].filter(isPublic).map((member) => ({ member, types }));
    const names = new Set(members.map(({ member }) => member.name?.text));
    for (const { expression, typeArguments = [] } of heritageOf(node)) {
      if (this.#exported.has(expression.text)) continue;
      const declaration = this.#declarationOf(expression);
      if (declaration === null) continue;
      const parameters = [...(declaration.typeParameters ?? [])].map(({ name }) => name.text);
      const given = new Map([...typeArguments].map((type, place) => [parameters[place], type.getText()]));
      members.push(...this.#membersOf(declaration, given).filter(({ member }) => !names.has(member.name?.text) && member.kind !== SyntaxKind.Constructor));
    }
    return members;
  }

  /** A class or interface without its members; a base that has no section is not named. @param {any} node */
  #headOf(node) {
    const isHidden = basesOf(node).some((base) => !this.#exported.has(base.text) && this.#declarationOf(base) !== null);
    const parts = [node.name, ...(node.typeParameters ?? []), ...(isHidden ? [] : (node.heritageClauses ?? []))];
    const end = Math.max(...parts.map((part) => part.end));
    const text = node.getText();
    const closes = node.typeParameters === undefined || (!isHidden && node.heritageClauses !== undefined) ? '' : '>';
    return withoutExport(`${text.slice(0, end - node.getStart())}${closes}`);
  }

  /** The declaration of a base in the package; null for one of the language. @param {any} base */
  #declarationOf(base) {
    const found = this.#project.checker.getSymbolAtLocation(base);
    const symbol = found && isImport(found, this.#project) ? this.#project.checker.getAliasedSymbol(found) : found;
    const declaration = /** @type {any} */ (symbol?.declarations[0]?.resolve(this.#project));
    return declaration?.getSourceFile().fileName.startsWith(types) ? declaration : null;
  }

  /** @param {any} member @param {Map<string, string>} types @returns {string[]} */
  #member(member, types) {
    const doc = commentOf(member);
    const text = textOf(member).replace(/\/\*\*[^]*?\*\//g, '').replace(/;$/, '').replace(/\s+/g, ' ');
    return [`- \`${text.replace(/\b[A-Z]\w*\b/g, (name) => types.get(name) ?? name)}\``, ...doc.map((line) => (line === '' ? '' : `  ${line}`))];
  }

  /** @param {Symbol} symbol @param {any} node @returns {string[]} */
  #doc(symbol, node) {
    const holder = node.kind === SyntaxKind.VariableDeclaration ? node.parent.parent : node;
    const doc = commentOf(holder);
    if (doc.length === 0) this.undocumented.push(`${symbol.name} in ${relative(types, node.getSourceFile().fileName)}`);
    return doc;
  }
}

/** @param {any} member */
function isPublic(member) {
  const text = member.getText();
  if (/^(?:protected|private)\b/.test(text) || text.startsWith('#private')) return false;
  return !member.getFullText().slice(0, -text.length).includes('@internal');
}

/** The doc comment in front of a declaration, as lines of Markdown. @param {any} node @returns {string[]} */
function commentOf(node) {
  const before = node.getFullText().slice(0, node.getFullText().length - node.getText().length);
  const comment = /\/\*\*((?:(?!\*\/)[^])*)\*\/\s*$/.exec(before)?.[1];
  if (comment === undefined) return [];
  const lines = comment.split('\n').map((line) => line.replace(/^\s*\* ?/, '').trimEnd());
  const text = lines.join('\n').trim();
  return text.replace(/^@throws /gm, '\nThrows ').replaceAll('@throws ', 'Throws ').trim().split('\n');
}

/** A declaration as it would be imported. @param {any} node */
function textOf(node) {
  if (node.kind === SyntaxKind.VariableDeclaration) return `const ${node.getText()};`;
  return withoutExport(node.getText());
}

/** @param {string} text */
function withoutExport(text) {
  return text.replace(/^export /, '').replace(/^declare /, '');
}

/** @param {any} node @returns {any[]} what it extends, with type arguments */
function heritageOf(node) {
  return [...(node.heritageClauses ?? [])].flatMap((clause) => [...clause.types]);
}

/** @param {any} node @returns {any[]} the names that it extends */
function basesOf(node) {
  return heritageOf(node).map(({ expression }) => expression);
}

/** @param {Symbol} symbol @param {Project} project */
function isImport(symbol, project) {
  return symbol.declarations.some((handle) => /** @type {any} */ (handle.resolve(project)).kind === SyntaxKind.ImportSpecifier);
}

if (process.argv[1] === import.meta.filename) writeFileSync(join(root, 'docs/api.md'), apiReference());
